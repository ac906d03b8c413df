"""The question widget as a front end meets it, for every kind: set `value`, send messages, try to cheat."""

import json

import pytest

from medcoding.exercises import parse_case, render_public
from medcoding.kinds import kind_names, kind_of
from medcoding_widgets.by_kind import session_for, widget_for
from medcoding_widgets.question import Question
from medcoding_widgets.reading import KINDS
from medcoding_widgets.safe import SORRY
from medcoding_widgets.session import Mode
from unit.question_samples import HOSTILE, SAMPLES
from unit.test_chart_widget import FrontEnd, everything_sent

EVERY = pytest.mark.parametrize("name", list(SAMPLES))


def front_end(name, mode=Mode.PRACTICE, folder=None):
    return FrontEnd(widget_for(session_for(SAMPLES[name], mode, folder)))


def full(name):
    """The key, as a front end would enter it."""
    exercise = SAMPLES[name]
    return session_for(exercise, Mode.PRACTICE).read(dict(kind_of(exercise.kind).full_answer(exercise).fields))


def test_every_kind_has_a_widget_and_a_sample():
    assert {*KINDS, "codes", "values"} >= set(kind_names())
    assert {exercise.kind for exercise in SAMPLES.values()} == set(KINDS)
    assert isinstance(front_end("choice").chart, Question)


@EVERY
@pytest.mark.parametrize("mode", list(Mode))
def test_before_a_verdict_nothing_of_the_key_is_sent(name, mode):
    page = front_end(name, mode)
    page.sets(value=full(name))
    sent = everything_sent(page.chart)
    assert "SECRET" not in sent
    assert "Because the rule says so" not in sent
    assert page.chart.verdict_html == ""


@EVERY
def test_the_key_entered_scores_full_marks_and_the_verdict_can_be_left_again(name):
    page = front_end(name)
    page.sets(value=full(name))
    reply = page.asks(type="submit", id=5)
    assert (reply["type"], reply["id"], reply["scored"]) == ("submit", 5, True)
    possible = kind_of(SAMPLES[name].kind).possible(SAMPLES[name])
    assert f"{possible:g}" in reply["says"]
    assert "mc-finding--correct" in page.chart.verdict_html
    page.asks(type="again", id=6)
    assert page.chart.verdict_html == ""
    assert page.chart.value == full(name)


@EVERY
def test_a_value_is_its_own_reading(name):
    """Else the kernel would put back what was just entered, under the learner's fingers."""
    session = session_for(SAMPLES[name], Mode.PRACTICE)
    assert session.read(full(name)) == full(name)
    assert session.read(session.read({})) == session.value
    assert session.is_empty


@EVERY
def test_what_nobody_knows_does_not_stay(name):
    page = front_end(name)
    page.sets(value={**full(name), "score": 99, "exercise": "another", "lines": [1]})
    assert page.chart.value == full(name)


@EVERY
def test_a_hostile_value_is_put_back(name):
    page = front_end(name)
    page.sets(value=full(name))
    for bad in (None, 5, "x", [], *HOSTILE[name]):
        page.states.clear()
        page.sets(value=bad)
        assert page.chart.value == full(name), bad
        assert page.states == ["value"]
        assert page.asks(type="submit", id=1, value=bad) == {"type": "error", "id": 1, "says": SORRY}


@EVERY
def test_an_empty_answer_is_not_judged(name):
    page = front_end(name)
    assert page.asks(type="submit", id=1)["scored"] is False
    assert page.chart.verdict_html == ""


@EVERY
def test_in_an_assignment_there_is_form_and_no_verdict(name, tmp_path):
    released = parse_case(render_public(SAMPLES[name]), "exercises.json")
    page = FrontEnd(widget_for(session_for(released, Mode.ASSIGNMENT, tmp_path)))
    assert page.chart.status["complete"] is False
    page.sets(value=full(name))
    assert page.chart.status["complete"] is True
    assert page.chart.status["says"].startswith("Saved. Complete.")
    assert page.asks(type="submit", id=9) == {"type": "error", "id": 9, "says": SORRY}
    assert page.chart._session.exercise.key is None


@EVERY
def test_every_change_is_saved_and_found_again(name, tmp_path):
    slug = SAMPLES[name].slug
    page = front_end(name, folder=tmp_path)
    assert not (tmp_path / "answers").exists()
    page.sets(value=full(name))
    saved = json.loads((tmp_path / "answers" / f"{slug}.json").read_text(encoding="utf-8"))
    assert saved == {"exercise": slug, **full(name)}
    assert page.chart.status["says"] == "Saved."
    assert front_end(name, folder=tmp_path).chart.value == full(name)


@EVERY
def test_a_saved_file_of_another_shape_is_put_aside(name, tmp_path):
    slug = SAMPLES[name].slug
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / f"{slug}.json").write_text(json.dumps({"exercise": slug, **HOSTILE[name][0]}))
    page = front_end(name, folder=tmp_path)
    assert page.chart._session.is_empty
    assert "could not be read" in page.chart.status["says"]
    assert (tmp_path / "answers" / f"{slug}.json.unreadable-1").is_file()


@pytest.mark.parametrize("trait", ["verdict_html", "status", "exercise", "layout", "_esm"])
def test_no_other_trait_can_be_set_from_outside(trait):
    page = front_end("choice")
    before = getattr(page.chart, trait)
    page.sets(**{trait: "forged"})
    assert getattr(page.chart, trait) == before


def test_half_an_entry_is_kept_as_it_is():
    page = front_end("number with units")
    page.sets(value={"value": "seven", "unit": ""})
    assert page.chart.value == {"value": "seven", "unit": ""}
    page = front_end("pcs")
    page.sets(value={"characters": ["0", "s", "", "9", "", "", ""]})
    assert page.chart.value == {"characters": ["0", "S", "", "9", "", "", ""]}


def test_the_checklist_follows_the_text_and_needs_no_key(tmp_path):
    page = front_end("query", Mode.ASSIGNMENT, tmp_path)
    assert page.chart.status["advice"] == []
    page.sets(value={"text": "Line two is wrong. Would an MCC raise the DRG here, in your opinion?"})
    found = {item["name"]: item["is_fine"] for item in page.chart.status["advice"]}
    assert found["Payment"] is False


def test_a_question_has_no_record_and_a_case_its_facts():
    assert front_end("choice").chart.exercise["record_html"] == ""
    assert front_end("choice").chart.exercise["facts"] == []
    assert "mc-span" in front_end("review").chart.exercise["record_html"]
    assert front_end("review").chart.exercise["facts"]


def test_it_prints_the_same_in_every_run():
    assert repr(front_end("choice").chart) == "Question(a-question)"
