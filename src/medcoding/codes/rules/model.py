"""What a rule sees: the codes as reported, each with its place in the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from medcoding.codes.code import display, normalise
from medcoding.codes.model import Entry, Pointer, RuleProblem
from medcoding.codes.table import Table

INPATIENT = "inpatient"
OUTPATIENT = "outpatient"


@dataclass(frozen=True)
class Line:
    """One reported code. `position` counts from 0; `entry` is None if the table has no such code.

    `row` is the entry's place in the book, -1 without an entry.
    """

    position: int
    bare: str
    code: str
    entry: Entry | None
    row: int

    @property
    def names(self) -> str:
        """Code and title, as messages print it."""
        return f"{self.code} ({self.entry.title})" if self.entry else self.code

    def pointed_at_by(self, pointer: Pointer) -> bool:
        """True if the note means this line's code."""
        return pointer.means(self.row, self.bare)

    def problem(self, rule: str, message: str, *, blocking: bool = True) -> RuleProblem:
        """A problem with this line."""
        return RuleProblem(self.code, rule, message, blocking)


@dataclass(frozen=True)
class Report:
    """The codes of one encounter in the order reported, and what is known of the patient.

    `age` in completed years; `sex` is F, M or X; None where unknown.
    """

    table: Table
    codes: tuple[str, ...]
    setting: str
    on: date
    age: int | None = None
    sex: str | None = None

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every code as written."""
        return tuple(self._line(position, code) for position, code in enumerate(self.codes))

    @property
    def known(self) -> tuple[Line, ...]:
        """The lines whose codes can be judged against others: they exist, are billable and valid that day."""
        return tuple(line for line in self.lines if line.entry and line.entry.billable and line.entry.valid_on(self.on))

    @property
    def first(self) -> Line | None:
        """The principal or first-listed diagnosis, if its code is good."""
        return self.known[0] if self.known and self.known[0].position == 0 else None

    @property
    def first_name(self) -> str:
        """What the setting calls the diagnosis reported first."""
        return "principal diagnosis" if self.setting == INPATIENT else "first-listed diagnosis"

    def pointers(self, line: Line, kind: str) -> tuple[Pointer, ...]:
        """The notes of one kind that govern a line, at its code and above, nearest first."""
        return _pointers(self.table, line.code, kind) if line.entry else ()

    def edits(self, line: Line) -> dict[str, tuple[int | None, int | None]]:
        """The edits of Medicare's code editor that a line's code meets, with their age limits."""
        return _edits(self.table, line.code) if line.entry else {}

    def _line(self, position: int, code: str) -> Line:
        bare = normalise(code, self.table.system)
        entry, row = _entry(self.table, bare) if bare else (None, -1)
        return Line(position, bare, display(bare, self.table.system), entry, row)


# The rules ask for the same notes pair by pair, and a class reports the same few codes over and over. A
# table is read-only and opened once, so what it says of a code is remembered.
@lru_cache(maxsize=16_384)
def _pointers(table: Table, code: str, kind: str) -> tuple[Pointer, ...]:
    return table.pointers(code, kind)


@lru_cache(maxsize=8_192)
def _edits(table: Table, code: str) -> dict[str, tuple[int | None, int | None]]:
    return table.edits(code)


@lru_cache(maxsize=8_192)
def _entry(table: Table, bare: str) -> tuple[Entry | None, int]:
    entry = table.find(bare)
    return entry, table.row_number(bare) if entry else -1


Rule = Callable[[Report], Iterator[RuleProblem]]
