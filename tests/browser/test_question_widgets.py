"""Each kind of question on a bare page: by keyboard alone, readable in light and dark, no wider than a phone."""

import pytest
from playwright.sync_api import expect

from browser.stage import mount
from browser.steps import press_tab_until
from browser.test_accessibility import violations
from browser.window import open_window
from medcoding.kinds import kind_of
from medcoding_widgets.by_kind import session_for
from medcoding_widgets.session import Mode
from unit.question_samples import SAMPLES


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def check(page, root, says):
    press_tab_until(page, root.get_by_role("button", name="Check my answer"))
    page.keyboard.press("Enter")
    expect(root.locator(".mc-verdict-box")).to_contain_text(says)
    expect(root.locator(".mc-verdict-box .mc-finding").first).to_be_visible()


def shown(page, name, mode=Mode.PRACTICE, folder=None):
    return mount(page, session_for(SAMPLES[name], mode, folder))


@pytest.mark.parametrize("name", list(SAMPLES))
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_nothing_stands_in_anybodys_way(browser, name, scheme, width):
    with open_window(browser, scheme, width) as page:
        exercise = SAMPLES[name]
        session = session_for(exercise, Mode.PRACTICE)
        session.change(session.read(dict(kind_of(exercise.kind).full_answer(exercise).fields)))
        root, _ = mount(page, session)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        root.get_by_role("button", name="Check my answer").click()
        expect(root.locator(".mc-finding").first).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_choice_by_keyboard_try_again_start_over_and_undo(page, noise):
    root, widget = shown(page, "choice")
    press_tab_until(page, root.get_by_role("radio").first)
    press(page, "Space", "ArrowDown")
    expect(root.get_by_role("radio").nth(1)).to_be_checked()
    check(page, root, "points")
    expect(root.get_by_role("radio").first).to_be_disabled()
    press_tab_until(page, root.get_by_role("button", name="Try again"))
    page.keyboard.press("Enter")
    expect(root.get_by_role("radio").nth(1)).to_be_focused()
    press_tab_until(page, root.get_by_role("button", name="Start over"))
    page.keyboard.press("Enter")
    expect(root.locator(".mc-status")).to_have_text("Your answer was removed.")
    assert widget.value == {"chosen": []}
    root.get_by_role("button", name="Undo").click()
    expect(root.get_by_role("radio").nth(1)).to_be_checked()
    assert widget.value["chosen"]
    assert noise.errors == []


def test_several_may_be_chosen(page):
    root, _ = shown(page, "choice of several")
    press_tab_until(page, root.get_by_role("checkbox", name="a", exact=True))
    page.keyboard.press("Space")
    press_tab_until(page, root.get_by_role("checkbox", name="b", exact=True))
    page.keyboard.press("Space")
    check(page, root, "2 of 2 points")


def test_order_by_keyboard(page, noise):
    root, widget = shown(page, "order")
    first, second, third = SAMPLES["order"].given["items"]
    press_tab_until(page, root.get_by_role("button", name=first, exact=True))
    press(page, "Enter", "Enter", "Enter")  # the next one to place has the focus each time
    expect(root.locator(".mc-q-text")).to_have_text([first, second, third])
    press_tab_until(page, root.get_by_role("button", name=f"Move {first} down"))
    press(page, "Alt+ArrowDown", "Alt+ArrowDown")
    expect(root.locator(".mc-q-text")).to_have_text([second, third, first])
    expect(root.get_by_role("button", name=f"Move {first} down")).to_be_focused()
    assert widget.value == {"order": [second, third, first]}
    press_tab_until(page, root.get_by_role("button", name=f"Take out {first}"))
    page.keyboard.press("Enter")
    expect(root.get_by_role("button", name=first, exact=True)).to_be_visible()
    assert noise.errors == []


def test_order_by_drag(page):
    root, widget = shown(page, "order")
    first, second, _ = SAMPLES["order"].given["items"]
    placed = root.locator(".mc-q-text")
    root.get_by_role("button", name=first, exact=True).drag_to(root.locator(".mc-q-arranged"))
    expect(placed).to_have_text([first])
    root.get_by_role("button", name=second, exact=True).drag_to(placed.first, target_position={"x": 5, "y": 2})
    expect(placed).to_have_text([second, first])
    placed.nth(1).drag_to(placed.first, target_position={"x": 5, "y": 2})
    expect(placed).to_have_text([first, second])
    assert widget.value == {"order": [first, second]}


def test_match_by_keyboard(page):
    root, widget = shown(page, "match")
    for left, right in (("a", "x"), ("b", "y")):
        press_tab_until(page, root.get_by_role("combobox", name=left, exact=True))
        page.keyboard.type(right)
    check(page, root, "1 of 1 points")
    assert widget.value == {"pairs": {"a": "x", "b": "y"}}


def test_a_number_typed_a_moment_ago_is_what_is_checked(page):
    root, _ = shown(page, "number")
    press_tab_until(page, root.get_by_role("textbox", name="Your answer"))
    page.keyboard.type("7")
    root.get_by_role("button", name="Check my answer").click()
    expect(root.locator(".mc-verdict-box")).to_contain_text("1 of 1 points")


