"""Review: what was missed comes back as short exercises, on the days that FSRS says.

An item is a skill. It enters review with the first try that missed some of it, and every later try that
asks for the skill, in review or anywhere else, moves its day. So each time another exercise, or another
variant, may stand for it, and nobody learns one record by heart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from medcoding.learning.contents import Contents, Entry
from medcoding.learning.days import day_of
from medcoding.learning.record import Rating, Record, Try
from medcoding.learning.schedule import Plan, plan
from medcoding.learning.skills import counted, shares

MOST_A_DAY = 10
KNOWN_FROM = 0.9  # a share from here on counts as known
FORGOTTEN_BELOW = 0.5


@dataclass(frozen=True, slots=True)
class Item:
    """A skill in review, and the exercise that last missed some of it."""

    skill: str
    plan: Plan
    missed_in: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """An exercise to review with: the skills it stands for, and a variant ("" for any, or where there is none)."""

    entry: Entry
    skills: tuple[str, ...]
    variant: str


def items(record: Record, now: datetime) -> tuple[Item, ...]:
    """Everything in review, the most urgent first."""
    looks: dict[str, list[tuple[date, Rating]]] = {}
    missed: dict[str, str] = {}
    for each in counted(record.tries, now):
        for skill, share in shares(each).items():
            if share < KNOWN_FROM:
                missed[skill] = each.exercise
            elif skill not in looks:
                continue  # never missed so far
            looks.setdefault(skill, []).append((day_of(each.when, now), _rating(share)))
    found = [Item(skill, plan(seen), missed[skill]) for skill, seen in looks.items()]
    return tuple(sorted(found, key=lambda item: (item.plan.due, item.plan.days, item.skill)))


def due(found: Iterable[Item], now: datetime) -> tuple[Item, ...]:
    """What of these is due today or was due before."""
    today = day_of(now, now)
    return tuple(item for item in found if item.plan.due <= today)


def next_due_day(found: Iterable[Item], now: datetime) -> date | None:
    """The next day after today on which something of these is due; None with nothing in review."""
    tomorrow = day_of(now, now) + timedelta(days=1)
    return min((max(item.plan.due, tomorrow) for item in found), default=None)


def choose(contents: Contents, record: Record, found: Iterable[Item], now: datetime) -> tuple[Chosen, ...]:
    """Today's review of these items: for each due skill one exercise, at most ten; one may stand for several.

    First come exercises and variants that were never tried, short questions before records; then the one
    tried longest ago. Exercises that stand in a lesson not read yet are left alone.
    """
    chosen: list[Chosen] = []
    waiting = [item.skill for item in due(found, now)]
    past = _Past(record.tries)
    today = day_of(now, now)
    while waiting and len(chosen) < MOST_A_DAY:
        skill, taken = waiting[0], {each.entry.slug for each in chosen}
        open_to_us = [entry for entry in contents.with_skill(skill) if entry.slug not in taken and past.may_ask(entry)]
        if not open_to_us:
            waiting = waiting[1:]
            continue
        best = min(open_to_us, key=lambda entry: past.order(entry, skill, today))
        covered = tuple(each for each in waiting if each in best.skills)
        chosen.append(Chosen(best, covered, past.fresh_variant(best)))
        waiting = [each for each in waiting if each not in covered]
    return tuple(chosen)


class _Past:
    """What was tried when."""

    def __init__(self, tries: Iterable[Try]) -> None:
        self.last: dict[str, Try] = {}
        self.variants: dict[str, list[str]] = {}
        self.units: set[str] = set()
        for each in tries:
            self.last[each.exercise] = each
            self.variants.setdefault(each.exercise, []).append(each.variant)
            self.units.add(each.unit)

    def may_ask(self, entry: Entry) -> bool:
        """An exercise of a lesson only once it was met there; others as soon as their unit was begun.

        What only a person can judge says nothing to the schedule.
        """
        if entry.kind == "query":
            return False
        return entry.slug in self.last if entry.in_lesson else entry.unit in self.units

    def fresh_variant(self, entry: Entry) -> str:
        """The variant met least often, and longest ago."""
        met = self.variants.get(entry.slug, [])
        reverse = met[::-1]
        return min(
            entry.variants,
            key=lambda name: (met.count(name), -reverse.index(name) if name in met else 0, _shuffled(name, entry.slug)),
            default="",
        )

    def order(self, entry: Entry, skill: str, today: date) -> tuple[object, ...]:
        """Where an exercise stands in line; the lowest comes first."""
        last = self.last.get(entry.slug)
        is_fresh = last is None or bool(set(entry.variants) - set(self.variants[entry.slug]))
        when = last.when.timestamp() if last and not is_fresh else 0.0
        by_chance = _shuffled(entry.slug, skill, today.isoformat())
        return (not is_fresh, when, not entry.is_question, last is not None, entry.difficulty, by_chance)


def _rating(share: float) -> Rating:
    if share < FORGOTTEN_BELOW:
        return Rating.AGAIN
    return Rating.GOOD if share >= KNOWN_FROM else Rating.HARD


def _shuffled(*names: str) -> str:
    """The same on every machine and in no order that anybody could guess."""
    return hashlib.sha256("\0".join(names).encode()).hexdigest()
