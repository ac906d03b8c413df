"""The chart as a front end meets it: set `value`, send messages, try to cheat."""

import json

import pytest

from medcoding.exercises import parse_case
from medcoding_widgets.chart import Chart
from medcoding_widgets.chart_session import ChartSession
from medcoding_widgets.safe import SORRY
from medcoding_widgets.session import Mode
from unit.test_chart_saving import CASE, LINE

SECRETS = ("It is named", "OCG IV.A")


class FrontEnd:
    """Sends what a browser would send, and keeps what it would get."""

    def __init__(self, chart):
        self.chart = chart
        self.replies = []
        self.states = []
        chart.send = lambda content, buffers=None: self.replies.append(content)
        chart.send_state = lambda key=None: self.states.append(key)

    def sends(self, data):
        self.chart._handle_msg({"content": {"data": data}, "buffers": []})
        return self.replies[-1] if self.replies else None

    def asks(self, **message):
        return self.sends({"method": "custom", "content": message})

    def sets(self, **state):
        return self.sends({"method": "update", "state": state})


def front_end(mode=Mode.PRACTICE, folder=None):
    return FrontEnd(Chart(ChartSession(parse_case(CASE, "case"), mode, folder)))


def everything_sent(chart):
    state = {name: value for name, value in chart.get_state().items() if name not in ("_esm", "_css")}
    return json.dumps(state, default=str)


@pytest.fixture
def page():
    return front_end()


@pytest.mark.parametrize("mode", list(Mode))
def test_before_a_verdict_nothing_of_the_key_is_sent(mode):
    page = front_end(mode)
    page.sets(value={"lines": [LINE]})
    sent = everything_sent(page.chart)
    assert not [secret for secret in SECRETS if secret in sent]
    assert page.chart.verdict_html == ""


def test_the_verdict_comes_when_it_is_asked_for_and_marks_the_record(page):
    page.sets(value={"lines": [LINE]})
    reply = page.asks(type="submit", id=5)
    assert (reply["type"], reply["id"], reply["scored"]) == ("submit", 5, True)
    assert reply["says"].startswith("1 of 1 points")
    assert SECRETS[0] in page.chart.verdict_html
    assert "mc-mark" in page.chart.exercise["record_html"]


def test_trying_again_keeps_the_codes_and_hides_the_verdict(page):
    page.sets(value={"lines": [LINE]})
    page.asks(type="submit", id=1)
    page.asks(type="again", id=2)
    assert page.chart.verdict_html == ""
    assert "mc-mark" not in page.chart.exercise["record_html"]
    assert len(page.chart.value["lines"]) == 1


def test_a_changed_answer_loses_its_verdict(page):
    page.sets(value={"lines": [LINE]})
    page.asks(type="submit", id=1)
    page.sets(value={"lines": [LINE, {"code": "I10"}]})
    assert page.chart.verdict_html == ""


def test_the_value_that_comes_with_a_submission_is_what_is_judged(page):
    page.sets(value={"lines": [{"code": "I10"}]})
    page.asks(type="submit", id=1, value={"lines": [LINE]})
    assert "1 of 1" in page.chart.verdict_html
    assert page.chart.value["lines"][0]["code"] == "J02.0"


def test_an_empty_answer_is_not_judged(page):
    assert page.asks(type="submit", id=1)["scored"] is False
    assert page.chart.verdict_html == ""


def test_in_an_assignment_no_verdict_can_be_had_and_no_key_is_held():
    page = front_end(Mode.ASSIGNMENT)
    page.sets(value={"lines": [LINE]})
    assert page.asks(type="submit", id=9) == {"type": "error", "id": 9, "says": SORRY}
    assert page.chart.verdict_html == ""
    assert page.chart._session.exercise.key is None
    assert page.chart._session.exercise.note == ""


def test_the_value_becomes_what_python_makes_of_it(page):
    page.sets(value={"lines": [{"code": "j020", "role": "secondary", "evidence": ["forged"], "score": 99}]})
    (line,) = page.chart.value["lines"]
    assert (line["code"], line["role"], line["evidence"]) == ("J02.0", "first-listed", [])
    assert "score" not in line
    assert "value" in page.states


