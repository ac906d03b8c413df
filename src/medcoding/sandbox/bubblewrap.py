"""The sandbox's command line, and whether this machine can make a sandbox."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from medcoding.errors import SandboxError
from medcoding.sandbox.limits import Limits

HOME = "/home/learner"
INSIDE = "/sandbox/inside.py"
MACHINES = ("x86_64", "aarch64")
# What programs of the system need besides /usr. None of it tells of users or services of this machine.
_ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "alternatives", "fonts")
_ROOTS = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_ENVIRONMENT = {
    "HOME": HOME,
    "LANG": "C.UTF-8",
    "PATH": "/usr/bin:/bin",
    "TMPDIR": HOME,
    "IPYTHONDIR": f"{HOME}/.ipython",
    "MPLCONFIGDIR": f"{HOME}/.matplotlib",
    "MPLBACKEND": "agg",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
}


def bubblewrap_command(
    command: Sequence[str], limits: Limits, *, uid: int | None, sockets: Path | None, files: Mapping[str, Path]
) -> list[str]:
    """The command that runs `command` (its first word is this Python) in a sandbox.

    `uid` is the user to become where this process is root, else None. `sockets` is a folder of that path that
    exists only inside and may be written to. `files` are shown read-only in the program's home under their names.
    """
    inside = ["--", python(), "-I", INSIDE, _words(limits, uid), *command[1:]]
    # What can be written comes first: this Python may lie below /tmp, and must not be covered.
    return [*_namespaces(uid), *_writable(limits), *_system(), *_sockets(sockets), *_given(files), *inside]


def python() -> str:
    """This Python as it is called inside: a plain path up to its last link, which makes it an environment."""
    path = Path(os.path.abspath(sys.executable))  # noqa: PTH100
    return str(path.parent.resolve() / path.name)


def _namespaces(uid: int | None) -> list[str]:
    found = [_program(), "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    if uid is None:
        found += ["--unshare-user"]
    else:
        # Root makes the namespaces and gives up what it is inside, because no limit on processes binds root.
        found += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    found += ["--die-with-parent", "--new-session", "--hostname", "sandbox", "--clearenv"]
    for name, value in _ENVIRONMENT.items():
        found += ["--setenv", name, value]
    return found


def _system() -> list[str]:
    found = ["--ro-bind", "/usr", "/usr"]
    for name in _ROOTS:
        path = Path(name)
        if path.is_symlink():
            found += ["--symlink", str(path.readlink()), name]
        elif path.is_dir():
            found += ["--ro-bind", name, name]
    for name in _ETC:
        found += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    for prefix in _prefixes():
        # bubblewrap would give the folders above it the rights that they have outside, which may be root's alone.
        for parent in reversed(Path(prefix).parents[:-1]):
            found += ["--perms", "0755", "--dir", str(parent)]
        found += ["--ro-bind", prefix, prefix]
        if (Path(prefix) / "etc").is_dir() and prefix != "/usr":
            # Settings of Jupyter and nbgrader may lie there, with addresses and passwords in them.
            found += ["--tmpfs", f"{prefix}/etc", "--remount-ro", f"{prefix}/etc"]
    found += ["--ro-bind", str(Path(__file__).with_name("inside.py")), INSIDE]
    return [*found, "--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]


def _writable(limits: Limits) -> list[str]:
    found = ["--size", str(limits.scratch), "--perms", "0777", "--tmpfs", HOME]
    return [*found, "--size", str(limits.scratch // 4), "--perms", "1777", "--tmpfs", "/tmp"]


def _sockets(sockets: Path | None) -> list[str]:
    if sockets is None:
        return []
    connection = str(sockets.with_name("kernel.json"))
    return ["--size", "1000000", "--perms", "0777", "--tmpfs", str(sockets), "--ro-bind", connection, connection]


def _given(files: Mapping[str, Path]) -> list[str]:
    found = []
    for name, path in files.items():
        for parent in reversed(Path(name).parents[:-1]):
            found += ["--perms", "0755", "--dir", f"{HOME}/{parent}"]
        found += ["--ro-bind", str(path), f"{HOME}/{name}"]
    return [*found, "--remount-ro", "/", "--chdir", HOME]


def _words(limits: Limits, uid: int | None) -> str:
    """What `inside.py` is told, in one word."""
    numbers = (limits.address_space, limits.processes, limits.open_files, limits.file_size, limits.cpu)
    return ",".join(map(str, (*numbers, -1 if uid is None else uid)))


def _prefixes() -> list[str]:
    """The folders of this Python, outermost first.

    Raises:
        SandboxError: one of them holds more than a Python, a home for example, which would be shown with it.
    """
    ways = (Path(os.path.abspath(prefix)) for prefix in (sys.base_prefix, sys.prefix))  # noqa: PTH100  (keeps links)
    # By both names where a link leads there: the environment's own links may use either.
    found = sorted({str(path) for way in ways for path in (way, way.resolve())})
    home = Path.home().resolve()
    for prefix in found:
        if Path(prefix) == Path("/") or Path(prefix) in (home, *home.parents):
            raise SandboxError(f"{prefix}: this Python shares its folder with other things; install it in its own")
    return [prefix for prefix in found if prefix != "/usr" and not prefix.startswith("/usr/")]


def _program() -> str:
    found = shutil.which("bwrap")
    if not found:
        raise SandboxError("bwrap: the program is missing; install it (`apt-get install bubblewrap`)")
    return found


def user_for(number: int) -> int | None:
    """A user that owns nothing on this machine, another for each `number`; None where this process is not root.

    Processes are counted by user, so that two sandboxes of one user would share one limit.
    """
    if os.getuid() != 0:
        return None
    first, spread = 1_900_000_000, 1_000_000
    mapped = [line.split() for line in Path("/proc/self/uid_map").read_text(encoding="ascii").splitlines()]
    fits = any(int(start) <= first and first + spread <= int(start) + int(count) for start, _, count in mapped)
    return first + number % spread if fits else 65_534


@cache
def check_sandbox() -> None:
    """Make sure that sandboxes can be made here, by making one.

    Raises:
        SandboxError: they cannot; the text says why and what to do.
    """
    if sys.platform != "linux" or platform.machine() not in MACHINES:
        raise SandboxError(f"sandbox: it needs Linux on {' or '.join(MACHINES)}; grade on such a machine")
    command = bubblewrap_command(
        [sys.executable, "-c", "print('ready')"], Limits(), uid=user_for(0), sockets=None, files={}
    )
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL)
    if done.returncode or done.stdout.strip() != "ready":
        says = (done.stderr.strip() or f"it ended with {done.returncode}").splitlines()[-1][:200]
        raise SandboxError(
            f"sandbox: bubblewrap cannot make one here ({says}); allow namespaces for this user, "
            "in a container with `--security-opt seccomp=unconfined` or CAP_SYS_ADMIN"
        )
