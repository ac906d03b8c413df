"""One release of one system, opened read-only and asked by code.

Entries lie in the book's order and each knows the last of its descendants, so a subtree is a range
of row numbers and "any ancestor" is one comparison.
"""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from functools import lru_cache
from pathlib import Path

from medcoding.codes import search as searching
from medcoding.codes.code import display, normalise
from medcoding.codes.model import NOTE_KINDS, Entry, Former, Hit, InheritedNote, Notes, Pointer, Release
from medcoding.codes.official_index import IndexTerm, OfficialIndex, index_for
from medcoding.codes.pointers import Pointers
from medcoding.codes.releases import release_on, unpacked
from medcoding.errors import NoReleaseError, TablesError, UnknownCodeError

# Raised whenever the tables below change their meaning; the builder writes it, the reader demands it.
FORMAT = 1

_COLUMNS = "e.code, e.title, e.level, e.billable, e.valid_from, e.valid_to"
# The rows above one row, by climbing: a handful, where the range test would read half the book.
_ABOVE = (
    "WITH RECURSIVE up (id, parent) AS (SELECT e0.id, e0.parent FROM entry e0 WHERE e0.id = ?"
    " UNION ALL SELECT e1.id, e1.parent FROM up JOIN entry e1 ON e1.id = up.parent)"
    " SELECT parent AS id FROM up WHERE parent IS NOT NULL"
)
_Row = tuple[str, str, str, int, str | None, str | None]


