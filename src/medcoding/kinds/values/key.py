"""The key of the kind `values`: what a learner's program should leave, by name."""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from medcoding.exercises.fields import Fields
from medcoding.kinds._grounds import Grounds, parse_grounds
from medcoding.kinds.number import NearMiss, parse_near_miss, read_decimal

MOST_CELLS = 2_000


class Shape(StrEnum):
    """What a value is. A table is a list of rows; a mapping is a table of two columns."""

    NUMBER = "number"
    TEXT = "text"
    LIST = "list"
    TABLE = "table"


Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One value. `rows` holds it whatever its shape: a number or text is one row of one cell, a list one cell a row.

    `tolerance` is how far a number may be off, in its own unit, anywhere in the value.
    """

    name: str
    says: str
    shape: Shape
    rows: Rows
    tolerance: Decimal
    any_order: bool
    points: float
    why: str
    cite: str
    near_misses: tuple[NearMiss, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """All values, the program that an instructor wrote, and what learners begin with."""

    grounds: Grounds
    values: tuple[Wanted, ...]
    solution: str
    starter: str


def parse_values_key(fields: Fields) -> Key:
    """Read `values`, `solution`, `starter`, `why`, `cite`."""
    values = tuple(_parse_wanted(entry) for entry in fields.maps("values", required=True))
    return Key(
        grounds=parse_grounds(fields, points=sum(value.points for value in values)),
        values=values,
        solution=fields.text("solution"),
        starter=fields.text("starter", ""),
    )


def check_key(key: Key) -> Iterator[str]:
    """Names are names that a program can use, each once; every value holds something."""
    seen: set[str] = set()
    for wanted in key.values:
        if not wanted.name.isidentifier() or keyword.iskeyword(wanted.name) or wanted.name.startswith("_"):
            yield f"`name` is {wanted.name!r}; write a name that a program can use, as total_charges"
        if wanted.name in seen:
            yield f"the value {wanted.name!r} stands twice; keep one"
        seen.add(wanted.name)
        if not wanted.rows:
            yield f"the value {wanted.name!r} holds nothing; an empty value would be right without a program"
        if sum(map(len, wanted.rows)) > MOST_CELLS:
            yield f"the value {wanted.name!r} has more than {MOST_CELLS} cells; ask for a smaller one"
        if len({len(row) for row in wanted.rows}) > 1:
            yield f"the rows of {wanted.name!r} are not equally long; complete them"
        for miss in wanted.near_misses:
            right = read_decimal(wanted.rows[0][0]) if wanted.shape is Shape.NUMBER and wanted.rows else None
            if right is None:
                yield f"only a number has near misses; take those of {wanted.name!r} away"
            elif abs(right - miss.value) <= wanted.tolerance:
                yield f"the near miss {miss.value} of {wanted.name!r} is right within the tolerance; remove it"


def _parse_wanted(fields: Fields) -> Wanted:
    shape, rows = _parse_rows(fields)
    tolerance = read_decimal(fields.text("tolerance", "0"))
    order = fields.text("order", "same")
    if order not in ("same", "any"):
        fields.problem(f"`order` is {order!r}; write same or any")
    if tolerance is None or tolerance < 0:
        fields.problem("`tolerance` is no number; write how far a number may be off, as 0.01")
    found = Wanted(
        name=fields.text("name"),
        says=fields.text("says"),
        shape=shape,
        rows=rows,
        tolerance=tolerance or Decimal(0),
        any_order=order == "any",
        points=fields.number("points", 1.0, 0.5, 20),
        why=fields.text("why", ""),
        cite=fields.text("cite", ""),
        near_misses=tuple(parse_near_miss(entry) for entry in fields.maps("near_misses")),
    )
    fields.finish()
    return found


def _parse_rows(fields: Fields) -> tuple[Shape, Rows]:
    """The one of `number`, `text`, `list`, `table` that an author gave."""
    number, text = fields.text("number", ""), fields.text("text", "")
    items, table = fields.texts("list"), fields.rows("table")
    given = [
        (shape, rows)
        for shape, rows in (
            (Shape.NUMBER, ((number,),) if number else ()),
            (Shape.TEXT, ((text,),) if text else ()),
            (Shape.LIST, tuple((item,) for item in items)),
            (Shape.TABLE, table),
        )
        if rows
    ]
    if len(given) != 1:
        fields.problem("a value is one of `number`, `text`, `list`, `table`; write exactly one of them")
        return Shape.TEXT, ()
    if number and read_decimal(number) is None:
        fields.problem(f"`number` is {number!r}; write a number")
    return given[0]
