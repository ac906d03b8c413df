"""A sitting: time that nothing gives back, answers that nothing loses, a result over what was asked."""

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exam_builders import NUMBERS, Wall, a_bank, a_blueprint, a_desk, chosen
from learning_builders import NOW
from medcoding.learning.blueprint import Section
from medcoding.learning.exams.clock import steady_clock
from medcoding.learning.exams.files import FileShelf, PageShelf, parse_sitting, render_sitting
from medcoding.learning.exams.paper import assemble
from medcoding.learning.exams.result import result_of
from medcoding.learning.exams.sitting import EndedBy, begin, end, left, seen, with_answer, with_flag
from medcoding.learning.logbook import FileLog, PageLog
from medcoding.learning.record import Where

MINUTE = timedelta(minutes=1)


def a_sitting(minutes=30):
    blueprint = a_blueprint(minutes=minutes)
    return begin(blueprint, assemble(blueprint, a_bank(), "seed"), "seed", NOW)


def answer_all(desk, *, right):
    for place, item in enumerate(desk.open.items):
        desk.answer(item.exercise, chosen(item.exercise, place < right))


def test_time_is_counted_while_nobody_looks():
    sitting = seen(a_sitting(), NOW + 10 * MINUTE)
    assert left(sitting, NOW + 25 * MINUTE) == 5 * 60
    over = end(sitting, NOW + 300 * MINUTE)
    assert (over.ended_by, over.ended_at, over.used) == (EndedBy.TIME, NOW + 30 * MINUTE, 1800)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(-5000, 5000), max_size=20))
def test_a_clock_that_is_set_gives_no_time_back(steps):
    sitting, now, before = a_sitting(), NOW, 1800.0
    for step in steps:
        now += timedelta(seconds=step)
        assert left(sitting, now) <= before
        sitting = seen(sitting, now)
        before = left(sitting, now)


def test_the_clock_of_a_page_cannot_be_set(monkeypatch):
    seconds = iter([100.0, 160.0])
    monkeypatch.setattr("medcoding.learning.exams.clock.steady_seconds", lambda: next(seconds))
    monkeypatch.setattr("medcoding.learning.exams.clock.local_now", lambda: NOW)
    clock = steady_clock()
    monkeypatch.setattr("medcoding.learning.exams.clock.local_now", lambda: NOW + timedelta(days=400))
    assert clock() == NOW + MINUTE


def test_without_a_limit_time_never_ends_it():
    assert left(a_sitting(minutes=0), NOW + timedelta(days=3)) is None


def test_nothing_is_taken_after_the_end_or_for_other_exercises():
    sitting = a_sitting()
    slug = sitting.items[0].exercise
    assert with_answer(sitting, "somewhere-else", {}, NOW) is sitting
    assert with_flag(sitting, "somewhere-else", True, NOW) is sitting
    assert with_answer(sitting, slug, {"chosen": []}, NOW + 31 * MINUTE) is sitting
    over = end(sitting, NOW + MINUTE)
    assert with_answer(over, slug, {"chosen": []}, NOW + MINUTE) is over
    assert over.ended_by is EndedBy.LEARNER


texts = st.text(max_size=8)
fields = st.dictionaries(texts, st.one_of(texts, st.lists(texts, max_size=3), st.integers(), st.none()), max_size=4)


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(NUMBERS), fields), st.sets(st.sampled_from(NUMBERS)), st.integers(0, 4000))
def test_a_file_gives_back_what_was_saved(answers, flags, seconds):
    sitting, now = a_sitting(), NOW + timedelta(seconds=seconds)
    for slug, value in answers.items():
        sitting = with_answer(sitting, slug, value, now)
    for slug in flags:
        sitting = with_flag(sitting, slug, True, now)
    assert parse_sitting(render_sitting(sitting)) == sitting
    assert parse_sitting(render_sitting(end(sitting, now))) == end(sitting, now)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda found: found.pop("items"),
        lambda found: found.update(place=99),
        lambda found: found.update(used=-1),
        lambda found: found.update(used="0"),
        lambda found: found.update(started_at="2026-05-20T10:00:00"),
        lambda found: found.update(marks=[{"exercise": "one", "share": 7, "answered": True}] * 3),
        lambda found: found.update(answers={"one": []}),
        lambda found: found.update(format=99),
    ],
)
def test_a_spoiled_file_is_left_alone_and_not_counted(tmp_path, spoil):
    shelf, sitting = FileShelf(tmp_path), a_sitting()
    shelf.save(sitting)
    (path,) = tmp_path.iterdir()
    found = json.loads(path.read_text(encoding="utf-8"))
    spoil(found)
    path.write_text(json.dumps(found), encoding="utf-8")
    kept = path.read_bytes()
    assert shelf.all_of("small") == ()
    a_desk(Wall(), FileShelf(tmp_path)).begin()
    assert path.read_bytes() == kept


