"""Short questions in notebooks: found by their name in a list, saved beside the notebook, released without keys."""

import json

import pytest

from medcoding.answers import MIME
from medcoding.exercises import render_public
from medcoding_widgets import exercise, grade
from medcoding_widgets.question import Question
from unit.question_samples import SAMPLES
from unit.test_chart_notebook import shown  # noqa: F401 - a fixture

QUESTIONS = """
- id: first-of-two
  kind: choice
  ask: Which one?
  outcomes: [A3]
  skills: [laterality]
  difficulty: 1
  why: SECRET
  cite: OCG I.A.1
  options: [{text: this, right: true, says: SECRET}, {text: that, says: SECRET}]
- id: second-of-two
  kind: order
  ask: In which order?
  outcomes: [A3]
  skills: [laterality]
  difficulty: 1
  why: SECRET
  cite: OCG I.A.1
  items: [{text: one}, {text: two}, {text: three}]
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "both.yaml").write_text(QUESTIONS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("slug", ["first-of-two", "second-of-two"])
def test_a_lesson_finds_a_question_by_its_name(shown, here, slug):  # noqa: F811
    assert exercise(slug) is None
    widget, bundle = shown
    assert isinstance(widget, Question)
    assert widget.exercise["slug"] == slug
    assert bundle["text/plain"].endswith("not answered yet")
    assert "SECRET" not in json.dumps([bundle, widget.exercise, widget.status])


def test_the_notebooks_copy_follows_the_answer(shown, here):  # noqa: F811
    exercise("first-of-two")
    shown[0].value = {"chosen": ["that"]}
    assert shown[-1][MIME] == {"exercise": "first-of-two", "chosen": ["that"]}
    assert shown[-1]["text/plain"].endswith(": answered")
    assert "chosen" in shown[-1]["text/html"]
    assert (here / "answers" / "first-of-two.json").is_file()


def test_an_instructor_previews_a_graded_question_without_its_key(shown, here):  # noqa: F811
    grade("first-of-two")
    assert shown[0].exercise["mode"] == "assignment"
    assert shown[0]._session.exercise.key is None


@pytest.mark.parametrize("name", list(SAMPLES))
def test_a_released_exercise_of_every_kind_is_shown(shown, tmp_path, monkeypatch, name):  # noqa: F811
    monkeypatch.chdir(tmp_path)
    found = SAMPLES[name]
    content = {"format": 1, "exercises": {found.slug: render_public(found)}}
    (tmp_path / "exercises.json").write_text(json.dumps(content), encoding="utf-8")
    grade(found.slug)
    assert shown[0].exercise["kind"] == found.kind
