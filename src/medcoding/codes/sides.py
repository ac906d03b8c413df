"""The side that a code's title names. ICD-10-CM has no field for it: the titles are the source."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIDES = {"right": "right", "left": "left", "bilateral": "bilateral"}
# Words that two titles of one condition may differ by without naming another condition.
_EMPTY = frozenset(["unspecified", "unilateral", "and", "of", "the", "in", "with"])
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Sided:
    """A title taken apart: its side ("" if it names none), how often it says unspecified, the rest."""

    side: str
    unspecified: int
    rest: frozenset[str]


def read_side(title: str) -> Sided:
    """Take a title apart. "Right and left" in one title counts as no side."""
    words = _WORD.findall(title.lower())
    sides = {_SIDES[word] for word in words if word in _SIDES}
    rest = frozenset(_singular(word) for word in words if word not in _SIDES and word not in _EMPTY)
    return Sided(sides.pop() if len(sides) == 1 else "", words.count("unspecified"), rest)


def _singular(word: str) -> str:
    """ "Bilateral hips" and "right hip" name one place."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
