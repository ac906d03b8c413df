"""One run at a time over an assignment. The lock dies with whoever holds it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from medcoding.errors import GradingError

try:
    import fcntl
except ImportError:  # nbgrader runs on no other system in earnest
    fcntl = None  # type: ignore[assignment]

FOLDER = Path(".medcoding") / "grading"
_held: set[Path] = set()


@contextmanager
def one_run_at_a_time(root: Path, assignment: str, on_wait: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Wait until no other process grades this assignment of the course in `root`, and keep others out.

    Within one process it may be taken again. `on_wait` is told once whom we wait for.

    Raises:
        GradingError: the course's folder cannot be written.
    """
    path = (root / FOLDER / f"{assignment}.lock").resolve()
    if path in _held or fcntl is None:
        yield
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Programs that a run starts do not inherit the handle, so none of them keeps the lock.
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise GradingError(f"{path}: it cannot be written ({error.strerror}); nothing was graded") from None
    try:
        _take(handle, assignment, on_wait)
        _held.add(path)
        try:
            yield
        finally:
            _held.discard(path)
    finally:
        os.close(handle)


def _take(handle: int, assignment: str, on_wait: Callable[[str], None]) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder = os.pread(handle, 40, 0).decode("ascii", "replace").strip() or "unknown"
        on_wait(f"Another run is grading {assignment} (process {holder}); waiting for it to end.")
        fcntl.flock(handle, fcntl.LOCK_EX)
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
