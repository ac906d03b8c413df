"""Pairs the entered codes with the key's lines, so that the learner gets the credit that is due.

A right code is paired first; then what is partly right, best credit first. Ties fall to the line
entered earlier and the key line written earlier, so that the same input gives the same output.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from medcoding import codes
from medcoding.codes.relation import Fault, faults
from medcoding.kinds.codes.answer import AnswerLine
from medcoding.kinds.codes.key import KeyLine
from medcoding.scoring.policy import Policy


@dataclass(frozen=True, slots=True)
class Match:
    """One entered line and the key line it is judged against.

    `faults` is () for the right code. `credit` is that of the code alone, in [0, 1]; for a line
    without a partner (`key` None) it is the credit it would have earned had its key line not been
    taken by a better one, and `near` is that key line.
    """

    line: AnswerLine
    place: int
    key: KeyLine | None
    faults: tuple[Fault, ...]
    credit: float
    near: KeyLine | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    credit: float
    place: int
    key_place: int
    faults: tuple[Fault, ...]


def credit_of(found: tuple[Fault, ...], policy: Policy) -> float:
    """The credit of a code before role and order: each fault takes its part of what is left."""
    parts = {
        Fault.LESS_SPECIFIC: policy.less_specific,
        Fault.MORE_SPECIFIC: policy.more_specific,
        Fault.NOT_BILLABLE: policy.not_billable,
        Fault.WRONG_SIDE: policy.wrong_side,
        Fault.WRONG_SEVENTH: policy.wrong_seventh,
    }
    return policy.correct * math.prod(parts.get(fault, 0.0) for fault in found)


def match_lines(lines: Sequence[AnswerLine], key: Sequence[KeyLine], policy: Policy, on: date) -> tuple[Match, ...]:
    """Pair entered lines (in the order reported) with key lines, each used once at most."""
    candidates = sorted(
        _candidates(lines, key, policy, on),
        key=lambda c: (bool(c.faults), -c.credit, c.place, c.key_place),
    )
    pairs: dict[int, _Candidate] = {}
    taken: set[int] = set()
    for candidate in candidates:
        if candidate.credit > 0 and candidate.place not in pairs and candidate.key_place not in taken:
            pairs[candidate.place] = candidate
            taken.add(candidate.key_place)
    return tuple(
        _paired(line, pairs[place], key[pairs[place].key_place])
        if place in pairs
        else _alone(line, place, candidates, key)
        for place, line in enumerate(lines)
    )


def _candidates(lines: Sequence[AnswerLine], key: Sequence[KeyLine], policy: Policy, on: date) -> Iterator[_Candidate]:
    for place, line in enumerate(lines):
        for key_place, right in enumerate(key):
            found = _best_faults(line, right, policy, on)
            if found != (Fault.UNRELATED,):
                yield _Candidate(credit_of(found, policy), place, key_place, found)


def _best_faults(line: AnswerLine, right: KeyLine, policy: Policy, on: date) -> tuple[Fault, ...]:
    """The faults of a line beside the spelling of a key line that is kindest to it."""
    if line.system != right.system:
        return (Fault.UNRELATED,)
    if line.code in right.accepted:
        return ()
    table = codes.table(right.system, on)
    found = [faults(line.code, accepted, table, on) for accepted in right.accepted]
    return max(found, key=lambda each: credit_of(each, policy))


def _paired(line: AnswerLine, pair: _Candidate, key: KeyLine) -> Match:
    return Match(line, pair.place, key, pair.faults, pair.credit)


def _alone(line: AnswerLine, place: int, candidates: Sequence[_Candidate], key: Sequence[KeyLine]) -> Match:
    near = next((candidate for candidate in candidates if candidate.place == place), None)
    if near is None:
        return Match(line, place, None, (Fault.UNRELATED,), 0.0)
    return Match(line, place, None, near.faults, near.credit, key[near.key_place])
