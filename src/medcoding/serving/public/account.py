"""Leaving root: a server for strangers runs as a user who owns nothing."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from medcoding.errors import ServingError

USUAL = "nobody"


def is_root() -> bool:
    """True where this process may do anything."""
    return os.geteuid() == 0


def find_account(name: str) -> pwd.struct_passwd:
    """The account of that name. Raises ServingError."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        raise ServingError(f"{name}: this system has no such user; name another with --user") from None


def can_read(account: pwd.struct_passwd, needed: Iterable[Path]) -> bool:
    """True if that user can start this Python and read what is `needed`, found out by trying."""
    script = "import os, sys; sys.exit(not all(os.access(path, os.R_OK) for path in sys.argv[1:]))"
    command = [sys.executable, "-I", "-c", script, *map(str, needed)]
    try:
        tried = subprocess.run(
            command,
            check=False,
            user=account.pw_uid,
            group=account.pw_gid,
            extra_groups=[],
            capture_output=True,
            cwd="/",
        )
    except OSError:  # not even Python can be started
        return False
    return tried.returncode == 0


def refuse(account: pwd.struct_passwd, needed: Iterable[Path]) -> None:
    """Say that this user cannot serve. Raises ServingError."""
    paths = ", ".join(map(str, needed))
    raise ServingError(
        f"{account.pw_name}: this user cannot start {sys.executable} or read {paths}; "
        "install Python and the course where every user may read, for example below /opt"
    )


def become(account: pwd.struct_passwd) -> None:
    """Be that user for good.

    Raises:
        ServingError: the system leaves a way back.
    """
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    os.environ.update(HOME="/nonexistent", USER=account.pw_name, LOGNAME=account.pw_name)
    try:
        os.setuid(0)
    except PermissionError:
        return
    raise ServingError(f"{account.pw_name}: root could not be left behind; start the server as another user")
