"""The kernels of visitors: how many there may be, and when each ends."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Awaitable
from concurrent.futures import Future
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from jupyter_client.session import utcnow
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager
from tornado.ioloop import PeriodicCallback
from tornado.web import HTTPError

from medcoding.errors import ServingError
from medcoding.serving.public.journal import log
from medcoding.serving.public.limits import DEFAULT, Limits
from medcoding.serving.public.status import KERNELS, LIMIT, is_loopback
from medcoding.serving.warm.nursery import ForkedProcess

T = TypeVar("T")
_LOOK = 5  # seconds between two looks for kernels whose page is gone


class VisitorKernel(ServerKernelManager):
    """One kernel. Jupyter writes an event log of each, with a schema read anew for each; nobody reads it."""

    def emit(self, schema_id: str, data: Any) -> None:
        """Write nothing."""


class VisitorKernels(AsyncMappingKernelManager):
    """Jupyter's kernels with a limit, ended as soon as nobody needs them.

    A visit takes a place before its kernel starts, so that a crowd cannot slip past the limit.
    """

    limits: Limits = DEFAULT

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)  # type: ignore[no-untyped-call]
        self._places: dict[str, str] = {}  # kernel id -> address, "" for this machine
        self._per_address: Counter[str] = Counter()
        self._gone_since: dict[str, Any] = {}
        self._ends: dict[str, asyncio.Future[None]] = {}
        self._watcher = PeriodicCallback(self._end_the_abandoned, _LOOK * 1000)
        self._watcher.start()
        LIMIT.set(self.limits.kernels)
        KERNELS.set_function(lambda: len(self._places))

    @property
    def taken(self) -> int:
        """How many places are taken, those of kernels that are starting included."""
        return len(self._places)

    def take_place(self, kernel_id: str, address: str) -> bool:
        """Keep a place for a kernel that is about to start; False when there is none left."""
        who = "" if is_loopback(address) else address
        full = len(self._places) >= self.limits.kernels
        if full or (who and self._per_address[who] >= self.limits.per_address):
            return False
        self._places[kernel_id] = who
        self._per_address[who] += 1
        return True

    def leave_place(self, kernel_id: str) -> None:
        """Give the place back; doing so twice is no error."""
        who = self._places.pop(kernel_id, None)
        if who is not None:
            self._per_address -= Counter({who: 1})
        self._gone_since.pop(kernel_id, None)
        self._ends.pop(kernel_id, None)
        shutil.rmtree(self._folder(kernel_id), ignore_errors=True)

    async def start_for_visitor(self, kernel_id: str, environment: dict[str, str]) -> Any:
        """Start a kernel in its place, and give the place back when it ends by itself. Returns its manager."""
        folder = self._folder(kernel_id)
        folder.mkdir()
        await self.start_kernel(kernel_id=kernel_id, kernel_name="python3", cwd=str(folder), env=environment)
        manager = self.get_kernel(kernel_id)
        process = manager.provisioner.process
        if isinstance(process, ForkedProcess):
            loop = asyncio.get_running_loop()
            watch = process.watch
            loop.add_reader(watch, self._ended_by_itself, loop, watch, kernel_id)
        return manager

    def start_watching_activity(self, kernel_id: str) -> None:
        """Jupyter reads all that a kernel says to learn that it is used; we note what its page says."""
        kernel = self._kernels[kernel_id]
        kernel.reason = ""
        kernel.last_activity = utcnow()
        kernel._activity_stream = None

    def note_activity(self, kernel_id: str) -> None:
        """A page has just said something to its kernel."""
        if kernel_id in self:
            self._kernels[kernel_id].last_activity = utcnow()

    def is_ready(self, kernel_id: str) -> None:
        """The kernel has answered: sockets of pages need not ask it again."""
        kernel = self._kernels[kernel_id]
        kernel.execution_state = "idle"
        answered: Future[dict[str, object]] = Future()
        kernel._kernel_info_future = answered
        answered.set_result({})

    async def first_of(self, kernel_id: str, work: Awaitable[T]) -> T:
        """The result of some work with a kernel.

        Raises:
            ServingError: the kernel ended before the work was done.
        """
        task = asyncio.ensure_future(work)
        ended = self._ends.setdefault(kernel_id, asyncio.get_running_loop().create_future())
        waiting: set[asyncio.Future[Any]] = {task, ended}
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            task.cancel()
            raise ServingError("a kernel: it ended before its page was there; see the server's log")
        return task.result()

    async def end(self, kernel_id: str) -> None:
        """End a kernel at once: a page keeps nothing, so there is nothing to save."""
        if kernel_id in self:
            with suppress(HTTPError, KeyError, RuntimeError):
                await self.shutdown_kernel(kernel_id, now=True)
        self.leave_place(kernel_id)

    async def shutdown_kernel(self, kernel_id: str, now: bool = False, restart: bool = False) -> Any:
        """As Jupyter does; the place is free afterwards, whoever asked."""
        process = self.get_kernel(kernel_id).provisioner.process if kernel_id in self else None
        if isinstance(process, ForkedProcess) and process.watch >= 0:
            asyncio.get_running_loop().remove_reader(process.watch)
        try:
            return await super().shutdown_kernel(kernel_id, now=now, restart=restart)  # type: ignore[no-untyped-call]
        finally:
            self.leave_place(kernel_id)

    async def end_all(self) -> None:
        """End every kernel."""
        self._watcher.stop()
        await asyncio.gather(*(self.end(kernel_id) for kernel_id in list(self._places)))

    def _ended_by_itself(self, loop: asyncio.AbstractEventLoop, watch: int, kernel_id: str) -> None:
        loop.remove_reader(watch)
        if kernel_id in self._ends and not self._ends[kernel_id].done():
            self._ends[kernel_id].set_result(None)
        log.warning("a kernel ended by itself")
        loop.create_task(self.end(kernel_id))

    def _folder(self, kernel_id: str) -> Path:
        """Where a kernel stands: a folder of its own."""
        return Path(self.connection_dir) / kernel_id

    async def _end_the_abandoned(self) -> None:
        """End the kernels that no page has listened to for a while."""
        now = utcnow()
        for kernel_id in list(self._places):
            if kernel_id not in self or self._kernel_connections.get(kernel_id, 0) > 0:
                self._gone_since.pop(kernel_id, None)
                continue
            since = self._gone_since.setdefault(kernel_id, now)
            if now - since >= timedelta(seconds=self.limits.seconds_without_a_page):
                await self.end(kernel_id)
