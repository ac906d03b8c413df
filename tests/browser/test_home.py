"""The course's home: what was done shows, what was missed comes back, everything by keyboard and on a phone."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.stage import mount_widget
from browser.steps import UNIT, chart, open_in_lab, press_tab_until, wait_for_notebook
from browser.test_accessibility import RULES
from browser.window import open_window
from learning_builders import NOW, a_try
from medcoding.exercises.course import Course
from medcoding.learning.logbook import FileLog
from medcoding_widgets.course_home import Home
from medcoding_widgets.home_view import Links

ROOT = Path(__file__).parents[2]
NAMES = ("course", "step", "review", "stages", "units", "work", "mastery", "cards")
SLUG = "lesson-hot-roof"
SLOW = 60_000  # ms, for what waits for a kernel to start


def violations(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


def row_of(root):
    return root.locator(".mc-home-unit", has_text=re.compile("Unit 4: "))


def done_in_lesson(root):
    return int(re.search(r"Lesson (\d+) of", row_of(root).inner_text())[1])


def make_older(record, days):
    """Two days later: the same record, with every moment that much further in the past."""
    lines = [json.loads(line) for line in record.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        if "when" in line:
            line["when"] = (datetime.fromisoformat(line["when"]) - timedelta(days=days)).isoformat()
    record.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def test_what_was_done_shows_and_what_was_missed_comes_back_on_its_day(page, running, noise):
    notebook = open_in_lab(page, running.lab("course/home.ipynb"), "home")
    home = notebook.locator(".mc-home[data-ready]")
    home.wait_for()
    expect(notebook.locator("p", has_text="This page fills by itself")).to_be_hidden()
    before = done_in_lesson(home)

    home.get_by_role("link", name="Lesson of unit 4").click()
    wait_for_notebook(page, "lesson")
    exercise = chart(page, SLUG)
    lookup = exercise.get_by_role("combobox", name="Find a code")
    lookup.fill("J02.9")
    expect(exercise.get_by_role("option").first).to_be_visible(timeout=SLOW)
    lookup.press("Enter")
    exercise.get_by_role("button", name="Check my codes").click()
    expect(exercise.locator(".mc-verdict-box")).to_contain_text("0 of", timeout=SLOW)

    page.get_by_role("menuitem", name="Course", exact=True).click()
    page.locator(".lm-Menu").get_by_text("Course home").click()
    expect(row_of(home)).to_contain_text(f"Lesson {before + 1} of", timeout=SLOW)
    expect(row_of(home)).to_contain_text("In progress")
    home.get_by_text("Unit 4 ICD-10-CM conventions").click()
    expect(home.locator(".mc-home-row--started").first).to_be_visible()

    make_older(running.root / "progress" / "practice.jsonl", days=3)
    page.reload()
    home.wait_for()
    start = home.get_by_role("button", name="Start today's review")
    press_tab_until(page, start)
    page.keyboard.press("Enter")
    expect(home.get_by_role("heading", name=re.compile("Today's review: 1 of"))).to_be_focused(timeout=SLOW)
    inside = home.locator(".mc-home-inside .mc-root[data-slug]")
    expect(inside).to_have_count(1, timeout=SLOW)
    expect(inside).to_be_visible()
    assert inside.get_attribute("data-slug") != SLUG
    home.get_by_role("button", name="Stop for now").click()
    expect(start).to_be_focused()
    assert noise.errors == []


def test_search_leads_into_a_lesson_and_into_the_code_book(page, running):
    notebook = open_in_lab(page, running.lab("course/home.ipynb"), "home")
    home = notebook.locator(".mc-home[data-ready]")
    home.get_by_role("searchbox").fill("how the book is made")
    home.get_by_role("link", name="How the book is made").click()
    lesson = wait_for_notebook(page, "lesson")
    expect(lesson.get_by_role("heading", name="How the book is made")).to_be_in_viewport()
    page.get_by_role("tab", name="home.ipynb").click()
    home.get_by_role("searchbox").fill("E11.621")
    home.get_by_role("link", name="E11.621").click()
    expect(page.locator(".mc-encoder")).to_contain_text("foot ulcer", timeout=SLOW)


def test_a_visitor_sees_the_course_at_a_glance(page, running, noise):
    page.goto(running.apps_url)
    page.get_by_role("link", name="The course at a glance").click()
    home = page.locator(".mc-home[data-ready]")
    home.wait_for()
    home.get_by_role("searchbox").fill("wheelchair")
    expect(home.locator(".mc-home-code").first).to_be_visible(timeout=SLOW)
    assert violations(page) == []
    home.get_by_role("link", name="Practice of unit 4").click()
    page.locator(".mc-root[data-slug]").wait_for()
    assert noise.errors == []


def show(page, log):
    return mount_widget(
        page, Home(Course(ROOT), log, Links(is_voila=False), lambda: NOW), NAMES, ".mc-home[data-ready]"
    )


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_and_width_before_and_after_work(browser, tmp_path, scheme, width):
    log = FileLog(tmp_path / "practice.jsonl")
    for again in (False, True):
        with open_window(browser, scheme, width) as page:
            root = show(page, log)
            root.get_by_role("searchbox").fill("fracture")
            expect(root.locator(".mc-home-code").first).to_be_visible()
            for summary in root.locator("summary").all():
                summary.click()
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")
            assert (root.locator(".mc-home-bars").count() > 0) is again
            assert (root.get_by_role("button", name="Start today's review").count() > 0) is again
        tries = {"unit": UNIT, "skills": ("excludes2",), "kind": "choice"}
        log.add(a_try("what-excludes2-allows", 0.0, days_ago=3, **tries))
