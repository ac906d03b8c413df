"""A whole assignment without a mouse: found, fetched, answered, handed in; graded, it has every point."""

import subprocess
import sys

from nbgrader.api import Gradebook
from playwright.sync_api import expect

from browser.steps import chart, press_tab_until, wait_for_notebook
from medcoding.exercises.course import Course
from medcoding.exercises.draw import learner_here, own_variant
from medcoding.kinds import kind_of

UNIT = "03-pathophysiology-pharmacology"  # its assignment mixes charts, reviews and questions


def press_on(page, target, key="Enter"):
    press_tab_until(page, target)
    page.keyboard.press(key)


def code(page, root, answer):
    for line in answer["lines"]:
        press_tab_until(page, root.get_by_role("combobox", name="Find a code"))
        page.keyboard.type(line["code"])
        expect(root.get_by_role("option").first).to_contain_text(line["code"])
        page.keyboard.press("Enter")
        expect(root.locator(".mc-line .mc-code").last).to_have_text(line["code"])


def choose(page, root, answer):
    (text,) = answer["chosen"]
    press_on(page, root.get_by_role("radio").first, "Space")
    while not root.get_by_label(text, exact=True).is_checked():
        page.keyboard.press("ArrowDown")


def match(page, root, answer):
    for left, right in answer["pairs"].items():
        press_tab_until(page, root.get_by_role("combobox", name=left, exact=True))
        page.keyboard.type(right)


def put_in_order(page, root, answer):
    for text in answer["order"]:
        press_on(page, root.get_by_role("button", name=text, exact=True))


def review(page, root, answer):
    for mark in answer["marks"]:
        press_tab_until(page, root.locator('.mc-span[tabindex="0"]'))
        page.keyboard.press("Home")
        line = root.locator(".mc-span").get_by_text(mark["span"], exact=True)
        while not line.evaluate("node => node.closest('.mc-span') === document.activeElement"):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        press_tab_until(page, root.get_by_role("combobox", name=f"What is wrong with: {mark['span']}"))
        page.keyboard.type(mark["label"])


ANSWER = {"codes": code, "choice": choose, "match": match, "order": put_in_order, "review": review}


def test_every_exercise_by_keyboard_earns_every_point(page, running, noise):
    page.goto(running.lab("course/home.ipynb"))
    home = wait_for_notebook(page, "home")
    (work,) = [each for each in Course(running.root).graded_work() if each.folder == UNIT]
    press_on(page, home.get_by_role("link", name=f"Fetch it of {work.title}"))
    listed = page.locator("#nbgrader-assignment-list")
    released = listed.locator("#released_assignments_list .list_item").filter(has_text=UNIT)
    press_on(page, released.get_by_role("button", name="Fetch"))
    fetched = listed.locator("#fetched_assignments_list > .list_item").filter(has_text=UNIT)
    press_on(page, fetched.get_by_role("button", name=UNIT))
    press_on(page, fetched.get_by_role("link", name="assignment", exact=True))
    wait_for_notebook(page, "assignment")

    exercises = {each.slug: each for each in Course(running.root).graded_exercises(UNIT)}
    assert {each.kind for each in exercises.values()} == set(ANSWER)
    slugs = page.locator(".mc-root[data-slug]").evaluate_all("roots => roots.map((root) => root.dataset.slug)")
    assert set(slugs) == set(exercises)
    for slug in slugs:
        own = own_variant(exercises[slug], learner_here(), UNIT)
        root = chart(page, slug)
        ANSWER[own.kind](page, root, kind_of(own.kind).full_answer(own).fields)
        expect(root.locator(".mc-status")).to_have_text("Saved. Complete.")

    page.keyboard.press("Control+Shift+BracketLeft")  # to the tab before this one
    press_on(page, fetched.get_by_role("button", name="Submit"))
    expect(listed.locator("#submitted_assignments_list").get_by_text(UNIT).first).to_be_visible()
    for words in (["nbgrader", "collect", UNIT], ["medcoding", "grade", UNIT]):
        done = subprocess.run(
            [sys.executable, "-m", *words], cwd=running.root, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    with Gradebook(f"sqlite:///{running.root / 'gradebook.db'}") as gradebook:
        (handed_in,) = gradebook.find_assignment(UNIT).submissions
        assert (handed_in.score, handed_in.needs_manual_grade) == (handed_in.max_score, False)
    assert noise.errors == []
