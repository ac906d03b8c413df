"""What nbgrader's gradebook holds of submissions already, and what people entered there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from nbgrader.api import Grade, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import select


@dataclass(frozen=True, slots=True)
class Sheet:
    """A notebook's record: its id, and by cell id what a person entered beside each grade, with the grade's id."""

    id: str
    grades: Mapping[str, tuple[str, float | None, float | None]]


@dataclass(frozen=True, slots=True)
class Known:
    """A submission's record before this run. Sheets by the notebook's id in the assignment."""

    id: str
    timestamp: datetime | None
    extension: timedelta | None
    sheets: Mapping[str, Sheet]


def load_known(session: Any, assignment: str, students: Sequence[str]) -> dict[str, Known]:
    """The records of those students' submissions of an assignment, which is named by its id."""
    found = session.execute(
        select(
            SubmittedAssignment.student_id,
            SubmittedAssignment.id,
            SubmittedAssignment.timestamp,
            SubmittedAssignment.extension,
        ).where(SubmittedAssignment.assignment_id == assignment, SubmittedAssignment.student_id.in_(students))
    ).all()
    sheets = _load_sheets(session, [row.id for row in found])
    return {row.student_id: Known(row.id, row.timestamp, row.extension, sheets.get(row.id, {})) for row in found}


def _load_sheets(session: Any, submissions: Sequence[str]) -> dict[str, dict[str, Sheet]]:
    notebooks = session.execute(
        select(SubmittedNotebook.id, SubmittedNotebook.assignment_id, SubmittedNotebook.notebook_id).where(
            SubmittedNotebook.assignment_id.in_(submissions)
        )
    ).all()
    grades: dict[str, dict[str, tuple[str, float | None, float | None]]] = {}
    for row in session.execute(
        select(Grade.id, Grade.notebook_id, Grade.cell_id, Grade.manual_score, Grade.extra_credit).where(
            Grade.notebook_id.in_([each.id for each in notebooks])
        )
    ):
        grades.setdefault(row.notebook_id, {})[row.cell_id] = (row.id, row.manual_score, row.extra_credit)
    sheets: dict[str, dict[str, Sheet]] = {}
    for row in notebooks:
        sheets.setdefault(row.assignment_id, {})[row.notebook_id] = Sheet(row.id, grades.get(row.id, {}))
    return sheets
