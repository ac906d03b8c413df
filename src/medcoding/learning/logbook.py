"""Where the record of practice lies, and how lines get into it: appended, never changed.

Two notebooks are two processes that write to one file. Each takes a lock for the moment of its one write,
so no line is lost or torn; a line that a crash left unfinished is closed before the next one begins.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from medcoding.errors import ProgressError
from medcoding.learning.record import ABOUT, MAX_LINE, Event, Record, parse_line, parse_record, render_event

VARIABLE = "MEDCODING_PROGRESS"  # the folder, where it is not progress/ in the course's
FOLDER = "progress"
FILE = "practice.jsonl"
MAX_BYTES = 100_000_000


class Log(Protocol):
    """Takes events in and gives the record of all of them. `trouble` says why the last one was not kept, or ""."""

    trouble: str

    def add(self, event: Event) -> None:
        """Keep an event. Never raises: a verdict is not to fail because its record does."""

    def record(self) -> Record:
        """Everything kept so far, with what other notebooks added."""


class PageLog:
    """Keeps events as long as the page lives: for visitors, who have no folder of their own."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self.trouble = ""

    def add(self, event: Event) -> None:
        """See `Log`."""
        self._lines.append(render_event(event))

    def record(self) -> Record:
        """See `Log`."""
        return parse_record(self._lines)


class FileLog:
    """Keeps events in a learner's own file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.trouble = ""
        self._seen: tuple[int, int] | None = None
        self._record = Record()

    def add(self, event: Event) -> None:
        """See `Log`."""
        try:
            append_lines(self.path, [render_event(event)])
            self.trouble = ""
        except OSError as error:
            reason = error.strerror or "the folder cannot be written"
            self.trouble = f"Your progress could not be saved: {reason}. Free some space or ask your instructor."

    def record(self) -> Record:
        """See `Log`. The file is read again only when it has changed."""
        try:
            found = self.path.stat()
            now = (found.st_size, found.st_mtime_ns)
            if now != self._seen:
                self._record, self._seen = load_record(self.path), now
        except FileNotFoundError:
            self._record, self._seen = Record(), None
        except (OSError, ProgressError) as error:
            self.trouble = f"Your record of practice cannot be read: {error}"
        return self._record


def record_path(course: Path) -> Path:
    """The learner's own record: in the folder that MEDCODING_PROGRESS names, else in progress/ of the course's
    folder, else, where that is not theirs to write, in their home.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named) / FILE
    own = course / FOLDER
    if os.access(own if own.is_dir() else course, os.W_OK):
        return own / FILE
    return Path.home() / "medcoding-progress" / FILE


def load_record(path: Path) -> Record:
    """Read a record. Raises ProgressError when there is none, or it cannot be opened."""
    return parse_record(load_lines(path))


def load_lines(path: Path) -> list[str]:
    """The lines of a record as they stand. Raises ProgressError."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ProgressError(f"{path}: the file is larger than 100 MB, which no record of practice is; look into it")
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise ProgressError(f"{path}: the record cannot be read ({error.strerror}); correct the name") from None


def merge_lines(target: Path, sources: Sequence[Path]) -> int:
    """Add to `target` each line of `sources` that it does not hold; returns how many were added.

    Nothing in `target` changes, and the order of the sources plays no part in what the record then says.

    Raises:
        ProgressError: a source cannot be read, or a line of it is no event.
    """
    wanted: list[str] = []
    for source in sources:
        for number, text in enumerate(load_lines(source), 1):
            line = text.strip()
            if not line:
                continue
            try:
                parse_line(line)
            except (ValueError, RecursionError):
                raise ProgressError(
                    f"{source}: line {number} is no line of a record; remove it or name another file"
                ) from None
            wanted.append(line)
    with _locked(target) as file:
        held = {line.strip() for line in _text_of(file).splitlines()}
        missing = [line for line in dict.fromkeys(wanted) if line not in held]
        _append(file, missing)
    return len(missing)


def append_lines(path: Path, lines: Iterable[str]) -> None:
    """Add lines to a record, which is made if it is missing. Raises OSError."""
    with _locked(path) as file:
        _append(file, list(lines))


def _append(file: IO[bytes], lines: Sequence[str]) -> None:
    size = file.seek(0, os.SEEK_END)
    start = ""
    if size == 0:
        start = json.dumps(ABOUT) + "\n"
    else:
        file.seek(size - 1)
        if file.read(1) != b"\n":
            start = "\n"
    text = start + "".join(f"{line}\n" for line in lines if len(line) <= MAX_LINE)
    file.write(text.encode("utf-8"))
    file.flush()
    os.fsync(file.fileno())


def _text_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", errors="replace")


@contextmanager
def _locked(path: Path) -> Iterator[IO[bytes]]:
    """The file, open for reading and appending, and nobody else's until we are done."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield file  # closing it ends the lock
