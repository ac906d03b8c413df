"""Writes release/<assignment> with nbgrader's own generate_assignment."""

from __future__ import annotations

import tempfile
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from traitlets.config import Config

from medcoding.errors import GradingError
from medcoding.nbgrader.session import LOG, open_course


def build_release(course_root: Path, assignment: str, into: Path) -> Path:
    """Make the released form of an assignment in `into`/<assignment>, replacing what is there; returns that folder.

    The gradebook is a throwaway one, and only the course's own configuration counts, so the
    same source gives the same bytes anywhere.

    Raises:
        GradingError: nbgrader refuses the assignment.
    """
    into = into.resolve()
    with tempfile.TemporaryDirectory(prefix="medcoding-release-") as scratch:
        settings = Config()
        settings.CourseDirectory.db_url = f"sqlite:///{scratch}/gradebook.db"
        settings.CourseDirectory.release_directory = str(into)
        settings.CourseDirectory.assignment_id = assignment
        with open_course(course_root, alone=True, settings=settings) as app:
            step = GenerateAssignment(coursedir=app.coursedir, parent=app)
            step.force = True
            try:
                step.start()
            except NbGraderException:
                raise GradingError(
                    f"source/{assignment}: nbgrader cannot generate this assignment; the reason stands in {LOG}"
                ) from None
    return into / assignment
