"""Judges an `em` answer: each element, the time where it is documented, and the level.

An element and the time earn one share each, the level two, because the level is what is billed. A
level that follows from the learner's own elements earns nothing when it is wrong: the claim would be
wrong. But the finding says that it followed, so that the mistake is looked for in the right place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from medcoding.answers import RawAnswer
from medcoding.errors import AnswerError
from medcoding.exercises.model import Exercise
from medcoding.kinds import _entered
from medcoding.kinds._grounds import finding, total
from medcoding.kinds.em.key import MAX_MINUTES, Key
from medcoding.kinds.em.levels import Element, Level, Visit, level_by_decision, level_by_time, supported
from medcoding.scoring.model import Finding, Score, Verdict

LEVEL_SHARES = 2


@dataclass(frozen=True, slots=True)
class Entered:
    """What a learner entered; what was left open is not there, or None."""

    elements: Mapping[Element, Level]
    minutes: int | None
    level: Level | None


def parse_entered(answer: RawAnswer) -> Entered:
    """Read {"problems": "low", "data": ..., "risk": ..., "minutes": "25", "level": "3"}. Raises AnswerError."""
    fields = answer.fields
    elements = {element: level for element in Element if (level := _level(fields.get(element.value), element.value))}
    return Entered(elements, _minutes(fields.get("minutes")), _level(fields.get("level"), "level"))


def score_em(exercise: Exercise, answer: RawAnswer) -> Score:
    """Score an answer to an `em` exercise. Raises AnswerError when it cannot be read."""
    key: Key = exercise.key
    entered = parse_entered(answer)
    shares = len(Element) + LEVEL_SHARES + (1 if key.minutes else 0)
    share = key.grounds.points / shares
    findings = [_judge_element(element, entered, key, share) for element in Element]
    time = _judge_time(entered, key, share)
    findings += [time] if time else []
    findings.append(_judge_level(entered, key, LEVEL_SHARES * share))
    earned = sum(item.points for item in findings)
    # A time that is not in the record costs a share, as an extra code does.
    stray = share if time and time.verdict is Verdict.EXTRA else 0.0
    return total(key.grounds, earned / (key.grounds.points + stray), findings)


def explained(visit: Visit, elements: Mapping[Element, Level], minutes: int | None) -> str:
    """Two of three shown, and the time where there is one."""
    parts = ", ".join(f"{element.value} {elements[element].value}" for element in Element if element in elements)
    decision = level_by_decision(elements)
    says = [f"{parts.capitalize()}: two of the three reach {decision.label}."] if decision else []
    if minutes and visit is not Visit.EMERGENCY:
        time = level_by_time(visit, minutes)
        says.append(f"{minutes} minutes reach {time.label}." if time else f"{minutes} minutes reach no level.")
    return " ".join(says)


def _judge_element(element: Element, entered: Entered, key: Key, share: float) -> Finding:
    line, right, found = key.lines[element], key.elements[element], entered.elements.get(element)
    verdict = Verdict.MISSED if found is None else Verdict.CORRECT if found is right else Verdict.WRONG
    return finding(
        verdict,
        key.grounds,
        line.why if found is right else f"{element.label}: {right.value}. {line.why}",
        entered=f"{element.value}: {found.value}" if found else "",
        expected=f"{element.value}: {right.value}",
        credit=1.0 if found is right else 0.0,
        possible=share,
        cite=line.cite,
        evidence=line.evidence,
    )


def _judge_time(entered: Entered, key: Key, share: float) -> Finding | None:
    if key.minutes is None or key.time is None:
        if entered.minutes is None:
            return None
        reason = "The record documents no total time, so the level rests on decision making alone."
        return finding(Verdict.EXTRA, key.grounds, reason, entered=f"{entered.minutes} minutes")
    expected = f"{key.minutes} minutes"
    right = entered.minutes == key.minutes
    verdict = Verdict.MISSED if entered.minutes is None else Verdict.CORRECT if right else Verdict.WRONG
    return finding(
        verdict,
        key.grounds,
        key.time.why if right else f"The total time is {expected}. {key.time.why}",
        entered=f"{entered.minutes} minutes" if entered.minutes is not None else "",
        expected=expected,
        credit=1.0 if right else 0.0,
        possible=share,
        cite=key.time.cite,
        evidence=key.time.evidence,
    )


def _judge_level(entered: Entered, key: Key, possible: float) -> Finding:
    right = entered.level is key.level
    reason = explained(key.visit, key.elements, key.minutes)
    own = supported(key.visit, entered.elements, entered.minutes)
    if entered.level and not right and own is entered.level:
        reason = f"It follows from what you entered above, so mend the elements first. {reason}"
    elif entered.level and own and own is not entered.level:
        reason = f"What you entered above gives {own.label}. {reason}"
    verdict = Verdict.MISSED if entered.level is None else Verdict.CORRECT if right else Verdict.WRONG
    return finding(
        verdict,
        key.grounds,
        reason,
        entered=f"level {entered.level.label}" if entered.level else "",
        expected=f"level {key.level.label}",
        credit=1.0 if right else 0.0,
        possible=possible,
    )


def _level(value: object, name: str) -> Level | None:
    """A level by its word or its number, 2 to 5. Raises AnswerError for anything else that is not empty."""
    if value in (None, ""):
        return None
    if isinstance(value, str | int) and not isinstance(value, bool):
        for level in Level:
            if value in (level.value, str(level.number), level.number):
                return level
    raise AnswerError(f"answer: the {name} cannot be read; {_entered.AGAIN}")


def _minutes(value: object) -> int | None:
    if value in (None, ""):
        return None
    if isinstance(value, str) and len(value) <= 4 and value.strip().isascii() and value.strip().isdigit():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_MINUTES:
        return value
    raise AnswerError(f"answer: the minutes cannot be read; enter a whole number up to {MAX_MINUTES}")
