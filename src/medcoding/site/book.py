"""The code book of the static edition in texts: one a chapter, so that a page fetches what it shows and no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from medcoding import codes
from medcoding_widgets import book, book_notes, book_words, lookup

_SYSTEM = codes.ICD10CM


def about_book(on: date) -> dict[str, Any]:
    """What all chapters share: the release, the headings of notes, the texts of edits, the usual dates."""
    described = book.describe(on)
    return {
        "book": {
            **described,
            "systems": [each for each in described["systems"] if each["system"] == _SYSTEM],
            "builder": False,
        },
        "headings": book_notes.HEADINGS,
        "explained": book_notes.EXPLAINED,
        "looked": {kind: text for kind, text in lookup.HEADINGS.items() if kind != "seventh_character"},
        "edits": _edit_texts(on),
        "valid": _usual(codes.table(_SYSTEM, on), on),
    }


def chapters(on: date) -> tuple[codes.Entry, ...]:
    """The chapters of the book."""
    return codes.table(_SYSTEM, on).chapters()


def chapter_text(chapter: codes.Entry, on: date) -> dict[str, Any]:
    """Notes, 7th characters, dates and edits of a chapter, by bare code; what is as usual is left out."""
    table = codes.table(_SYSTEM, on)
    first = table.row_number(chapter.code)
    last = table.rows.execute("SELECT last FROM entry WHERE id = ?", (first,)).fetchone()[0]
    texts = _edit_texts(on)
    return {
        "notes": {bare: _notes(table, bare) for bare in _with(table, "note", first, last)},
        "seventh": {bare: _sevenths(table, bare) for bare in _with(table, "seventh", first, last)},
        "valid": dict(_unusual(table, first, last, on)),
        "edits": {
            bare: [texts.index(text) for text in book_words.edit_texts(table, bare)]
            for bare in _with(table, "edit", first, last)
        },
    }


def former_codes(on: date) -> dict[str, Any]:
    """Codes that are in the book no longer: what to say of them, and what took their place."""
    table = codes.table(_SYSTEM, on)
    found = {}
    for (bare,) in table.rows.execute("SELECT DISTINCT code FROM former ORDER BY code").fetchall():
        if table.find(bare) is None:
            page = book.page(bare, _SYSTEM, on)
            found[page["code"]] = [page["says"], [row["code"] for row in page["instead"]]]
    return found


def _with(table: codes.Table, what: str, first: int, last: int) -> list[str]:
    rows = table.rows.execute(
        f"SELECT e.code FROM entry e WHERE e.id BETWEEN ? AND ? AND e.id IN (SELECT entry FROM {what}) ORDER BY e.id",
        (first, last),
    )
    return [bare for (bare,) in rows]


def _notes(table: codes.Table, bare: str) -> list[Any]:
    """[[kind, [[depth, parts ...]]]]; a part is a text, or [text, code] for a link."""
    return [
        [group["kind"], [[item["depth"], *(_part(part) for part in item["parts"])] for item in group["items"]]]
        for group in book_notes.own_notes(table, bare)["groups"]
    ]


def _part(part: dict[str, str]) -> str | list[str]:
    return [part["text"], part["code"]] if "code" in part else part["text"]


def _sevenths(table: codes.Table, bare: str) -> str:
    rows = table.rows.execute(
        "SELECT character, meaning FROM seventh WHERE entry = ? ORDER BY position", (table.row_number(bare),)
    )
    return "\n".join(f"{character}{meaning}" for character, meaning in rows)


def _unusual(table: codes.Table, first: int, last: int, on: date) -> Iterator[tuple[str, str]]:
    """The dates of entries whose stem, or the book at large, has other ones."""
    usual = _usual(table, on)
    rows = table.rows.execute(
        "SELECT e.code, p.code FROM entry e LEFT JOIN entry p ON p.id = e.parent AND e.level = 'seventh-character'"
        " WHERE e.id BETWEEN ? AND ? AND (e.valid_from != '2015-10-01' OR e.valid_to IS NOT NULL OR p.id IS NOT NULL)"
        " AND (p.id IS NULL OR p.valid_from IS NOT e.valid_from OR p.valid_to IS NOT e.valid_to) ORDER BY e.id",
        (first, last),
    ).fetchall()
    for bare, _ in rows:
        text = book_words.valid_text(table.get(bare), on)
        if text != usual or _:
            yield bare, text


def _usual(table: codes.Table, on: date) -> str:
    return book_words.valid_text(table.get("A00"), on)


def _edit_texts(on: date) -> list[str]:
    """Every text that an edit has, in an order of its own."""
    table = codes.table(_SYSTEM, on)
    rows = table.rows.execute(
        "SELECT min(e.code) FROM edit x JOIN entry e ON e.id = x.entry GROUP BY x.name, x.low, x.high"
    ).fetchall()
    return sorted({text for (bare,) in rows for text in book_words.edit_texts(table, bare)})
