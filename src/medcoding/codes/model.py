"""What the tables hand out: entries, notes, hits, releases and the problems that rules find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a table: a chapter, section, category, subcategory or full code.

    `code` is the written form (`E11.621`). `level` is one of the table's own words
    (`chapter`, `section`, `category`, `subcategory`, `seventh-character`). Dates are inclusive; None
    means open. Only a billable entry may stand on a claim.
    """

    code: str
    system: str
    title: str
    level: str
    billable: bool
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, on: date) -> bool:
        """True if the entry was in the book on that date."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes that stand at one entry, by kind, each in the book's order."""

    includes: tuple[str, ...] = ()
    inclusion_terms: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    code_first: tuple[str, ...] = ()
    use_additional: tuple[str, ...] = ()
    code_also: tuple[str, ...] = ()
    excludes1: tuple[str, ...] = ()
    excludes2: tuple[str, ...] = ()
    seventh_character: tuple[str, ...] = ()

    def by_kind(self) -> dict[str, tuple[str, ...]]:
        """The kinds that hold anything, in the book's order."""
        return {kind: getattr(self, kind) for kind in NOTE_KINDS if getattr(self, kind)}

    def __bool__(self) -> bool:
        return any(getattr(self, kind) for kind in NOTE_KINDS)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Every note as (kind, text)."""
        return ((kind, text) for kind in NOTE_KINDS for text in getattr(self, kind))


NOTE_KINDS: tuple[str, ...] = tuple(each.name for each in fields(Notes))


@dataclass(frozen=True, slots=True)
class InheritedNote:
    """A note that governs a code although it stands at one of its ancestors."""

    code: str
    title: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """A note that points at other codes: where it stands, what it says, which codes it means.

    `heading` is the line of the same note that introduces this one ("code to identify:"), "" if none.
    The codes are those in rows `first`..`last` of the table whose bare form matches `pattern`.
    """

    code: str
    level: str
    heading: str
    text: str
    first: int
    last: int
    pattern: str

    def means(self, row: int, bare: str) -> bool:
        """True if the note points at the code that stands in that row."""
        return self.first <= row <= self.last and fnmatchcase(bare, self.pattern)


@dataclass(frozen=True, slots=True)
class Former:
    """A code that was valid once and is no longer one, with the codes that took its place."""

    code: str
    valid_from: date | None
    valid_to: date | None
    successors: tuple[str, ...]

    def valid_on(self, on: date) -> bool:
        """True if it was a billable code on that date."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of a search result."""

    code: str
    system: str
    title: str
    billable: bool


@dataclass(frozen=True, slots=True)
class Release:
    """One dated edition of one system.

    `path` is the file that holds it (packed as shipped, or plain as added). `counts` says how many
    entries of each sort it holds. `digest` is over its rows, `sha256` over the unpacked file.
    """

    system: str
    name: str
    effective_from: date
    effective_to: date | None
    path: Path
    digest: str
    sha256: str
    size: int
    counts: Mapping[str, int] = field(default_factory=dict, compare=False)

    def covers(self, on: date) -> bool:
        """True if the edition was in force on that date."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """What a rule found wrong with one reported code.

    `code` is as printed, `rule` a short stable slug. `blocking` is False for a reminder that a
    careful coder may dismiss.
    """

    code: str
    rule: str
    message: str
    blocking: bool = True
