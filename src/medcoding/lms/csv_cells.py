"""Cells of a CSV file that a spreadsheet will open: none of them is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_GUARD = "'"


def safe_cell(text: str) -> str:
    """`text` so that no spreadsheet computes it: an apostrophe goes before what would begin a formula.

    `plain_cell` takes it off again, so that an id comes back as it was.
    """
    bare = text.lstrip(" " + _GUARD)
    return _GUARD + text if bare.startswith(_FORMULA) else text


def plain_cell(text: str) -> str:
    """What `safe_cell` was given, without blanks around it."""
    guarded = text.startswith(_GUARD) and text[1:].lstrip(" " + _GUARD).startswith(_FORMULA)
    return (text[1:] if guarded else text).strip()


def render_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV; cells that are no plain numbers are made safe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        writer.writerow([cell if _is_number(cell) else safe_cell(cell) for cell in row])
    return out.getvalue()


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).removeprefix("-").isdecimal() and text.isascii()