def test_a_restart_loses_nothing_and_the_clock_goes_on(tmp_path):
    clock = Wall()
    desk = a_desk(clock, FileShelf(tmp_path))
    desk.begin()
    first, second, _ = (item.exercise for item in desk.open.items)
    clock.forward(minutes=10)
    desk.answer(first, chosen(first))
    desk.flag(second, True)
    desk.go(1)
    clock.forward(minutes=5)

    again = a_desk(clock, FileShelf(tmp_path))
    assert again.is_running
    assert again.left == 15 * 60
    assert again.open.answers == {first: chosen(first)}
    assert (again.open.flags, again.open.place) == ({second}, 1)
    assert again.begin() == again.open


def test_a_sitting_that_nobody_came_back_to_is_judged_by_what_was_there(tmp_path):
    clock, log = Wall(), PageLog()
    desk = a_desk(clock, FileShelf(tmp_path))
    desk.begin()
    slug = desk.open.items[0].exercise
    desk.answer(slug, chosen(slug))
    clock.forward(days=3)

    again = a_desk(clock, FileShelf(tmp_path), log)
    result = result_of(again.open)
    assert not again.is_running
    assert again.open.ended_by is EndedBy.TIME
    assert (result.earned, result.asked, result.unanswered) == (1.0, 3, 2)
    assert [each.when for each in log.record().tries] == [NOW + 30 * MINUTE]


def test_the_result_is_over_what_was_asked_and_says_so():
    desk = a_desk(Wall())
    desk.begin()
    answer_all(desk, right=2)
    desk.end()
    result = result_of(desk.open)
    assert (result.wanted, result.asked, result.earned, result.percent) == (5, 3, 2.0, 66)
    assert not result.passed
    assert not result.is_complete
    assert [(part.name, part.asked, part.wanted) for part in result.parts] == [("Sides", 3, 3), ("Later", 0, 2)]


def test_a_passing_mark_is_reached_exactly():
    desk = a_desk(Wall(), blueprint=a_blueprint(Section("Sides", 4, ("laterality",)), passing=75))
    desk.begin()
    answer_all(desk, right=3)
    desk.end()
    assert result_of(desk.open).passed
    assert result_of(desk.open).percent == 75


def test_what_was_missed_goes_into_the_record_and_what_was_left_empty_does_not():
    log = PageLog()
    desk = a_desk(Wall(), log=log)
    desk.begin()
    first, second, _ = (item.exercise for item in desk.open.items)
    desk.answer(first, chosen(first))
    desk.answer(second, chosen(second, right=False))
    assert log.record().tries == ()
    desk.end()
    tries = {each.exercise: each for each in log.record().tries}
    assert {name: each.share for name, each in tries.items()} == {first: 1.0, second: 0.0}
    assert {(each.where, each.sitting) for each in tries.values()} == {(Where.EXAM, desk.open.id)}


def test_a_crash_between_the_end_and_the_marks_counts_no_verdict_twice(tmp_path):
    clock, shelf, log = Wall(), FileShelf(tmp_path / "exams"), FileLog(tmp_path / "practice.jsonl")
    desk = a_desk(clock, shelf, log)
    desk.begin()
    answer_all(desk, right=3)
    ended = end(desk.open, clock())
    desk.end()
    shelf.save(ended)  # as if the power had gone before the marks were written
    clock.forward(hours=2)
    again = a_desk(clock, shelf, log)
    assert result_of(again.open).earned == 3
    assert len(log.record().tries) == 3


def test_an_exercise_that_is_gone_is_not_counted():
    desk = a_desk(Wall(), bank=a_bank("one", "vanished"))
    desk.begin()
    answer_all(desk, right=2)
    desk.end()
    result = result_of(desk.open)
    assert (result.asked, result.earned) == (1, 1.0)
    assert {mark.share for mark in desk.open.marks} == {1.0, None}


def test_a_full_disk_is_told_and_nothing_raises(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    desk = a_desk(Wall(), FileShelf(blocked / "exams"))
    desk.begin()
    assert "could not be saved" in desk.answer(desk.open.items[0].exercise, {"chosen": []})


def test_looking_back_leads_to_judged_sittings_only():
    shelf = PageShelf()
    desk = a_desk(Wall(), shelf)
    first = desk.begin()
    desk.end()
    desk.begin()
    assert not desk.look_back(first.id)
    desk.end()
    assert desk.look_back(first.id)
    assert desk.open.id == first.id
    assert not desk.look_back("another")
