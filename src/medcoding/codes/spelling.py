"""Mends one misspelt word with the words that the names of codes are made of."""

from __future__ import annotations

import sqlite3

_SHORTEST = 4
_FAR = 3


def corrected(base: sqlite3.Connection, word: str) -> str:
    """The known word closest to `word`; the word itself if it is known, short, or like no other."""
    if len(word) < _SHORTEST or word.isdigit():
        return word
    if known(base, word):
        return word
    allowed = 1 if len(word) <= 5 else 2
    letters = frozenset(word)
    best, best_key = word, (_FAR, 0)
    for other, count in base.execute(
        "SELECT word, count FROM word WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ?",
        (word[0], chr(ord(word[0]) + 1), len(word) - allowed, len(word) + allowed),
    ):
        if len(letters.symmetric_difference(other)) > 2 * allowed:
            continue  # each edit changes two letters at most: cheaper to see than to measure
        distance = _distance(word, other, allowed)
        if distance <= allowed and (distance, -count) < best_key:
            best, best_key = other, (distance, -count)
    return best


def known(base: sqlite3.Connection, word: str) -> bool:
    """True if a name of the table holds the word, or one that begins with it."""
    found = base.execute("SELECT 1 FROM word WHERE word >= ? AND word < ? LIMIT 1", (word, word + "{")).fetchone()
    return found is not None


def _distance(one: str, other: str, limit: int) -> int:
    """Edits (insert, delete, replace, swap neighbours) between two words; more than `limit` counts as `limit` + 1."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
