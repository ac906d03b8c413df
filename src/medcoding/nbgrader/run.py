"""Grades a whole class: in bulk where that is possible, else by nbgrader's own step; and says how it went."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Grade, Gradebook, MissingEntry, SubmittedAssignment, SubmittedNotebook
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import is_grade, is_task, temp_attrs
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from medcoding.errors import GradingError
from medcoding.nbgrader.bulk.drive import BulkRun
from medcoding.nbgrader.bulk.engines import Engine, local_engine
from medcoding.nbgrader.bulk.freshness import Freshness
from medcoding.nbgrader.bulk.gradebook import GradebookWriter, gradebook_trouble
from medcoding.nbgrader.bulk.lock import one_run_at_a_time
from medcoding.nbgrader.bulk.penalties import Penalties
from medcoding.nbgrader.bulk.planning import find_plan
from medcoding.nbgrader.bulk.stamps import Found, Stamp, load_stamps, make_table
from medcoding.nbgrader.converters import CompleteAutograde
from medcoding.nbgrader.exporters import load_released
from medcoding.nbgrader.grading import get_key
from medcoding.nbgrader.places import places_of
from medcoding.nbgrader.session import LOG


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


def grade_class(
    app: Any,
    assignment: str,
    *,
    student: str = "*",
    force: bool = False,
    jobs: int | None = None,
    engine: Engine | None = None,
    on_learner: Callable[[str], None] = lambda _: None,
    on_count: Callable[[int], None] = lambda _: None,
    on_wait: Callable[[str], None] = lambda _: None,
) -> Summary:
    """Grade every submission, or one student's, that has changed since it was graded; all of them with `force`.

    `jobs` is the number of processes, None for as many as are worth it; `engine` is used in their place.
    `on_count` is told how many there are, `on_learner` who is done, `on_wait` that another run comes first.
    A submission that cannot be graded does not stop the others.

    Raises:
        GradingError: the assignment itself cannot be graded, nobody handed it in, or the gradebook or the
            disk does not take what was graded. The next run then does what is missing.
    """
    started = time.monotonic()
    coursedir = app.coursedir
    try:
        with (
            temp_attrs(coursedir, assignment_id=assignment, student_id=student),
            one_run_at_a_time(Path(coursedir.root), assignment, on_wait),
            Gradebook(coursedir.db_url, coursedir.course_id) as gradebook,
        ):
            check_assignment(coursedir, assignment)
            students = _students(coursedir, assignment, student)
            on_count(len(students))
            step = CompleteAutograde(coursedir=coursedir, parent=app)
            run = _Run(step, assignment, gradebook, on_learner)
            results = run.grade(students, force, lambda count: engine or local_engine(count, jobs))
    except SQLAlchemyError as error:
        raise gradebook_trouble(error) from None
    return Summary(assignment, results, time.monotonic() - started)


class _Run:
    """One run over one assignment, with its gradebook open."""

    def __init__(self, step: Any, assignment: str, gradebook: Gradebook, on_learner: Callable[[str], None]) -> None:
        make_table(gradebook.engine)
        self._step = step
        self._assignment = assignment
        self._gradebook = gradebook
        self._on_learner = on_learner

    def grade(
        self, students: tuple[str, ...], force: bool, engine_for: Callable[[int], Engine]
    ) -> tuple[LearnerResult, ...]:
        freshness = Freshness(self._step, self._assignment, self._gradebook)
        found = freshness.found(students)
        fresh = {} if force else freshness.graded(found)
        self._gradebook.db.rollback()
        new = {student: each for student, each in found.items() if student not in fresh}
        failures: Mapping[str, str] = {}
        if new:
            plan = find_plan(self._step, self._assignment, self._gradebook)
            if plan is None:
                failures = self._one_by_one(fresh, new)
            else:
                failures = self._refused(new)
                wanted = {student: each for student, each in new.items() if student not in failures}
                writer = GradebookWriter(self._gradebook, self._assignment, Penalties(self._step))
                bulk = BulkRun(self._step, plan, writer, engine_for(len(wanted)))
                done = bulk.grade(wanted, self._on_learner)
                failures = {**failures, **{each.student: each.failure for each in done.values() if each.failure}}
        for student in fresh:
            self._on_learner(student)
        return self._results(students, new, failures)

    def _one_by_one(self, fresh: Mapping[str, Stamp], new: Mapping[str, Found]) -> Mapping[str, str]:
        """nbgrader's own step, which sees each submission in turn."""
        self._step.is_fresh = lambda student: student not in new
        self._step.on_learner = lambda student: None if student in fresh else self._on_learner(student)
        try:
            self._step.start()
        except NbGraderException as error:
            if isinstance(error.__context__, SQLAlchemyError):
                raise gradebook_trouble(error.__context__) from None
            self._step.log.warning("Some submissions could not be graded")
        failures: dict[str, str] = self._step.failures
        return failures

    def _refused(self, students: Mapping[str, Found]) -> Mapping[str, str]:
        """Those who are not enrolled, where the course takes in nobody else."""
        if self._step.create_student:
            return {}
        enrolled = {student.id for student in self._gradebook.students}
        says = "is not in the gradebook; enrol them with `nbgrader db student add`"
        return {student: f"{student}: {says}" for student in students if student not in enrolled}

    def _results(
        self, students: tuple[str, ...], new: Mapping[str, Found], failures: Mapping[str, str]
    ) -> tuple[LearnerResult, ...]:
        session = self._gradebook.db
        possible = float(self._gradebook.find_assignment(self._assignment).max_score)
        scores = load_scores(session, self._assignment)
        stamps = load_stamps(session, self._assignment)
        results = []
        for student in students:
            score, problems = scores.get(student), stamps[student].problems if student in stamps else ()
            if student in failures:
                score, problems = None, (failures[student],)
            elif score is None:
                problems = (f"nbgrader left no record; see {LOG}",)
            most = possible if score is not None else 0.0
            results.append(LearnerResult(student, score, most, problems, student in new))
        return tuple(results)


def load_scores(session: Any, assignment: str) -> dict[str, float]:
    """What each submission of an assignment counts for, late penalties taken off."""

    def sums(value: Any, *joins: Any) -> dict[str, float]:
        query = select(SubmittedAssignment.student_id, func.coalesce(func.sum(value), 0.0)).join(Assignment)
        for each in joins:
            query = query.join(each)
        rows = session.execute(query.where(Assignment.name == assignment).group_by(SubmittedAssignment.student_id))
        return {row[0]: float(row[1]) for row in rows}

    scores = sums(Grade.score, SubmittedNotebook, Grade)
    penalties = sums(SubmittedNotebook.late_submission_penalty, SubmittedNotebook)
    return {student: max(score - penalties[student], 0.0) for student, score in scores.items()}


def _students(coursedir: Any, assignment: str, student: str) -> tuple[str, ...]:
    """Those who handed in, but for whom the course leaves out. Raises GradingError where there is nobody."""
    found = find_submissions(Path(coursedir.root), assignment, student)
    if not found:
        who = "nobody" if student == "*" else student
        raise GradingError(f"submitted/: {who} has handed in {assignment}; run `nbgrader collect {assignment}`")
    excluded = set((coursedir.student_id_exclude or "").split(","))
    return tuple(each for each in found if each not in excluded)


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
            slug = str(cell.metadata.nbgrader["grade_id"]) if is_grade(cell) or is_task(cell) else ""
            if places.has_key(slug):
                get_key(places, slug)
