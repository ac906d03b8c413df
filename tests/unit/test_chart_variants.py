"""Which variant of a case a notebook shows, and that the answer says which it was."""

import json

import pytest

from medcoding.answers import MIME
from medcoding.exercises import load_case
from medcoding.exercises.draw import own_variant
from medcoding.exercises.public import public_half
from medcoding_widgets import exercise, grade
from unit import test_chart_notebook
from unit.test_variants import a_text

shown = test_chart_notebook.shown
ENTERED = {"lines": [{"code": "S93.401A", "system": "ICD-10-CM", "role": "first-listed"}]}


@pytest.fixture
def case(tmp_path, monkeypatch):
    unit = tmp_path / "unit"
    (unit / "cases").mkdir(parents=True)
    (unit / "cases" / "a-case.md").write_text(a_text(), encoding="utf-8")
    monkeypatch.chdir(unit)
    return load_case(unit / "cases" / "a-case.md")


@pytest.fixture
def released(case, tmp_path):
    text = json.dumps({"format": 1, "exercises": {"a-case": public_half(case)}})
    (tmp_path / "unit" / "exercises.json").write_text(text, encoding="utf-8")
    return case


def named(found):
    return next(thing[MIME].get("variant") for thing in found if isinstance(thing, dict))


@pytest.mark.parametrize("learner", ["ada", "ben", "chen"])
def test_an_assignment_shows_a_learner_the_same_variant_at_every_opening(shown, released, monkeypatch, learner):
    monkeypatch.setenv("MEDCODING_LEARNER", learner)
    for _ in range(3):
        shown.clear()
        grade("a-case")
        assert named(shown) == own_variant(released, learner, "unit").variant
        assert shown[0]._session.exercise.key is None


def test_what_is_entered_is_saved_with_the_name_of_its_variant(shown, released, tmp_path, monkeypatch):
    monkeypatch.setenv("MEDCODING_LEARNER", "ada")
    grade("a-case")
    shown[0].value = ENTERED
    assert json.loads((tmp_path / "unit" / "answers" / "a-case.json").read_text())["variant"] == "left.later"
    assert shown[-1][MIME]["variant"] == "left.later"


@pytest.mark.parametrize("show", [grade, exercise])
def test_a_saved_answer_brings_its_variant_back(shown, released, tmp_path, monkeypatch, show):
    monkeypatch.setenv("MEDCODING_LEARNER", "ada")
    saved = {"exercise": "a-case", "variant": "right.first", **ENTERED}
    (tmp_path / "unit" / "answers").mkdir()
    (tmp_path / "unit" / "answers" / "a-case.json").write_text(json.dumps(saved))
    for _ in range(5):
        shown.clear()
        show("a-case")
        assert named(shown) == "right.first"
        assert "right ankle today" in shown[0].exercise["record_html"]
        assert shown[0].value["lines"][0]["code"] == "S93.401A"


def test_a_variant_that_the_case_has_not_is_not_believed(shown, released, tmp_path, monkeypatch):
    monkeypatch.setenv("MEDCODING_LEARNER", "ada")
    (tmp_path / "unit" / "answers").mkdir()
    (tmp_path / "unit" / "answers" / "a-case.json").write_text('{"exercise": "a-case", "variant": "up"}')
    grade("a-case")
    assert named(shown) == "left.later"


def test_in_practice_each_new_try_may_be_another(shown, case):
    seen = set()
    for _ in range(60):
        shown.clear()
        exercise("a-case")
        seen.add(named(shown))
    assert seen == {each.variant for each in case.variants}


def test_voila_shows_any_variant(shown, case, monkeypatch):
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5.13")
    exercise("a-case")
    assert shown[0]._session.exercise.variant in {each.variant for each in case.variants}
