"""What a forked process does to become a kernel that shares nothing with its parent but memory it never writes."""

from __future__ import annotations

import gc
import os
import random
import resource
import signal
import sys
import tempfile
import threading
import traceback
from dataclasses import dataclass
from types import ModuleType
from typing import NoReturn

from medcoding.serving.warm.kernel import WarmKernel, prepare_kernel


@dataclass(frozen=True, slots=True)
class Request:
    """What a kernel is asked to be: Jupyter's command line for one, its environment, its folder."""

    argv: list[str]
    env: dict[str, str]
    cwd: str


def become_kernel(app: WarmKernel, request: Request, lifeline: int, warm: ModuleType | None) -> NoReturn:
    """Run the prepared kernel at the sockets that the command line names, and end the process with it.

    `lifeline` is a descriptor that reads as ended once the server is gone.
    """
    status = 1
    try:
        _leave_the_parent(request.env, request.cwd, lifeline)
        app.connection_file = connection_file_of(request.argv)
        app.come_alive(warm)
        app.start()  # type: ignore[no-untyped-call]
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(status)


def rehearse_kernel(warm: ModuleType | None, told: int) -> NoReturn:
    """Be a kernel for a moment, write the names of all modules it imported to `told`, and end."""
    try:
        with tempfile.TemporaryDirectory(prefix="medcoding-") as folder, open(os.devnull, "w") as nowhere:  # noqa: PTH123
            os.environ.update(SERVER_SOFTWARE="voila", IPYTHONDIR=folder, JUPYTER_RUNTIME_DIR=folder)
            os.chdir(folder)
            sys.__stdout__ = nowhere  # type: ignore[misc]
            app = prepare_kernel()
            app.transport, app.ip = "ipc", f"{folder}/kernel"
            app.come_alive(warm)
            if warm:
                warm.rehearse(app.shell)
            os.write(told, "\n".join([name for name in sys.modules if not name.startswith("__")]).encode())
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        os._exit(0)


def _leave_the_parent(env: dict[str, str], cwd: str, lifeline: int) -> None:
    os.setsid()
    for each in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd or "/")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(lifeline, 3)
    os.closerange(4, os.sysconf("SC_OPEN_MAX"))
    random.seed()
    gc.enable()
    threading.Thread(target=_end_with_the_server, args=(3,), name="lifeline", daemon=True).start()


def _end_with_the_server(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGKILL)


def connection_file_of(argv: list[str]) -> str:
    """FILE of `python -m ipykernel_launcher -f FILE`."""
    return argv[argv.index("-f") + 1]
