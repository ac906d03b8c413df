"""Making the course ready before it is served: built notebooks, assignments that can be fetched."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from medcoding.errors import ServingError
from medcoding.exercises.course import Course
from medcoding.learning.syllabus import Unit
from medcoding.serving.state import State, server_environment

EXCHANGE = "MEDCODING_EXCHANGE"  # where nbgrader_config.py puts the exchange
COURSE_ID = "medcoding"
_NOT_AUTHORED = frozenset({".ipynb_checkpoints", "answers"})


def prepare(course: Course, state: State) -> Iterator[str]:
    """Build and release whatever changed since the last time; yields a line for each piece of work.

    Raises:
        AuthoringError: an authored file breaks the format.
        ServingError: nbgrader refused, with the end of what it said.
    """
    from medcoding.build.course import write_course

    stamp = state.folder / "prepared"
    units = [unit for unit in course.ready_units() if unit.assignment]
    if stamp.is_file() and stamp.read_text() == _fingerprint(course) and all(_is_released(course, u) for u in units):
        return
    yield "Building the notebooks ..."
    for path in write_course(course):
        yield f"  wrote {path}"
    for unit in units:
        yield f"Releasing the assignment {unit.folder} ..."
        _nbgrader(course, state, "generate_assignment", unit.folder, "--force")
        _nbgrader(course, state, "release_assignment", unit.folder, "--force")
    stamp.write_text(_fingerprint(course))


def _is_released(course: Course, unit: Unit) -> bool:
    exchange = Path(os.environ.get(EXCHANGE) or course.root / ".exchange")
    return (exchange / COURSE_ID / "outbound" / unit.folder).is_dir() and (course.root / "gradebook.db").is_file()


def _fingerprint(course: Course) -> str:
    """A hash of all that is authored and all that is built from it."""
    digest = hashlib.sha256((course.root / "nbgrader_config.py").read_bytes())
    for name in ("course", "source", "release"):
        for path in sorted(path for path in (course.root / name).rglob("*") if path.is_file()):
            if not _NOT_AUTHORED.intersection(path.parts):
                digest.update(str(path.relative_to(course.root)).encode() + path.read_bytes())
    return digest.hexdigest()


def _nbgrader(course: Course, state: State, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course.root,
        env=server_environment(course, state),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        said = "\n".join(f"    {line}" for line in done.stdout.splitlines()[-15:])
        raise ServingError(f"nbgrader {' '.join(arguments)}: this step failed; mend what it says\n{said}")
