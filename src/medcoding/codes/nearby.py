"""What somebody may have meant who wrote a code that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from medcoding.codes.code import normalise
from medcoding.codes.model import Entry
from medcoding.codes.table import Table

_FULL = 7
# Letters that are read for digits on paper, and the other way round.
_LOOKALIKES = {"O": "0", "0": "O", "I": "1", "1": "I", "S": "5", "5": "S", "Z": "2", "B": "8", "L": "1"}


def nearby(table: Table, code: str, limit: int) -> tuple[Entry, ...]:
    """Existing entries close to a code that does not exist, likeliest first; may be empty."""
    bare = normalise(code, table.system)
    found: dict[str, Entry] = {}
    for guess in _guesses(bare):
        if (entry := table.find(guess)) and entry.level not in {"chapter", "section"}:
            found.setdefault(entry.code, entry)
    for entry in _under_longest_beginning(table, bare):
        found.setdefault(entry.code, entry)
    return tuple(found.values())[:limit]


def with_placeholders(table: Table, code: str) -> str | None:
    """The full code that `code` becomes when placeholders X are put in (`T3601A` -> `T36.0X1A`)."""
    bare = normalise(code, table.system)
    missing = _FULL - len(bare)
    if missing < 1:
        return None
    for at in range(len(bare) - 1, 2, -1):
        entry = table.find(bare[:at] + "X" * missing + bare[at:])
        if entry and entry.billable:
            return entry.code
    return None


def _guesses(bare: str) -> Iterator[str]:
    for at, character in enumerate(bare):
        if character in _LOOKALIKES:
            yield bare[:at] + _LOOKALIKES[character] + bare[at + 1 :]
    for at in range(len(bare) - 1):
        yield bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :]


def _under_longest_beginning(table: Table, bare: str) -> Iterator[Entry]:
    for length in range(len(bare) - 1, 2, -1):
        if entry := table.find(bare[:length]):
            yield entry
            yield from table.children(bare[:length])
            return
