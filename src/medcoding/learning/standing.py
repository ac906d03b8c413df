"""Where a learner stands in the course: each unit's state, and the one step that comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from medcoding.learning.contents import Contents
from medcoding.learning.coursework import Coursework, Stage
from medcoding.learning.record import Record
from medcoding.learning.syllabus import Unit


class State(StrEnum):
    """How far a unit is."""

    PLANNED = "planned"
    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class UnitState:
    """One unit: its state, and how many exercises of lesson and practice were tried, of how many."""

    unit: Unit
    state: State
    lesson_done: int = 0
    lesson_all: int = 0
    practice_done: int = 0
    practice_all: int = 0
    work: tuple[Coursework, ...] = ()


class Do(StrEnum):
    """What the next step is."""

    REVIEW = "review"
    LESSON = "lesson"
    ASSIGNMENT = "assignment"
    PRACTICE = "practice"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Step:
    """The next step. `unit` is the folder it belongs to ("" for a review)."""

    do: Do
    unit: str = ""


def unit_states(
    units: Sequence[Unit], contents: Contents, record: Record, work: Sequence[Coursework]
) -> tuple[UnitState, ...]:
    """The state of every unit, in order.

    A unit is done when each exercise of its lesson was tried and its assignments, where we can see them,
    were handed in; it is in progress from the first exercise or the first assignment fetched.
    """
    tried = {each.exercise for each in record.tries}
    return tuple(_state(unit, contents, tried, [each for each in work if each.unit == unit.folder]) for unit in units)


def next_step(states: Sequence[UnitState], due: int) -> Step:
    """Review what is due; then go on where something was begun; then begin the next unit; then practise."""
    if due:
        return Step(Do.REVIEW)
    ready = [each for each in states if each.state is not State.PLANNED]
    begun = [each for each in ready if each.state is State.IN_PROGRESS]
    for each in [*begun, *(each for each in ready if each.state is State.NOT_STARTED)]:
        if each.lesson_done < each.lesson_all:
            return Step(Do.LESSON, each.unit.folder)
        if any(work.stage in (Stage.RELEASED, Stage.FETCHED) for work in each.work):
            return Step(Do.ASSIGNMENT, each.unit.folder)
    for each in ready:
        if each.practice_done < each.practice_all:
            return Step(Do.PRACTICE, each.unit.folder)
    return Step(Do.NOTHING)


def _state(unit: Unit, contents: Contents, tried: set[str], work: Sequence[Coursework]) -> UnitState:
    if not unit.is_ready:
        return UnitState(unit, State.PLANNED)
    lesson = [entry for entry in contents.of_unit(unit.folder) if entry.in_lesson]
    practice = [entry for entry in contents.of_unit(unit.folder) if not entry.in_lesson]
    lesson_done, practice_done = (sum(entry.slug in tried for entry in pool) for pool in (lesson, practice))
    waiting = any(each.stage in (Stage.RELEASED, Stage.FETCHED) for each in work)
    begun = lesson_done or practice_done or any(each.stage > Stage.RELEASED for each in work)
    state = State.NOT_STARTED
    if begun:
        state = State.DONE if lesson_done == len(lesson) and not waiting else State.IN_PROGRESS
    return UnitState(unit, state, lesson_done, len(lesson), practice_done, len(practice), tuple(work))
