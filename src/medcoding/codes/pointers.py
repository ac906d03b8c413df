"""Where the notes of one release point to: the references that govern a code, from itself up to its chapter."""

from __future__ import annotations

import sqlite3
from functools import lru_cache

from medcoding.codes.code import display
from medcoding.codes.model import Pointer


class Pointers:
    """Reads the tables `reference` and `note` of a release's database by row number."""

    def __init__(self, rows: sqlite3.Connection, system: str) -> None:
        self._rows = rows
        self._system = system
        # Chapters and categories govern many codes: what stands at them is read once, as far as memory is cheap.
        self._at = lru_cache(maxsize=4096)(self._read_at)
        self._parent_of = lru_cache(maxsize=8192)(self._read_parent)

    def governing(self, row: int, kind: str) -> tuple[Pointer, ...]:
        """The references in the notes of one kind at an entry and at everything above it, the nearest first."""
        found: list[Pointer] = []
        at: int | None = row
        while at is not None:
            found += self._at(at).get(kind, ())
            at = self._parent_of(at)
        return tuple(found)

    def _read_parent(self, row: int) -> int | None:
        parent: int | None = self._rows.execute("SELECT parent FROM entry WHERE id = ?", (row,)).fetchone()[0]
        return parent

    def _read_at(self, row: int) -> dict[str, tuple[Pointer, ...]]:
        """The references in the notes that stand at one entry, by kind, in the book's order."""
        pointing = self._rows.execute(
            "SELECT note, kind, first, last, pattern FROM reference WHERE entry = ? ORDER BY note, rowid", (row,)
        ).fetchall()
        if not pointing:
            return {}
        code, level = self._rows.execute("SELECT code, level FROM entry WHERE id = ?", (row,)).fetchone()
        headings: dict[str, str] = {}
        texts: dict[int, tuple[str, str]] = {}  # position -> (heading above it, text)
        for position, kind, text in self._rows.execute(
            "SELECT position, kind, text FROM note WHERE entry = ? ORDER BY position", (row,)
        ):
            texts[position] = headings.get(kind, ""), text
            if text.endswith(":"):
                headings[kind] = text
        found: dict[str, list[Pointer]] = {}
        for position, kind, first, last, pattern in pointing:
            heading, text = texts[position]
            found.setdefault(kind, []).append(
                Pointer(display(code, self._system), level, heading, text, first, last, pattern)
            )
        return {kind: tuple(pointers) for kind, pointers in found.items()}
