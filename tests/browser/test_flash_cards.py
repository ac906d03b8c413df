"""Flash cards by keyboard, on a bare page and on a public one."""

import io
import zipfile
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.stage import mount_widget
from browser.steps import press_tab_until
from browser.test_accessibility import RULES
from browser.window import open_window
from learning_builders import NOW
from medcoding.learning.cards import Card, Deck
from medcoding.learning.logbook import PageLog
from medcoding_widgets.flash_cards import Cards

NAMES = ("decks", "card", "keeps")
PARTS = (Card("-itis", "inflammation", "gastritis"), Card("-ectomy", "cutting out"), Card("hypo-", "below, too little"))


class Days:
    """A clock that the test moves."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


def show(page, clock, cards=PARTS):
    decks = [Deck("02-terms", 2, "word-parts", cards), Deck("04-codes", 4, "rules", (Card("Excludes1", "Not both"),))]
    widget = Cards(decks, PageLog(), clock)
    return mount_widget(page, widget, NAMES, ".mc-cards[data-ready]")


def violations(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def test_a_deck_by_keyboard_alone_and_the_days_after(page):
    clock = Days()
    root = show(page, clock)
    press_tab_until(page, root.get_by_role("button", name="Study Word parts"))
    page.keyboard.press("Enter")
    front = root.locator(".mc-cards-front")
    expect(front).to_have_text("-itis")
    expect(root.get_by_text("inflammation")).to_have_count(0)

    page.keyboard.press("4")  # nothing before the answer is seen
    page.keyboard.press("Space")
    expect(root.locator(".mc-cards-back")).to_have_text("inflammation")
    expect(root.locator(".mc-cards-note")).to_have_text("gastritis")
    page.keyboard.press("1")
    for word in ("-ectomy", "hypo-"):
        expect(front).to_have_text(word)
        page.keyboard.press("Enter")
        page.keyboard.press("3")
    expect(front).to_have_text("-itis")  # not known, so it comes again
    page.keyboard.press("Space")
    page.keyboard.press("3")
    expect(front).to_have_text("That is all for today.")
    page.keyboard.press("Escape")
    done = root.get_by_role("button", name="Done for today Word parts")
    expect(done).to_have_attribute("aria-disabled", "true")
    expect(done).to_be_focused()

    clock.now += timedelta(days=3)
    root.get_by_role("button", name="Study Rules").click()
    expect(front).to_have_text("Excludes1")
    root.get_by_role("button", name="All decks").click()
    expect(root.get_by_role("listitem").filter(has_text="Word parts")).to_contain_text("3 due · 3 of 3 seen")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_and_width_in_every_state(browser, scheme, width):
    with open_window(browser, scheme, width) as page:
        long = Card("sphygmomanometer and electroencephalography", "what measures " * 12, "from many parts " * 5)
        root = show(page, Days(), (long, *PARTS))
        assert violations(page) == []
        root.get_by_role("button", name="Study Word parts").click()
        expect(root.get_by_role("button", name="Show the answer")).to_be_focused()
        assert violations(page) == []
        page.keyboard.press("Space")
        expect(root.locator(".mc-cards-ratings button")).to_have_count(4)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")


def test_a_visitor_learns_a_deck_and_takes_it_to_anki(page, running, noise):
    record = running.root / "progress" / "practice.jsonl"
    before = record.read_bytes() if record.exists() else None
    page.goto(running.apps_url)
    page.get_by_role("link", name="Flash cards").click()
    root = page.locator(".mc-cards[data-ready]")
    root.wait_for()
    with page.expect_download() as download:
        root.get_by_role("button", name="Anki deck of Walk").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as package:
        assert "collection.anki2" in package.namelist()
    root.get_by_role("button", name="Study Walk").click()
    expect(root.get_by_role("button", name="Show the answer")).to_be_focused()
    page.keyboard.press("Space")
    expect(root.locator(".mc-cards-back")).to_have_text("a back")
    page.keyboard.press("3")
    expect(root.locator(".mc-cards-front")).to_have_text("another front")
    assert noise.errors == []
    assert (record.read_bytes() if record.exists() else None) == before  # a visitor leaves nothing behind
