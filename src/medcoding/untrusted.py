"""Opens what a learner handed in: a plain file of bounded size, or nothing.

A pipe under a file's name would wait for ever, a device would never end, a link would lead elsewhere.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

# Windows has none of the first two and needs the last.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class NotPlainError(OSError):
    """A link, a folder, a pipe, a socket or a device where a plain file belongs."""


class TooLargeError(OSError):
    """A file larger than its reader allows."""


def read_plain(path: Path, most: int) -> bytes:
    """The bytes of a plain file of at most `most` bytes; asks before it opens and looks again at what it opened.

    Raises:
        NotPlainError, TooLargeError, FileNotFoundError, or OSError where it cannot be opened.
    """
    if not stat.S_ISREG(path.lstat().st_mode):
        raise NotPlainError(f"{path.name}: is not a plain file")
    # Between looking and opening the file may have been replaced: open without following or waiting.
    handle = os.open(path, _FLAGS)
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise NotPlainError(f"{path.name}: is not a plain file")
        content = file.read(most + 1) if status.st_size <= most else b""
        if status.st_size > most or len(content) > most:
            raise TooLargeError(f"{path.name}: is larger than {most} bytes")
    return content


def is_plain_folder(path: Path) -> bool:
    """True for a folder that is no link."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False
