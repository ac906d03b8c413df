"""One try at a mock exam: its questions, what was answered and flagged, and how much time is left.

A sitting never changes; each step makes a new one. Time is counted from the start by the clock on the
wall, whether a page is open or not. What was counted once stays counted: a clock that is set back gives
no time back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from medcoding.learning.blueprint import Blueprint
from medcoding.learning.exams.paper import Item, Paper, Part


class EndedBy(StrEnum):
    """Why a sitting is over."""

    LEARNER = "learner"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Mark:
    """How one question went: the share of its points in [0, 1]; None where the course no longer has it."""

    exercise: str
    share: float | None
    answered: bool


@dataclass(frozen=True, slots=True)
class Sitting:
    """A try. `used` are the seconds counted until `seen_at`; `answers` hold the fields of each answer by slug.

    `marks` is empty until the sitting was judged, then it has one for each item, in their order.
    """

    id: str
    exam: str
    title: str
    minutes: int
    passing: int
    seed: str
    parts: tuple[Part, ...]
    items: tuple[Item, ...]
    started_at: datetime
    seen_at: datetime
    used: float = 0.0
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, hash=False)
    flags: frozenset[str] = frozenset()
    place: int = 0
    ended_at: datetime | None = None
    ended_by: EndedBy | None = None
    marks: tuple[Mark, ...] = ()

    @property
    def is_over(self) -> bool:
        """True once nothing more can be answered."""
        return self.ended_at is not None

    @property
    def unanswered(self) -> tuple[int, ...]:
        """The places (from 0) of the questions without an answer."""
        return tuple(place for place, item in enumerate(self.items) if item.exercise not in self.answers)


def begin(blueprint: Blueprint, paper: Paper, seed: str, now: datetime) -> Sitting:
    """Start the clock."""
    now = now.astimezone(UTC)
    return Sitting(
        id=f"{blueprint.name}-{now:%Y%m%dT%H%M%S}-{seed[:6]}",
        exam=blueprint.name,
        title=blueprint.title,
        minutes=blueprint.minutes,
        passing=blueprint.passing,
        seed=seed,
        parts=paper.parts,
        items=paper.items,
        started_at=now,
        seen_at=now,
    )


def used(sitting: Sitting, now: datetime) -> float:
    """Seconds counted until now."""
    if sitting.is_over:
        return sitting.used
    return sitting.used + max((now - sitting.seen_at).total_seconds(), 0.0)


def left(sitting: Sitting, now: datetime) -> float | None:
    """Seconds that are left, 0 when the time is up; None without a limit."""
    return max(sitting.minutes * 60 - used(sitting, now), 0.0) if sitting.minutes else None


def is_out_of_time(sitting: Sitting, now: datetime) -> bool:
    """True where the sitting must end now."""
    return not sitting.is_over and left(sitting, now) == 0


def seen(sitting: Sitting, now: datetime) -> Sitting:
    """The same with the time counted until now."""
    return sitting if sitting.is_over else replace(sitting, used=used(sitting, now), seen_at=now.astimezone(UTC))


def with_answer(sitting: Sitting, slug: str, fields: Mapping[str, Any] | None, now: datetime) -> Sitting:
    """Take over an answer; None takes it away. After the end nothing changes."""
    if sitting.is_over or is_out_of_time(sitting, now) or all(item.exercise != slug for item in sitting.items):
        return sitting
    answers = {name: value for name, value in sitting.answers.items() if name != slug}
    if fields is not None:
        answers[slug] = fields
    return replace(seen(sitting, now), answers=answers)


def with_flag(sitting: Sitting, slug: str, on: bool, now: datetime) -> Sitting:
    """Flag a question to come back to, or take the flag away."""
    if sitting.is_over or all(item.exercise != slug for item in sitting.items):
        return sitting
    return replace(seen(sitting, now), flags=sitting.flags | {slug} if on else sitting.flags - {slug})


def at_place(sitting: Sitting, place: int, now: datetime) -> Sitting:
    """Go to a question; `place` counts from 0 and must be one of the paper."""
    return replace(seen(sitting, now), place=place)


def end(sitting: Sitting, now: datetime) -> Sitting:
    """End it, by the learner's word or because the time is up: then at the moment when it was."""
    if sitting.is_over:
        return sitting
    if is_out_of_time(sitting, now):
        limit = sitting.minutes * 60.0
        over_at = sitting.seen_at + timedelta(seconds=max(limit - sitting.used, 0.0))
        return replace(sitting, used=limit, seen_at=over_at, ended_at=over_at, ended_by=EndedBy.TIME)
    ended = seen(sitting, now)
    return replace(ended, ended_at=ended.seen_at, ended_by=EndedBy.LEARNER)
