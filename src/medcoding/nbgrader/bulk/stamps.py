"""Stamps: what each submission's records came from, in a table of ours inside nbgrader's gradebook.

A stamp enters in the transaction that writes the records, so it is never ahead of them; and it goes
where the gradebook goes. nbgrader does not look at tables that it does not know.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, MetaData, String, Table, Text, delete, insert, inspect, select
from sqlalchemy.engine import Engine

_META = MetaData()
_TABLE = Table(
    "medcoding_stamp",
    _META,
    Column("assignment", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("submission", String(32)),
    Column("digest", String(64)),
    Column("look", String(64)),
    Column("content", String(64)),
    Column("problems", Text),
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one submission was graded from, and nbgrader's id of the records that came of it.

    `digest` is over everything, `content` over the files handed in alone, `look` over how those looked.
    An empty digest means that grading began and did not end. `problems` are those the run reported.
    """

    student: str
    submission: str = ""
    digest: str = ""
    look: str = ""
    content: str = ""
    problems: tuple[str, ...] = ()

    @property
    def is_begun(self) -> bool:
        """True when a run was interrupted over this submission."""
        return not self.digest


@dataclass(frozen=True, slots=True)
class Found:
    """A submission as it was found: the fields of a `Stamp`."""

    digest: str
    look: str
    content: str


def make_table(engine: Engine) -> None:
    """Add the table to a gradebook that has none; one of an older form is thrown away, which costs a grading."""
    there = inspect(engine)
    if there.has_table(_TABLE.name):
        if {column["name"] for column in there.get_columns(_TABLE.name)} == set(_TABLE.columns.keys()):
            return
        _TABLE.drop(engine)
    _META.create_all(engine)


def load_stamps(session: Any, assignment: str) -> Mapping[str, Stamp]:
    """The stamps of an assignment by student. `session` is a session or connection of SQLAlchemy."""
    rows = session.execute(select(_TABLE).where(_TABLE.c.assignment == assignment))
    return {
        row.student: Stamp(
            row.student, row.submission, row.digest, row.look, row.content, tuple(json.loads(row.problems))
        )
        for row in rows
    }


def put_stamps(session: Any, assignment: str, stamps: Iterable[Stamp]) -> None:
    """Put stamps in the place of older ones; whoever calls commits."""
    rows = [
        {
            "assignment": assignment,
            "student": each.student,
            "submission": each.submission,
            "digest": each.digest,
            "look": each.look,
            "content": each.content,
            "problems": json.dumps(each.problems),
        }
        for each in stamps
    ]
    if not rows:
        return
    students = [row["student"] for row in rows]
    session.execute(delete(_TABLE).where(_TABLE.c.assignment == assignment, _TABLE.c.student.in_(students)))
    session.execute(insert(_TABLE), rows)
