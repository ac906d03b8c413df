"""Judges a `codes` answer: findings by line, then the four results.

Code accuracy follows the published formula correct / max(codes entered, codes in the key), weighted
by each key line's points. Two refinements keep it fair: optional codes never count against anyone,
and a code that is a near miss of a line already answered costs only the credit it lacks, so that
adding the right code beside it never lowers a score.
"""

from __future__ import annotations

from collections.abc import Sequence as Many
from dataclasses import dataclass

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.codes.relation import Fault
from medcoding.exercises.model import Exercise, Role
from medcoding.kinds.codes import words
from medcoding.kinds.codes.answer import AnswerLine, parse_lines
from medcoding.kinds.codes.key import Key, KeyLine, lead_role
from medcoding.kinds.codes.match import Match, match_lines
from medcoding.scoring.model import CaseOutcome, Finding, Score, Sequence, Verdict
from medcoding.scoring.policy import Policy

VERDICTS = {
    Fault.NOT_BILLABLE: Verdict.NOT_BILLABLE,
    Fault.LESS_SPECIFIC: Verdict.LESS_SPECIFIC,
    Fault.MORE_SPECIFIC: Verdict.MORE_SPECIFIC,
    Fault.WRONG_SIDE: Verdict.WRONG_SIDE,
    Fault.WRONG_SEVENTH: Verdict.WRONG_SEVENTH_CHARACTER,
}


