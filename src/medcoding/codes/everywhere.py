"""One search over all systems at once.

What is typed is tried in every table; names that hold all the words come before those that need a
heading's, and guesses come only where no table has better. Among equals the system that the words ask
for leads with its first five: ICD-10-PCS for an operation, HCPCS for a supply, else ICD-10-CM, the
system of conditions. After those five the systems take turns.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from medcoding.codes import search as searching
from medcoding.codes.code import HCPCS, ICD10CM, ICD10PCS, normalise
from medcoding.codes.model import Hit
from medcoding.codes.releases import held_releases
from medcoding.codes.spelling import corrected, known
from medcoding.codes.table import Table, table

SEARCHED = (ICD10CM, ICD10PCS, HCPCS)
_LEADS_WITH = 5
# Ends of the surgeon's words, and operations as people and ICD-10-PCS call them.
_OPERATION = re.compile(
    r"\w+(?:ectomy|otomy|ostomy|plasty|oscopy|opexy|rrhaphy|odesis|centesis)\Z|(?:excision|resection|repair|bypass"
    r"|fusion|insertion|removal|drainage|biopsy|transplant|transplantation|transfusion|amputation|reattachment|revision"
    r"|replacement|reposition|extraction|detachment|release|reduction|orif|cabg|ptca|pci|mri|ct|ultrasound|dialysis"
    r"|intubation|ventilation|ligation|ablation|graft|suture|debridement)\Z"
)
# What people buy, wear, ride in or have injected.
_SUPPLY = frozenset(
    "wheelchair walker cane crutch crutches brace splint orthosis prosthesis ambulance injection inj mg supply "  # noqa: SIM905
    "supplies oxygen nebulizer cpap mattress commode bandage dressing gauze strips lancets pump stocking stockings "
    "shoe shoes glasses lens hearing monitor kit tubing mask".split()
)
# With these, the words tell of a state after an operation, with a device, or of an accident.
_STATE = frozenset(
    "history status complication complications aftercare absence acquired postprocedural following dependence "  # noqa: SIM905
    "fall fell failure infection mechanical malfunction rejection loss encounter".split()
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One table with its official index, if any, and the words as its book says them."""

    table: Table
    also: sqlite3.Connection | None
    words: searching.Words
    said: list[searching.Words]


_STAGES: tuple[Callable[[_Asked], list[int]], ...] = (
    lambda asked: searching.as_typed(asked.table.rows, asked.said, asked.also),
    lambda asked: searching.with_headings(asked.table.rows, asked.said),
    lambda asked: searching.guessed(asked.table.rows, asked.words),
)


def search(text: str, *, on: date, systems: Sequence[str] | None = None, limit: int = 20) -> tuple[Hit, ...]:
    """The entries of all systems that a coder who types `text` most likely wants, best first.

    `systems` narrows the search; by default every one held of ICD-10-CM, ICD-10-PCS and HCPCS. What begins
    a code is looked up as one. A text without words finds nothing.

    Raises:
        NoReleaseError: no release of a system that was named is held.
    """
    held = {release.system for release in held_releases()}
    tables = [table(system, on) for system in (systems or [each for each in SEARCHED if each in held])]
    if limit <= 0 or not tables:
        return ()
    if found := _by_code(tables, text, limit):
        return found
    indexes = [each.index_rows for each in tables]
    words = tuple(_mended(tables, indexes, word) for word in searching.words_of(text))
    asked = [
        _Asked(each, also, words, searching.sayings(each.rows, words) if words else [])
        for each, also in zip(tables, indexes, strict=True)
    ]
    return _by_words(asked, words, limit) if words else ()


def leading(words: Sequence[str]) -> str:
    """The system that the words ask for."""
    if _STATE.intersection(words):
        return ICD10CM
    if any(_OPERATION.match(word) for word in words):
        return ICD10PCS
    return HCPCS if _SUPPLY.intersection(words) else ICD10CM


def _by_code(tables: Sequence[Table], text: str, limit: int) -> tuple[Hit, ...]:
    """Codes that are `text`, then codes that begin with it; a dot is written in ICD-10-CM alone."""
    dotted = "." in text.strip()
    found = [
        (normalise(hit.code, hit.system) != normalise(text, hit.system), hit)
        for held in tables
        if held.system == ICD10CM or not dotted
        for hit in searching.by_code(held.rows, held.system, text, limit)
    ]
    return tuple(hit for _, hit in sorted(found, key=lambda each: each[0])[:limit])


def _mended(tables: Sequence[Table], indexes: Sequence[sqlite3.Connection | None], word: str) -> str:
    """A word that any table knows stays; another is taken for misspelt by the first table that knows one like it."""
    one = re.sub(r"(?<=\w{3})e?s\Z", "", word)  # the full-text index brings "crutches" back to "crutch" by itself
    if any(known(held.rows, word) or known(held.rows, one) for held in tables):
        return word
    if any(searching.in_index(also, word) for also in indexes):
        return word
    return next((mended for held in tables if (mended := corrected(held.rows, word)) != word), word)


def _by_words(asked: Sequence[_Asked], words: searching.Words, limit: int) -> tuple[Hit, ...]:
    leader = leading(words)
    reached: dict[tuple[str, int], tuple[int, int, int]] = {}
    for stage, reach in enumerate(_STAGES):
        guessing = stage == len(_STAGES) - 1
        if len(reached) >= limit or (guessing and reached):
            break
        for number, each in enumerate(asked):
            behind = 0 if each.table.system == leader else _LEADS_WITH
            for place, row in enumerate(reach(each)):
                reached.setdefault((each.table.system, row), (stage, place + behind, number))
    by_system = {each.table.system: each.table for each in asked}
    best = sorted(reached, key=reached.__getitem__)[:limit]
    return tuple(searching.hit(by_system[system].rows, system, row, words) for system, row in best)
