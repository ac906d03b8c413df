"""Mastery: how far a learner has come in a skill or an outcome, by a rule short enough to explain.

- A try weighs more the harder its exercise (from 0.8 to 1.2) and half as much every 120 days.
- The level of knowledge is the weighted mean of the shares earned, with a small share of nothing mixed in
  (weight 0.3), so that few or old tries alone do not carry far.
- `mastered`: 85% or more, on at least three different exercises, the last of them not missed.
  `practised`: 60% or more, on at least two. `started`: anything less. `not started`: no try.
- Where the course has fewer exercises for a skill than asked for, all of them are enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from medcoding.learning.record import Record, Try
from medcoding.learning.skills import counted, shares

HALF_LIFE_DAYS = 120.0
DOUBT = 0.3
MASTERED_FROM, MASTERED_ON = 0.85, 3
PRACTISED_FROM, PRACTISED_ON = 0.60, 2
MISSED_BELOW = 0.5
_A_DAY = 86_400.0


class Level(StrEnum):
    """How far, in words. The order is the order of progress."""

    NOT_STARTED = "not started"
    STARTED = "started"
    PRACTISED = "practised"
    MASTERED = "mastered"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a learner stands. `share` lies in [0, 1]; `exercises` counts different ones, `tries` those that count."""

    level: Level = Level.NOT_STARTED
    share: float = 0.0
    exercises: int = 0
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one try says of one skill or outcome. `age` in days."""

    exercise: str
    share: float
    difficulty: int
    age: float


def skill_standings(record: Record, now: datetime, available: Mapping[str, int] | None = None) -> dict[str, Standing]:
    """Where the learner stands in each skill that was tried.

    `available` says how many practice exercises the course has for a skill.
    """
    return _standings(counted(record.tries, now), shares, now, available or {})


def outcome_standings(record: Record, now: datetime, available: Mapping[str, int] | None = None) -> dict[str, Standing]:
    """Where the learner stands in each outcome that was tried."""
    return _standings(counted(record.tries, now), _by_outcome, now, available or {})


def standing_of(evidence: Iterable[Evidence], available: int = MASTERED_ON) -> Standing:
    """The rule itself, for evidence with the oldest first."""
    found = list(evidence)
    if not found:
        return Standing()
    weights = [(0.7 + 0.1 * each.difficulty) * 0.5 ** (max(each.age, 0.0) / HALF_LIFE_DAYS) for each in found]
    earned = sum(weight * each.share for weight, each in zip(weights, found, strict=True))
    share = earned / (sum(weights) + DOUBT)
    exercises = len({each.exercise for each in found})
    return Standing(_level(share, exercises, found[-1].share, max(available, 1)), share, exercises, len(found))


def _level(share: float, exercises: int, last: float, available: int) -> Level:
    if share >= MASTERED_FROM and exercises >= min(MASTERED_ON, available) and last >= MISSED_BELOW:
        return Level.MASTERED
    if share >= PRACTISED_FROM and exercises >= min(PRACTISED_ON, available):
        return Level.PRACTISED
    return Level.STARTED


def _by_outcome(each: Try) -> dict[str, float]:
    return dict.fromkeys(each.outcomes, each.share or 0.0)


def _standings(
    tries: Iterable[Try], split: Callable[[Try], Mapping[str, float]], now: datetime, available: Mapping[str, int]
) -> dict[str, Standing]:
    found: dict[str, list[Evidence]] = {}
    for each in tries:
        age = (now - each.when).total_seconds() / _A_DAY
        for name, share in split(each).items():
            found.setdefault(name, []).append(Evidence(each.exercise, share, each.difficulty, age))
    return {name: standing_of(evidence, available.get(name, MASTERED_ON)) for name, evidence in found.items()}
