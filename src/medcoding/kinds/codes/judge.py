"""Judges one line: its verdict, its credit and what it weighs in the denominator."""

from __future__ import annotations

from collections.abc import Sequence as Many
from dataclasses import dataclass

from medcoding import codes
from medcoding.codes.relation import Fault
from medcoding.exercises.model import Exercise
from medcoding.kinds.codes import extra, words
from medcoding.kinds.codes.answer import AnswerLine
from medcoding.kinds.codes.compare import Detail
from medcoding.kinds.codes.key import Key, KeyLine, lead_role
from medcoding.kinds.codes.match import Match
from medcoding.scoring.model import Finding, Verdict
from medcoding.scoring.policy import Policy

_FAULTS = {
    Fault.NOT_BILLABLE: Verdict.NOT_BILLABLE,
    Fault.LESS_SPECIFIC: Verdict.LESS_SPECIFIC,
    Fault.MORE_SPECIFIC: Verdict.MORE_SPECIFIC,
    Fault.WRONG_SIDE: Verdict.WRONG_SIDE,
    Fault.WRONG_SEVENTH: Verdict.WRONG_SEVENTH_CHARACTER,
}
_DETAILS = {
    Detail.MODIFIER: Verdict.WRONG_MODIFIER,
    Detail.UNITS: Verdict.WRONG_UNITS,
    Detail.POA: Verdict.WRONG_POA,
    Detail.POINTER: Verdict.WRONG_POINTER,
}


@dataclass(frozen=True, slots=True)
class Context:
    """What every line of one answer is judged with.

    `leads` is True when the first diagnosis claims to lead, `instead` when it does so by right without being
    the key's leading line; `late` maps the place of a line that stands
    after a code it must precede to (that code, citation); `problems` are the payer's edits; `bearers` are
    the places of the lines that earn for their key line, where of a group one is enough; `waiting` maps the
    place of a line that does not count to the code it needs.
    """

    exercise: Exercise
    policy: Policy
    leads: bool
    instead: bool
    late: dict[int, tuple[str, str]]
    problems: tuple[codes.RuleProblem, ...]
    bearers: frozenset[int]
    waiting: dict[int, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged line. `earned` and `cost` are its points above and below the line of code accuracy.

    `spare` is what it would cost if it earned nothing (see `Match.spare`); None without that choice.
    """

    match: Match
    finding: Finding
    earned: float
    cost: float
    spare: float | None = None


def judge(match: Match, context: Context) -> Judged:
    """Judge a line against the key line it is paired with, or as an extra one."""
    if match.key is None:
        return _judge_extra(match, context)
    if match.place in context.waiting:
        # A right line neither earns nor costs until the line it needs is there: adding it is never a mistake.
        finding = words.waiting(match, context.exercise, context.waiting[match.place])
        return Judged(match, finding, 0.0, (1 - match.credit * match.factor) * match.key.points, match.spare)
    role_wrong = match.line.is_diagnosis and not _role_right(match, match.key, context)
    late = context.late.get(match.place)
    credit = match.credit * match.factor
    if role_wrong:
        credit *= context.policy.wrong_role
    elif late:
        credit *= context.policy.wrong_order
    bears = match.place in context.bearers
    finding = words.matched(
        match,
        context.exercise,
        verdict=_verdict(match, role_wrong, bool(late)),
        credit=credit,
        possible=match.key.points if bears else 0.0,
        lead=lead_role(context.exercise) if role_wrong else None,
        late=late,
    )
    if not bears:
        return Judged(match, finding, 0.0, (1 - match.credit) * match.key.points, match.spare)
    spare = None if match.right and not match.details else match.spare
    return Judged(match, finding, credit * match.key.points, match.key.points, spare)


def _role_right(match: Match, key: KeyLine, context: Context) -> bool:
    if context.leads and match.place == 0:
        return key.can_lead
    return not key.role.leads or context.instead


def accuracy(judged: Many[Judged], weight: float) -> float:
    """Code accuracy in [0, 1]: earned / max(weight of the key, cost of what was entered).

    A line that is only like its key line may also be like one that a better line answers. It is counted
    in the way that serves the learner: otherwise a right line, by taking a key line away from a near miss
    and sending that to a heavier one, could lower the score. The lines that earn least for what they weigh
    are counted the other way first, and the best result on the way stands.
    """
    if not weight:
        return 0.0
    earned = sum(item.earned for item in judged)
    cost = sum(item.cost for item in judged)
    best = earned / max(weight, cost)
    lighter = [(item.earned, item.cost - item.spare) for item in judged if item.spare is not None]
    for loss, saved in sorted((each for each in lighter if each[1] > 0), key=lambda each: each[0] / each[1]):
        earned -= loss
        cost -= saved
        best = max(best, earned / max(weight, cost))
    return best


def judge_repeat(line: AnswerLine, exercise: Exercise) -> Judged:
    """A line entered before: it costs what an average line of the key weighs."""
    match = Match(line, 0, None, (Fault.UNRELATED,), 0.0)
    return Judged(match, extra.repeat(line, exercise), 0.0, _average(exercise.key))


def bearers(matches: Many[Match], key: Key) -> frozenset[int]:
    """The places of the lines that earn and weigh: of a group the best, the earlier of equals; no optional line."""
    best: dict[str, Match] = {}
    found = set()
    for match in matches:
        if match.key is None or match.key.optional:
            continue
        name = match.key.any_of
        if not name:
            found.add(match.place)
        elif name not in best or match.credit * match.factor > best[name].credit * best[name].factor:
            best[name] = match
    return frozenset(found | {match.place for match in best.values()})


def waiting(matches: Many[Match]) -> dict[int, str]:
    """Place of each line that needs another line which nothing answers -> that line's code, as printed."""
    answered = [match.key for match in matches if match.key]
    found = {}
    for match in matches:
        for wanted in match.key.needs if match.key else ():
            if not any(line.answers_to(wanted) for line in answered):
                found[match.place] = wanted
                break
    return found


def missed(key: Key, matches: Many[Match]) -> tuple[KeyLine, ...]:
    """The required lines that nothing answers; of a group the first stands for all."""
    answered = [match.key for match in matches if match.key]
    return tuple(
        line for line in key.required if not any(member is other for member in key.group_of(line) for other in answered)
    )


def _judge_extra(match: Match, context: Context) -> Judged:
    """An extra line costs an average line; a near miss of a line that is answered only the credit it lacks."""
    finding = extra.finding(match, context.exercise, context.problems)
    cost = _average(context.exercise.key)
    if match.near:
        cost = (1 - match.credit * match.factor) * match.near.points if match.spare is None else match.spare
    return Judged(match, finding, 0.0, cost)


def _average(key: Key) -> float:
    return key.possible / len(key.required)


def _verdict(match: Match, role_wrong: bool, order_wrong: bool) -> Verdict:
    if match.faults:
        return _FAULTS[match.faults[0]]
    if match.wrong:
        return Verdict.WRONG_CHARACTER
    if role_wrong:
        return Verdict.WRONG_ROLE
    if order_wrong:
        return Verdict.WRONG_ORDER
    return _DETAILS[match.details[0]] if match.details else Verdict.CORRECT
