"""What was missed comes back: when, and as which exercise."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_builders import NOW, a_record, a_try, an_entry
from medcoding.learning.contents import Contents
from medcoding.learning.days import day_of
from medcoding.learning.record import Rating
from medcoding.learning.review import choose, due, items, next_due_day
from medcoding.learning.schedule import plan

CONTENTS = Contents((an_entry("one", kind="codes", is_question=False), an_entry("two"), an_entry("three")))


def slugs(record, now=NOW, contents=CONTENTS):
    return [each.entry.slug for each in choose(contents, record, items(record, now), now)]


def review(contents, record, now=NOW + timedelta(days=1)):
    return choose(contents, record, items(record, now), now)


def test_what_is_known_at_once_is_never_asked_again():
    assert items(a_record(a_try(share=1.0)), NOW) == ()


def test_a_miss_comes_back_the_next_day_and_not_before():
    record = a_record(a_try(share=0.2))
    assert due(items(record, NOW), NOW) == ()
    tomorrow = NOW + timedelta(days=1)
    (item,) = due(items(record, tomorrow), tomorrow)
    assert (item.skill, item.missed_in) == ("laterality", "one")
    assert next_due_day(items(record, NOW), NOW) == NOW.date() + timedelta(days=1)


def test_a_day_counts_and_not_an_hour():
    late_evening = a_try(share=0.2, when=NOW.replace(hour=23))
    morning = NOW.replace(hour=6) + timedelta(days=1)
    assert due(items(a_record(late_evening), morning), morning)
    past_midnight = a_try(share=0.2, when=NOW.replace(hour=2))
    assert day_of(past_midnight.when, NOW) == NOW.date() - timedelta(days=1)


def test_known_again_and_again_it_comes_back_ever_later_and_a_miss_brings_it_near():
    tries, gaps, now = [a_try(share=0.0)], [], NOW
    for _ in range(4):
        (item,) = items(a_record(*tries), now)
        gaps.append((item.plan.due - day_of(now, now)).days)
        now += timedelta(days=gaps[-1])
        tries.append(a_try(share=1.0, when=now))
    assert gaps == sorted(set(gaps))
    tries.append(a_try("two", share=0.0, when=now + timedelta(days=1)))
    assert (items(a_record(*tries), now)[0].plan.due - now.date()).days <= 3


def test_another_exercise_stands_for_the_skill_and_a_short_one_first():
    tomorrow = NOW + timedelta(days=1)
    first = a_record(a_try(share=0.2))
    (chosen,) = slugs(first, tomorrow)
    assert chosen in {"two", "three"}
    then = a_record(*first.tries, a_try(chosen, share=0.2, when=tomorrow, kind="choice"))
    assert slugs(then, tomorrow + timedelta(days=1)) == [{"two": "three", "three": "two"}[chosen]]


def test_where_there_is_no_other_exercise_another_variant_comes():
    contents = Contents((an_entry("one", variants=("left", "right")),))
    record = a_record(a_try(share=0.2, variant="left"))
    (chosen,) = review(contents, record)
    assert (chosen.entry.slug, chosen.variant) == ("one", "right")


def test_with_nothing_else_the_same_comes_back():
    contents = Contents((an_entry("one"),))
    assert slugs(a_record(a_try(share=0.2)), NOW + timedelta(days=1), contents) == ["one"]


def test_nothing_of_a_unit_or_lesson_not_begun_is_given_away():
    contents = Contents((an_entry("one"), an_entry("later", unit="05-unit"), an_entry("ahead", in_lesson=True)))
    assert slugs(a_record(a_try(share=0.2)), NOW + timedelta(days=1), contents) == ["one"]


def test_one_exercise_stands_for_all_skills_it_asks_for():
    contents = Contents((an_entry("both", "laterality", "excludes1"), an_entry("one", "laterality")))
    record = a_record(a_try(share=0.2, skills=("laterality", "excludes1")))
    (chosen,) = review(contents, record)
    assert chosen.entry.slug == "both"
    assert set(chosen.skills) == {"laterality", "excludes1"}


def test_a_day_holds_ten_at_most():
    names = [f"skill-{number}" for number in range(30)]
    contents = Contents(tuple(an_entry(name, name) for name in names))
    record = a_record(*(a_try(name, 0.0, skills=(name,)) for name in names))
    assert len(review(contents, record)) == 10


@given(st.lists(st.tuples(st.integers(0, 300), st.sampled_from(Rating)), min_size=1, max_size=20))
def test_a_plan_is_always_ahead_and_always_the_same(looks):
    looks = [(date(2026, 1, 1) + timedelta(days=day), rating) for day, rating in sorted(looks)]
    found = plan(looks)
    assert found == plan(looks)
    assert timedelta(days=1) <= found.due - found.last <= timedelta(days=365)


def test_a_plan_needs_a_look():
    with pytest.raises(ValueError, match="at least one"):
        plan([])


def test_no_page_pays_for_what_it_does_not_show():
    names = ("fsrs", "genanki", "medcoding_widgets.course_home")
    script = f"import sys, medcoding_widgets, medcoding.learning.review; print(*{{*{names}}} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