def test_a_value_that_cannot_be_read_is_put_back(page):
    page.sets(value={"lines": [LINE]})
    for bad in (None, 5, "x", {"lines": 3}, {"lines": [{"code": "I10"}] * 61}):
        page.states.clear()
        page.sets(value=bad)
        assert page.chart.value["lines"][0]["code"] == "J02.0"
        assert page.states == ["value"]


@pytest.mark.parametrize("name", ["verdict_html", "status", "exercise", "layout", "_esm", "_view_name"])
def test_no_other_trait_can_be_set_from_outside(page, name):
    before = getattr(page.chart, name)
    page.sets(**{name: "forged"})
    assert getattr(page.chart, name) == before
    assert page.states == [[name]]


@pytest.mark.parametrize(
    "message",
    [
        None,
        "submit",
        [],
        {},
        {"type": "eval"},
        {"type": ["search"]},
        {"type": "search"},
        {"type": "search", "text": 5},
        {"type": "search", "text": "x" * 201},
        {"type": "search", "text": "asthma", "system": "../../etc"},
        {"type": "show", "code": None},
        {"type": "show", "code": "J45", "system": {}},
        {"type": "submit", "value": {"lines": [1]}},
    ],
)
def test_a_bad_message_gets_one_sentence_and_changes_nothing(page, message):
    page.sets(value={"lines": [LINE]})
    if isinstance(message, dict):
        message["id"] = 7
    reply = page.sends({"method": "custom", "content": message})
    assert reply == {"type": "error", "id": 7 if isinstance(message, dict) else 0, "says": SORRY}
    assert page.chart.verdict_html == ""


@pytest.mark.parametrize("number", [None, "1", -1, 2**60, True, 1.5, [1]])
def test_an_odd_id_is_answered_as_zero(page, number):
    assert page.asks(type="ping", id=number)["id"] == 0


@pytest.mark.parametrize("data", [{}, {"method": "update"}, {"method": "update", "state": 3}, {"method": "explode"}])
def test_a_broken_envelope_gets_the_same_sentence(page, data):
    assert page.sends(data)["says"] == SORRY


def test_an_error_inside_stays_inside(page, monkeypatch):
    monkeypatch.setattr("medcoding_widgets.chart_session.search_codes", lambda *_: 1 / 0)
    assert page.asks(type="search", id=3, text="asthma") == {"type": "error", "id": 3, "says": SORRY}


def test_search_gives_at_most_twelve_rows_with_title_and_billable(page):
    reply = page.asks(type="search", id=1, text="fracture")
    assert len(reply["rows"]) == 12
    assert set(reply["rows"][0]) == {"code", "system", "title", "billable"}
    assert (reply["exact"], reply["typed"]) == (None, "")


def test_a_whole_code_is_told_apart_from_words_and_from_what_only_looks_like_one(page):
    assert page.asks(type="search", id=1, text="j02.0")["exact"]["code"] == "J02.0"
    odd = page.asks(type="search", id=2, text="j0299x")
    assert (odd["exact"], odd["typed"]) == (None, "J02.99X")


def test_show_gives_the_notes_with_where_they_stand(page):
    reply = page.asks(type="show", id=1, code="E11.621")
    groups = {group["heading"]: group["items"] for group in reply["notes"]}
    additional = groups["Use additional code"]
    assert additional[0]["at"] == ""
    assert {item["at"] for item in additional[1:]} == {"E11"}
    assert reply["path"][-1]["code"] == "E11.62"
    assert page.asks(type="show", id=2, code="Q99.999")["known"] is False


def test_titles_follow_the_codes(page):
    page.sets(value={"lines": [LINE, {"code": "J02"}, {"code": "Q99.999"}]})
    assert [(line["title"] != "", line["billable"]) for line in page.chart.status["lines"]] == [
        (True, True),
        (True, False),
        (False, False),
    ]


def test_it_prints_the_same_in_every_run(page):
    assert repr(page.chart) == "Chart(sore-throat)"
    bundle = page.chart._repr_mimebundle_()
    assert "0x" not in bundle[0]["text/plain"]


def test_saving_listens_after_loading(tmp_path):
    front_end(Mode.ASSIGNMENT, tmp_path)
    assert not (tmp_path / "answers").exists()
