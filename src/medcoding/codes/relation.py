"""How an entered ICD-10-CM code stands to the right one: which faults set them apart.

The classification has no field for side or detail, so both are read from where they are written:
the side and the word "unspecified" in the official titles, the encounter in position 7.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from medcoding.codes.code import normalise
from medcoding.codes.model import Entry
from medcoding.codes.table import Table


class Fault(StrEnum):
    """One thing that sets an entered code apart from the right one, gravest first."""

    UNRELATED = "unrelated"
    NOT_A_CODE = "not a code"
    NOT_VALID = "not valid on that date"
    SAME_CATEGORY = "another code of the right category"
    NOT_BILLABLE = "not billable"
    WRONG_SIDE = "wrong side"
    WRONG_SEVENTH = "wrong 7th character"
    LESS_SPECIFIC = "less specific"
    MORE_SPECIFIC = "more specific"


@dataclass(frozen=True, slots=True)
class _Title:
    """What a title says of side and detail. `rest` holds its other words, for comparison."""

    side: str
    vagueness: int
    rest: frozenset[str]


_SIDES = {"right": "right", "left": "left", "bilateral": "both", "unilateral": ""}
_FILLING = frozenset({"of", "the", "in", "and", "unspecified"})
_VAGUE = re.compile(r"\bunspecified\b|\bwithout complications?\b|\buncomplicated\b")


def faults(entered: str, expected: str, table: Table, on: date) -> tuple[Fault, ...]:
    """The faults of `entered` beside the right code `expected` on a date of service; () when it is right.

    Both codes may be written with or without the dot.
    """
    system = table.release.system
    mine, right = normalise(entered, system), normalise(expected, system)
    if mine == right:
        return ()
    entry, target = table.find(mine), table.find(right)
    if entry is None or target is None:
        return (Fault.NOT_A_CODE,)
    if entry.billable and not entry.valid_on(on):
        return (Fault.NOT_VALID,)
    if right.startswith(mine) and mine != right[:1]:
        return (Fault.LESS_SPECIFIC if entry.billable else Fault.NOT_BILLABLE,)
    if mine[:3] != right[:3] or not entry.billable:
        return (Fault.UNRELATED,)
    return _inside_category(mine, right, entry, target)


def _inside_category(mine: str, right: str, entry: Entry, target: Entry) -> tuple[Fault, ...]:
    seventh = (Fault.WRONG_SEVENTH,) if len(mine) == len(right) == 7 and mine[6] != right[6] else ()
    if seventh and mine[:6] == right[:6]:
        return seventh
    here, there = _read_title(_without_encounter(entry)), _read_title(_without_encounter(target))
    if _side_alone(mine, right, here, there):
        if here.side and there.side:
            return (Fault.WRONG_SIDE, *seventh)
        return (*seventh, Fault.MORE_SPECIFIC if here.side else Fault.LESS_SPECIFIC)
    if here.vagueness == there.vagueness:
        return (Fault.SAME_CATEGORY,)
    side = (Fault.WRONG_SIDE,) if here.side and there.side and here.side != there.side else ()
    return (*side, *seventh, Fault.LESS_SPECIFIC if here.vagueness > there.vagueness else Fault.MORE_SPECIFIC)


def _side_alone(mine: str, right: str, here: _Title, there: _Title) -> bool:
    """True when side is all that sets two codes of one category apart (the 7th character aside)."""
    if here.side == there.side:
        return False
    if here.rest == there.rest:
        return True
    # "..., right ear" beside "..., bilateral": one title leaves the organ out, and one position differs.
    base, other = mine[:6], right[:6]
    one_position = len(base) == len(other) and sum(a != b for a, b in zip(base, other, strict=True)) == 1
    nested = here.rest <= there.rest or there.rest <= here.rest
    return one_position and nested and len(here.rest ^ there.rest) <= 2


def _without_encounter(entry: Entry) -> str:
    """The title less what the 7th character adds after the last comma."""
    bare = normalise(entry.code, entry.system)
    return entry.title.rsplit(",", 1)[0] if len(bare) == 7 else entry.title


@lru_cache(maxsize=4096)
def _read_title(title: str) -> _Title:
    words = re.findall(r"[a-z]+", title.lower())
    side = next((_SIDES[word] for word in words if _SIDES.get(word)), "")
    rest = frozenset(_singular(word) for word in words if word not in _SIDES and word not in _FILLING)
    return _Title(side, len(_VAGUE.findall(title.lower())), rest)


def _singular(word: str) -> str:
    """The form in which "bilateral hips" and "right hip" name one place."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
