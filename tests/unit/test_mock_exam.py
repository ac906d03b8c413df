"""The widget of mock exams: what a front end may do, and what it never gets to see."""

import json
from pathlib import Path

import pytest

from exam_builders import Wall, a_blueprint, a_desk, chosen
from medcoding.errors import CourseError
from medcoding.exercises.course import Course
from medcoding.learning.contents import load_contents
from medcoding.learning.exams.desk import Desk, Hall
from medcoding.learning.exams.files import FileShelf, PageShelf
from medcoding.learning.exams.paper import Item, load_mock_exams
from medcoding.learning.logbook import PageLog
from medcoding_widgets.mock_exam import MockExam, loader
from medcoding_widgets.safe import BadMessageError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def clock():
    return Wall()


@pytest.fixture
def exam(clock):
    return MockExam([a_desk(clock)], keeps=False)


def ask(exam, kind, **fields):
    return exam._reply({"type": kind, **fields})


def shown(exam):
    """The widget that shows the question."""
    return next(widget for widget in exam._widgets.values() if widget.exercise)


def slug_at(exam, place):
    return exam._desk.open.items[place].exercise


def traits_of(exam):
    """Everything that a front end can ever ask for."""
    widgets = [exam, *exam._widgets.values()]
    return json.dumps(
        [
            {name: getattr(each, name) for name in each.keys if name not in ("_esm", "_css", "layout")}
            for each in widgets
        ]
    )


def test_a_whole_exam(exam, clock):
    assert exam.page["view"] == "start"
    assert exam.start["missing"].startswith("Such an exam asks 5 questions. The course can ask 3")
    assert ask(exam, "begin") == {"left": 1800}
    for place in range(3):
        ask(exam, "go", place=place)
        shown(exam).value = chosen(slug_at(exam, place), right=place < 2)
    assert [row["answered"] for row in exam.map] == [True] * 3
    clock.forward(minutes=12)
    ask(exam, "hand-in")
    assert exam.page["view"] == "result"
    assert exam.result["verdict"] == "66% of what was asked: the passing mark of 70% is not reached"
    assert exam.result["says"] == "2 of 3 questions, in 12 minutes."
    assert "says nothing of the other 2" in exam.result["missing"]
    assert [row["state"] for row in exam.map] == ["right", "right", "wrong"]
    ask(exam, "go", place=2)
    assert "The secret reason." in shown(exam).verdict_html
    assert shown(exam).exercise["mode"] == "result"


def test_no_verdict_key_or_reason_before_the_end(exam):
    ask(exam, "begin")
    for place in range(3):
        ask(exam, "go", place=place)
        shown(exam).value = chosen(slug_at(exam, place))
        for message in ("submit", "again", "next", "dispute"):
            try:
                shown(exam)._reply({"type": message, "value": chosen(slug_at(exam, place)), "id": 1})
            except BadMessageError:
                continue
        assert shown(exam).verdict_html == ""
        assert shown(exam)._session.exercise.key is None
        assert "secret reason" not in traits_of(exam)
    ask(exam, "start")
    assert "secret reason" not in traits_of(exam)
    with pytest.raises(BadMessageError):
        ask(exam, "result")


@pytest.mark.parametrize(
    "message",
    [
        {"type": "go", "place": 99},
        {"type": "go", "place": -1},
        {"type": "go", "place": True},
        {"type": "go", "place": "one"},
        {"type": "flag", "on": "yes"},
        {"type": "flag", "slug": "two"},
        {"type": "result", "id": "small-20260520T183000-000000"},
        {"type": "open", "name": "../../source"},
        {"type": "score", "points": 3},
        {"type": "submit", "value": {}},
        {},
    ],
)
def test_messages_that_our_page_never_sends_are_refused(exam, message):
    ask(exam, "begin")
    before = exam._desk.open
    with pytest.raises(BadMessageError):
        exam._reply(message)
    assert exam._desk.open == before


@pytest.mark.parametrize("message", ["go", "flag", "hand-in"])
def test_nothing_of_an_exam_can_be_reached_before_it_begins(exam, message):
    with pytest.raises(BadMessageError):
        ask(exam, message, place=0, on=True)


def test_a_front_end_that_sets_results_is_put_right(exam):
    ask(exam, "begin")
    sent = []
    exam.send_state = lambda key=None: sent.append(key)
    before = exam._desk.open
    claims = {"result": {"passed": True}, "map": [], "page": {"view": "result"}, "start": {}, "stages": []}
    exam.set_state(claims)
    assert sorted(sent[-1]) == sorted(claims)
    assert exam.page["view"] == "sitting"
    assert exam._desk.open == before


