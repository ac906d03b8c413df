"""The gradebook's students as the people of a roster."""

from __future__ import annotations

from typing import Any

from nbgrader.api import Gradebook, Student
from sqlalchemy import select

from medcoding.lms.roster import Person


def load_people(coursedir: Any) -> tuple[Person, ...]:
    """Everybody in the gradebook, by id."""
    columns = (Student.id, Student.first_name, Student.last_name, Student.email, Student.lms_user_id)
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        rows = gradebook.db.execute(select(*columns).order_by(Student.id)).all()
    return tuple(Person(row[0], f"{row[1] or ''} {row[2] or ''}".strip(), row[3] or "", row[4] or "") for row in rows)
