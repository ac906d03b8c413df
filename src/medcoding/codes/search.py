"""From the words a person types to the codes they most likely want.

The index holds one row for each entry; codes that differ by their 7th character alone share their
stem's row, and the 7th character is chosen from the words typed (first encounter when they say none).
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from medcoding.codes.code import display, normalise
from medcoding.codes.model import Hit

_CANDIDATES = 150
_WORD = re.compile(r"[^\W_]+(?:'s)?")
_CODE = re.compile(r"[A-Z]\d[0-9A-Z]{0,5}\Z")
_STOPPED = frozenset(["a", "an", "and", "at", "by", "due", "for", "from", "in", "of", "on", "or", "the", "to", "with"])
_UNSPECIFIC = re.compile(r",? \(?unspecified\)?|, nos\b| nos\b|unspecified ")


@dataclass(frozen=True, slots=True)
class _Found:
    id: int
    code: str
    title: str
    billable: bool
    rank: float


def search(base: sqlite3.Connection, system: str, text: str, limit: int) -> tuple[Hit, ...]:
    """Search one table. An empty or wordless text finds nothing."""
    if limit <= 0:
        return ()
    bare = normalise(text, system)
    if _CODE.match(bare) and (found := _by_code(base, bare, limit)):
        return tuple(_hit(each, system) for each in found)
    return tuple(_hit(_with_seventh(base, each, text), system) for each in _by_words(base, text, limit))


def _by_code(base: sqlite3.Connection, bare: str, limit: int) -> list[_Found]:
    rows = base.execute(
        "SELECT id, code, title, billable, 0.0 FROM entry WHERE code >= ? AND code < ?"
        " AND level NOT IN ('chapter', 'section') ORDER BY code = ? DESC, id LIMIT ?",
        (bare, bare + "[", bare, limit),
    )
    return [_Found(*row) for row in rows]


def _by_words(base: sqlite3.Connection, text: str, limit: int) -> list[_Found]:
    words = [word.removesuffix("'s") for word in _WORD.findall(text.lower())]
    telling = [word for word in words if word not in _STOPPED] or words
    if not telling:
        return []
    every = [f'"{word}"' for word in telling[:-1]] + [f'"{telling[-1]}"*']
    found = _matching(base, " AND ".join(every))
    if not found and len(telling) > 1:
        found = _matching(base, " OR ".join(every))
    asked = frozenset(telling)
    return sorted(found, key=lambda each: _order(each, asked))[:limit]


def _matching(base: sqlite3.Connection, expression: str) -> list[_Found]:
    rows = base.execute(
        "SELECT e.id, e.code, e.title, NOT EXISTS (SELECT 1 FROM entry c WHERE c.parent = e.id"
        " AND c.level <> 'seventh-character'), w.rank"
        " FROM (SELECT rowid AS id, bm25(words, 10.0, 6.0, 1.0) AS rank FROM words WHERE words MATCH ?"
        " ORDER BY rank LIMIT ?) w JOIN entry e ON e.id = w.id",
        (expression, _CANDIDATES),
    )
    return [_Found(*row) for row in rows]


def _order(each: _Found, asked: frozenset[str]) -> tuple[float, int]:
    """Small comes first: few words beyond those asked for, complete codes before headings."""
    plain = _UNSPECIFIC.sub("", each.title.lower())
    beyond = sum(1 for word in _WORD.findall(plain) if word not in asked and word not in _STOPPED)
    default = 0.5 if plain != each.title.lower() else 0.0
    return (each.rank + 1.2 * beyond - default + (0.0 if each.billable else 3.0), each.id)


def _with_seventh(base: sqlite3.Connection, stem: _Found, text: str) -> _Found:
    """The code under a stem whose 7th character the words ask for; the first where they ask for none."""
    rows = base.execute(
        "SELECT id, code, title, billable, 0.0 FROM entry WHERE parent = ? AND level = 'seventh-character' ORDER BY id",
        (stem.id,),
    ).fetchall()
    if not rows or not stem.billable:
        return stem
    asked = set(_WORD.findall(text.lower()))
    return _Found(*max(rows, key=lambda row: len(asked & set(_WORD.findall(row[2].lower()[len(stem.title) :])))))


def _hit(each: _Found, system: str) -> Hit:
    return Hit(display(each.code, system), system, each.title, bool(each.billable))
