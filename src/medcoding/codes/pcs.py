"""ICD-10-PCS position by position: what may still be chosen, and where a code leaves its table.

A PCS code is built from seven values; the rows of the table that its first three name say which go
together (ICD-10-PCS guideline A1). Rows are read from the codes that exist.
"""

from __future__ import annotations

from dataclasses import dataclass

from medcoding.codes.code import ICD10PCS, normalise
from medcoding.codes.table import Table

LENGTH = 7
OPEN = "_"
AXES = ("Section", "Body System", "Root Operation", "Body Part", "Approach", "Device", "Qualifier")


@dataclass(frozen=True, slots=True)
class Value:
    """A character that may stand in a position, and what it means there ("" where the sources do not say)."""

    character: str
    meaning: str


def choices(table: Table, chosen: str = "") -> tuple[tuple[Value, ...], ...]:
    """For each of the seven positions the values that go with the others chosen.

    `chosen` holds a character or `_` (open) for each position; a shorter text leaves the rest open.
    A position already chosen lists what could replace it. Works from either end.
    """
    pattern = chosen.upper()[:LENGTH].ljust(LENGTH, OPEN)
    return tuple(_values(table, pattern, at) for at in range(LENGTH))


def failing_position(table: Table, code: str) -> tuple[int, tuple[Value, ...]] | None:
    """Where a code that does not exist leaves the table rows: the position (from 1) and what may stand there.

    None for a code that exists. A code that is too short fails at its end.
    """
    bare = normalise(code, ICD10PCS)
    if table.find(bare) is not None and len(bare) == LENGTH:
        return None
    for at in range(LENGTH):
        allowed = _values(table, bare[:at].ljust(LENGTH, OPEN), at)
        if at >= len(bare) or bare[at] not in {value.character for value in allowed}:
            return at + 1, allowed
    return LENGTH + 1, ()


def _values(table: Table, pattern: str, at: int) -> tuple[Value, ...]:
    others = pattern[:at] + OPEN + pattern[at + 1 :]
    found = sorted({code[at] for code in table.codes_like(others.replace(OPEN, "?"))})
    return tuple(Value(character, _meaning(table, pattern, at, character)) for character in found)


def _meaning(table: Table, pattern: str, at: int, character: str) -> str:
    if at in {0, 2}:
        entry = table.find(pattern[:at] + character) if OPEN not in pattern[:at] else None
        return entry.title if entry else ""
    return table.label(pattern[:3], at + 1, character) if OPEN not in pattern[:3] else ""
