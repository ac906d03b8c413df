"""How one entered line stands to one key line: the faults of its code, then of what goes with the code."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from medcoding import codes
from medcoding.codes.relation import Fault, faults
from medcoding.kinds.codes.answer import AnswerLine
from medcoding.kinds.codes.key import BILLED_BY_LINE, EXEMPT, KeyLine
from medcoding.kinds.codes.lookup import find_in
from medcoding.scoring import positions
from medcoding.scoring.policy import Policy


class Detail(StrEnum):
    """What may be wrong beside a code that is right, gravest first."""

    MODIFIER = "wrong modifier"
    UNITS = "wrong units"
    POA = "wrong POA"
    POINTER = "wrong pointer"


_STRANGE = ((Fault.UNRELATED,), (Fault.NOT_A_CODE,), (Fault.NOT_VALID,))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The faults of an entered code and the credit it earns for itself, in [0, 1].

    `wrong` holds the wrong positions of an ICD-10-PCS code, from 0. No faults and no wrong position
    mean that the code is right. `beside` is the right code it was compared with, normalised.
    """

    faults: tuple[Fault, ...]
    credit: float
    beside: str
    wrong: tuple[int, ...] = ()

    @property
    def right(self) -> bool:
        """True for a fully right code."""
        return not self.faults and not self.wrong

    @property
    def related(self) -> bool:
        """True if the codes have anything to do with each other; what is no code of that day has not."""
        return self.faults not in _STRANGE


def compare(line: AnswerLine, right: KeyLine, policy: Policy, on: date, table: codes.Table | None) -> Comparison:
    """Compare an entered code with the spelling of a key line that is kindest to it.

    `table` is that of the line's system; None where no release of it is held.
    """
    if line.system != right.system:
        return Comparison((Fault.UNRELATED,), 0.0, right.accepted[0])
    if line.code in right.accepted:
        return Comparison((), policy.correct, line.code)
    found = [_compare_codes(line, accepted, policy, on, table) for accepted in right.accepted]
    return max(found, key=lambda each: each.credit)


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


def details(line: AnswerLine, right: KeyLine, covers: Callable[[str, str], bool]) -> tuple[Detail, ...]:
    """What is wrong beside the code.

    `covers(entered letter, key letter)` says whether the learner's diagnosis of that letter answers the
    key's diagnosis of that letter, at least in part.
    """
    found = []
    if right.system in BILLED_BY_LINE:
        if not _modifiers_right(line, right):
            found.append(Detail.MODIFIER)
        if line.units != right.units:
            found.append(Detail.UNITS)
    if right.poa and line.poa not in right.poa and not (EXEMPT in right.poa and not line.poa):
        found.append(Detail.POA)
    if right.pointers and not _pointers_right(line, right, covers):
        found.append(Detail.POINTER)
    return tuple(found)


def factor_of(found: tuple[Detail, ...], policy: Policy) -> float:
    """What these details leave of a code's credit, in [0, 1]."""
    parts = {
        Detail.MODIFIER: policy.wrong_modifier,
        Detail.UNITS: policy.wrong_units,
        Detail.POA: policy.wrong_poa,
        Detail.POINTER: policy.wrong_pointer,
    }
    return math.prod(parts[detail] for detail in found)


def asks_for(right: KeyLine, line: AnswerLine) -> bool:
    """True if a key line asks for just this code with these modifiers and units."""
    same = right.system == line.system and line.code in right.accepted
    return same and line.units == right.units and _modifiers_right(line, right)


def _compare_codes(line: AnswerLine, accepted: str, policy: Policy, on: date, table: codes.Table | None) -> Comparison:
    if line.system == codes.ICD10CM and table:
        found = _faults(line.code, accepted, table, on)
        return Comparison(found, credit_of(found, policy), accepted)
    if line.system == codes.ICD10PCS:
        return _compare_positions(line, accepted, policy, table)
    # A Level II code stands for one thing; its neighbour is another thing, so being near earns nothing.
    near = Fault.SAME_CATEGORY if line.system == codes.HCPCS and line.code[:1] == accepted[:1] else Fault.UNRELATED
    return Comparison((near,), 0.0, accepted)


def _compare_positions(line: AnswerLine, accepted: str, policy: Policy, table: codes.Table | None) -> Comparison:
    wrong = positions.wrong_positions(line.code, accepted)
    left = positions.credit(wrong, policy.pcs_position)
    if left == 0:
        return Comparison((Fault.UNRELATED,), 0.0, accepted)
    if table and find_in(line.code, table) is None:
        return Comparison((Fault.NOT_A_CODE,), 0.0, accepted, wrong)
    return Comparison((), policy.correct * left, accepted, wrong)


@lru_cache(maxsize=8192)
def _faults(entered: str, expected: str, table: codes.Table, on: date) -> tuple[Fault, ...]:
    """`faults`, remembered: a class enters the same few codes over and over."""
    return faults(entered, expected, table, on)


def _modifiers_right(line: AnswerLine, right: KeyLine) -> bool:
    """Each modifier asked for is there, in any order, and none beside them."""
    wanted = list(right.modifiers)
    for modifier in line.modifiers:
        fitting = next((choices for choices in wanted if modifier in choices), None)
        if fitting is None:
            return False
        wanted.remove(fitting)
    return not wanted


def _pointers_right(line: AnswerLine, right: KeyLine, covers: Callable[[str, str], bool]) -> bool:
    """Each diagnosis asked for is pointed to, and no other; the order of the letters is free."""
    each_wanted = all(any(covers(mine, letter) for mine in line.pointers) for letter in right.pointers)
    return each_wanted and all(any(covers(mine, letter) for letter in right.pointers) for mine in line.pointers)
