"""A class of four, graded: three entered the alternate that an amended key will accept.

The scores are worked out by hand from the policy. `ankle-first-visit` has one line of 2 points; a code
that says more than the record keeps half, so S93.491A earns 1 of 2 until the key accepts it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from medcoding.cli.disputes import amend
from medcoding.cli.grading import grade
from medcoding.nbgrader.demo.classroom import Classroom
from medcoding.nbgrader.session import open_course
from small_class import ANKLE, OTHER, PRESSURE, ULCER, full_answer, go_into, hand_in, lay_out, run

# anna: the alternate, else right; bert: the alternate alone; cleo: all right; dora: the alternate, points by hand
STUDENTS = ("anna", "bert", "cleo", "dora")
REASON = "The record does not say which ligament."
SYLLABUS = """\
title: Test
default_date: 2026-05-15
outcomes:
  A3: Assign codes.
skills:
  laterality: Right or left.
  code-first: Order.
  integral-symptoms: Symptoms.
units: []
"""


def make_graded_class(course: Path, root: Path, unit: str) -> Path:
    """Four graded submissions. Dora's ankle got 1.5 points by hand, and half a point of extra credit."""
    lay_out(course, root, SYLLABUS)
    with open_course(root, alone=True) as app:
        Classroom(app, root, unit).generate()
    for student in STUDENTS:
        hand_in_as(student, root, unit)
    with pytest.MonkeyPatch.context() as patch:
        go_into(root, patch)
        run(grade, unit)
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        by_hand = gradebook.find_grade(ANKLE, "assignment", unit, "dora")
        by_hand.manual_score, by_hand.extra_credit = 1.5, 0.5
        gradebook.db.commit()
    return root


def hand_in_as(student: str, root: Path, unit: str, *, right_ankle: bool = False) -> Path:
    """What that learner hands in."""
    answers = {slug: full_answer(root, unit, slug) for slug in (ANKLE, ULCER, PRESSURE)}
    if student != "cleo" and not right_ankle:
        answers[ANKLE]["lines"][0]["code"] = OTHER
    return hand_in(root, unit, student, {ANKLE: answers[ANKLE]} if student == "bert" else answers)


def accept_the_alternate() -> None:
    """Amend the key of the course that is the current folder."""
    run(amend, ANKLE, "--alternate", OTHER, "--why", "The ligament is not named.")
