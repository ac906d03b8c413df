"""Mastery is a rule that a learner can check with a pencil, and it never punishes a right answer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_builders import NOW, a_record, a_try
from medcoding.learning.mastery import Evidence, Level, Standing, outcome_standings, skill_standings, standing_of
from medcoding.learning.skills import BLAMED, shares
from medcoding.scoring.model import Verdict

LEVELS = list(Level)
evidence = st.lists(
    st.builds(
        Evidence,
        st.sampled_from("abcd"),
        st.floats(0, 1),
        st.integers(1, 5),
        st.floats(0, 1000),
    ),
    max_size=12,
).map(lambda found: sorted(found, key=lambda each: -each.age))
available = st.integers(1, 5)


def skill(*tries, now=NOW, count=3):
    return skill_standings(a_record(*tries), now, {"laterality": count}).get("laterality", Standing())


def test_nothing_tried_is_not_started():
    assert skill() == Standing(Level.NOT_STARTED, 0.0, 0, 0)


def test_three_different_exercises_known_are_mastery_and_two_are_not():
    tries = [a_try(name, days_ago=3 - place) for place, name in enumerate(("one", "two", "three"))]
    assert skill(*tries).level is Level.MASTERED
    assert skill(*tries[:2]).level is Level.PRACTISED
    assert skill(tries[0]).level is Level.STARTED


def test_the_same_exercise_three_times_is_one_exercise():
    assert skill(*(a_try(days_ago=day) for day in (3, 2, 1))).level is Level.STARTED


def test_where_the_course_has_fewer_exercises_all_of_them_are_enough():
    tries = [a_try(name, days_ago=1) for name in ("one", "two")]
    assert skill(*tries, count=2).level is Level.MASTERED


def test_the_second_try_of_a_day_says_nothing_because_the_verdict_was_seen():
    missed, again = a_try(share=0.0, days_ago=0.1), a_try(share=1.0, days_ago=0.05)
    assert skill(missed, again) == skill(missed)
    other_variant = replace(again, variant="left")
    assert skill(missed, other_variant).tries == 2


def test_mastery_fades_when_nothing_is_practised():
    tries = [a_try(name, days_ago=1) for name in ("one", "two", "three")]
    later = NOW + timedelta(days=365)
    assert skill(*tries).level is Level.MASTERED
    assert skill(*tries, now=later).level is Level.STARTED


def test_a_last_try_missed_is_not_mastery():
    tries = [a_try(f"e{number}", days_ago=20 - number) for number in range(12)]
    missed = skill(*tries, a_try("last", 0.4))
    assert missed.share >= 0.85
    assert missed.level is Level.PRACTISED


def test_a_finding_that_names_a_skill_counts_against_it_alone():
    both = ("laterality", "seventh-character", "first-listed")
    found = shares(a_try(share=0.75, skills=both, findings=(("wrong side", 0.5, 1), ("correct", 1, 1))))
    assert found == {"laterality": 0.75, "seventh-character": 1.0, "first-listed": 1.0}
    rest = shares(a_try(share=0.25, skills=both, findings=(("wrong side", 0.5, 1), ("missed", 0, 1))))
    assert rest == {"laterality": 0.25, "seventh-character": 0.5, "first-listed": 0.5}


def test_the_words_of_other_kinds_blame_no_skill_of_coding():
    found = a_try(share=0.5, kind="number", skills=("hcpcs-supplies-drugs", "x"), findings=(("wrong units", 0.5, 1),))
    assert set(shares(found).values()) == {0.5}


def test_every_skill_that_is_blamed_is_in_the_syllabus(syllabus):
    assert set(BLAMED.values()) <= set(syllabus.skills)
    assert set(BLAMED) <= {each.value for each in Verdict}


@pytest.fixture(scope="module")
def syllabus():
    from medcoding.exercises.course import find_course

    return find_course().syllabus


def test_outcomes_are_judged_by_the_same_rule():
    tries = [a_try(name, days_ago=1) for name in ("one", "two", "three")]
    assert outcome_standings(a_record(*tries), NOW)["A3"].level is Level.MASTERED


def test_what_a_person_must_judge_does_not_count():
    assert skill(a_try(share=None)).level is Level.NOT_STARTED


@given(evidence, st.sampled_from("abcdef"), st.integers(1, 5), available)
def test_a_full_answer_never_lowers_anything(found, exercise, difficulty, count):
    before = standing_of(found, count)
    after = standing_of([*found, Evidence(exercise, 1.0, difficulty, 0.0)], count)
    assert LEVELS.index(after.level) >= LEVELS.index(before.level)
    assert after.share >= before.share - 1e-9


@given(evidence, st.sampled_from("abcdef"), st.integers(1, 5), available)
def test_an_empty_answer_never_makes_a_master(found, exercise, difficulty, count):
    after = standing_of([*found, Evidence(exercise, 0.0, difficulty, 0.0)], count)
    assert after.level is not Level.MASTERED
    assert after.share <= standing_of(found, count).share + 1e-9


@given(evidence, available, st.floats(0, 500))
def test_time_alone_never_raises_a_level(found, count, days):
    older = [replace(each, age=each.age + days) for each in found]
    assert standing_of(older, count).share <= standing_of(found, count).share + 1e-9


@given(evidence, available)
def test_the_share_stays_a_share(found, count):
    assert 0.0 <= standing_of(found, count).share <= 1.0
