"""A learner disputes a finding of the verdict, by keyboard, and finds the dispute again."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.steps import UNIT, chart, open_in_lab, press_tab_until, submit_by_keyboard
from medcoding.disputes import load_disputes

SLUG = "lesson-sleepless"  # no other walk answers it
REASON = "The record names hypertension in its history."


def test_a_finding_is_disputed_and_the_dispute_comes_back(page, running, noise):
    open_in_lab(page, running.lab(f"course/{UNIT}/lesson.ipynb"), "lesson")
    root = chart(page, SLUG)
    root.get_by_role("combobox").fill("I10")
    expect(root.get_by_role("option").first).to_be_visible()
    root.get_by_role("combobox").press("Enter")
    submit_by_keyboard(page, root)
    wrong = root.locator(".mc-finding", has=page.locator(".mc-dispute")).first
    press_tab_until(page, wrong.locator("summary"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(REASON)
    press_tab_until(page, wrong.get_by_role("button", name="Save my dispute"))
    page.keyboard.press("Enter")
    expect(wrong).to_contain_text("Your dispute is saved.")
    expect(wrong.locator("summary")).to_contain_text("You dispute this")
    (kept,) = load_disputes(running.root / "course" / UNIT, SLUG)
    assert (kept.code, kept.reason) == ("I10", REASON)
    found = Axe().run(page, context=f'.mc-root[data-slug="{SLUG}"] .mc-verdict-box')
    assert found.response["violations"] == []

    root.get_by_role("button", name="Try again").click()
    submit_by_keyboard(page, root)
    expect(wrong.locator("summary")).to_contain_text("You dispute this")
    wrong.locator("summary").click()
    expect(wrong.get_by_label("Why the finding is wrong")).to_have_value(REASON)
    wrong.get_by_role("button", name="Withdraw it").click()
    expect(wrong.locator("summary")).to_contain_text("I dispute this")
    assert load_disputes(running.root / "course" / UNIT, SLUG) == ()
    root.get_by_role("button", name="Start over").click()
    expect(root.locator(".mc-line")).to_have_count(0)
    assert noise.errors == []
