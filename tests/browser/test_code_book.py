"""The code book on a public page: search, page, tree and builder by keyboard; nothing for axe to find."""

import pytest
from playwright.sync_api import expect

from browser.steps import UNIT, open_in_lab, press_tab_until
from browser.test_accessibility import violations
from browser.window import open_window


def open_book(page, running):
    page.goto(running.app("encoder"))
    root = page.locator(".mc-encoder[data-ready]")
    root.wait_for()
    return root


def test_from_words_to_a_code_and_through_its_neighbours_by_keyboard(page, running, noise):
    root = open_book(page, running)
    press_tab_until(page, root.get_by_role("combobox", name="Search the code book"))
    page.keyboard.type("diabetes foot ulcer")
    expect(root.locator('[role="option"]').first).to_contain_text("E11.621")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    title = root.locator(".mc-book-title")
    expect(title).to_contain_text("E11.621")
    expect(title).to_be_focused()
    expect(root.get_by_text("oral hypoglycemic drugs")).to_be_visible()

    press_tab_until(page, root.get_by_role("button", name="L97.4-"))
    page.keyboard.press("Enter")
    expect(title).to_contain_text("L97.4")
    expect(title).to_be_focused()
    press_tab_until(page, root.get_by_role("button", name="Bookmark L97.4"))
    page.keyboard.press("Enter")
    expect(root.get_by_role("button", name="Bookmark L97.4")).to_have_attribute("aria-pressed", "true")
    root.get_by_role("button", name="← Back").press("Enter")
    expect(title).to_contain_text("E11.621")
    page.keyboard.press("Escape")
    expect(root.get_by_role("combobox", name="Search the code book")).to_be_focused()
    assert noise.errors == []


def test_the_tree_is_walked_with_arrow_keys(page, running):
    root = open_book(page, running)
    press_tab_until(page, root.get_by_role("treeitem", name="ICD-10-CM: Diagnoses"))
    for line in ("1 Certain infectious", "A00-A09", "A00 Cholera", "A00.0"):
        page.keyboard.press("ArrowRight")
        expect(root.get_by_role("treeitem", name=line).first).to_be_visible()
        page.keyboard.press("ArrowDown")
        expect(root.get_by_role("treeitem", name=line).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(root.locator(".mc-book-title")).to_contain_text("A00.0")
    expect(root.get_by_role("treeitem", name="A00.0").first).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(root.get_by_role("treeitem", name="A00 Cholera")).to_have_attribute("aria-expanded", "false")


def test_a_procedure_is_built_by_typing_and_by_choosing_from_the_end(page, running):
    root = open_book(page, running)
    root.get_by_role("tab", name="PCS builder").click()
    section = root.get_by_role("listbox", name="1 Section")
    expect(section.get_by_role("option").first).to_be_visible()
    section.focus()
    page.keyboard.type("0dtj")
    expect(root.get_by_role("listbox", name="4 Body Part")).to_have_accessible_name("4 Body Part J Appendix")
    for column, value in (("7 Qualifier", "No Qualifier"), ("6 Device", "No Device")):
        box = root.get_by_role("listbox", name=column)
        box.get_by_role("option", name=value).click()
        # The column says what was taken once the kernel has answered, and the others are narrowed.
        expect(box).to_have_accessible_name(f"{column} Z {value}")
    approach = root.get_by_role("listbox", name="5 Approach")
    expect(approach.get_by_role("option")).to_have_count(4)
    approach.focus()
    page.keyboard.press("ArrowDown")
    expect(root.get_by_text("reach and visualize the site")).to_be_visible()
    page.keyboard.press("Enter")
    expect(root.locator(".mc-pcs-title")).to_have_text(
        "0DTJ4ZZ Resection of Appendix, Percutaneous Endoscopic Approach"
    )


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_nothing_for_axe_to_find(browser, running, scheme, width):
    with open_window(browser, scheme, width) as page:
        root = open_book(page, running)
        search = root.get_by_role("combobox", name="Search the code book")
        search.fill("fracture ankle")
        expect(root.locator('[role="option"]').first).to_be_visible()
        assert violations(page) == []
        search.press("ArrowDown")
        search.press("Enter")
        expect(root.locator(".mc-book-node--here")).to_be_visible()
        assert violations(page) == []
        root.get_by_role("tab", name="PCS builder").click()
        expect(root.get_by_role("option", name="Medical and Surgical")).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_link_in_a_lesson_opens_the_book_at_its_code(page, running, noise):
    page.goto(f"{running.app('encoder')}#code=L03.113")
    title = page.locator(".mc-encoder[data-ready] .mc-book-title")
    expect(title).to_contain_text("L03.113")
    page.evaluate("location.hash = '#code=0DTJ4ZZ'")
    expect(title).to_contain_text("0DTJ4ZZ")
    page.evaluate("location.hash = '#code=L03.999'")
    expect(page.locator(".mc-book-box")).to_contain_text("L03.999")
    assert noise.errors == []


def test_in_jupyterlab_the_link_opens_the_book_beside_the_lesson(page, running, noise):
    lesson = open_in_lab(page, running.lab(f"course/{UNIT}/lesson.ipynb"), "lesson")
    links = lesson.locator('a[href*="encoder.ipynb"]')
    first, second = links.nth(0), links.nth(1)
    codes = (first.inner_text(), second.inner_text())
    assert codes[0] != codes[1]
    first.click()
    title = page.locator(".mc-encoder[data-ready] .mc-book-title")
    expect(title).to_contain_text(codes[0])
    # The book is open already: the next link turns its page.
    page.get_by_role("tab", name="lesson.ipynb").click()
    second.click()
    expect(title).to_contain_text(codes[1])
    assert noise.errors == []
