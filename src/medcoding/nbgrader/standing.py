"""How a class stands in nbgrader's gradebook, and where each point came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook
from nbgrader.utils import is_grade, is_task

from medcoding.nbgrader.outputs import MARK


@dataclass(frozen=True, slots=True)
class Points:
    """One exercise of one student. `auto` is the scorer's, `by_hand` a person's; either may be None."""

    auto: float | None
    by_hand: float | None
    extra: float

    @property
    def counted(self) -> float:
        """What nbgrader counts: a person's points before the scorer's, and extra credit on top."""
        given = self.by_hand if self.by_hand is not None else self.auto
        return (given or 0.0) + self.extra


@dataclass(frozen=True, slots=True)
class Sheet:
    """One notebook of one submission: points by exercise, what it counts for and the late penalty on it."""

    points: Mapping[str, Points]
    score: float
    penalty: float


@dataclass(frozen=True, slots=True)
class Standing:
    """One graded submission. `late` is how many seconds it came in late; sheets by notebook name."""

    student: str
    late: float
    sheets: Mapping[str, Sheet] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """The score, late penalties taken off."""
        return max(sum(sheet.score - sheet.penalty for sheet in self.sheets.values()), 0.0)

    @property
    def points(self) -> dict[str, Points]:
        """The points of every exercise."""
        return {slug: points for sheet in self.sheets.values() for slug, points in sheet.points.items()}


def load_standings(coursedir: Any, assignment: str) -> dict[str, Standing]:
    """Everybody whom the gradebook knows a submission of."""
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        return {each.student.id: _standing(each) for each in gradebook.assignment_submissions(assignment)}


def load_marks(folder: Path) -> dict[str, Mapping[str, Any]]:
    """Per exercise what its points came from (`grading.marks_of`), from the notebooks in autograded/.

    An exercise that was graded by other means has none.
    """
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted(folder.glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if is_grade(cell) or is_task(cell):
                found[str(cell.metadata.nbgrader["grade_id"])] = dict(cell.metadata.get(MARK, {}))
    return found


def _standing(submission: Any) -> Standing:
    sheets = {
        notebook.name: Sheet(
            {grade.name: _points(grade) for grade in notebook.grades},
            float(notebook.score),
            float(notebook.late_submission_penalty or 0.0),
        )
        for notebook in submission.notebooks
    }
    return Standing(submission.student.id, float(submission.total_seconds_late), sheets)


def _points(grade: Any) -> Points:
    return Points(grade.auto_score, grade.manual_score, float(grade.extra_credit or 0.0))
