"""A learner fetches the assignment, answers it in widgets and hands it in."""

import json

import pytest
from playwright.sync_api import expect

from browser.steps import UNIT, chart, wait_for_notebook
from medcoding.disputes import load_disputes

SLUG = "nosebleed-before-lunch"


@pytest.fixture
def assignments(page, running):
    """The Assignment List of nbgrader, open."""
    page.goto(running.lab("course/home.ipynb"))
    wait_for_notebook(page, "home")
    page.get_by_role("menuitem", name="Course", exact=True).click()
    page.locator(".lm-Menu").get_by_text("Assignments").click()
    listed = page.locator("#nbgrader-assignment-list")
    expect(listed.get_by_text(UNIT).first).to_be_visible()
    return listed


def test_fetch_answer_and_submit(page, running, assignments, noise):
    released = assignments.locator("#released_assignments_list .list_item").filter(has_text=UNIT)
    released.get_by_role("button", name="Fetch").click()
    fetched = assignments.locator("#fetched_assignments_list > .list_item").filter(has_text=UNIT)
    expect(fetched.get_by_text(UNIT).first).to_be_visible()
    folder = running.root / "my-assignments" / UNIT
    assert (folder / "assignment.ipynb").is_file()
    assert not list(folder.rglob("*.md"))  # no case, no key

    fetched.get_by_text(UNIT).first.click()
    fetched.get_by_text("assignment", exact=True).click()
    notebook = wait_for_notebook(page, "assignment")

    root = chart(page, SLUG)
    root.get_by_role("combobox").fill("R04.0")
    expect(root.get_by_role("option").first).to_be_visible()
    root.get_by_role("combobox").press("Enter")
    expect(root.locator(".mc-status")).to_contain_text("Saved. Complete.")
    expect(root.get_by_role("button", name="Check my codes")).to_have_count(0)
    expect(root.locator(".mc-verdict-box")).to_be_hidden()

    saved = json.loads((folder / "answers" / f"{SLUG}.json").read_text(encoding="utf-8"))
    assert [line["code"] for line in saved["lines"]] == ["R04.0"]

    # A dispute of earlier feedback travels with it.
    root.get_by_text("Dispute a finding of my feedback").click()
    root.get_by_label("Code or entry, as the feedback shows it").fill("R04.0")
    root.get_by_label("Why the finding is wrong").fill("The record says so.")
    root.get_by_role("button", name="Save my dispute").click()
    expect(root.locator(".mc-dispute-list")).to_contain_text("The record says so.")

    # The same answer travels inside the notebook, which saves itself.
    expect(notebook.page.locator(".jp-mod-dirty")).to_have_count(0)
    inside = (folder / "assignment.ipynb").read_text(encoding="utf-8")
    assert "application/vnd.medcoding.answer+json" in inside
    assert "R04.0" in inside

    page.get_by_role("tab", name="Assignments").click()
    fetched.get_by_role("button", name="Submit").click()
    expect(assignments.locator("#submitted_assignments_list").get_by_text(UNIT).first).to_be_visible()
    (handed_in,) = (running.root / ".exchange" / "medcoding" / "inbound").glob(f"*+{UNIT}+*")
    assert (handed_in / "answers" / f"{SLUG}.json").is_file()
    (dispute,) = load_disputes(handed_in, SLUG)
    assert (dispute.code, dispute.reason) == ("R04.0", "The record says so.")
    assert noise.errors == []
