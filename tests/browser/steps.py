"""What a person does on a page: open a notebook, move by keyboard, code a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, TimeoutError, expect

if TYPE_CHECKING:
    from browser.conftest import Running

UNIT = "04-icd10cm-conventions"
TABS = 250  # presses of Tab after which nobody would go on


def open_in_lab(page: Page, url: str, role: str) -> Locator:
    """Open a notebook of the course in JupyterLab and wait until its exercises have appeared by themselves."""
    page.goto(url)
    return wait_for_notebook(page, role)


def wait_for_notebook(page: Page, role: str) -> Locator:
    notebook = page.locator(f'.jp-NotebookPanel[data-medcoding="{role}"]')
    expect(notebook).to_have_attribute("data-medcoding-state", "ready", timeout=60_000)
    return notebook


def open_app(page: Page, running: Running) -> Locator:
    """Open the unit's practice page and wait for its first case; a page that stays empty tells what it shows."""
    page.goto(running.app(UNIT))
    root = page.locator(".mc-root[data-slug]")
    try:
        root.wait_for()
    except TimeoutError as error:
        shown = page.evaluate("document.body.innerText")
        log = (running.root / ".medcoding" / "practice.log").read_text(encoding="utf-8")[-3000:]
        raise AssertionError(f"no exercise on the practice page, but: {shown!r}\nThe server's log:\n{log}") from error
    return root


def chart(page: Page, slug: str) -> Locator:
    """The chart widget of an exercise."""
    return page.locator(f'.mc-root[data-slug="{slug}"]')


def press_tab_until(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus, as someone without a mouse would."""
    wanted = target.element_handle()
    for _ in range(TABS):
        if wanted.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached with {TABS} presses of Tab")


def code_by_keyboard(page: Page, root: Locator, words: str, code: str, downs: int) -> None:
    """Search with words, choose the `downs`-th hit with the arrow keys, add it."""
    press_tab_until(page, root.get_by_role("combobox", name="Find a code"))
    page.keyboard.type(words)
    expect(root.get_by_role("option").first).to_be_visible()
    for _ in range(downs):
        page.keyboard.press("ArrowDown")
    expect(root.locator('[role="option"][aria-selected="true"]')).to_contain_text(code)
    page.keyboard.press("Enter")
    expect(root.locator(".mc-line .mc-code").first).to_have_text(code)


def submit_by_keyboard(page: Page, root: Locator) -> None:
    press_tab_until(page, root.get_by_role("button", name="Check my codes"))
    page.keyboard.press("Enter")
