"""Practice pages as they are made: a kernel, what it displays, the frame around it."""

from __future__ import annotations

import asyncio
import os
import secrets
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from medcoding.errors import ServingError
from medcoding.serving.public.first_run import run_cells
from medcoding.serving.public.frame import Frame, FrameRenderer, shape_of, split_widgets
from medcoding.serving.public.journal import log
from medcoding.serving.public.kernels import VisitorKernels


@dataclass(frozen=True, slots=True)
class Page:
    """One visitor's page. `word` is the one-time word that its scripts carry."""

    html: str
    word: str


class Pages:
    """Makes pages, a few at a time: all at once would each take as long as all together."""

    def __init__(self, kernels: VisitorKernels, new_renderer: Callable[[str], FrameRenderer]) -> None:
        self._kernels = kernels
        self._new_renderer = new_renderer
        self._renderers: dict[str, FrameRenderer] = {}
        self._frames: dict[str, Frame] = {}
        self._starts = asyncio.Semaphore(kernels.limits.starts_at_once)

    async def make(self, kernel_id: str, name: str, gone: asyncio.Event | None = None) -> Page | None:
        """The page of a visitor whose kernel has a place already; None when the visitor left while waiting.

        Raises:
            ServingError: the kernel did not start.
            TimeoutError: it does not answer.
        """
        async with self._starts:
            if gone and gone.is_set():
                return None
            renderer = self._renderers.get(name)
            if renderer is None:
                renderer = self._new_renderer(name)
                await renderer.initialize()
                self._renderers[name] = renderer
            sources = [cell.source for cell in renderer.notebook.cells if cell.cell_type == "code"]
            manager = await self._kernels.start_for_visitor(kernel_id, _environment())
            outputs = await self._kernels.first_of(kernel_id, run_cells(manager, sources))
            self._kernels.is_ready(kernel_id)
        if gone and gone.is_set():
            return None
        blank, widgets = split_widgets(outputs)
        frame = self._frames.get(name)
        if frame is None or frame.shape != shape_of(blank):
            frame = self._frames[name] = await renderer.render(blank)
        word = secrets.token_urlsafe(16)
        return Page(frame.fill(kernel_id, word, widgets), word)

    async def prime(self, names: tuple[str, ...]) -> None:
        """Make each page once for nobody, so that the first visitor need not wait for it to be rendered."""
        for name in names:
            kernel_id = str(uuid.uuid4())
            if not self._kernels.take_place(kernel_id, ""):
                return
            try:
                await self.make(kernel_id, name)
            except (ServingError, TimeoutError, RuntimeError) as error:
                log.error("a page could not be made", exc_info=error)
            finally:
                await self._kernels.end(kernel_id)

    async def finish(self, seconds: float) -> None:
        """Return when no page is on its way, or after that time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                for _ in range(self._kernels.limits.starts_at_once):
                    await self._starts.acquire()


def _environment() -> dict[str, str]:
    """What a kernel finds: the server's own environment, and nothing about the visitor."""
    return {**os.environ, "SERVER_SOFTWARE": "voila"}
