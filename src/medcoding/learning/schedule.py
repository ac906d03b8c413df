"""When something comes back: the FSRS algorithm of the `fsrs` package, counted in days.

State is replayed from the record, so the same record gives the same days on every machine: no chance is
mixed into the intervals, and an evening counts as one moment, whatever the hour.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING

from medcoding.learning.record import Rating

if TYPE_CHECKING:
    from fsrs import Scheduler

LONGEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Plan:
    """When an item is due, when it was seen last, how that went, and for how many days it is thought to stick."""

    due: date
    last: date
    rating: Rating
    days: float


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    # Without steps of minutes: what was missed comes back the next day at the earliest.
    return Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=LONGEST_DAYS, enable_fuzzing=False)


def plan(looks: Iterable[tuple[date, Rating]]) -> Plan:
    """The plan after these looks, the oldest first; at least one."""
    import fsrs

    card = fsrs.Card(card_id=0)
    last: tuple[date, Rating] | None = None
    for day, rating in looks:
        card, _ = _scheduler().review_card(card, fsrs.Rating[rating.name.capitalize()], _noon(day))
        last = day, rating
    if last is None:
        raise ValueError("a plan needs at least one look")
    return Plan(card.due.date(), *last, days=card.stability or 0.0)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
