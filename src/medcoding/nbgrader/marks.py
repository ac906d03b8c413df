"""The marks of one learner, from nbgrader's gradebook: what a certificate calls graded work."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from medcoding.errors import GradingError
from medcoding.learning.conditions import Marks
from medcoding.nbgrader.session import open_course

_FILE = "sqlite:///"


def load_student_marks(root: Path, student: str, assignments: Iterable[str]) -> dict[str, Marks]:
    """Points by assignment, late penalties taken off. Left out: what was not graded, or waits for a person.

    Raises:
        GradingError: there is no gradebook, or it does not know the student. CourseError: no course here.
    """
    with open_course(root) as app:
        coursedir = app.coursedir
        url = str(coursedir.db_url)
        # nbgrader would make an empty gradebook where there is none.
        if url.startswith(_FILE) and not Path(url.removeprefix(_FILE)).is_file():
            raise GradingError(f"{url.removeprefix(_FILE)}: there is no gradebook yet; run `medcoding grade` first")
        with Gradebook(url, coursedir.course_id) as gradebook:
            try:
                gradebook.find_student(student)
            except MissingEntry:
                raise GradingError(f"gradebook: it knows no student {student!r}; correct the id") from None
            found = {name: _marks(gradebook, name, student) for name in assignments}
    return {name: marks for name, marks in found.items() if marks is not None}


def _marks(gradebook: Gradebook, assignment: str, student: str) -> Marks | None:
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return None
    if submission.needs_manual_grade:
        return None
    points = sum(float(each.score) - float(each.late_submission_penalty or 0.0) for each in submission.notebooks)
    return Marks(max(round(points, 2), 0.0), float(submission.max_score))
