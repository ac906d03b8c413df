"""axe-core (WCAG 2.2 AA) finds nothing on our pages and widgets. JupyterLab's own frame is not ours to mend."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.steps import UNIT, chart, open_app, open_in_lab
from browser.window import open_window

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page, within=None):
    found = Axe().run(page, context=within, options=RULES).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for each in found
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_gallery_and_missing_page(browser, running, scheme):
    with open_window(browser, scheme) as page:
        for address in (running.apps_url, running.apps_url + "nowhere"):
            page.goto(address)
            assert violations(page) == [], address


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 400)])
def test_practice_page_before_and_after_the_verdict(browser, running, scheme, width):
    with open_window(browser, scheme, width) as page:
        root = open_app(page, running)
        lookup = root.get_by_role("combobox", name="Find a code")
        lookup.fill("ankle sprain")
        expect(root.get_by_role("option").first).to_be_visible()
        assert violations(page) == []
        lookup.press("ArrowDown")
        lookup.press("Enter")
        root.get_by_role("button", name="Check my codes").click()
        expect(root.locator(".mc-finding").first).to_be_visible()
        assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_widget_in_jupyterlab(browser, running, scheme):
    with open_window(browser, scheme) as page:
        open_in_lab(page, running.lab(f"course/{UNIT}/lesson.ipynb"), "lesson")
        root = chart(page, "lesson-cast-check")
        lookup = root.get_by_role("combobox", name="Find a code")
        lookup.fill("fracture radius")
        expect(root.get_by_role("option").first).to_be_visible()
        lookup.press("ArrowDown")
        lookup.press("Enter")
        root.get_by_role("button", name="Check my codes").click()
        expect(root.locator(".mc-finding").first).to_be_visible()
        assert violations(page, '.mc-root[data-slug="lesson-cast-check"]') == []
