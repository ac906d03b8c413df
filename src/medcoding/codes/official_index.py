"""The official index as the book prints it: main terms, subterms, "see" and "see also", tables of drugs and neoplasms.

It is no part of any release that ships; `medcoding tables add` puts it beside the releases held.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from medcoding.codes.model import Release
from medcoding.codes.releases import held_indexes
from medcoding.errors import TablesError

# Raised when the tables of an index file change their meaning.
FORMAT = 1
# The parts of the book's index, as printed.
PARTS = ("diseases", "external causes", "neoplasms", "drugs", "procedures")


@dataclass(frozen=True, slots=True)
class IndexTerm:
    """One line of the index with all that is printed under it.

    `nonessential` are the words in parentheses, which change no code; `code` is as printed (`S72.00-`: more
    characters follow), `manifestation` the code in brackets. `cells` are the columns of the tables of drugs
    and neoplasms as (heading, code). What the line does not have is "".
    """

    part: str
    title: str
    nonessential: str = ""
    code: str = ""
    manifestation: str = ""
    see: str = ""
    see_also: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    subterms: tuple[IndexTerm, ...] = ()


class OfficialIndex:
    """The index of one edition, opened read-only. Get one from `index_for`."""

    def __init__(self, path: Path) -> None:
        address = re.sub(r"[?#%]", lambda found: f"%{ord(found[0]):02x}", path.resolve().as_posix())
        try:
            self.rows = sqlite3.connect(f"file:{address}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            found = self.rows.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        except sqlite3.Error as error:
            raise TablesError(f"{path}: not a readable index ({error}); delete it and add it again") from error
        if found is None or found[0] != str(FORMAT):
            raise TablesError(f"{path}: an index of another format; delete the file and add the index again")

    def main_terms(self, beginning: str = "", limit: int = 1000) -> tuple[str, ...]:
        """The main terms that begin so, in the book's order."""
        rows = self.rows.execute(
            "SELECT DISTINCT title FROM term WHERE parent IS NULL AND title LIKE ? ESCAPE '\\' ORDER BY id LIMIT ?",
            (_like(beginning) + "%", limit),
        )
        return tuple(title for (title,) in rows)

    def look_up(self, main_term: str) -> tuple[IndexTerm, ...]:
        """The main terms that are `main_term`; failing that those that begin with it."""
        for pattern in (_like(main_term), _like(main_term) + "%"):
            rows = self.rows.execute(
                "SELECT id, last FROM term WHERE parent IS NULL AND title LIKE ? ESCAPE '\\' ORDER BY id", (pattern,)
            ).fetchall()
            if rows:
                return tuple(self._read(first, last) for first, last in rows)
        return ()

    def _read(self, first: int, last: int) -> IndexTerm:
        cells: dict[int, list[tuple[str, str]]] = {}
        for term, heading, code in self.rows.execute(
            "SELECT term, heading, code FROM cell WHERE term BETWEEN ? AND ? ORDER BY term, position", (first, last)
        ):
            cells.setdefault(term, []).append((heading, code))
        rows = self.rows.execute(
            "SELECT id, last, part, title, nonessential, code, manifestation, see, see_also FROM term"
            " WHERE id BETWEEN ? AND ? ORDER BY id",
            (first, last),
        )
        (top,) = _nested(iter(rows.fetchall()), cells, last)
        return top


def index_for(release: Release) -> OfficialIndex | None:
    """The index to use with a release: the last of its system that began before the release ends, else the first."""
    held = [each for each in held_indexes() if each.system == release.system]
    ends = release.effective_to
    begun = [each for each in held if ends is None or each.effective_from <= ends]
    chosen = begun[-1] if begun else (held[0] if held else None)
    return _opened(chosen.path) if chosen else None


_opened = lru_cache(maxsize=8)(OfficialIndex)
_Row = tuple[int, int, str, str, str, str, str, str, str]


def _nested(rows: Iterator[_Row], cells: dict[int, list[tuple[str, str]]], end: int) -> tuple[IndexTerm, ...]:
    """Rows in the book's order, up to row `end`, as terms with their subterms."""
    terms: list[IndexTerm] = []
    for row, last, part, title, nonessential, code, manifestation, see, see_also in rows:
        below = _nested(rows, cells, last) if last > row else ()
        own = tuple(cells.get(row, ()))
        terms.append(IndexTerm(part, title, nonessential, code, manifestation, see, see_also, own, below))
        if last >= end:
            break
    return tuple(terms)


def _like(text: str) -> str:
    return re.sub(r"([%_\\])", r"\\\1", " ".join(text.split()))
