"""`order`: an item earns its share directly behind its right predecessor; worked examples by hand."""

import pytest

from builders import a_question, entered
from medcoding.errors import AuthoringError
from medcoding.exercises import parse_case, render_public
from medcoding.exercises.check import check_case
from medcoding.rendering import render_static
from medcoding.scoring import Verdict, score

ITEMS = """\
points: 5
items:
  - {text: A, says: "Begin with the main term."}
  - {text: B}
  - {text: C}
  - {text: D}
  - {text: E}
"""


@pytest.mark.parametrize(
    ("order", "points"),
    [
        ("", 0.0),
        ("ABCDE", 5.0),
        ("A", 1.0),  # A stands first
        ("B", 0.0),  # nothing should stand first but A
        ("AB", 2.0),
        ("ACBDE", 2.0),  # A first, E behind D
        ("BCDEA", 3.0),  # C, D and E each behind its own; A is not first, B has nothing before it
        ("EABCD", 3.0),  # a single step too early: B, C, D keep their credit
        ("EDCBA", 0.0),
        ("ABDE", 3.0),  # A first, B behind A, E behind D; D misses C
        ("CDE", 2.0),
    ],
)
def test_items_earn_behind_their_predecessors(order, points):
    question = a_question("order", ITEMS)
    assert score(question, entered(question, order=list(order))).points == points


def test_each_item_is_told_where_it_belongs():
    question = a_question("order", ITEMS)
    result = score(question, entered(question, order=list("BAC")))
    assert [found.verdict for found in result.findings] == [
        Verdict.WRONG_ORDER,
        Verdict.WRONG_ORDER,
        Verdict.WRONG_ORDER,
        Verdict.MISSED,
        Verdict.MISSED,
    ]
    assert result.findings[0].reason == "It comes first. Begin with the main term."
    assert result.findings[1].reason == "It comes directly after “A”."


@pytest.mark.parametrize("order", ["ABC", [1], ["A", "A"], ["Z"], ["A"] * 20])
def test_an_odd_answer_scores_0_and_says_so(order):
    question = a_question("order", ITEMS)
    result = score(question, entered(question, order=order))
    assert (result.points, bool(result.problem)) == (0.0, True)


def test_the_order_given_is_never_the_right_one():
    for number in range(40):
        question = a_question("order", ITEMS.replace("  - {text: D}\n  - {text: E}\n", ""), f"name-{number}")
        assert sorted(question.given["items"]) == ["A", "B", "C"]
        assert question.given["items"] != ["A", "B", "C"]


def test_learners_get_the_items_without_reasons():
    question = a_question("order", ITEMS)
    text = render_public(question)
    assert parse_case(text, "public").given == question.given
    assert "main term" not in text


def test_what_has_no_place_yet_is_shown_apart():
    question = a_question("order", ITEMS)
    html = render_static(question, entered(question, order=["E", "D"]))
    assert "<ol" in html
    assert html.index("<li>E</li>") < html.index("<li>D</li>") < html.index("Not placed")


def test_mistakes_of_authors_are_told():
    with pytest.raises(AuthoringError, match="write 3 to"):
        a_question("order", "items: [{text: a}, {text: b}]")
    assert any("stands twice" in says for says in check_case(a_question("order", ITEMS.replace("text: C", "text: B"))))
