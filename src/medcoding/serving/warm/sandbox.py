"""A box around the warm parent and its kernels: no network, nothing to write to, no graded key to read."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

_PRIVATE = ("source", "submitted", "autograded", "feedback", "regrades", ".exchange", ".medcoding", "my-assignments")
_PRIVATE_FILES = ("gradebook.db",)


def boxed(course: Path, writable: Path, readable: Iterable[Path]) -> tuple[str, ...]:
    """The command that runs another in the box; empty where bubblewrap is missing or not allowed.

    Kernels may write to `writable` alone. Of the course they see what learners may see; temporary
    files of others are out of sight. Their sockets to the server are files, so they need no network.
    """
    program = shutil.which("bwrap")
    if program is None:
        return ()
    command = [program, "--ro-bind", "/", "/", "--dev", "/dev", "--tmpfs", "/tmp"]
    # After /tmp was covered: any of these may lie in it.
    for path in dict.fromkeys([course, *readable, Path(sys.prefix), Path(sys.base_prefix), *_own_packages()]):
        if path.exists():
            command += ["--ro-bind", str(path), str(path)]
    for name in _PRIVATE:
        if (course / name).is_dir():
            command += ["--tmpfs", str(course / name)]
    for name in _PRIVATE_FILES:
        if (course / name).exists():
            command += ["--ro-bind", "/dev/null", str(course / name)]
    command += ["--bind", str(writable), str(writable), "--chdir", "/"]
    command += ["--unshare-net", "--unshare-ipc", "--unshare-uts", "--cap-drop", "ALL", "--"]
    return tuple(command) if _runs(command) else ()


def _own_packages() -> list[Path]:
    """Where the program itself lies: in a checkout that is not in the environment."""
    found = (find_spec(name) for name in ("medcoding", "medcoding_widgets"))
    return [Path(spec.origin).resolve().parent for spec in found if spec and spec.origin]


def _runs(command: list[str]) -> bool:
    try:
        tried = subprocess.run([*command, sys.executable, "-c", ""], check=False, capture_output=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0