def test_time_that_runs_out_hands_in_what_is_there(exam, clock):
    ask(exam, "begin")
    shown(exam).value = chosen(slug_at(exam, 0))
    clock.forward(minutes=31)
    shown(exam).value = chosen(slug_at(exam, 0), right=False)
    assert shown(exam).status["says"] == "The time is up."
    ask(exam, "tick")
    assert exam.page["view"] == "result"
    assert exam.result["says"].startswith("The time ran out, and what was entered counts. 1 of 3 questions")


@pytest.mark.parametrize("message", ["go", "flag", "tick", "hand-in"])
def test_whatever_comes_after_the_time_shows_the_result(exam, clock, message):
    ask(exam, "begin")
    clock.forward(minutes=31)
    ask(exam, message, place=1, on=True)
    assert exam.page["view"] == "result"
    assert not exam._desk.open.flags


def test_an_emptied_answer_is_unanswered(exam):
    ask(exam, "begin")
    shown(exam).value = chosen(slug_at(exam, 0))
    shown(exam).value = {"chosen": []}
    assert not exam.map[0]["answered"]


def test_a_new_kernel_goes_on_where_the_old_one_was(tmp_path, clock):
    exam = MockExam([a_desk(clock, FileShelf(tmp_path))], keeps=True)
    ask(exam, "begin")
    ask(exam, "go", place=1)
    shown(exam).value = chosen(slug_at(exam, 1))
    ask(exam, "flag", on=True)
    clock.forward(minutes=4)

    desks = [
        a_desk(clock, FileShelf(tmp_path), blueprint=a_blueprint(name="other")),
        a_desk(clock, FileShelf(tmp_path)),
    ]
    again = MockExam(desks, keeps=True)
    assert again.page["view"] == "start"
    assert again.start["running"] == {"answered": 1, "questions": 3}
    assert ask(again, "begin", resume=True) == {"left": 26 * 60}
    assert again.page["place"] == 1
    assert shown(again).value == chosen(slug_at(again, 1))
    assert again.map[1] == {"section": "Sides", "answered": True, "flagged": True, "state": ""}


def test_going_on_after_the_time_shows_the_result_and_begins_nothing(tmp_path, clock):
    exam = MockExam([a_desk(clock, FileShelf(tmp_path))], keeps=True)
    ask(exam, "begin")
    ask(exam, "start")
    clock.forward(minutes=31)
    ask(exam, "tick")
    ask(exam, "begin", resume=True)
    assert exam.page["view"] == "result"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_second_try_is_compared_with_the_first(exam, clock):
    for right in (1, 3):
        clock.forward(days=1)
        ask(exam, "begin")
        for place in range(3):
            ask(exam, "go", place=place)
            shown(exam).value = chosen(slug_at(exam, place), right=place < right)
        ask(exam, "hand-in")
    assert exam.result["trend"] == "67 points more than the time before (33%)."
    assert [row["percent"] for row in exam.result["earlier"]] == [100, 33]
    ask(exam, "result", id=exam.result["earlier"][1]["id"])
    assert exam.result["percent"] == 33


def test_every_kind_of_the_course_s_own_exams_is_asked_without_its_key(clock):
    course = Course(ROOT)
    contents = load_contents(ROOT, [unit.folder for unit in course.ready_units()])
    hall = Hall(contents, PageShelf(), PageLog(), loader(course), clock)
    exam = MockExam([Desk(each, hall) for each in load_mock_exams(ROOT) if each.name != "cca-like"], keeps=False)
    for card in exam.page["exams"]:
        ask(exam, "open", name=card["name"])
        ask(exam, "begin")
        for place in range(len(exam.map)):
            ask(exam, "go", place=place)
            assert exam.page["says"] == ""
            assert shown(exam).exercise["slug"] == slug_at(exam, place)
            assert shown(exam)._session.exercise.key is None
            assert shown(exam).verdict_html == ""
        ask(exam, "hand-in")
        assert exam.result["percent"] == 0
        ask(exam, "close")


@pytest.mark.parametrize("slug", ["../cases/red-leg", "no-such", ""])
def test_a_sitting_s_file_cannot_name_any_other_file(slug):
    with pytest.raises(CourseError):
        loader(Course(ROOT))(Item("x", slug, "04-icd10cm-conventions"))
    with pytest.raises(CourseError):
        loader(Course(ROOT))(Item("x", "red-leg", "../source/04-icd10cm-conventions"))
