"""The list of codes below a search box, in a chart and in the code book: its keys, and what a screen reader is told."""

import pytest
from playwright.sync_api import expect

from browser.stage import mount, mount_widget
from builders import a_case, a_line
from medcoding.exercises import parse_case
from medcoding_widgets.by_kind import session_for
from medcoding_widgets.encoder import Encoder
from medcoding_widgets.session import Mode


@pytest.fixture(params=["chart", "book"])
def root(request, page):
    if request.param == "book":
        return mount_widget(page, Encoder(), ("view", "value"), ".mc-encoder[data-ready]")
    return mount(page, session_for(parse_case(a_case(a_line("S93.401A", "first-listed")), "a-case.md"), Mode.PRACTICE))[
        0
    ]


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_codes_are_walked_closed_opened_and_cleared_by_keyboard(page, root, noise):
    box, options = root.get_by_role("combobox").first, root.locator('[role="listbox"] [role="option"]')
    box.fill("sprain ankle")
    expect(options.nth(2)).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    last = options.count() - 1
    for keys, place in ((["ArrowDown"], 0), (["ArrowUp"], last), (["Home"], 0), (["ArrowDown"], 1), (["End"], last)):
        press(page, *keys)
        expect(options.nth(place)).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute("aria-activedescendant", options.nth(place).get_attribute("id"))
        expect(root.locator('[role="option"][aria-selected="true"]')).to_have_count(1)
    press(page, "Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.get_attribute("aria-activedescendant") is None
    expect(box).to_have_value("sprain ankle")
    press(page, "Enter")
    expect(options.first).to_be_visible()
    press(page, "Escape", "Escape")
    expect(box).to_have_value("")
    box.fill("zzzqqq")
    expect(root.get_by_text("Nothing found for “zzzqqq”").last).to_be_visible()
    root.get_by_role("button", name="Clear").click()
    expect(box).to_be_focused()
    assert noise.errors == []


def test_a_reply_to_what_no_longer_stands_in_the_box_is_not_shown(page, root):
    box, options = root.get_by_role("combobox").first, root.locator('[role="listbox"] [role="option"]')
    page.evaluate(
        """() => {
          const send = window.toKernel;
          window.held = [];
          window.toKernel = async (data) => {
            const reply = await send(data);
            if ((data.content?.type ?? "").endsWith("search")) await new Promise((go) => window.held.push(go));
            return reply;
          };
        }"""
    )
    box.fill("sprain ankle")
    page.wait_for_function("held.length === 1")
    box.fill("cholera")
    page.evaluate("held[0]()")
    page.wait_for_function("held.length === 2")
    expect(options).to_have_count(0)
    page.evaluate("held[1]()")
    expect(options.first).to_contain_text("A00")
