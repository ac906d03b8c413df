"""Everything that nbgrader's gradebook holds of submissions, ready to compare: names in the place of random ids."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import create_engine, text

QUERIES = {
    "student": "SELECT id, first_name, last_name, email, lms_user_id FROM student",
    "submitted_assignment": """
        SELECT a.name AS assignment, s.student_id AS student, s.timestamp, s.extension
        FROM submitted_assignment s JOIN assignment a ON a.id = s.assignment_id""",
    "submitted_notebook": """
        SELECT a.name AS assignment, s.student_id AS student, n.name AS notebook, sn.flagged, sn.late_submission_penalty
        FROM submitted_notebook sn JOIN submitted_assignment s ON s.id = sn.assignment_id
        JOIN assignment a ON a.id = s.assignment_id JOIN notebook n ON n.id = sn.notebook_id""",
    "grade": """
        SELECT a.name AS assignment, s.student_id AS student, n.name AS notebook, c.name AS cell,
               g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade
        FROM grade g JOIN base_cell c ON c.id = g.cell_id JOIN submitted_notebook sn ON sn.id = g.notebook_id
        JOIN submitted_assignment s ON s.id = sn.assignment_id JOIN assignment a ON a.id = s.assignment_id
        JOIN notebook n ON n.id = sn.notebook_id""",
    "comment": """
        SELECT s.student_id AS student, c.name AS cell, k.auto_comment, k.manual_comment
        FROM comment k JOIN base_cell c ON c.id = k.cell_id JOIN submitted_notebook sn ON sn.id = k.notebook_id
        JOIN submitted_assignment s ON s.id = sn.assignment_id""",
}


def all_records(db_url: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table, sorted."""
    engine = create_engine(db_url)
    try:
        with engine.connect() as connection:
            return {name: _rows(connection, query) for name, query in QUERIES.items()}
    finally:
        engine.dispose()


def _rows(connection: Any, query: str) -> list[dict[str, Any]]:
    found = [{key: _plain(value) for key, value in row.items()} for row in connection.execute(text(query)).mappings()]
    return sorted(found, key=lambda row: [str(value) for value in row.values()])


def _plain(value: Any) -> Any:
    """As SQLite has it: no booleans and no times of its own, and a span of time counted from 1970."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, timedelta):
        value = datetime(1970, 1, 1) + value
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value