@dataclass(frozen=True, slots=True)
class _Context:
    """What every line of one answer is judged with.

    `leads` is True when the first line claims to lead; `late` maps the place of a line that stands
    after a code it must precede to (that code, citation); `problems` are the payer's edits.
    """

    exercise: Exercise
    policy: Policy
    leads: bool
    late: dict[int, tuple[str, str]]
    problems: tuple[codes.RuleProblem, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """A match with what role and order add to it. `cost` is what the line adds to the denominator."""

    match: Match
    finding: Finding
    earned: float
    cost: float


def score_codes(exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
    """Score an answer to a `codes` exercise. Raises AnswerError when its lines cannot be read."""
    key: Key = exercise.key
    lines, repeated = _in_order(parse_lines(answer))
    matches = match_lines(lines, key.lines, policy, exercise.date_of_service)
    context = _Context(exercise, policy, _leads(lines), _out_of_order(matches), _problems(exercise, lines))
    judged = [_judge(match, context) for match in matches]
    judged += [_judge_repeat(line, exercise, key) for line in repeated]
    missed = _missed(key, matches)

    weight = key.possible
    earned = sum(item.earned for item in judged)
    accuracy = earned / max(weight, sum(item.cost for item in judged)) if weight else 0.0
    findings = tuple(item.finding for item in judged) + tuple(words.missed(line, exercise) for line in missed)
    return Score(
        points=weight * accuracy,
        possible=weight,
        accuracy=accuracy,
        missed=tuple(finding.expected for finding in findings if finding.verdict is Verdict.MISSED),
        extra=tuple(item.finding.code for item in judged if item.match.key is None),
        sequence=_sequence(context, matches),
        outcome=_outcome(lines, context.problems),
        findings=findings,
    )


def _in_order(entered: Many[AnswerLine]) -> tuple[list[AnswerLine], list[AnswerLine]]:
    """The lines as reported, the one that claims to lead in front, and the repeats apart."""
    leader = next((line for line in entered if line.role and line.role.leads), None)
    ordered = [line for line in entered if line is leader] + [line for line in entered if line is not leader]
    kept: dict[tuple[str, str], AnswerLine] = {}
    repeated = []
    for line in ordered:
        if kept.setdefault((line.system, line.code), line) is not line:
            repeated.append(line)
    return list(kept.values()), repeated


def _leads(lines: Many[AnswerLine]) -> bool:
    """True when the first line leads: it says so, or says nothing. All-secondary answers have no lead."""
    return bool(lines) and lines[0].role is not Role.SECONDARY


def _problems(exercise: Exercise, lines: Many[AnswerLine]) -> tuple[codes.RuleProblem, ...]:
    """What a payer's editor would say of the entered codes."""
    if not lines:
        return ()
    return codes.validate(
        [line.code for line in lines if line.system == codes.ICD10CM],
        system=codes.ICD10CM,
        setting="inpatient" if exercise.setting.is_inpatient else "outpatient",
        on=exercise.date_of_service,
        age=exercise.patient.age,
        sex=exercise.patient.sex,
    )


def _out_of_order(matches: Many[Match]) -> dict[int, tuple[str, str]]:
    """Place of each line that stands after a code it must precede -> (that code, where the rule is cited)."""
    found: dict[int, tuple[str, str]] = {}
    for follower in matches:
        for wanted in follower.key.after if follower.key else ():
            for match in matches:
                if match.key and _names(match.key, wanted) and match.place > follower.place:
                    found[match.place] = (words.shown(follower.line), follower.key.cite if follower.key else "")
    return found


def _names(line: KeyLine, code: str) -> bool:
    return codes.normalise(code, line.system) in line.accepted


def _judge(match: Match, context: _Context) -> _Judged:
    key: Key = context.exercise.key
    if match.key is None:
        cost = (1 - match.credit) * match.near.points if match.near else key.possible / len(key.required)
        return _Judged(match, words.extra(match, context.exercise, context.problems), 0.0, cost)
    role_wrong = match.key.role.leads != (context.leads and match.place == 0)
    late = context.late.get(match.place)
    credit = match.credit
    if role_wrong:
        credit *= context.policy.wrong_role
    elif late:
        credit *= context.policy.wrong_order
    finding = words.matched(
        match,
        context.exercise,
        verdict=_verdict(match, role_wrong, bool(late)),
        credit=credit,
        lead=lead_role(context.exercise) if role_wrong else None,
        late=late,
    )
    if match.key.optional:
        return _Judged(match, finding, 0.0, (1 - match.credit) * match.key.points)
    return _Judged(match, finding, credit * match.key.points, match.key.points)


def _verdict(match: Match, role_wrong: bool, order_wrong: bool) -> Verdict:
    if match.faults:
        return VERDICTS[match.faults[0]]
    if role_wrong:
        return Verdict.WRONG_ROLE
    return Verdict.WRONG_ORDER if order_wrong else Verdict.CORRECT


def _judge_repeat(line: AnswerLine, exercise: Exercise, key: Key) -> _Judged:
    match = Match(line, 0, None, (Fault.UNRELATED,), 0.0)
    return _Judged(match, words.repeat(line, exercise), 0.0, key.possible / len(key.required))


def _missed(key: Key, matches: Many[Match]) -> tuple[KeyLine, ...]:
    answered = [match.key for match in matches if match.key]
    return tuple(line for line in key.required if not any(line is other for other in answered))


def _sequence(context: _Context, matches: Many[Match]) -> Sequence:
    """Result 3. The first diagnosis must be the key's own; other order is free unless a rule binds a pair."""
    key: Key = context.exercise.key
    first = matches[0] if matches and context.leads else None
    first_correct = bool(first and first.key and first.key.role.leads and not first.faults)
    says = [] if first_correct else [words.wrong_first(key, first)]
    says += [
        words.wrong_pair(words.shown(matches[place].line), before, cite)
        for place, (before, cite) in sorted(context.late.items())
    ]
    return Sequence(correct=not says, first_correct=first_correct, says=tuple(says))


def _outcome(lines: Many[AnswerLine], problems: Many[codes.RuleProblem]) -> CaseOutcome:
    """Result 4 for an outpatient claim: would it pass the edits?"""
    if not lines:
        return CaseOutcome(clean=False, says=("There is no diagnosis on the claim, so it cannot be sent.",))
    blocking = tuple(dict.fromkeys(problem.message for problem in problems if problem.blocking))
    return CaseOutcome(clean=not blocking, says=blocking)
