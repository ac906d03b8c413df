"""A visitor practises on a Voila page."""

import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from browser.steps import UNIT, code_by_keyboard, open_app, press_tab_until, submit_by_keyboard
from browser.window import open_window


def test_from_the_gallery_to_a_verdict_by_keyboard_alone(page, running, noise):
    page.goto(running.apps_url)
    press_tab_until(page, page.get_by_role("link", name="ICD-10-CM conventions"))
    page.keyboard.press("Enter")
    root = page.locator('.mc-root[data-slug="ankle-sprain-first-visit"]')
    root.wait_for()
    expect(page.get_by_role("heading", level=1)).to_have_text("Unit 4")
    reason = "Sprain of the right ankle, ligament not named"
    assert reason not in page.content()

    code_by_keyboard(page, root, "S93.401A", "S93.401A", downs=1)
    submit_by_keyboard(page, root)

    verdict = root.locator(".mc-verdict-box")
    expect(verdict).to_contain_text(reason)
    expect(verdict).to_contain_text("2 of 2")
    assert noise.errors == []


def test_a_short_question_takes_the_charts_place_and_gives_it_back(page, running, noise):
    open_app(page, running)
    page.get_by_role("button", name="All exercises").click()
    page.get_by_role("button", name="Which of these can be reported").click()
    root = page.locator('.mc-root[data-slug="finished-or-heading"]')
    expect(root.get_by_role("checkbox")).to_have_count(6)
    expect(page.locator(".mc-root[data-slug]")).to_have_count(1)
    root.get_by_role("checkbox", name="I10").check()
    root.get_by_role("button", name="Check my answer").click()
    expect(root.locator(".mc-verdict-box")).to_contain_text("1 of 3 points")
    page.get_by_role("button", name="All exercises").click()
    page.locator(".mc-cases .mc-button").first.click()
    expect(page.locator('.mc-root[data-slug="ankle-sprain-first-visit"]')).to_be_visible()
    expect(page.locator(".mc-root[data-slug]")).to_have_count(1)
    assert noise.errors == []


def test_the_page_says_what_it_is_and_how_to_skip_to_it(page, running):
    open_app(page, running)
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.title() == "Practice 4: ICD-10-CM conventions"
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the exercise")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_the_visitors_light_or_dark(browser, running, scheme):
    with open_window(browser, scheme) as page:
        open_app(page, running)
        colours = page.evaluate(
            """() => {
              const light = (colour) => colour.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
              const style = getComputedStyle(document.querySelector("#rendered_cells"));
              return [light(style.backgroundColor), light(style.color)];
            }"""
        )
    back, text = colours
    assert (back > text) == (scheme == "light")


def test_nothing_is_wider_than_a_phone(browser, running):
    with open_window(browser, width=360) as page:
        for address, ready in ((running.apps_url, "h1"), (running.app(UNIT), ".mc-root[data-slug]")):
            page.goto(address)
            page.locator(ready).first.wait_for()
            box = page.locator("#rendered_cells, html").last
            assert box.evaluate("node => node.scrollWidth <= node.clientWidth + 1"), address


@pytest.mark.parametrize(
    "path",
    [
        "voila/tree/",
        "voila/api/contents/",
        "api/contents/",
        "api/kernels",
        "api/sessions",
        f"voila/files/{UNIT}.ipynb",
        "voila/files/course/syllabus.yaml",
        f"voila/render/../source/{UNIT}/assignment.ipynb",
        "voila/render/nothing.ipynb",
        "nowhere",
    ],
)
def test_a_visitor_reaches_the_practice_pages_and_nothing_else(running, path):
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(running.apps_url + path, timeout=10)
    assert answer.value.code in {403, 404}
    assert "Traceback" not in answer.value.read().decode()
    answer.value.close()
