"""Making the course ready before it is served: built notebooks, assignments that can be fetched."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from medcoding.errors import ServingError
from medcoding.exercises.course import Course
from medcoding.learning.syllabus import Assignment
from medcoding.serving.state import State

EXCHANGE = "MEDCODING_EXCHANGE"  # where nbgrader_config.py puts the exchange
COURSE_ID = "medcoding"
_NOT_AUTHORED = frozenset({".ipynb_checkpoints", "answers"})


def prepare(course: Course, state: State) -> Iterator[str]:
    """Build and release whatever changed since the last time; yields a line for each piece of work.

    Raises:
        AuthoringError: an authored file breaks the format.
        ServingError: nbgrader refused, with the end of what it said.
    """
    stamp = state.folder / "prepared"
    works = course.graded_work()
    if stamp.is_file() and stamp.read_text() == _fingerprint(course) and all(_is_released(course, w) for w in works):
        return
    yield "Building the notebooks ..."
    for path in _build(course):
        yield f"  wrote {path}"
    yield from _release(course, works)
    stamp.write_text(_fingerprint(course))


def _build(course: Course) -> Iterator[Path]:
    """Write the notebooks that differ. The releases are left to nbgrader, which makes them anyway."""
    from medcoding.build.course import build_course

    for built in build_course(course):
        path = course.root / built.path
        if not path.is_file() or path.read_bytes() != built.content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(built.content)
            yield built.path


def _release(course: Course, works: Sequence[Assignment]) -> Iterator[str]:
    """nbgrader's generate_assignment and release_assignment, in this process."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.exchange import ExchangeError
    from nbgrader.utils import temp_attrs

    from medcoding.nbgrader.session import LOG, open_course

    with open_course(course.root) as app:
        for work in works:
            yield f"Releasing the assignment {work.folder} ..."
            log = course.root / LOG
            try:
                with temp_attrs(app.coursedir, assignment_id=work.folder):
                    generate = GenerateAssignment(coursedir=app.coursedir, parent=app)
                    generate.force = True
                    generate.start()
                    release = app.exchange.ReleaseAssignment(
                        coursedir=app.coursedir, authenticator=app.authenticator, parent=app
                    )
                    release.force = True
                    release.start()
            except (NbGraderException, ExchangeError):
                said = log.read_text(encoding="utf-8").splitlines()[-15:] if log.is_file() else []
                raise ServingError(
                    "\n    ".join([f"{work.folder}: nbgrader cannot release it; mend what it says", *said])
                ) from None


def _is_released(course: Course, work: Assignment) -> bool:
    exchange = Path(os.environ.get(EXCHANGE) or course.root / ".exchange")
    return (exchange / COURSE_ID / "outbound" / work.folder).is_dir() and (course.root / "gradebook.db").is_file()


def _fingerprint(course: Course) -> str:
    """A hash of all that is authored and all that is built from it."""
    digest = hashlib.sha256((course.root / "nbgrader_config.py").read_bytes())
    for name in ("course", "source", "release"):
        for path in sorted(path for path in (course.root / name).rglob("*") if path.is_file()):
            if not _NOT_AUTHORED.intersection(path.parts):
                digest.update(str(path.relative_to(course.root)).encode() + path.read_bytes())
    return digest.hexdigest()
