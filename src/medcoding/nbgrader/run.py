"""Grades a whole class: nbgrader's own autograde step inside this process, and a summary of how it went."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import is_grade, temp_attrs

from medcoding.errors import GradingError
from medcoding.nbgrader.converters import CompleteAutograde
from medcoding.nbgrader.exporters import load_released
from medcoding.nbgrader.grading import get_key
from medcoding.nbgrader.outputs import MARK
from medcoding.nbgrader.places import places_of
from medcoding.nbgrader.session import LOG, open_course


@dataclass(frozen=True, slots=True)
class LearnerResult:
    """How one submission stands after a run.

    `score` is None when it could not be graded; a late penalty is already taken off. `is_new` is
    False for a submission that an earlier run had graded.
    """

    student: str
    score: float | None
    possible: float
    problems: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """A run over one assignment. `seconds` is wall time."""

    assignment: str
    learners: tuple[LearnerResult, ...]
    seconds: float

    @property
    def has_problems(self) -> bool:
        """True when any submission needs a person's attention."""
        return any(learner.problems for learner in self.learners)


def find_submissions(root: Path, assignment: str, student: str = "*") -> tuple[str, ...]:
    """The ids of those who handed the assignment in."""
    return tuple(
        sorted(path.parent.name for path in (root / "submitted").glob(f"{student}/{assignment}") if path.is_dir())
    )


def grade_assignment(
    root: Path,
    assignment: str,
    *,
    student: str = "*",
    force: bool = False,
    on_learner: Callable[[str], None] | None = None,
) -> Summary:
    """Grade every submission, or one student's; by nbgrader's rule only those that are new, unless `force`.

    A submission that cannot be graded does not stop the others.

    Raises:
        GradingError: the assignment itself cannot be graded, or nobody handed it in.
    """
    with open_course(root) as app:
        return grade_class(app, assignment, student=student, force=force, on_learner=on_learner)


def grade_class(
    app: Any,
    assignment: str,
    *,
    student: str = "*",
    force: bool = False,
    on_learner: Callable[[str], None] | None = None,
) -> Summary:
    """`grade_assignment` with an nbgrader application that is already open."""
    started = time.monotonic()
    coursedir = app.coursedir
    with temp_attrs(coursedir, assignment_id=assignment, student_id=student):
        check_assignment(coursedir, assignment)
        if not find_submissions(Path(coursedir.root), assignment, student):
            who = "nobody" if student == "*" else student
            raise GradingError(f"submitted/: {who} has handed in {assignment}; run `nbgrader collect {assignment}`")
        step = CompleteAutograde(coursedir=coursedir, parent=app)
        step.force = force
        step.on_learner = on_learner
        try:
            step.start()
        except NbGraderException:
            app.log.warning("Some submissions could not be graded")
        results = tuple(_result(coursedir, assignment, learner, step) for learner in step.seen)
    return Summary(assignment, results, time.monotonic() - started)


def check_assignment(coursedir: Any, assignment: str) -> None:
    """Make sure, before the first learner, that the assignment can be graded.

    Raises:
        GradingError: it was not generated, or a case has no key. AuthoringError: a case is malformed.
    """
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            names = [notebook.name for notebook in gradebook.find_assignment(assignment).notebooks]
        except MissingEntry:
            raise GradingError(
                f"{assignment}: the gradebook has no such assignment; run `nbgrader generate_assignment {assignment}`"
            ) from None
    places = places_of(coursedir, assignment, "nobody")
    for name in names:
        for cell in load_released(places, f"{name}.ipynb").cells:
            slug = str(cell.metadata.nbgrader["grade_id"]) if is_grade(cell) else ""
            if places.has_key(slug):
                get_key(places, slug)


def _result(coursedir: Any, assignment: str, student: str, step: CompleteAutograde) -> LearnerResult:
    is_new = student in step.taken
    if student in step.failures:
        return LearnerResult(student, None, 0.0, (step.failures[student],), is_new)
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            submission = gradebook.find_submission(assignment, student)
        except MissingEntry:
            return LearnerResult(student, None, 0.0, (f"nbgrader left no record; see {LOG}",), is_new)
        penalty = sum(notebook.late_submission_penalty or 0.0 for notebook in submission.notebooks)
        score, possible = max(submission.score - penalty, 0.0), submission.max_score
    folder = Path(coursedir.format_path(coursedir.autograded_directory, student, assignment))
    return LearnerResult(student, float(score), float(possible), _problems(folder), is_new)


def _problems(folder: Path) -> tuple[str, ...]:
    """What ScoreAnswers noted in the graded notebooks."""
    found: list[str] = []
    for path in sorted(folder.glob("*.ipynb")):
        found += nbformat.read(path, as_version=4).metadata.get(MARK, {}).get("problems", [])
    return tuple(found)
