"""Making the course's assignments ready to fetch: nbgrader's generate and release, only where something changed."""

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


def release_assignments(course: Course, state: State) -> Iterator[str]:
    """Generate and release what is new or changed; yields the folder of each unit before working on it.

    Raises:
        ServingError: nbgrader refused, with the end of what it said.
    """
    for unit in course.ready_units():
        if unit.assignment is None:
            continue
        stamp = state.folder / "released" / unit.folder
        wanted = _fingerprint(course, unit)
        if _is_released(course, unit) and stamp.is_file() and stamp.read_text() == wanted:
            continue
        yield unit.folder
        _nbgrader(course, state, "generate_assignment", unit.folder, "--force")
        _nbgrader(course, state, "release_assignment", unit.folder, "--force")
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(_fingerprint(course, unit))


def _is_released(course: Course, unit: Unit) -> bool:
    exchange = Path(os.environ.get(EXCHANGE) or course.root / ".exchange")
    return (exchange / COURSE_ID / "outbound" / unit.folder).is_dir() and (course.root / "gradebook.db").is_file()


def _fingerprint(course: Course, unit: Unit) -> str:
    """A hash of all that a release is made from, and of the release itself."""
    digest = hashlib.sha256((course.root / "nbgrader_config.py").read_bytes())
    for folder in (course.source(unit.folder), course.root / "release" / unit.folder):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            if ".ipynb_checkpoints" not in path.parts:
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
