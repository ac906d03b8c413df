"""Mock exams for tests: a small bank, a clock that the test moves, a desk."""

from __future__ import annotations

from datetime import timedelta

from builders import a_question
from learning_builders import NOW, an_entry
from medcoding.errors import CourseError
from medcoding.learning.blueprint import Blueprint, Section, Sort
from medcoding.learning.contents import Contents
from medcoding.learning.exams.desk import Desk, Hall
from medcoding.learning.exams.files import PageShelf
from medcoding.learning.logbook import PageLog

NUMBERS = ("one", "two", "three", "four", "five", "six")


class Wall:
    """A clock that the test moves."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def forward(self, **time):
        self.now += timedelta(**time)


def a_blueprint(*sections, minutes=30, passing=70, name="small"):
    sections = sections or (Section("Sides", 3, ("laterality",)), Section("Later", 2, (), "It comes with unit 10."))
    return Blueprint(name, "A small exam", minutes, passing, tuple(sections), "About it.", mock=True)


def a_bank(*names):
    return Contents(tuple(an_entry(name) for name in names or NUMBERS))


def exercise_of(name):
    """A question whose right option is its own name; the reason gives it away."""
    own = f"options: [{{text: {name}, says: The secret reason., right: true}}, {{text: other, says: Not that.}}]\n"
    return a_question("choice", own, name)


def load(item):
    if item.exercise not in NUMBERS:
        raise CourseError(f"{item.exercise}: gone")
    return exercise_of(item.exercise)


def chosen(name, right=True):
    """The fields of an answer to it."""
    return {"chosen": [name if right else "other"]}


def a_desk(clock, shelf=None, log=None, blueprint=None, bank=None):
    return Desk(blueprint or a_blueprint(), Hall(bank or a_bank(), shelf or PageShelf(), log or PageLog(), load, clock))


RECORDS = Sort.RECORDS
QUESTIONS = Sort.QUESTIONS
