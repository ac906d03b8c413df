"""Scores of a class as CSV, in the columns that Canvas and Moodle document for their imports."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nbgrader.api import Assignment, Grade, Gradebook, MissingEntry, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import select

from medcoding.errors import CollectError
from medcoding.lms.csv_cells import render_csv
from medcoding.lms.known_as import Known
from medcoding.nbgrader.run import load_scores

CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE = ("Identifier", "Full name", "Email address", "Grade", "Maximum Grade", "Feedback comments")
PLAIN = ("student", "last_name", "first_name", "email", "score", "possible", "state")


@dataclass(frozen=True, slots=True)
class Row:
    """One learner. `score` has late penalties taken off and extra credit added; None where nothing was graded."""

    student: str
    first: str
    last: str
    email: str
    score: float | None

    @property
    def name(self) -> str:
        """First name, then last."""
        return f"{self.first} {self.last}".strip() or self.student

    @property
    def sorted_name(self) -> str:
        """Last name, first name."""
        return ", ".join(filter(None, (self.last, self.first))) or self.student


@dataclass(frozen=True, slots=True)
class ClassScores:
    """Everybody in the gradebook. `possible` is the maximum; `unread` names who waits for points by hand."""

    assignment: str
    rows: tuple[Row, ...]
    possible: float
    unread: tuple[str, ...]

    @property
    def above(self) -> tuple[Row, ...]:
        """Those whom extra credit carries over the maximum."""
        return tuple(row for row in self.rows if row.score is not None and row.score > self.possible + 1e-9)


def load_class_scores(coursedir: Any, assignment: str) -> ClassScores:
    """Read the gradebook.

    Raises:
        CollectError: it has no such assignment, or a score that is no number or below 0.
    """
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        try:
            found = gradebook.find_assignment(assignment)
        except MissingEntry:
            raise CollectError(f"{assignment}: the gradebook has no such assignment; generate and grade it") from None
        possible = float(found.max_score)
        scores = load_scores(gradebook.db, assignment)
        people = gradebook.db.execute(
            select(Student.id, Student.first_name, Student.last_name, Student.email).order_by(Student.id)
        ).all()
        unread = sorted(_waiting(gradebook, assignment))
    rows = tuple(Row(each[0], each[1] or "", each[2] or "", each[3] or "", scores.get(each[0])) for each in people)
    for row in rows:
        if row.score is not None and (not math.isfinite(row.score) or row.score < 0):
            raise CollectError(f"gradebook: {row.student} has {row.score} points, which is no score; grade them again")
    return ClassScores(assignment, rows, possible, tuple(unread))


def render_canvas(scores: ClassScores, known: Mapping[str, Known], title: str) -> str:
    """A gradebook of Canvas with one assignment. `title` is `Name (id)`, as Canvas's own export has it.

    A learner whom Canvas has no number of is found by the SIS login, for which the gradebook's id stands. A cell
    without a score stays empty, which changes nothing in Canvas.
    """
    rows = [
        (*CANVAS, title),
        ("    Points Possible", "", "", "", "", number(scores.possible)),
        *(
            (row.sorted_name, known[row.student].lms_id if row.student in known else "", "", row.student, "", _of(row))
            for row in scores.rows
        ),
    ]
    return render_csv(rows)


def render_moodle(scores: ClassScores, known: Mapping[str, Known]) -> str:
    """Moodle's offline grading worksheet, for those whose participant number is known.

    Raises:
        CollectError: nobody's is, or a score is above the maximum, which Moodle refuses.
    """
    if scores.above:
        names = ", ".join(row.student for row in scores.above)
        raise CollectError(f"{names}: more than {scores.possible:g} points; Moodle takes no more, use --at-most-full")
    rows = [
        (
            f"Participant {known[row.student].lms_id}",
            row.name,
            row.email,
            _of(row),
            number(scores.possible),
            "" if row.score is None else f"{number(row.score)} of {number(scores.possible)} points.",
        )
        for row in scores.rows
        if row.student in known
    ]
    if not rows:
        raise CollectError(
            f"{scores.assignment}: Moodle's participant numbers are not known; collect the zip of submissions from "
            "Moodle first, or use --for csv"
        )
    return render_csv([MOODLE, *rows])


def render_plain(scores: ClassScores) -> str:
    """A table for any other use."""
    rows = [
        (row.student, row.last, row.first, row.email, _of(row), number(scores.possible), _state(row, scores.unread))
        for row in scores.rows
    ]
    return render_csv([PLAIN, *rows])


def at_most_full(scores: ClassScores) -> ClassScores:
    """The same with nobody above the maximum."""
    rows = tuple(
        row if row.score is None else Row(row.student, row.first, row.last, row.email, min(row.score, scores.possible))
        for row in scores.rows
    )
    return ClassScores(scores.assignment, rows, scores.possible, scores.unread)


def number(value: float) -> str:
    """Points with at most two decimals and no exponent."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _of(row: Row) -> str:
    return "" if row.score is None else number(row.score)


def _state(row: Row, unread: Iterable[str]) -> str:
    if row.score is None:
        return "nothing graded"
    return "waits for points by hand" if row.student in unread else "graded"


def _waiting(gradebook: Any, assignment: str) -> set[str]:
    """Whose submission has an exercise that a person must look at."""
    query = (
        select(SubmittedAssignment.student_id)
        .join(Assignment)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .where(Assignment.name == assignment, Grade.needs_manual_grade)
    )
    return set(gradebook.db.scalars(query))
