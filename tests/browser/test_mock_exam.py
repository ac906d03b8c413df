"""A mock exam by keyboard; a kernel killed in its middle; time that runs out; every page of it for everyone."""

import json
import re

import pytest
from playwright.sync_api import expect

from browser.host_stage import mount_with_stages
from browser.steps import open_in_lab, press_tab_until
from browser.test_accessibility import violations
from browser.test_sessions import kill_kernel
from browser.window import open_window
from exam_builders import Wall, a_bank, a_blueprint, a_desk
from medcoding.learning.blueprint import Section
from medcoding_widgets.mock_exam import MockExam

SMALL = """\
title: A short walk
mock: true
minutes: 45
passing: 50
about: For tests.
sections:
  - {name: Words, questions: 3, skills: [word-building]}
  - {name: Procedures, questions: 2, skills: [], note: They come with unit 10.}
"""


def show(page, exam):
    def inner():
        return {each.model_id: each for each in exam._widgets.values()}

    return mount_with_stages(page, exam, inner, ".mc-exam[data-ready]")


def answer(root, name):
    root.get_by_role("radio", name=name, exact=True).check()


def slug_at(exam, place):
    return exam._desk.open.items[place].exercise


def test_an_exam_by_keyboard_alone(page, noise):
    exam = MockExam([a_desk(Wall())], keeps=True)
    root = show(page, exam)
    press_tab_until(page, root.get_by_role("button", name="Begin"))
    page.keyboard.press("Enter")
    expect(root.get_by_role("heading", name=re.compile("Question 1 of 3"))).to_be_focused()
    press_tab_until(page, root.get_by_role("radio").first)
    page.keyboard.press("Space")
    expect(root.get_by_role("button", name="Question 1, answered", exact=True)).to_be_visible()
    page.keyboard.press("Alt+PageDown")
    expect(root.get_by_role("heading", name=re.compile("Question 2 of 3"))).to_be_visible()
    press_tab_until(page, root.get_by_role("button", name="Flag for later"))
    page.keyboard.press("Enter")
    expect(root.get_by_role("button", name="Question 2, not answered, flagged")).to_be_visible()
    expect(root.get_by_role("button", name="Flag for later", pressed=True)).to_be_focused()
    page.keyboard.press("Alt+PageUp")
    expect(root.get_by_role("heading", name=re.compile("Question 1 of 3"))).to_be_visible()
    expect(root.get_by_role("radio").first).to_be_checked()
    expect(root.get_by_role("button", name=re.compile("Check|Try again"))).to_have_count(0)

    press_tab_until(page, root.get_by_role("button", name="Hand in …"))
    page.keyboard.press("Enter")
    expect(root.get_by_role("heading", name="2 questions have no answer yet")).to_be_focused()
    asked = root.get_by_role("group", name="Hand in the exam")
    expect(asked.get_by_role("button", name=re.compile("Question"))).to_have_text(["2", "3", "2"])
    press_tab_until(page, asked.get_by_role("button", name="Hand in now"))
    page.keyboard.press("Enter")
    expect(root.get_by_role("heading", name=re.compile("Your result"))).to_be_focused()
    expect(root.get_by_text("3 of the 5 questions of such an exam could be asked.")).to_be_visible()

    press_tab_until(page, root.get_by_role("button", name=re.compile("Question 1, (right|wrong)")))
    page.keyboard.press("Enter")
    expect(root.locator(".mc-verdict-box")).to_contain_text("Because the rule says so.")
    expect(root.get_by_role("button", name="Try again")).to_have_count(0)
    press_tab_until(page, root.get_by_role("button", name="Back to the result"))
    page.keyboard.press("Enter")
    expect(root.get_by_role("heading", name=re.compile("Your result"))).to_be_focused()
    assert noise.errors == []


def test_time_that_runs_out_brings_the_result_by_itself(page):
    clock = Wall()
    exam = MockExam([a_desk(clock)], keeps=True)
    root = show(page, exam)
    root.get_by_role("button", name="Begin").click()
    expect(root.get_by_role("heading", name=re.compile("Question 1 of 3"))).to_be_focused()
    answer(root, slug_at(exam, 0))
    expect(root.get_by_role("button", name="Question 1, answered", exact=True)).to_be_visible()
    clock.forward(minutes=29, seconds=58)
    root.get_by_role("button", name="Next").click()
    expect(root.locator(".mc-exam-digits")).to_have_text(re.compile(r"00:0\d"))
    root.get_by_role("button", name="Hide the time").click()
    expect(root.locator(".mc-exam-digits")).to_be_hidden()
    clock.forward(seconds=2)
    expect(root.get_by_role("heading", name=re.compile("Your result"))).to_be_focused()
    expect(root.get_by_text("The time ran out, and what was entered counts. 1 of 3 questions")).to_be_visible()
    expect(root.locator(".mc-unseen[role=status]").last).to_have_text("The time is up. Here is your result.")


