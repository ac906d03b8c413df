"""Judges the seven characters, each by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.exercises.model import Exercise
from medcoding.kinds._grounds import finding, total
from medcoding.kinds.codes.lookup import is_unknown, meaning
from medcoding.kinds.pcs.key import Key, parse_characters
from medcoding.scoring import positions
from medcoding.scoring.model import Finding, Score, Verdict
from medcoding.scoring.policy import Policy


def score_pcs(exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
    """Each right position earns its share of the points, beside the right code that is kindest.

    Raises AnswerError when the characters cannot be read.
    """
    key: Key = exercise.key
    entered = parse_characters(answer)
    shares = [_share(entered, code, policy) for code in key.accepted]
    share, code = max(zip(shares, key.accepted, strict=True), key=lambda pair: pair[0])
    result = total(key.grounds, share, _findings(entered, code, exercise, policy))
    # What is missing is one code, not seven.
    return replace(result, missed=() if any(entered) else (code,))


def _share(entered: Sequence[str], code: str, policy: Policy) -> float:
    earned = sum(policy.pcs_share[place] for place in range(positions.LENGTH) if _counts(entered, code, place))
    return earned / sum(policy.pcs_share)


def _counts(entered: Sequence[str], code: str, place: int) -> bool:
    """True for a right character that stands in the table it is meant for."""
    needed = [positions.SECTION, place] + ([positions.BODY_SYSTEM] if place == positions.PART else [])
    return all(entered[each] == code[each] for each in needed)


def _findings(entered: Sequence[str], code: str, exercise: Exercise, policy: Policy) -> Iterator[Finding]:
    key: Key = exercise.key
    names = positions.axes(code)
    built = "".join(entered)
    says = next((miss.says for miss in key.near_misses if miss.code == built), "")
    for place, name in enumerate(names):
        worth = key.grounds.points * policy.pcs_share[place] / sum(policy.pcs_share)
        means = meaning(code, place, exercise.date_of_service)
        verdict, reason = _judge(entered, code, place, name, f"{code[place]}{f' ({means})' if means else ''}")
        if verdict is Verdict.WRONG_CHARACTER and says:
            reason, says = f"{says} {reason}", ""
        found = finding(
            verdict,
            key.grounds,
            f"{reason} {key.because[place]}".strip(),
            entered=entered[place],
            expected=code[place],
            credit=1.0 if verdict is Verdict.CORRECT else 0.0,
            possible=worth,
        )
        yield replace(found, system=codes.ICD10PCS, title=name.capitalize())
    if len(built) == positions.LENGTH and is_unknown(built, codes.ICD10PCS, exercise.date_of_service):
        reason = f"No row of table {built[:3]} holds {built}; take all four last characters from one row."
        yield finding(Verdict.NOT_A_CODE, key.grounds, reason, entered=built, cite="ICD-10-PCS Guidelines A7")


def _judge(entered: Sequence[str], code: str, place: int, name: str, right: str) -> tuple[Verdict, str]:
    mine = entered[place]
    if not mine:
        return Verdict.MISSED, f"The {name} is {right}."
    if _counts(entered, code, place):
        return Verdict.CORRECT, ""
    if mine != code[place]:
        return Verdict.WRONG_CHARACTER, f"The {name} is {right}, not {mine}."
    where = "section" if entered[positions.SECTION] != code[positions.SECTION] else "body system"
    return Verdict.WRONG_CHARACTER, f"In another {where} this character means something else."
