"""The three words of a notebook, in Jupyter, in Voila and under nbgrader."""

import json

import pytest

from medcoding.answers import MIME
from medcoding_widgets import exercise, grade, notebook, practice
from medcoding_widgets.chart import Chart
from medcoding_widgets.chooser import Chooser
from unit.test_chart_saving import CASE, LINE

PUBLIC = CASE.partition("## Key")[0]


class Handle:
    def __init__(self, shown):
        self.shown = shown

    def update(self, bundle, raw):
        self.shown.append(bundle)


@pytest.fixture
def shown(monkeypatch):
    """All that a cell displays."""
    found = []

    def display(thing, raw=False, display_id=None):
        found.append(thing)
        return Handle(found)

    monkeypatch.setattr(notebook, "display", display)
    for name in ("NBGRADER_EXECUTION", "SERVER_SOFTWARE", "MEDCODING_COURSE"):
        monkeypatch.delenv(name, raising=False)
    return found


@pytest.fixture
def here(tmp_path, monkeypatch):
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "sore-throat.md").write_text(CASE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def release(folder):
    content = {"format": 1, "exercises": {"sore-throat": PUBLIC}}
    (folder / "exercises.json").write_text(json.dumps(content), encoding="utf-8")


def test_a_lesson_shows_the_widget_and_a_copy_that_follows_it(shown, here):
    assert exercise("sore-throat") is None
    chart, bundle = shown
    assert (chart.exercise["mode"], bundle[MIME]) == ("practice", {"exercise": "sore-throat", "lines": []})
    chart.value = {"lines": [LINE]}
    assert shown[-1][MIME]["lines"][0]["code"] == "J02.0"
    assert "J02.0" in shown[-1]["text/html"]
    assert (here / "answers" / "sore-throat.json").is_file()


def test_an_assignment_reads_the_released_half_and_never_a_key(shown, here):
    release(here)
    assert grade("sore-throat") is None
    assert shown[0].exercise["mode"] == "assignment"
    assert shown[0]._session.exercise.key is None


def test_an_instructor_previews_an_assignment_without_its_key(shown, here):
    grade("sore-throat")
    assert shown[0]._session.exercise.key is None


def test_an_answer_tried_out_in_source_is_not_kept_where_it_would_be_released(shown, here, monkeypatch):
    unit = here / "source" / "04-unit"
    unit.mkdir(parents=True)
    (here / "cases").rename(unit / "cases")
    release(unit)
    monkeypatch.chdir(unit)
    grade("sore-throat")
    (chart,) = shown
    chart.value = {"lines": [LINE]}
    assert not (unit / "answers").exists()


def test_voila_keeps_nothing_on_disk(shown, here, monkeypatch):
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5.13")
    exercise("sore-throat")
    (chart,) = shown
    chart.value = {"lines": [LINE]}
    assert chart.exercise["mode"] == "app"
    assert not (here / "answers").exists()


def test_nbgrader_may_look_but_nothing_changes(shown, here, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    release(here)
    grade("sore-throat")
    chart = shown[0]
    assert chart.exercise["read_only"] is True
    chart.value = {"lines": [LINE]}
    assert chart.value == {"lines": []}
    assert not (here / "answers").exists()


def test_what_is_missing_is_said_in_a_sentence(shown, here):
    exercise("no-such-case")
    grade("no-such-case")
    assert all("cannot be shown" in each.data and "Traceback" not in each.data for each in shown)
    assert len(shown) == 2


def test_an_unexpected_error_is_said_in_a_sentence(shown, here, monkeypatch):
    monkeypatch.setattr(notebook, "session_for", lambda *_, **__: 1 / 0)
    exercise("sore-throat")
    assert "Something went wrong" in shown[0].data


def test_the_practice_app_goes_through_a_units_cases(shown, monkeypatch):
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5.13")
    practice("04-icd10cm-conventions")
    chooser, chart, question = shown
    assert isinstance(chooser, Chooser)
    assert isinstance(chart, Chart)
    assert question.exercise == {}
    assert not [case for case in chooser.cases if case["slug"].startswith("lesson-")]
    assert chart.exercise["slug"] == chooser.cases[0]["slug"]
    assert chart.exercise["next"] == chooser.cases[1]["title"]
    chooser._reply({"type": "open", "place": len(chooser.cases) - 1})
    assert question.exercise["slug"] == chooser.cases[-1]["slug"]
    assert question.exercise["next"] == ""
    assert chart.exercise == {}


def test_the_practice_app_remembers_codes_and_marks_while_the_page_lives(shown, monkeypatch):
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5.13")
    practice("04-icd10cm-conventions")
    chooser, chart, _ = shown
    chart.value = {"lines": [{"code": "I10"}]}
    chart._reply({"type": "submit"})
    assert chooser.cases[0]["state"] == "tried"
    chart._reply({"type": "next"})
    assert (chooser.current, chart.value, chart.verdict_html) == (1, {"lines": []}, "")
    chooser._reply({"type": "open", "place": 0})
    assert chart.value["lines"][0]["code"] == "I10"
    assert chart.verdict_html != ""


@pytest.mark.parametrize("place", [-1, 999, None, "0", True, 0.5])
def test_the_chooser_refuses_a_place_that_is_none(shown, monkeypatch, place):
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5.13")
    practice("04-icd10cm-conventions")
    chooser = shown[0]
    replies = []
    chooser.send = lambda content, buffers=None: replies.append(content)
    message = {"type": "open", "id": 1, "place": place}
    chooser._handle_msg({"content": {"data": {"method": "custom", "content": message}}})
    assert replies[0]["type"] == "error"