def a_long_exam(clock):
    sections = (
        Section("Sides", 5, ("laterality",)),
        Section("Surgery of many things", 6, (), "It comes with unit 10."),
    )
    bank = a_bank("one", "two", "three", "four", "five", "six")
    desk = a_desk(clock, blueprint=a_blueprint(*sections), bank=bank)
    desk.begin()
    desk.end()  # an earlier try
    clock.forward(days=1)
    return MockExam([desk, a_desk(clock, blueprint=a_blueprint(name="other"))], keeps=True)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)])
def test_axe_and_width_on_every_page(browser, scheme, width):
    with open_window(browser, scheme, width) as page:
        clock = Wall()
        exam = a_long_exam(clock)
        root = show(page, exam)

        def is_sound(where):
            assert violations(page) == [], where
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1"), (
                where
            )

        is_sound("the list")
        root.get_by_role("button", name="Open A small exam").first.click()
        root.get_by_text("What it asks, section by section").click()
        is_sound("the start page")
        root.get_by_role("button", name="Begin").click()
        expect(root.get_by_role("heading", name=re.compile("Question 1 of 5"))).to_be_visible()
        if not root.get_by_role("button", name="Question 1,").is_visible():
            root.get_by_text("All questions").click()
        for place in range(5):
            root.get_by_role("button", name=f"Question {place + 1},").click()
            expect(root.get_by_role("heading", name=re.compile(f"Question {place + 1} of 5"))).to_be_visible()
            answer(root, "other" if place in (1, 2) else slug_at(exam, place))
        expect(root.get_by_role("button", name="Question 5, answered")).to_be_attached()
        root.get_by_role("button", name="Flag for later").click()
        is_sound("a question")
        root.get_by_role("button", name="Hand in …").click()
        is_sound("the question before handing in")
        clock.forward(minutes=5)
        root.get_by_role("button", name="Hand in now").click()
        expect(root.get_by_text("could not be asked")).to_be_visible()
        root.get_by_text("1 section could not be asked").click()
        is_sound("the result")
        root.get_by_role("button", name="Question 3, wrong").click()
        is_sound("a question of the result")
        root.get_by_role("button", name="Back to the result").click()


def test_in_jupyterlab_a_killed_kernel_in_mid_exam_loses_nothing(page, running, noise):
    (running.root / "course" / "exams" / "a-walk.yaml").write_text(SMALL, encoding="utf-8")
    path = "course/mock-exams.ipynb"
    open_in_lab(page, running.lab(path), "practice")
    root = page.locator(".mc-exam[data-ready]")
    root.get_by_role("button", name="Open A short walk").click()
    expect(root.get_by_text("The course can ask 3 of them so far")).to_be_visible()
    root.get_by_role("button", name="Begin").click()
    root.get_by_role("button", name="Next", exact=True).click()
    root.get_by_role("button", name="Flag for later").click()
    expect(root.get_by_role("button", name="Question 2, not answered, flagged")).to_be_visible()
    (file,) = (running.root / "progress" / "mock-exams").glob("a-walk-*.json")
    before = json.loads(file.read_text(encoding="utf-8"))
    assert (before["place"], len(before["flags"]), before["ended_at"]) == (1, 1, None)

    kill_kernel(page, running, path, "practice")
    expect(root.get_by_text("You are in the middle of this exam: 0 of 3 answered.")).to_be_visible()
    root.get_by_role("button", name="Go on").click()
    expect(root.get_by_role("heading", name=re.compile("Question 2 of 3"))).to_be_visible()
    expect(root.get_by_role("button", name="Flag for later", pressed=True)).to_be_visible()
    expect(root.locator(".mc-exam-digits")).to_have_text(re.compile(r"4[34]:\d\d"))
    after = json.loads(file.read_text(encoding="utf-8"))
    assert after["started_at"] == before["started_at"]
    assert after["used"] > before["used"]
    assert after["items"] == before["items"]


def test_a_visitor_answers_the_daily_ten_and_nothing_is_kept(page, running, noise):
    before = sorted((running.root / "progress").rglob("*"))
    page.goto(running.apps_url)
    page.get_by_role("link", name="The daily ten").click()
    root = page.locator(".mc-exam[data-ready]")
    expect(root.get_by_text("no time limit")).to_be_visible()
    root.get_by_role("button", name="Begin").click()
    expect(root.get_by_role("heading", name=re.compile("Question 1 of 10"))).to_be_visible()
    expect(root.locator(".mc-exam-timer")).to_be_hidden()
    expect(root.locator(".mc-root[data-slug]")).to_be_visible()
    assert violations(page) == []
    root.get_by_role("button", name="Hand in …").click()
    root.get_by_role("button", name="Hand in now").click()
    expect(root.get_by_role("heading", name=re.compile("Your result"))).to_be_visible()
    assert sorted((running.root / "progress").rglob("*")) == before
    assert noise.errors == []
