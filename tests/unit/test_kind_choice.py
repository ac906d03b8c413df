"""`choice`: worked examples; the points were written by hand from the rule (right - wrong) / all right ones."""

import pytest

from builders import a_question, entered
from medcoding.errors import AuthoringError
from medcoding.exercises import parse_case, render_public
from medcoding.exercises.check import check_case
from medcoding.kinds import kind_of
from medcoding.rendering import render_static
from medcoding.scoring import Verdict, score

ONE = """\
    points: 2
    options:
      - {text: Both codes may stand, says: "That is an Excludes2 note."}
      - {text: Only one of them may stand, right: true, says: "An Excludes1 note keeps them apart."}
      - {text: Neither may stand, says: "One of them is needed."}
    """
SEVERAL = """\
    points: 4
    options:
      - {text: fever, right: true, says: "It belongs."}
      - {text: cough, right: true, says: "It belongs."}
      - {text: chills, right: true, says: "It belongs."}
      - {text: rash, right: true, says: "It belongs."}
      - {text: fracture, says: "It does not."}
      - {text: burn, says: "It does not."}
    """


def verdicts(result):
    return [found.verdict for found in result.findings]


def test_the_right_one_earns_all_and_says_why():
    question = a_question("choice", ONE)
    result = score(question, entered(question, chosen=["Only one of them may stand"]))
    assert result.points == 2.0
    assert verdicts(result) == [Verdict.CORRECT]
    assert result.findings[0].reason == "An Excludes1 note keeps them apart."
    assert result.why == "Because the rule says so."


def test_a_wrong_one_earns_nothing_and_is_told_both_sentences():
    question = a_question("choice", ONE)
    result = score(question, entered(question, chosen=["Both codes may stand"]))
    assert result.points == 0.0
    assert result.findings[0].verdict is Verdict.WRONG
    assert "That is an Excludes2 note." in result.findings[0].reason
    assert "An Excludes1 note keeps them apart." in result.findings[0].reason


def test_two_where_one_is_asked_for_is_no_answer():
    question = a_question("choice", ONE)
    result = score(question, entered(question, chosen=["Both codes may stand", "Only one of them may stand"]))
    assert result.points == 0.0
    assert "choose one" in result.problem


@pytest.mark.parametrize(
    ("chosen", "points"),
    [
        ([], 0.0),
        (["fever"], 1.0),  # 1 of 4
        (["fever", "cough", "chills"], 3.0),  # 3 of 4
        (["fever", "cough", "chills", "burn"], 2.0),  # (3 - 1) of 4
        (["fever", "burn"], 0.0),  # (1 - 1) of 4
        (["burn", "fracture"], 0.0),  # below 0 is 0
        (["fever", "cough", "chills", "rash"], 4.0),
        (["fever", "cough", "chills", "rash", "burn", "fracture"], 2.0),  # (4 - 2) of 4
        (["fever", "fever"], 1.0),  # ticked twice is ticked once
    ],
)
def test_several_earn_right_minus_wrong(chosen, points):
    question = a_question("choice", SEVERAL)
    assert score(question, entered(question, chosen=chosen)).points == points


def test_what_was_overlooked_and_what_was_too_much_are_told_apart():
    question = a_question("choice", SEVERAL)
    result = score(question, entered(question, chosen=["fever", "burn"]))
    assert result.extra == ("burn",)
    assert set(result.missed) == {"cough", "chills", "rash"}


@pytest.mark.parametrize("fields", [{"chosen": "fever"}, {"chosen": [7]}, {"chosen": ["<b>"]}, {"chosen": ["x" * 999]}])
def test_an_odd_answer_scores_0_and_says_so(fields):
    question = a_question("choice", SEVERAL)
    result = score(question, entered(question, **fields))
    assert result.points == 0.0
    assert result.problem
    assert not kind_of("choice").form(question, entered(question, **fields)).well_formed


def test_several_may_be_announced_where_only_one_is_right():
    question = a_question("choice", ONE.rstrip() + "\n    several: true\n")
    assert question.given["several"] == "true"
    assert score(question, entered(question, chosen=["Only one of them may stand"])).points == 2.0


def test_learners_get_the_options_in_an_order_of_their_own_and_nothing_else():
    question = a_question("choice", SEVERAL)
    public = parse_case(render_public(question), "public")
    assert public.given == question.given == kind_of("choice").widget(public)
    assert sorted(public.given["options"]) == ["burn", "chills", "cough", "fever", "fracture", "rash"]
    assert "belongs" not in render_public(question)
    assert "Because" not in render_public(question)
    assert a_question("choice", SEVERAL, "another-name").given["options"] != question.given["options"]


def test_the_right_option_stands_at_every_place_now_and_then():
    places = {
        a_question("choice", ONE, f"name-{number}").given["options"].index("Only one of them may stand")
        for number in range(30)
    }
    assert places == {0, 1, 2}


def test_form_and_answer_are_read_without_the_key():
    question = a_question("choice", ONE).without_key()
    kind = kind_of("choice")
    assert not kind.form(question, entered(question)).complete
    assert kind.form(question, entered(question, chosen=["Neither may stand"])).complete
    html = render_static(question, entered(question, chosen=["Neither may stand"]))
    assert "Both codes may stand" in html
    assert html.count("<td>chosen</td>") == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.replace("right: true, ", ""), "all options are alike"),
        (lambda t: t.replace("says", "tells"), "`says` is missing"),
        (lambda t: t.replace("right: true", "right: yes"), "write true or false"),
        (lambda t: t.replace("points: 2", "points: many"), "write a number"),
    ],
)
def test_mistakes_of_authors_are_told(change, says):
    with pytest.raises(AuthoringError) as caught:
        a_question("choice", change(ONE))
    assert says in str(caught.value)


def test_two_options_alike_are_reported():
    question = a_question("choice", ONE.replace("Neither may stand", "Both codes may stand"))
    assert any("stands twice" in says for says in check_case(question))