def test_a_word_taken_apart_by_keyboard(page):
    root, _ = shown(page, "term to take apart")
    press_tab_until(page, root.get_by_role("button", name="Cut before e, letter 2"))
    press(page, *["ArrowRight"] * 4, "Enter", "ArrowRight", "Space")
    expect(root.locator(".mc-q-part")).to_have_text(["hepat", "o", "megaly"])
    for part, role in (("hepat", "root"), ("o", "combining"), ("megaly", "suffix")):
        press_tab_until(page, root.get_by_role("combobox", name=f"Role of {part}", exact=True))
        page.keyboard.type(role)
    for part, meaning in (("hepat", "liver"), ("megaly", "large")):
        root.get_by_role("combobox", name=f"Meaning of {part}", exact=True).select_option(meaning)
    check(page, root, "1 of 1 points")


def test_a_word_built_from_tiles_by_keyboard(page):
    root, _ = shown(page, "term to build")
    for tile in ("o", "hepat", "megaly"):
        press_tab_until(page, root.get_by_role("button", name=tile, exact=True))
        page.keyboard.press("Enter")
    press_tab_until(page, root.get_by_role("button", name="Move o right"))
    page.keyboard.press("Alt+ArrowRight")
    expect(root.locator(".mc-q-word")).to_have_text("It reads: hepatomegaly")
    check(page, root, "1 of 1 points")


def test_marks_on_a_record_by_keyboard(page):
    root, _ = shown(page, "review")
    press_tab_until(page, root.locator(".mc-span").first)
    press(page, "ArrowDown", "Enter")
    press_tab_until(page, root.get_by_role("combobox", name="What is wrong with: Line two is wrong."))
    page.keyboard.type("Missing")
    check(page, root, "2 of 2 points")


def test_a_query_and_its_checklist(page):
    root, _ = shown(page, "query")
    press_tab_until(page, root.get_by_role("textbox", name="Your query"))
    page.keyboard.type("Line two is wrong. Will this raise the DRG?")
    expect(root.get_by_role("region", name="Checklist")).to_contain_text("take out")
    page.keyboard.type(" Or not?")
    expect(root.get_by_role("textbox", name="Your query")).to_have_value(
        "Line two is wrong. Will this raise the DRG? Or not?"
    )
    check(page, root, "a person reads the answer")


def test_a_visit_levelled_by_keyboard(page):
    root, _ = shown(page, "em")
    for group, level in (("problems", 2), ("data", 1), ("risk", 2), ("level", 2)):
        press_tab_until(page, root.locator(f'[data-key^="{group}:"]').first)
        press(page, "Space", *["ArrowRight"] * level)
    press_tab_until(page, root.get_by_role("textbox"))
    page.keyboard.type("25 min")
    check(page, root, "6 of 6 points")


def test_seven_characters_typed_in_one_go(page):
    root, _ = shown(page, "pcs")
    press_tab_until(page, root.get_by_role("textbox").first)
    page.keyboard.type("0sr90j9")
    check(page, root, "4 of 4 points")


def test_a_stay_grouped_by_keyboard(page):
    root, _ = shown(page, "drg")
    press_tab_until(page, root.get_by_role("radio").first)
    page.keyboard.press("Space")
    for code, level in (("N39.0", "CC"), ("R65.20", "none")):
        press_tab_until(page, root.get_by_role("combobox", name=f"{code} counts as"))
        page.keyboard.type(level)
    press_tab_until(page, root.get_by_role("textbox", name="MS-DRG"))
    page.keyboard.type("872")
    check(page, root, "6 of 6 points")


def test_an_assignment_says_saved_and_complete_and_never_checks(page, tmp_path):
    root, _ = shown(page, "choice", Mode.ASSIGNMENT, tmp_path)
    expect(root.locator(".mc-status")).to_contain_text("Not yet complete")
    root.get_by_role("radio").first.check()
    expect(root.locator(".mc-status")).to_have_text("Saved. Complete.")
    expect(root.get_by_role("button", name="Check my answer")).to_have_count(0)


def test_plain_keys_stay_inside_and_ctrl_s_goes_out(page):
    root, _ = shown(page, "choice")
    page.evaluate("window.heard = []; addEventListener('keydown', (event) => heard.push(event.key))")
    root.get_by_role("radio").first.focus()
    press(page, "b", "d", "Enter", "Control+s")
    assert page.evaluate("window.heard") == ["Control", "s"]


def test_a_kernel_that_does_not_answer_is_told_and_nothing_more_can_be_entered(page):
    page.clock.install()
    root, widget = shown(page, "choice")
    widget._handle_msg = lambda _: None
    root.get_by_role("radio").first.check()
    page.clock.fast_forward(9000)
    expect(root.get_by_role("alert")).to_contain_text("The session behind this exercise has ended.")
    assert root.locator(".mc-right").evaluate("node => node.inert")
