"""Judges the values that a program left. Pure, and far from the program: it sees plain JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from medcoding.kinds._grounds import Grounds, finding
from medcoding.kinds.number import read_decimal
from medcoding.kinds.values.key import MOST_CELLS, Shape, Wanted
from medcoding.scoring.model import Finding, Verdict

LONGEST = 200
Cells = tuple[tuple[Any, ...], ...]


def judge(wanted: Wanted, is_there: bool, value: object, refused: str, grounds: Grounds) -> Finding:
    """One value against its key. `refused` says why the program's own value could not be handed over."""
    right = shown(wanted)
    if not is_there:
        says = f"Your program leaves no value named {wanted.name} that can be read."
        reason = f"{says} ({refused})" if refused else says
        return _finding(Verdict.MISSED, wanted, grounds, f"{reason} {wanted.why}")
    rows = cells_of(value, wanted.shape)
    entered = f"{wanted.name} = {brief(value)}"
    if rows is None:
        reason = f"A {wanted.shape.value} was asked for. {wanted.why}"
        return _finding(Verdict.WRONG, wanted, grounds, reason, entered=entered)
    if wanted.shape is Shape.NUMBER:
        number = as_number(rows[0][0])
        near = next((miss for miss in wanted.near_misses if number == miss.value), None)
        if near and not _same(wanted.rows[0][0], rows[0][0], wanted):
            verdict = Verdict.PARTLY if near.credit else Verdict.WRONG
            return _finding(verdict, wanted, grounds, f"{near.says} {wanted.why}", entered=entered, credit=near.credit)
    credit = share(wanted, rows)
    if credit == 1:
        return _finding(Verdict.CORRECT, wanted, grounds, wanted.why, entered=entered, credit=1.0)
    verdict = Verdict.PARTLY if credit else Verdict.WRONG
    return _finding(verdict, wanted, grounds, f"Expected: {right}. {wanted.why}", entered=entered, credit=credit)


def cells_of(value: object, shape: Shape) -> Cells | None:
    """A value as rows of single cells; None where it has another shape."""
    if shape in (Shape.NUMBER, Shape.TEXT):
        while isinstance(value, list) and len(value) == 1:
            value = value[0]
        return ((value,),) if _is_cell(value) else None
    if not isinstance(value, list) or len(value) > MOST_CELLS:
        return None
    if shape is Shape.LIST:
        return tuple((item,) for item in value) if all(map(_is_cell, value)) else None
    rows = tuple(tuple(row) for row in value if isinstance(row, list) and all(map(_is_cell, row)))
    return rows if len(rows) == len(value) and sum(map(len, rows)) <= 2 * MOST_CELLS else None


def share(wanted: Wanted, rows: Cells) -> float:
    """The share of rows that are right, in [0, 1]. Rows too many cost as rows missing do."""
    if wanted.any_order:
        left = list(rows)
        right = 0
        for row in wanted.rows:
            place = next((place for place, entered in enumerate(left) if _row_is(row, entered, wanted)), None)
            if place is not None:
                del left[place]
                right += 1
    else:
        right = sum(_row_is(row, entered, wanted) for row, entered in zip(wanted.rows, rows, strict=False))
    return right / max(len(wanted.rows), len(rows), 1)


def as_number(value: object) -> Decimal | None:
    """A cell as a number: an int, a finite float, or a text that reads as one. True and False are no numbers."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int) and abs(value) < 10**18:
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(repr(value)) if math.isfinite(value) else None
    return read_decimal(value) if isinstance(value, str) and len(value) <= 40 else None


def brief(value: object) -> str:
    """A value on one short line, for a verdict."""
    if isinstance(value, list):
        text = "[" + ", ".join(brief(item) for item in value[:8]) + (", ..." if len(value) > 8 else "") + "]"
    elif isinstance(value, int) and abs(value) >= 10**18:
        text = "a number too large to be one of ours"  # turning it into digits could take long
    else:
        text = str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + " ..."


def shown(wanted: Wanted) -> str:
    """The right value, for a verdict."""
    if wanted.shape in (Shape.NUMBER, Shape.TEXT):
        return wanted.rows[0][0] if wanted.rows else ""
    rows: Sequence[Any] = wanted.rows if wanted.shape is Shape.TABLE else [row[0] for row in wanted.rows]
    return brief([list(row) if isinstance(row, tuple) else row for row in rows])


def _row_is(row: tuple[str, ...], entered: tuple[Any, ...], wanted: Wanted) -> bool:
    return len(row) == len(entered) and all(
        _same(right, cell, wanted) for right, cell in zip(row, entered, strict=True)
    )


def _same(right: str, entered: object, wanted: Wanted) -> bool:
    """A number within the tolerance where the key's cell is a number; else the same text, capitals and blanks aside."""
    number = None if wanted.shape is Shape.TEXT else read_decimal(right)
    if number is not None:
        found = as_number(entered)
        # What binary arithmetic leaves behind (0.1 + 0.2) is no mistake of a learner's.
        return found is not None and abs(found - number) <= max(wanted.tolerance, abs(number) * Decimal("1e-9"))
    return isinstance(entered, str) and " ".join(entered.split()).casefold() == " ".join(right.split()).casefold()


def _is_cell(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


def _finding(
    verdict: Verdict, wanted: Wanted, grounds: Grounds, reason: str, *, entered: str = "", credit: float = 0.0
) -> Finding:
    return finding(
        verdict,
        grounds,
        reason.strip(),
        entered=entered,
        expected=f"{wanted.name} = {shown(wanted)}",
        credit=credit,
        possible=wanted.points,
        cite=wanted.cite,
    )
