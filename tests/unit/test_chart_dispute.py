"""Disputing a finding in the chart: in practice one of the verdict on the page, in an assignment by its code."""

import json

import pytest

from medcoding.disputes import MAX_DISPUTES, load_disputes
from medcoding_widgets.safe import SORRY
from medcoding_widgets.session import Mode
from unit.test_chart_saving import LINE
from unit.test_chart_widget import front_end

EXTRA = {"code": "I10"}
REASON = "The record names it in its history."


@pytest.fixture
def page(tmp_path):
    """A verdict with one finding that is not correct: I10 is extra."""
    page = front_end(Mode.PRACTICE, tmp_path)
    page.sets(value={"lines": [LINE, EXTRA]})
    page.asks(type="submit", id=1)
    return page


def saved(folder):
    return load_disputes(folder, "sore-throat")


def dispute(page, **changed):
    return page.asks(**{"type": "dispute", "id": 2, "code": "I10", "verdict": "extra", "reason": REASON, **changed})


def refused(reply):
    return reply == {"type": "error", "id": 2, "says": SORRY}


def test_a_dispute_is_saved_beside_the_notebook_and_shown_again(page, tmp_path):
    reply = dispute(page)
    assert (reply["type"], reply["saved"], reply["says"]) == ("dispute", True, "Your dispute is saved.")
    (found,) = saved(tmp_path)
    assert (found.code, found.verdict, found.reason) == ("I10", "extra", REASON)
    assert (
        page.chart.exercise["disputes"] == reply["disputes"] == [{"code": "I10", "verdict": "extra", "reason": REASON}]
    )
    assert "mc-verdict" in page.chart.verdict_html
    assert front_end(Mode.PRACTICE, tmp_path).chart.exercise["disputes"] == reply["disputes"]


def test_an_empty_reason_withdraws_it(page, tmp_path):
    dispute(page)
    assert dispute(page, reason="  ")["disputes"] == []
    assert saved(tmp_path) == ()
    assert not (tmp_path / "disputes" / "sore-throat.json").exists()


def test_only_a_finding_on_the_page_is_disputed_in_practice(page, tmp_path):
    assert refused(dispute(page, code="E11.9"))
    assert refused(dispute(page, verdict="missed"))
    page.asks(type="again", id=3)
    assert refused(dispute(page))
    assert saved(tmp_path) == ()


def test_in_an_assignment_the_code_alone_will_do(tmp_path):
    page = front_end(Mode.ASSIGNMENT, tmp_path)
    assert dispute(page, verdict="", code="i10")["saved"] is True
    assert [(each.code, each.verdict) for each in saved(tmp_path)] == [("i10", "")]
    assert page.chart.verdict_html == ""


def test_nothing_is_kept_on_a_page_that_saves_nothing():
    page = front_end(Mode.APP)
    page.sets(value={"lines": [EXTRA]})
    page.asks(type="submit", id=1)
    assert refused(dispute(page))


@pytest.mark.parametrize(
    "changed",
    [
        {"code": None},
        {"code": ["I10"]},
        {"code": ""},
        {"code": "I" * 300},
        {"verdict": 5},
        {"verdict": "mine"},
        {"reason": None},
        {"reason": {}},
        {"reason": "a" * 1001},
    ],
)
def test_a_bad_dispute_gets_one_sentence_and_is_not_kept(page, tmp_path, changed):
    assert refused(dispute(page, **changed))
    assert saved(tmp_path) == ()


def test_there_is_an_end_to_disputes(tmp_path):
    page = front_end(Mode.ASSIGNMENT, tmp_path)
    replies = [dispute(page, verdict="", code=f"I{number}") for number in range(MAX_DISPUTES + 1)]
    assert [reply["saved"] for reply in replies] == [True] * MAX_DISPUTES + [False]
    assert "Withdraw one first" in replies[-1]["says"]


def test_a_folder_that_cannot_be_written_is_told(page, tmp_path):
    (tmp_path / "disputes").write_text("in the way of a folder")
    reply = dispute(page)
    assert reply["saved"] is False
    assert reply["says"].startswith("Not saved: ")


def test_a_damaged_file_is_written_anew(tmp_path):
    (tmp_path / "disputes").mkdir()
    (tmp_path / "disputes" / "sore-throat.json").write_text("{")
    page = front_end(Mode.ASSIGNMENT, tmp_path)
    assert page.chart.exercise["disputes"] == []
    dispute(page, verdict="")
    assert json.loads((tmp_path / "disputes" / "sore-throat.json").read_text())["exercise"] == "sore-throat"
