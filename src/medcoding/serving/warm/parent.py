"""The warm parent: a process that has imported what kernels need, and forks one for each request.

Run as `python -m medcoding.serving.warm.parent SOCKET LIFELINE [MODULE]`. SOCKET is a descriptor on
which each request is one JSON message and each answer carries a descriptor that tells when that kernel
ends. LIFELINE is the reading end of a pipe that the server holds open. MODULE names what is to be warm:
it has `warm_up()` for the parent, `wake_up()` for each child and `rehearse(shell)`.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import sqlite3
import sys
import threading
from pathlib import Path
from types import ModuleType

# A page is never debugged. Without this the kernel imports a debugger, and offers it.
sys.modules["debugpy"] = None  # type: ignore[assignment]

# Imported for the children: every kernel would do so before its first cell.
import ipykernel.ipkernel  # noqa: E402
import ipykernel.zmqshell  # noqa: E402, F401
import zmq  # noqa: E402

from medcoding.serving.warm.child import Request, become_kernel, rehearse_kernel  # noqa: E402
from medcoding.serving.warm.kernel import WarmKernel, prepare_kernel  # noqa: E402

LARGEST = 1 << 17  # bytes of a request: the environment of a kernel


class UnsafeForkError(RuntimeError):
    """Something is open or running that a child must not inherit."""


def main() -> None:
    """Warm up, tell that we are ready, and fork until the server closes its end."""
    line = socket.socket(fileno=int(sys.argv[1]))
    lifeline = int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm = importlib.import_module(sys.argv[3]) if len(sys.argv) > 3 else None
    import_rehearsed(warm)
    if warm:
        warm.warm_up()
    app = prepare_kernel()
    check_safe_to_fork()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children: the server watches them itself
    gc.disable()
    gc.collect()
    gc.freeze()  # the collector of a child then leaves these pages alone, and they stay shared
    line.send(json.dumps({"pid": os.getpid()}).encode())
    while request := line.recv(LARGEST):
        fork_one(app, line, lifeline, warm, Request(**json.loads(request)))


def import_rehearsed(warm: ModuleType | None) -> None:
    """Import what a kernel turned out to import, in a child that tried and is gone."""
    names, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(names)
        rehearse_kernel(warm, told)
    os.close(told)
    with os.fdopen(names, encoding="utf-8") as file:
        found = file.read().split()
    os.waitpid(pid, 0)
    for name in found:
        if name not in sys.modules:
            importlib.import_module(name)


def check_safe_to_fork() -> None:
    """Refuse to fork with anything that two processes cannot share.

    Raises:
        UnsafeForkError: a thread, a database connection or a context of ZeroMQ would be inherited.
    """
    gc.collect()
    if len(list(Path("/proc/self/task").iterdir())) > 1:
        raise UnsafeForkError(f"threads are running: {threading.enumerate()}")
    open_bases = [each for each in gc.get_objects() if isinstance(each, sqlite3.Connection)]
    if open_bases:
        raise UnsafeForkError(f"{len(open_bases)} database connections are open")
    if any(isinstance(each, zmq.Context) for each in gc.get_objects()):
        raise UnsafeForkError("a context of ZeroMQ is open")


def fork_one(app: WarmKernel, line: socket.socket, lifeline: int, warm: ModuleType | None, request: Request) -> None:
    """Fork one kernel and answer with its process id and a descriptor of the process."""
    try:
        pid = os.fork()
    except OSError as error:
        line.send(json.dumps({"error": str(error)}).encode())
        return
    if pid == 0:
        line.close()
        become_kernel(app, request, lifeline, warm)
    try:
        watch = os.pidfd_open(pid)
    except ProcessLookupError:
        line.send(json.dumps({"error": "the kernel ended at once"}).encode())
        return
    socket.send_fds(line, [json.dumps({"pid": pid}).encode()], [watch])
    os.close(watch)


if __name__ == "__main__":
    main()
