"""Short questions in the lesson, in JupyterLab: answered by keyboard, saved, found again."""

import json

from playwright.sync_api import expect

from browser.steps import UNIT, chart, open_in_lab, press_tab_until, wait_for_notebook


def test_an_order_and_a_choice_by_keyboard_alone(page, running, noise):
    notebook = open_in_lab(page, running.lab(f"course/{UNIT}/lesson.ipynb"), "lesson")
    written = json.loads((running.root / "course" / UNIT / "lesson.ipynb").read_text(encoding="utf-8"))["cells"]
    cells = notebook.locator(".jp-Cell")
    expect(cells).to_have_count(len(written))

    order = chart(page, "from-diagnosis-to-code")
    press_tab_until(page, order.get_by_role("button", name="Choose the main term, Appendicitis", exact=True))
    for beginning in ("Choose", "Follow", "Open", "Read", "Give"):
        press_tab_until(page, order.locator(".mc-q-store .mc-button").filter(has_text=beginning))
        page.keyboard.press("Enter")
    expect(order.locator(".mc-q-text").last).to_contain_text("Give the code")
    expect(order.locator(".mc-status")).to_have_text("Saved.")
    press_tab_until(page, order.get_by_role("button", name="Check my answer"))
    page.keyboard.press("Enter")
    expect(order.locator(".mc-verdict-box")).to_contain_text("2.5 of 2.5 points")

    choice = chart(page, "what-excludes2-allows")
    press_tab_until(page, choice.get_by_role("checkbox", name="A patient may have both conditions at once."))
    page.keyboard.press("Space")
    page.keyboard.press("d")
    page.keyboard.press("d")
    press_tab_until(page, choice.get_by_role("button", name="Check my answer"))
    page.keyboard.press("Enter")
    expect(choice.locator(".mc-verdict-box")).to_contain_text("1 of 2 points")
    expect(cells).to_have_count(len(written))

    saved = running.root / "course" / UNIT / "answers" / "what-excludes2-allows.json"
    assert json.loads(saved.read_text(encoding="utf-8"))["chosen"] == ["A patient may have both conditions at once."]
    page.reload()
    wait_for_notebook(page, "lesson")
    kept = chart(page, "what-excludes2-allows").get_by_role("checkbox", name="A patient may have both")
    expect(kept).to_be_checked()
    assert noise.errors == []
