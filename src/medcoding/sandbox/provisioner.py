"""The kernel provisioner `medcoding-sandbox`: Jupyter's own extension point for how a kernel is started.

A kernel specification asks for it by name:
`"metadata": {"kernel_provisioner": {"provisioner_name": "medcoding-sandbox", "config": {"limits": {"cpu": 30}}}}`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import LocalProvisioner
from traitlets import Dict

from medcoding.errors import SandboxError
from medcoding.sandbox.bubblewrap import bubblewrap_command, check_sandbox, user_for
from medcoding.sandbox.limits import Limits
from medcoding.sandbox.watch import Watch

NAME = "medcoding-sandbox"
_numbers = itertools.count(os.getpid())
_SOON = 0.01


class SandboxProvisioner(LocalProvisioner):  # type: ignore[misc]
    """Starts a kernel of this Python in a sandbox. Everything it started is gone when it ends.

    The kernel's sockets lie in memory inside the sandbox and are reached through the process that holds it:
    a folder of this machine's disk that a program may write to could be filled by it.
    """

    limits = Dict(help="Fields of medcoding.sandbox.limits.Limits that differ from what stands there.")
    files = Dict(help="What the kernel finds in its folder, read-only: paths outside, by name.")

    watch: Watch | None = None
    _folder: Path | None = None
    _uid: int | None = None
    _first: int | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Lay out the connection and the command line. Raises SandboxError where there can be no sandbox."""
        check_sandbox()
        self._folder = Path(tempfile.mkdtemp(prefix="mc-")).resolve()
        self._uid = user_for(next(_numbers))
        self.parent.transport = "ipc"
        self.parent.ip = str(self._folder / "run" / "k")
        self.parent.connection_file = str(self._folder / "kernel.json")
        return dict(await super().pre_launch(**kwargs))

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel. `cmd` is that of the specification, whose first word is taken to be Python."""
        assert self._folder
        if self._uid is not None:
            os.chown(self._folder / "kernel.json", self._uid, -1)
        inside = bubblewrap_command(
            [sys.executable, *cmd[1:]],
            Limits(**self.limits),
            uid=self._uid,
            sockets=self._folder / "run",
            files=self._copied(),
        )
        told, tells = os.pipe()
        # What a program writes to the terminal must not reach the terminal of whoever grades.
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        ours = {"env": {}, "cwd": "/", "pass_fds": (tells,), "independent": True}
        try:
            found = await super().launch_kernel([inside[0], "--info-fd", str(tells), *inside[1:]], **quiet, **ours)
        finally:
            os.close(tells)
            with os.fdopen(told, "rb") as file:
                info = file.read()
        self._hold(info)
        (self._folder / "run").symlink_to(f"/proc/{_child(info)}/root{self._folder / 'run'}")
        assert self.pid
        self.watch = Watch(self.pid, Limits(**self.limits), self.end)
        self.watch.start()
        return found

    def end(self) -> None:
        """End the sandbox's first process, from which the kernel of this machine takes all others with it."""
        with suppress(ProcessLookupError, OSError):
            if self._first is not None:
                signal.pidfd_send_signal(self._first, signal.SIGKILL)
            elif self.process:
                self.process.kill()

    async def send_signal(self, signum: int) -> None:
        """Only an end comes from outside; the sandbox passes nothing else on. Interrupt by message."""
        if signum in (signal.SIGKILL, signal.SIGTERM):
            self.end()

    async def wait(self) -> int | None:
        """Wait until the sandbox and everything in it have gone."""
        while self.process and self.process.poll() is None:
            await asyncio.sleep(_SOON)
        code: int | None = await super().wait()
        return code

    async def cleanup(self, restart: bool = False) -> None:
        """Leave nothing behind."""
        self.end()
        if self.watch:
            self.watch.stop()
        if self._first is not None:
            os.close(self._first)
            self._first = None
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
        await super().cleanup(restart)

    def _copied(self) -> dict[str, Path]:
        """Copies of the files that anybody may read: the user inside has no rights to the originals."""
        assert self._folder
        found = {}
        for number, (name, path) in enumerate(self.files.items()):
            found[name] = self._folder / f"given-{number}"
            shutil.copyfile(path, found[name])
            found[name].chmod(0o444)
        return found

    def _hold(self, info: bytes) -> None:
        """Keep a handle on the sandbox's first process: its number alone may come to mean another one."""
        with suppress(ProcessLookupError):
            self._first = os.pidfd_open(_child(info))


def _child(info: bytes) -> int:
    """The sandbox's first process, as bubblewrap tells it. Raises SandboxError when there is none."""
    try:
        return int(json.loads(info)["child-pid"])
    except (ValueError, LookupError, TypeError):
        raise SandboxError("sandbox: bubblewrap could not make it; run `medcoding sandbox` to see why") from None
