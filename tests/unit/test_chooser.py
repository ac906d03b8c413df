"""The chooser of a practice page: many exercises, of which one is open."""

from pathlib import Path

from medcoding.exercises.course import Course
from medcoding_widgets import chooser

ROOT = Path(__file__).parents[2]


def test_a_page_of_many_exercises_makes_one_widget_for_charts_and_one_for_questions(monkeypatch):
    made = []
    monkeypatch.setattr(
        chooser, "widget_for", lambda session, make=chooser.widget_for: made.append(make(session)) or made[-1]
    )
    exercises = Course(ROOT).exercises_to_practise("04-icd10cm-conventions")
    page = chooser.Chooser("Unit 4", exercises)
    assert len(exercises) > 2
    assert {each.is_question for each in exercises} == {True, False}
    assert len(made) == 2
    assert set(page.widgets) == set(made)
    page._reply({"type": "open", "place": len(exercises) - 1})
    assert len(made) == 2
    assert sum(bool(widget.exercise) for widget in page.widgets) == 1
