"""How a sitting went: each question judged by the one scorer, counted by section, against the passing mark.

Every question counts the same, with the share of its points that was earned. The score is over what was
asked: what the course cannot ask yet is named beside it and neither earns nor costs anything.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from medcoding.answers import RawAnswer
from medcoding.errors import MedcodingError
from medcoding.exercises.model import Exercise
from medcoding.learning.exams.paper import Item
from medcoding.learning.exams.sitting import Mark, Sitting
from medcoding.learning.record import Try, Where, try_of
from medcoding.scoring import Score, score

Load = Callable[[Item], Exercise]


@dataclass(frozen=True, slots=True)
class PartResult:
    """One section: `asked` questions of `wanted`, `earned` of them (a question half right is half one)."""

    name: str
    wanted: int
    asked: int
    earned: float
    note: str = ""

    @property
    def percent(self) -> int:
        """Of what was asked, rounded down, so that 70 is never shown for less."""
        return _percent(self.earned, self.asked)


@dataclass(frozen=True, slots=True)
class Result:
    """The whole. `unanswered` of the `asked` questions were left empty."""

    parts: tuple[PartResult, ...]
    wanted: int
    asked: int
    earned: float
    unanswered: int
    passing: int

    @property
    def percent(self) -> int:
        """Of what was asked, rounded down."""
        return _percent(self.earned, self.asked)

    @property
    def passed(self) -> bool:
        """True at or above the passing mark, over what was asked."""
        return bool(self.asked) and self.earned + 1e-9 >= self.passing / 100 * self.asked

    @property
    def is_complete(self) -> bool:
        """True where everything was asked that such an exam asks."""
        return self.asked == self.wanted


def judge_item(sitting: Sitting, item: Item, load: Load) -> tuple[Exercise, Score]:
    """One question's verdict. Raises MedcodingError where the course no longer has it."""
    exercise = load(item)
    fields = sitting.answers.get(item.exercise)
    answer = None if fields is None else RawAnswer(item.exercise, fields, exercise.variant)
    return exercise, score(exercise, answer)


def judge(sitting: Sitting, load: Load) -> tuple[Sitting, tuple[Try, ...]]:
    """Judge all of a sitting that is over: the sitting with its marks, and the lines for the record of practice.

    Only what was answered goes into the record: an empty question says nothing of a skill. The lines carry
    the moment of the end, so that judging again after a crash gives the same lines, which count once.
    """
    if sitting.ended_at is None:
        raise ValueError("a sitting that goes on is not judged")
    marks: list[Mark] = []
    tries: list[Try] = []
    for item in sitting.items:
        answered = item.exercise in sitting.answers
        try:
            exercise, found = judge_item(sitting, item, load)
        except MedcodingError:
            marks.append(Mark(item.exercise, None, answered))
            continue
        share = min(max(found.points / found.possible, 0.0), 1.0) if found.possible else 0.0
        marks.append(Mark(item.exercise, round(share, 4), answered))
        if answered:
            tries.append(try_of(exercise, found, Where.EXAM, sitting.ended_at, sitting.id))
    return replace(sitting, marks=tuple(marks)), tuple(tries)


def result_of(sitting: Sitting) -> Result | None:
    """What the marks come to; None before they are given."""
    if not sitting.marks:
        return None
    parts = tuple(_parts(sitting))
    counted = [mark for mark in sitting.marks if mark.share is not None]
    return Result(
        parts=parts,
        wanted=sum(part.wanted for part in parts),
        asked=len(counted),
        earned=math.fsum(part.earned for part in parts),
        unanswered=sum(not mark.answered for mark in counted),
        passing=sitting.passing,
    )


def _parts(sitting: Sitting) -> Iterator[PartResult]:
    for part in sitting.parts:
        marks = [
            mark.share
            for item, mark in zip(sitting.items, sitting.marks, strict=True)
            if item.section == part.name and mark.share is not None
        ]
        yield PartResult(part.name, part.wanted, len(marks), math.fsum(marks), part.note)


def _percent(earned: float, asked: int) -> int:
    return math.floor(100 * earned / asked + 1e-9) if asked else 0


def best_of(sittings: Iterable[Sitting]) -> Result | None:
    """The best result of several sittings; None without any that was judged."""
    results = [result for each in sittings if (result := result_of(each))]
    return max(results, key=lambda each: (each.percent, each.asked), default=None)
