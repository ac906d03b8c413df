"""The portfolio page: for everyone, at any width."""

from pathlib import Path

import pytest

from browser.test_accessibility import violations
from browser.window import open_window
from medcoding.exercises.course import Course
from medcoding.exercises.find import load_exercise
from medcoding.kinds import kind_of
from medcoding.learning.portfolio import Piece, render_portfolio
from medcoding.scoring import score

COURSE = Course(Path(__file__).parents[2])


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_and_width(browser, scheme, width):
    exercise = load_exercise(COURSE.lessons("04-icd10cm-conventions"), "smokers-clinic")
    answer = kind_of(exercise.kind).full_answer(exercise)
    with open_window(browser, scheme, width) as page:
        page.set_content(render_portfolio([Piece(exercise, answer, score(exercise, answer))], "Ana", "A course"))
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")
