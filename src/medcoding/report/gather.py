"""Gathers what a report needs: points from the gradebook, findings by scoring again, disputes, who handed in."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import select

from medcoding.answers import RawAnswer
from medcoding.disputes import one_line
from medcoding.errors import GradingError, MedcodingError
from medcoding.exercises import Exercise
from medcoding.exercises.course import Course
from medcoding.exercises.find import load_exercises
from medcoding.kinds import program_of
from medcoding.nbgrader.disputed import class_disputes
from medcoding.nbgrader.grading import score_submission
from medcoding.nbgrader.places import places_of
from medcoding.nbgrader.run import find_submissions, load_scores
from medcoding.nbgrader.submission import load_submission
from medcoding.report.model import Asked, ClassWork, Learner, OpenDispute, Work
from medcoding.scoring import Score, possible

# Where an answer says how long it took, it says so here, in seconds.
TIME_FIELD = "seconds"
LONGEST = 30 * 86_400.0


@dataclass(frozen=True, slots=True)
class _Records:
    """The gradebook's part: points by student and exercise, the exercises there, and the learners."""

    points: Mapping[tuple[str, str], float | None]
    graded: frozenset[str]
    slugs: frozenset[str]
    learners: tuple[Learner, ...]
    possible: float


def gather_class(
    app: Any,
    course: Course,
    assignment: str,
    *,
    on_learner: Callable[[str], None] = lambda _: None,
    on_count: Callable[[int], None] = lambda _: None,
) -> ClassWork:
    """Read and score everything; nothing is written.

    Points are the gradebook's where a submission was graded, a person's before the scorer's; findings are those of
    the submission and the keys as they are now.

    Raises:
        GradingError: the gradebook has no such assignment. AuthoringError: a case is malformed.
    """
    coursedir = app.coursedir
    handed_in = find_submissions(Path(coursedir.root), assignment)
    records = _load_records(coursedir, assignment, frozenset(handed_in))
    exercises = [
        each for each in load_exercises(places_of(coursedir, assignment, ".").source) if each.slug in records.slugs
    ]
    on_count(len(handed_in))
    works: list[Work] = []
    problems: list[str] = []
    for student in handed_in:
        on_learner(student)
        try:
            works += _works(coursedir, assignment, student, exercises, records)
        except MedcodingError as error:
            problems.append(f"{student}: {error}")
    disputes = class_disputes(app, assignment)
    open_ones = tuple(
        OpenDispute(
            each.exercise,
            each.code,
            each.verdict,
            tuple(one.student for one in each.disputes),
            tuple(one.reason for one in each.disputes),
        )
        for each in disputes.findings
    )
    asked = tuple(
        Asked(each.slug, each.title, each.kind, possible(each), each.outcomes, each.skills) for each in exercises
    )
    texts = {**course.syllabus.outcomes, **course.syllabus.skills}
    return ClassWork(
        assignment,
        records.possible,
        asked,
        records.learners,
        tuple(works),
        open_ones,
        texts,
        (*problems, *disputes.problems),
    )


def _works(coursedir: Any, assignment: str, student: str, exercises: list[Exercise], records: _Records) -> list[Work]:
    places = places_of(coursedir, assignment, student)
    names = sorted(path.stem for path in places.release.glob("*.ipynb")) or ["assignment"]
    submission = load_submission(places.submitted, names[0])
    found = []
    for each in exercises:
        score: Score | None = None
        answer: RawAnswer | None = None
        # What a program leaves is known only when it runs: its points come from the gradebook alone.
        if not program_of(each):
            score, answer = score_submission(places, submission, each.slug)
        points = None if score is None or score.manual else score.points
        if student in records.graded:
            points = records.points.get((student, each.slug))
        findings = tuple(score.findings) if score and answer else ()
        found.append(Work(student, each.slug, points, findings, _seconds(answer)))
    return found


def _seconds(answer: RawAnswer | None) -> float | None:
    """What an answer says of the time spent on it; a learner may have written anything there."""
    value = answer.fields.get(TIME_FIELD) if answer else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) and 0 <= value <= LONGEST else None


def _load_records(coursedir: Any, assignment: str, handed_in: frozenset[str]) -> _Records:
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            found = gradebook.find_assignment(assignment)
        except MissingEntry:
            raise GradingError(
                f"{assignment}: the gradebook has no such assignment; run `nbgrader generate_assignment {assignment}`"
            ) from None
        session = gradebook.db
        slugs = frozenset(cell.name for each in found.notebooks for cell in (*each.grade_cells, *each.task_cells))
        rows = session.execute(
            select(
                SubmittedAssignment.student_id,
                BaseCell.name,
                Grade.auto_score,
                Grade.manual_score,
                Grade.needs_manual_grade,
            )
            .select_from(Grade)
            .join(BaseCell, Grade.cell_id == BaseCell.id)
            .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .where(Assignment.name == assignment)
        ).all()
        scores = load_scores(session, assignment)
        learners = _learners(session, found, scores, handed_in)
        most = float(found.max_score)
    points = {(row[0], row[1]): _points(row[2], row[3], waits=row[4]) for row in rows}
    return _Records(points, frozenset(row[0] for row in rows), slugs, learners, most)


def _points(auto: float | None, by_hand: float | None, *, waits: bool) -> float | None:
    """What counts. A machine's points that a person is to look at count as they stand; none at all do not."""
    if by_hand is not None:
        return float(by_hand)
    return None if auto is None or (waits and not auto) else float(auto)


def _learners(session: Any, found: Any, scores: Mapping[str, float], handed_in: frozenset[str]) -> tuple[Learner, ...]:
    rows = session.execute(
        select(SubmittedAssignment.student_id, SubmittedAssignment.timestamp, SubmittedAssignment.extension).where(
            SubmittedAssignment.assignment_id == found.id
        )
    ).all()
    late = {}
    for student, when, extension in rows:
        if when and found.duedate:
            late[student] = max((when - found.duedate - (extension or timedelta(0))).total_seconds(), 0.0)
    people = session.execute(select(Student.id, Student.first_name, Student.last_name)).all()
    names = {row[0]: one_line(f"{row[1] or ''} {row[2] or ''}") for row in people}
    return tuple(
        Learner(each, names.get(each, ""), scores.get(each), each in handed_in or each in scores, late.get(each, 0.0))
        for each in sorted({*names, *handed_in})
    )
