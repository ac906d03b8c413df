"""Stamps: what each submission's records came from, in a table of ours inside nbgrader's gradebook.

A stamp enters in the transaction that writes the records, so it is never ahead of them; and it goes
where the gradebook goes. nbgrader does not look at tables that it does not know.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, MetaData, String, Table, Text, delete, insert, select
from sqlalchemy.engine import Engine

_META = MetaData()
_TABLE = Table(
    "medcoding_stamp",
    _META,
    Column("assignment", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("submission", String(32)),
    Column("digest", String(64)),
    Column("problems", Text),
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one submission was graded from: its hash, and nbgrader's id of the records that came of it.

    An empty hash means that grading began and did not end. `problems` are those the run reported.
    """

    student: str
    submission: str = ""
    digest: str = ""
    problems: tuple[str, ...] = ()

    @property
    def is_begun(self) -> bool:
        """True when a run was interrupted over this submission."""
        return not self.digest


def make_table(engine: Engine) -> None:
    """Add the table to a gradebook that has none."""
    _META.create_all(engine, checkfirst=True)


def load_stamps(session: Any, assignment: str) -> Mapping[str, Stamp]:
    """The stamps of an assignment by student. `session` is a session or connection of SQLAlchemy."""
    rows = session.execute(select(_TABLE).where(_TABLE.c.assignment == assignment))
    return {
        row.student: Stamp(row.student, row.submission, row.digest, tuple(json.loads(row.problems))) for row in rows
    }


def put_stamps(session: Any, assignment: str, stamps: Iterable[Stamp]) -> None:
    """Put stamps in the place of older ones; whoever calls commits."""
    rows = [
        {
            "assignment": assignment,
            "student": each.student,
            "submission": each.submission,
            "digest": each.digest,
            "problems": json.dumps(each.problems),
        }
        for each in stamps
    ]
    if not rows:
        return
    students = [row["student"] for row in rows]
    session.execute(delete(_TABLE).where(_TABLE.c.assignment == assignment, _TABLE.c.student.in_(students)))
    session.execute(insert(_TABLE), rows)
