"""The server's side of the warm parent: start it, ask it for kernels, start it again when it dies."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from medcoding.errors import ServingError

_READY = 60.0  # seconds the parent gets to warm up
_ANSWER = 20.0  # seconds it gets to fork
_EASY_TO_KILL = "500"  # of 1000: where memory runs out, a visitor's kernel goes before the server
_PAUSE = 1.0  # seconds before a parent that died is started again


class ForkedProcess:
    """A kernel's process, with the methods of `subprocess.Popen` that Jupyter asks for.

    It is not our child, so it is watched through `watch`, a descriptor that the system ties to this one
    process: no other that gets the same number later can be mistaken for it.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, watch: int) -> None:
        self.pid = pid
        self.watch = watch

    def poll(self) -> int | None:
        """None while it runs, then 0: how it ended is not told to processes that are not its parent."""
        if self.watch < 0:
            return 0
        return 0 if self._has_ended(0) else None

    def wait(self) -> int:
        """Return when it has ended, and let go of it."""
        if self.watch >= 0:
            self._has_ended(None)
            os.close(self.watch)
            self.watch = -1
        return 0

    def _has_ended(self, milliseconds: int | None) -> bool:
        poll = select.poll()  # not select(), which knows no descriptor above 1023
        poll.register(self.watch, select.POLLIN)
        return bool(poll.poll(milliseconds))

    def send_signal(self, number: int) -> None:
        """Send a signal; nothing happens when it has ended."""
        if self.watch >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.watch, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


class Nursery:
    """The warm parent of one server. All kernels end with the server, however it ends.

    `module` is what the parent warms up with, `wrapper` a command that closes it in, `environment`
    what it finds.
    """

    def __init__(self, module: str, wrapper: Sequence[str] = (), environment: Mapping[str, str] | None = None) -> None:
        self._module = module
        self._wrapper = list(wrapper)
        self._environment = dict(os.environ if environment is None else environment)
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._lifeline, self._held = os.pipe()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self.restarts = 0
        self.pid = 0  # of the parent that runs now; its wrapper has another

    @staticmethod
    def works_here() -> bool:
        """True where the system can do what this needs: Linux, since 2019."""
        return hasattr(os, "pidfd_open") and hasattr(socket, "send_fds") and Path("/proc/self/task").is_dir()

    def start(self) -> None:
        """Start the parent and return when it is warm; from now on it is kept running.

        Raises:
            ServingError: it cannot be started.
        """
        with self._lock:
            self._start()
        threading.Thread(target=self._keep_running, name="nursery", daemon=True).start()

    async def fork(self, argv: Sequence[str], environment: Mapping[str, str], folder: str) -> ForkedProcess:
        """A new kernel that runs the command line `argv`.

        Raises:
            ServingError: the parent cannot fork, nor can a new one.
        """
        request = json.dumps({"argv": list(argv), "env": dict(environment), "cwd": folder}).encode()
        return await asyncio.to_thread(self._ask, request)

    def stop(self) -> None:
        """End the parent and every kernel that is left."""
        self._stopping.set()
        with self._lock:
            for descriptor in (self._held, self._lifeline):
                with contextlib.suppress(OSError):
                    os.close(descriptor)
            if self._line:
                self._line.close()
            if self._process:
                self._process.kill()
                self._process.wait()

    def _ask(self, request: bytes) -> ForkedProcess:
        with self._lock:
            for _ in range(2):
                try:
                    return self._ask_once(request)
                except OSError:
                    self._start()
        raise ServingError("the parent of the kernels: it does not answer; see the server's log")

    def _ask_once(self, request: bytes) -> ForkedProcess:
        if self._line is None:
            raise ConnectionError
        self._line.send(request)
        message, descriptors, _, _ = socket.recv_fds(self._line, 4096, 1)
        if not message:
            raise ConnectionError
        answer = json.loads(message)
        if "error" in answer or not descriptors:
            raise ServingError(f"a kernel: it cannot be started ({answer.get('error')}); is there memory left?")
        return ForkedProcess(answer["pid"], descriptors[0])

    def _start(self) -> None:
        if self._stopping.is_set():
            raise ServingError("the parent of the kernels: the server is ending")
        if self._process:
            self._process.kill()
            self._process.wait()
            self.restarts += 1
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            ends = (theirs.fileno(), self._lifeline)
            command = [sys.executable, "-m", "medcoding.serving.warm.parent", *map(str, ends), self._module]
            self._process = subprocess.Popen(
                [*self._wrapper, *command],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                pass_fds=ends,
                start_new_session=True,
            )
        if self._line:
            self._line.close()
        self._line = ours
        ours.settimeout(_READY)
        try:
            warm = ours.recv(64)
        except OSError:
            warm = b""
        if not warm:
            self._process.kill()
            raise ServingError("the parent of the kernels: it did not get warm; see the server's log")
        self.pid = json.loads(warm)["pid"]
        with contextlib.suppress(OSError):  # its kernels inherit this
            Path(f"/proc/{self.pid}/oom_score_adj").write_text(_EASY_TO_KILL, encoding="ascii")
        ours.settimeout(_ANSWER)

    def _keep_running(self) -> None:
        while not self._stopping.is_set():
            process = self._process
            if process is not None and process.poll() is None:
                _wait_for(process.pid)
            time.sleep(_PAUSE)
            with self._lock:
                if self._stopping.is_set() or self._process is not process:
                    continue
                with contextlib.suppress(ServingError, OSError):
                    self._start()


def _wait_for(pid: int) -> None:
    """Return when the child has ended, and leave its status for `Popen` to read."""
    with contextlib.suppress(ChildProcessError):
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)


_nursery: Nursery | None = None


def use_nursery(nursery: Nursery | None) -> None:
    """Kernels of this process come from that nursery from now on; None: they are started as Jupyter does."""
    global _nursery  # noqa: PLW0603
    _nursery = nursery


def nursery_here() -> Nursery | None:
    """The nursery of this process, None where there is none."""
    return _nursery
