"""From the words a person types to the codes they most likely want.

The index holds names (titles, inclusion terms, lines of the course's own index), numbered from the
plainest to the most special, so the first matches are the best ones and a query stops early. What is
tried, in order: the words as typed and as the book would say them (abbreviations, lay words), the last
word as a beginning, words of the headings above, then fewer words. Unknown words are taken for misspelt ones.
Codes that differ by their 7th character share their stem's names; the words choose the character.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from medcoding.codes.code import HCPCS, ICD10CM, ICD10PCS, MSDRG, display, normalise
from medcoding.codes.model import Hit
from medcoding.codes.spelling import corrected

_WORD = re.compile(r"[^\W_]+")
# What may be the beginning of a code; a word such as "asthma" never is.
_CODES = {
    ICD10CM: re.compile(r"[A-Z][0-9A][0-9A-Z]{0,5}\Z"),
    ICD10PCS: re.compile(r"(?=.*\d)[0-9A-HJ-NP-Z]{2,7}\Z"),
    HCPCS: re.compile(r"[A-Z]\d{1,4}\Z"),
    MSDRG: re.compile(r"\d{1,3}\Z"),
}
_SILENT = frozenset(
    "a an and as at by due for from in into nos of on or other the to unspecified with".split()  # noqa: SIM905
)
# Said by the 7th character, never by the title of a stem.
_ENCOUNTER = frozenset(
    "initial first subsequent later followup encounter visit sequela sequelae open closed routine delayed "  # noqa: SIM905
    "healing nonunion malunion".split()
)
_LONGEST_PHRASE = 4
_DEEP = 60

Words = tuple[str, ...]


class _Match(NamedTuple):
    """An entry that a query reached. Small `rank` is good. A tuple, because a search makes hundreds."""

    rank: float
    entry: int


def search(
    base: sqlite3.Connection, system: str, text: str, limit: int, also: sqlite3.Connection | None = None
) -> tuple[Hit, ...]:
    """Search one table, and an official index if one is held. A text without words finds nothing."""
    if limit <= 0:
        return ()
    if found := by_code(base, system, text, limit):
        return found
    asked = frozenset(_WORD.findall(text.lower()))
    rows = islice(dict.fromkeys(match.entry for match in _by_words(base, text, limit, also)), limit)
    return tuple(_hit(base, system, row, asked) for row in rows)


def _by_code(base: sqlite3.Connection, bare: str, limit: int) -> list[tuple[str, str, int]]:
    return base.execute(
        "SELECT code, title, billable FROM entry WHERE code >= ? AND code < ?"
        " AND level NOT IN ('chapter', 'section', 'family') ORDER BY code = ? DESC, id LIMIT ?",
        (bare, bare + "[", bare, limit),
    ).fetchall()


def by_code(base: sqlite3.Connection, system: str, text: str, limit: int) -> tuple[Hit, ...]:
    """The entries whose codes begin with `text`, the code itself first; none where it cannot be a code."""
    bare = normalise(text, system)
    found = _by_code(base, bare, limit) if _CODES[system].match(bare) else []
    return tuple(Hit(display(code, system), system, title, bool(billable)) for code, title, billable in found)


def words_of(text: str) -> Words:
    """The words that a person typed, lower case."""
    return tuple(_WORD.findall(text.lower().replace("'s", "").replace("\u2019s", "")))


def in_index(also: sqlite3.Connection | None, word: str) -> bool:
    """True if the official index, where one is held, knows the word."""
    return also is not None and bool(
        also.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (f'"{word}"',)).fetchone()
    )


def sayings(base: sqlite3.Connection, words: Words) -> list[Words]:
    """The words as typed, and as the book says them."""
    return _sayings(base, words)


def as_typed(base: sqlite3.Connection, said: list[Words], also: sqlite3.Connection | None = None) -> list[int]:
    """The rows of a table whose names hold all the words, best first."""
    return list(dict.fromkeys(match.entry for match in _as_typed(base, said, also)))


def with_headings(base: sqlite3.Connection, said: list[Words]) -> list[int]:
    """The same with the words of the headings above."""
    return list(dict.fromkeys(match.entry for match in _with_headings(base, said)))


def guessed(base: sqlite3.Connection, words: Words) -> list[int]:
    """The rows whose names hold most of the words."""
    return list(dict.fromkeys(match.entry for match in _guessed(base, _telling(words))))


def hit(base: sqlite3.Connection, system: str, row: int, words: Words) -> Hit:
    """A row as a result: the code whose 7th character the words ask for."""
    return _hit(base, system, row, frozenset(words))


def _by_words(base: sqlite3.Connection, text: str, limit: int, also: sqlite3.Connection | None) -> Iterator[_Match]:
    words = words_of(text)
    if not words:
        return
    mended = tuple(word if in_index(also, word) else corrected(base, word) for word in words)
    sayings = _sayings(base, mended)
    found: set[int] = set()
    for match in _as_typed(base, sayings, also):
        found.add(match.entry)
        yield match
    if len(found) < limit:
        for match in _with_headings(base, sayings):
            found.add(match.entry)
            yield match
    if not found:
        yield from _guessed(base, _telling(mended))


def _telling(words: Iterable[str]) -> Words:
    every = tuple(words)
    return tuple(word for word in every if word not in _SILENT) or every


def _as_typed(base: sqlite3.Connection, sayings: list[Words], also: sqlite3.Connection | None) -> list[_Match]:
    """Names that hold all the words; whole words before words that only begin so."""
    matches = [match for saying in sayings for match in _names(base, "text", saying, begun=False)]
    if also:
        matches += [match for saying in sayings for match in _in_index(base, also, saying)]
    # Several words, and none unknown: the names found are what was meant, and beginnings would only add noise.
    if len(matches) < 3 or len(sayings[0]) == 1:
        matches += [match for saying in sayings for match in _names(base, "text", saying, begun=True, off=0.75)]
    return sorted(matches, key=lambda match: (match.rank, match.entry))


def _with_headings(base: sqlite3.Connection, sayings: list[Words]) -> list[_Match]:
    """Names that hold the words together with the headings above them, or without the encounter's words."""
    matches: list[_Match] = []
    for saying in sayings:
        plain = tuple(word for word in saying if word not in _ENCOUNTER)
        if plain and plain != saying:
            matches += _names(base, "text", plain, begun=True)
        matches += _names(base, "{text context}", plain or saying, begun=True, off=2.0)
    return sorted(matches, key=lambda match: (match.rank, match.entry))


