"""What changed between two releases of one system."""

from __future__ import annotations

from dataclasses import dataclass

from medcoding.codes.model import Entry
from medcoding.codes.table import Table


@dataclass(frozen=True, slots=True)
class Changes:
    """Billable codes that came and went, and those whose title changed as (before, after)."""

    came: tuple[Entry, ...]
    went: tuple[Entry, ...]
    retitled: tuple[tuple[Entry, Entry], ...]

    def __bool__(self) -> bool:
        return bool(self.came or self.went or self.retitled)


def changes(before: Table, after: Table) -> Changes:
    """Compare two tables code by code. Both must be of one system."""
    old = {entry.code: entry for entry in before.billable()}
    new = {entry.code: entry for entry in after.billable()}
    return Changes(
        came=tuple(entry for code, entry in new.items() if code not in old),
        went=tuple(entry for code, entry in old.items() if code not in new),
        retitled=tuple(
            (entry, new[code]) for code, entry in old.items() if code in new and new[code].title != entry.title
        ),
    )
