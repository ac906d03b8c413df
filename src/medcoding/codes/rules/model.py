"""What a rule sees: the codes as reported, each with its place in the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

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
        return self.table.pointers(line.code, kind) if line.entry else ()

    def edits(self, line: Line) -> dict[str, tuple[int | None, int | None]]:
        """The edits of Medicare's code editor that a line's code meets, with their age limits."""
        return self.table.edits(line.code) if line.entry else {}

    def _line(self, position: int, code: str) -> Line:
        bare = normalise(code, self.table.system)
        entry = self.table.find(bare) if bare else None
        row = self.table.row_number(bare) if entry else -1
        return Line(position, bare, display(bare, self.table.system), entry, row)


Rule = Callable[[Report], Iterator[RuleProblem]]