def _guessed(base: sqlite3.Connection, words: Words) -> list[_Match]:
    """With one word less; failing that with any of the words."""
    matches: list[_Match] = []
    for at in range(len(words)):
        fewer = words[:at] + words[at + 1 :]
        for saying in _sayings(base, fewer) if fewer else []:
            matches += _names(base, "{text context}", saying, begun=False)
    if not matches and len(words) > 2:
        matches = [match for word in words for match in _names(base, "text", (word,), begun=False)]
    return sorted(matches, key=lambda match: (match.rank, match.entry))


def _names(base: sqlite3.Connection, columns: str, words: Words, *, begun: bool, off: float = 0.0) -> list[_Match]:
    """The plainest names that hold all the words; with `begun` the last may be the beginning of one."""
    terms = [f'"{word}"' for word in words]
    if begun and len(words[-1]) > 1:  # one letter begins too much to help
        terms[-1] += "*"
    rows = base.execute(
        "SELECT n.cost, n.entry FROM words JOIN name n ON n.id = words.rowid WHERE words MATCH ?"
        " ORDER BY words.rowid LIMIT ?",
        (f"{columns} : ({' AND '.join(terms)})", _DEEP),
    )
    return [_Match(cost - len(words) + off, entry) for cost, entry in rows]


def _in_index(base: sqlite3.Connection, also: sqlite3.Connection, words: Words) -> Iterator[_Match]:
    """The lines of the official index that hold all the words, as far as the table has their codes."""
    lines = also.execute(
        "SELECT n.cost, n.code FROM words JOIN name n ON n.id = words.rowid WHERE words MATCH ?"
        " ORDER BY words.rowid LIMIT ?",
        (" AND ".join(f'"{word}"' for word in words), _DEEP),
    )
    for cost, code in lines:
        found = base.execute("SELECT id, parent, level FROM entry WHERE code = ?", (code,)).fetchone()
        if found:
            row, parent, level = found
            # Of codes told apart by the 7th character the words choose one.
            yield _Match(cost - len(words), parent if level == "seventh-character" else row)


def _sayings(base: sqlite3.Connection, words: Words) -> list[Words]:
    """The words as typed, and as the book says them: the longest known phrases replaced."""
    sayings = [_telling(words)]
    known_phrases = _aliases(base)
    for choice in range(2):
        said: list[str] = []
        at = 0
        while at < len(words):
            length, replaced = _longest_alias(known_phrases, words, at, choice)
            said += replaced
            at += length
        if (telling := _telling(said)) not in sayings:
            sayings.append(telling)
    return sayings


def _longest_alias(
    known_phrases: Mapping[str, tuple[Words, ...]], words: Words, at: int, choice: int
) -> tuple[int, Words]:
    for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
        if meant := known_phrases.get(" ".join(words[at : at + length])):
            return length, meant[min(choice, len(meant) - 1)]
    return 1, (words[at],)


@lru_cache(maxsize=16)
def _aliases(base: sqlite3.Connection) -> dict[str, tuple[Words, ...]]:
    """What the book says for each phrase. A query looks up a dozen phrases, nearly all in vain: cheaper in memory."""
    meanings: dict[str, tuple[Words, ...]] = {}
    for phrase, words in base.execute("SELECT phrase, words FROM alias ORDER BY phrase, words"):
        meanings[phrase] = (*meanings.get(phrase, ()), tuple(words.split()))
    return meanings


def _hit(base: sqlite3.Connection, system: str, row: int, asked: frozenset[str]) -> Hit:
    """The entry, or the code under it whose 7th character the words ask for; the first where they ask for none."""
    code, title, billable = base.execute("SELECT code, title, billable FROM entry WHERE id = ?", (row,)).fetchone()
    if not billable:
        full = base.execute(
            "SELECT code, title FROM entry WHERE parent = ? AND level = 'seventh-character' ORDER BY id", (row,)
        ).fetchall()
        if full:
            begin = len(title)
            code, title = max(full, key=lambda each: len(asked & set(_WORD.findall(each[1][begin:].lower()))))
            billable = 1
    return Hit(display(code, system), system, title, bool(billable))
