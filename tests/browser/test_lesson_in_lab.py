"""A learner reads the lesson in JupyterLab."""

import json

from playwright.sync_api import expect

from browser.steps import (
    UNIT,
    chart,
    code_by_keyboard,
    open_in_lab,
    press_tab_until,
    submit_by_keyboard,
    wait_for_notebook,
)

SLUG = "lesson-sore-throat"
REASON = "The main term is Pharyngitis"


def test_from_home_to_a_verdict_by_keyboard_alone(page, running, noise):
    open_in_lab(page, running.lab("course/home.ipynb"), "home")
    page.get_by_role("link", name="Lesson of unit 4").click()
    wait_for_notebook(page, "lesson")

    root = chart(page, SLUG)
    expect(root).to_be_visible()
    # The reason is on the server; nothing the page was sent holds it.
    assert REASON not in page.content()

    press_tab_until(page, root.locator(".mc-span").first)
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    code_by_keyboard(page, root, "streptococcal pharyngitis", "J02.0", downs=1)
    submit_by_keyboard(page, root)

    verdict = root.locator(".mc-verdict-box")
    expect(verdict).to_contain_text(REASON)
    expect(verdict).to_contain_text("2 of 2")
    assert noise.errors == []


def test_no_source_prompt_or_tool_for_cells_is_in_sight(page, running):
    notebook = open_in_lab(page, running.lab(f"course/{UNIT}/lesson.ipynb"), "lesson")
    source = (".jp-CodeCell .jp-InputArea", ".jp-InputPlaceholder", ".jp-InputPrompt", ".jp-OutputPrompt")
    for hidden in (*source, ".jp-cell-toolbar"):
        assert [each for each in notebook.locator(hidden).all() if each.is_visible()] == [], hidden
    for tool in ("insert", "cut", "copy", "paste", "run"):
        expect(notebook.locator(f'[data-jp-item-name="{tool}"]')).to_be_hidden()


def test_a_learner_sees_no_menus_for_instructors_or_programmers(page, running):
    open_in_lab(page, running.lab("course/home.ipynb"), "home")
    page.get_by_role("menuitem", name="Course", exact=True).click()
    menu = page.locator(".lm-Menu")
    expect(menu.get_by_text("Assignments")).to_be_visible()
    assert "Formgrader" not in menu.inner_text()
    page.keyboard.press("Escape")
    names = page.locator(".lm-MenuBar-itemLabel").all_inner_texts()
    assert "Nbgrader" not in names
    for name, says in (("File", "Save Notebook"), ("Run", "Run All Cells")):
        page.get_by_role("menuitem", name=name, exact=True).click()
        expect(menu).to_contain_text(says)
        assert "Console" not in menu.inner_text()
        page.keyboard.press("Escape")
    expect(page.get_by_role("tab", name="Create Assignment")).to_have_count(0)
    expect(page.get_by_text("Would you like to get notified about official Jupyter news")).to_have_count(0)


def test_whoever_closes_the_last_tab_finds_the_course_home(page, running, noise):
    with page.expect_response(lambda answer: answer.request.method == "PUT" and "/workspaces/" in answer.url):
        page.goto(running.lab("course/glossary.ipynb"))  # JupyterLab opens what is named in the address after that
    tabs = page.locator("#jp-main-dock-panel .lm-TabBar-tab")
    expect(tabs).to_have_text(["glossary.ipynb"])
    expect(page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')).to_be_visible()
    tabs.locator(".lm-TabBar-tabCloseIcon").click()
    wait_for_notebook(page, "home")
    expect(tabs).to_have_text(["home.ipynb"])
    assert noise.errors == []


def test_shortcuts_of_jupyterlab_stay_out_of_the_widget_but_saving_works(page, running):
    notebook = open_in_lab(page, running.lab(f"course/{UNIT}/lesson.ipynb"), "lesson")
    stored = running.root / "course" / UNIT / "lesson.ipynb"
    before = stored.read_bytes()
    cells = len(json.loads(before)["cells"])
    expect(notebook.locator(".jp-Cell")).to_have_count(cells)
    root = chart(page, SLUG)

    root.locator(".mc-span").first.focus()
    for key in ("a", "b", "x", "m", "d", "d", "Shift+M"):
        page.keyboard.press(key)
    root.get_by_role("combobox").focus()
    page.keyboard.type("abxmdd")
    expect(root.get_by_role("combobox")).to_have_value("abxmdd")
    expect(notebook.locator(".jp-Cell")).to_have_count(cells)

    with page.expect_response(lambda answer: answer.request.method == "PUT" and "lesson.ipynb" in answer.url) as saved:
        page.keyboard.press("Control+s")
    assert saved.value.ok
    # A saved lesson stays what `medcoding build` wrote, byte by byte.
    assert stored.read_bytes() == before


def test_a_lesson_never_asks_to_be_saved(page, running):
    open_in_lab(page, running.lab(f"course/{UNIT}/lesson.ipynb"), "lesson")
    root = chart(page, "lesson-only-the-word")
    root.get_by_role("combobox").fill("J02.9")
    expect(root.get_by_role("option").first).to_be_visible()
    root.get_by_role("combobox").press("Enter")
    expect(root.locator(".mc-line")).to_have_count(1)
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