class Table:
    """The entries, notes and search index of one release. Get one from `table()`.

    Codes are taken in any written form and given back in display form.
    """

    def __init__(self, release: Release) -> None:
        self.release = release
        self.system = release.system
        path = unpacked(release)
        try:
            self._base = _open(path)
            found = self._base.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        except sqlite3.Error as error:
            raise TablesError(f"{path}: not a readable code table ({error}); delete it and try again") from error
        if found is None or found[0] != str(FORMAT):
            raise TablesError(f"{path}: a code table of another format; delete the file and try again")
        self._pointers = Pointers(self._base, self.system)

    @property
    def rows(self) -> sqlite3.Connection:
        """The release's own database, read-only: for the modules of this room, which know its tables."""
        return self._base

    def covers(self, on: date) -> bool:
        """True if this release was in force on that date."""
        return self.release.covers(on)

    def find(self, code: str) -> Entry | None:
        """The entry of a code, category, section (`I10-I1A`) or chapter (`9`); None if there is none."""
        rows = self._base.execute(
            f"SELECT {_COLUMNS} FROM entry e WHERE e.code = ?", (normalise(code, self.system),)
        ).fetchall()
        return self._entry(rows[0]) if rows else None

    def get(self, code: str) -> Entry:
        """As `find`. Raises UnknownCodeError."""
        entry = self.find(code)
        if entry is None:
            raise UnknownCodeError(
                f"{display(code, self.system)}: not in {self.system} {self.release.name}; search for the term"
            )
        return entry

    def ancestors(self, code: str) -> tuple[Entry, ...]:
        """From the chapter down to the parent. Raises UnknownCodeError."""
        row = self.row_number(code)
        return self._entries(f"JOIN ({_ABOVE}) above USING (id) ORDER BY e.id", (row,))

    def children(self, code: str) -> tuple[Entry, ...]:
        """The entries directly below, in the book's order. Raises UnknownCodeError."""
        return self._entries("WHERE e.parent = ? ORDER BY e.id", (self.row_number(code),))

    def chapters(self) -> tuple[Entry, ...]:
        """The entries that nothing stands above."""
        return self._entries("WHERE e.parent IS NULL ORDER BY e.id", ())

    def billable(self) -> tuple[Entry, ...]:
        """Every code that may stand on a claim, in the book's order: many."""
        return self._entries("WHERE e.billable ORDER BY e.id", ())

    def billable_below(self, code: str, limit: int) -> tuple[Entry, ...]:
        """The first `limit` billable codes under an entry. Raises UnknownCodeError."""
        return self._entries(
            "JOIN entry top ON e.id > top.id AND e.id <= top.last"
            " WHERE top.id = ? AND e.billable ORDER BY e.id LIMIT ?",
            (self.row_number(code), limit),
        )

    def notes(self, code: str) -> Notes:
        """The notes that stand at the entry itself. Raises UnknownCodeError."""
        rows = self._base.execute(
            "SELECT kind, text FROM note WHERE entry = ? ORDER BY position", (self.row_number(code),)
        )
        kinds: dict[str, list[str]] = {kind: [] for kind in NOTE_KINDS}
        for kind, text in rows:
            kinds[kind].append(text)
        return Notes(**{kind: tuple(texts) for kind, texts in kinds.items()})

    def inherited(self, code: str) -> tuple[InheritedNote, ...]:
        """The notes of every ancestor, chapter first. Raises UnknownCodeError."""
        row = self.row_number(code)
        rows = self._base.execute(
            f"SELECT e.code, e.title, n.kind, n.text FROM entry e JOIN ({_ABOVE}) above USING (id)"
            " JOIN note n ON n.entry = e.id ORDER BY e.id, n.position",
            (row,),
        )
        return tuple(InheritedNote(display(at, self.system), *note) for at, *note in rows)

    def seventh_characters(self, code: str) -> tuple[tuple[str, str], ...]:
        """The 7th characters to choose from, with their meanings; empty where the code takes none.

        They are defined at the code or its nearest ancestor that defines any. For a code that needs
        only its 7th character, those are left out which the code list does not hold.
        Raises UnknownCodeError.
        """
        row = self.row_number(code)
        choices: list[tuple[str, str]] = self._base.execute(
            "SELECT s.character, s.meaning FROM entry e JOIN seventh s ON s.entry = e.seventh WHERE e.id = ?"
            " ORDER BY s.position",
            (row,),
        ).fetchall()
        stem = normalise(code, self.system)[:6].ljust(6, "X")
        full = self._entries("WHERE e.code > ? AND e.code <= ? AND length(e.code) = 7", (stem, stem + "Z"))
        held = {entry.code[-1] for entry in full}
        return tuple((char, meaning) for char, meaning in choices if not held or char in held)

    def codes_like(self, pattern: str) -> tuple[str, ...]:
        """The billable codes, in bare form, that match a pattern with `?` for any one character."""
        fixed = pattern.partition("?")[0]
        rows = self._base.execute(
            "SELECT code FROM entry WHERE code >= ? AND code < ? AND billable AND code GLOB ? ORDER BY code",
            (fixed, fixed + "[", pattern),
        )
        return tuple(code for (code,) in rows)

    def label(self, prefix: str, position: int, value: str) -> str:
        """What a character means in one position of an ICD-10-PCS table; "" where the sources do not say."""
        row = self._base.execute(
            "SELECT text FROM label WHERE prefix = ? AND position = ? AND value = ?", (prefix, position, value)
        ).fetchone()
        return row[0] if row else ""

    def group_row(self, drg: str) -> tuple[str, str, float | None, float | None, float | None] | None:
        """MDC, type, paying weight, geometric and arithmetic mean stay (days) of an MS-DRG; None if there is none."""
        row: tuple[str, str, float | None, float | None, float | None] | None = self._base.execute(
            "SELECT d.mdc, d.type, d.weight, d.geometric_stay, d.arithmetic_stay"
            " FROM drg d JOIN entry e ON e.id = d.entry WHERE e.code = ?",
            (drg,),
        ).fetchone()
        return row

    def search(self, text: str, limit: int = 20) -> tuple[Hit, ...]:
        """The entries that a coder who types `text` most likely wants, best first."""
        return searching.search(self._base, self.system, text, limit, self.index_rows)

    @property
    def index_rows(self) -> sqlite3.Connection | None:
        """The official index that search looks through besides; None where none is held."""
        held = index_for(self.release)
        return held.rows if held else None

    def index(self, main_term: str) -> tuple[IndexTerm, ...]:
        """What the official index prints under a main term, or under those that begin so; () if nothing.

        Raises:
            NoReleaseError: no official index of this system is held.
        """
        return self._official().look_up(main_term)

    def main_terms(self, beginning: str = "", limit: int = 1000) -> tuple[str, ...]:
        """The main terms of the official index that begin so. Raises as `index`."""
        return self._official().main_terms(beginning, limit)

    def _official(self) -> OfficialIndex:
        held = index_for(self.release)
        if held is None:
            raise NoReleaseError(
                f"{self.system}: no official index is held; add the published index XML with `medcoding tables add`"
            )
        return held

    def row_number(self, code: str) -> int:
        """Where the entry stands in the book's order. Raises UnknownCodeError."""
        row = self._base.execute("SELECT id FROM entry WHERE code = ?", (normalise(code, self.system),)).fetchone()
        if row is None:
            self.get(code)
        number: int = row[0]
        return number

    def pointers(self, code: str, kind: str) -> tuple[Pointer, ...]:
        """The references in the notes of one kind that govern a code, those nearest to it first.

        `kind` is one of excludes1, excludes2, code_first, use_additional, code_also.
        Raises UnknownCodeError.
        """
        return self._pointers.governing(self.row_number(code), kind)

    def edits(self, code: str) -> dict[str, tuple[int | None, int | None]]:
        """The edits of Medicare's code editor that a code meets, each with its age limits (else None).

        Names: age, female-only, male-only, manifestation, unacceptable-principal,
        questionable-admission, requires-secondary. Raises UnknownCodeError.
        """
        rows = self._base.execute("SELECT name, low, high FROM edit WHERE entry = ?", (self.row_number(code),))
        return {name: (low, high) for name, low, high in rows}

    def former(self, code: str) -> Former | None:
        """What a code was that is one no longer (a heading now, or gone); None if it never was one."""
        bare = normalise(code, self.system)
        rows = self._base.execute(
            "SELECT f.valid_from, f.valid_to, e.code FROM former f JOIN entry e ON e.id = f.successor"
            " WHERE f.code = ? ORDER BY e.id",
            (bare,),
        ).fetchall()
        if not rows:
            return None
        begins, ends = (date.fromisoformat(day) if day else None for day in rows[0][:2])
        return Former(display(bare, self.system), begins, ends, tuple(display(row[2], self.system) for row in rows))

    def _entries(self, tail: str, parameters: tuple[object, ...]) -> tuple[Entry, ...]:
        rows = self._base.execute(f"SELECT {_COLUMNS} FROM entry e {tail}", parameters)
        return tuple(self._entry(row) for row in rows)

    def _entry(self, row: _Row) -> Entry:
        code, title, level, billable, begins, ends = row
        return Entry(
            code=display(code, self.system),
            system=self.system,
            title=title,
            level=level,
            billable=bool(billable),
            valid_from=date.fromisoformat(begins) if begins else None,
            valid_to=date.fromisoformat(ends) if ends else None,
        )


def table(system: str, on: date) -> Table:
    """The table to judge codes of `system` by on a date; opened once per process.

    Where no release covers the date, the nearest earlier one is used (see `release_on`); each
    entry's own dates still tell whether it was valid.

    Raises:
        NoReleaseError: no release of that system is held.
        TablesError: the release is damaged.
    """
    return _opened(release_on(system, on))


_opened = lru_cache(maxsize=16)(Table)


def close_tables() -> None:
    """Forget every opened table: before a fork, because two processes must not share a connection."""
    _opened.cache_clear()


def _open(path: Path) -> sqlite3.Connection:
    address = re.sub(r"[?#%]", lambda found: f"%{ord(found[0]):02x}", path.resolve().as_posix())
    return sqlite3.connect(f"file:{address}?mode=ro&immutable=1", uri=True, check_same_thread=False)
