"""Values that a program leaves: judged from plain JSON, each for itself."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import a_case_of, entered
from medcoding.exercises import parse_case
from medcoding.exercises.parse import render_public
from medcoding.kinds import kind_of, program_of
from medcoding.kinds.values import KIND
from medcoding.scoring import Verdict, score
from medcoding.scoring.report import score_as_text

KEY = """
values:
  - {name: total, says: the sum, number: 700, tolerance: 0.01, points: 2, why: SECRET,
     near_misses: [{value: 450, says: SECRET paid only, credit: 0.5}]}
  - {name: payer, says: who, text: "065 Mutual"}
  - {name: denied, says: which, list: [C-2, C-5], order: any}
  - {name: by_payer, says: rows, table: [[A, 350], [B, 350.5]], order: any, points: 2}
why: SECRET
cite: x
starter: import csv
solution: |
  total = 700  # SECRET
"""
CASE = a_case_of("values", KEY)
RIGHT = {"total": 700, "payer": "065 Mutual", "denied": ["C-5", "C-2"], "by_payer": [["B", 350.5], ["A", 350]]}


def points(**values: object) -> float:
    return score(CASE, entered(CASE, values=values)).points


def test_everything_right_is_worth_everything() -> None:
    assert points(**RIGHT) == KIND.possible(CASE) == 6.0
    assert score(CASE, KIND.full_answer(CASE)).accuracy == 1.0
    assert list(KIND.check(CASE)) == []


@pytest.mark.parametrize(
    ("values", "earned"),
    [
        ({}, 0.0),
        ({"total": 700.01}, 2.0),
        ({"total": 700.02}, 0.0),
        ({"total": 450}, 1.0),
        ({"total": "$700.00"}, 2.0),
        ({"total": [700]}, 2.0),
        ({"total": True}, 0.0),
        ({"total": math.nan}, 0.0),
        ({"total": math.inf}, 0.0),
        ({"total": 10**5000}, 0.0),
        ({"total": [700, 700]}, 0.0),
        ({"total": {"number": 700}}, 0.0),
        ({"total": None}, 0.0),
        ({"payer": " 065  mutual "}, 1.0),
        ({"payer": 65}, 0.0),
        ({"denied": ["C-2"]}, 0.5),
        ({"denied": ["C-2", "C-5", "C-1", "C-3"]}, 0.5),
        ({"denied": ["C-2", "C-2"]}, 0.5),
        ({"denied": "C-2"}, 0.0),
        ({"by_payer": [["A", 350]]}, 1.0),
        ({"by_payer": [["A", 350, "x"], ["B"]]}, 0.0),
        ({"by_payer": [5, None]}, 0.0),
        ({"other": 700}, 0.0),
    ],
)
def test_each_value_earns_its_share(values, earned) -> None:
    assert points(**values) == pytest.approx(earned)


def test_binary_arithmetic_is_no_mistake() -> None:
    case = a_case_of("values", "values: [{name: x, says: y, number: 0.3}]\nwhy: w\ncite: c\nsolution: x = 0.3\n")
    assert score(case, entered(case, values={"x": 0.1 + 0.2})).points == 1.0


def test_reasons_say_what_is_missing_and_why() -> None:
    found = score(CASE, entered(CASE, values={"total": 450}, refused={"payer": "a set is no text"}))
    assert [finding.verdict for finding in found.findings] == [Verdict.PARTLY, *[Verdict.MISSED] * 3]
    assert "a set is no text" in score_as_text(found)
    assert "SECRET paid only" in found.findings[0].reason


@pytest.mark.parametrize("fields", [{"values": 5}, {"values": [1]}, {"values": dict.fromkeys(map(str, range(99)))}])
def test_odd_answers_are_worth_nothing_and_are_told(fields) -> None:
    found = score(CASE, entered(CASE, **fields))
    assert found.points == 0
    assert "cannot be read" in found.problem


def test_learners_see_names_and_no_key() -> None:
    public = render_public(CASE)
    assert "SECRET" not in public
    released = parse_case(public, "exercises.json")
    program = program_of(released)
    assert program
    assert (program.names, program.starter, program.solution) == (tuple(RIGHT), "import csv", "")
    assert "SECRET" not in str(KIND.widget(released))
    assert KIND.form(released, entered(released, values=RIGHT)).complete
    assert "payer" in KIND.form(released, entered(released, values={"total": 1})).says


def test_what_a_program_left_comes_out_as_text() -> None:
    bad = entered(CASE, values={"total": "<script>", "payer": ["<b>"]}, ended="<i>")
    assert "<script" not in KIND.render_answer(CASE, bad)
    assert "<i>" not in KIND.render_answer(CASE, bad)
    assert "SECRET" in KIND.render_key(CASE)


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ("{name: 2x, says: y, number: 1}", "a name that a program can use"),
        ("{name: class, says: y, number: 1}", "a name that a program can use"),
        ("{name: x, says: y, table: [[a, 1], [b]]}", "not equally long"),
        ("{name: x, says: y, text: a, near_misses: [{value: 1, says: z}]}", "only a number has near misses"),
        ("{name: x, says: y, number: 1, tolerance: 2, near_misses: [{value: 2, says: z}]}", "right within"),
        ("{name: x, says: y, number: 1}, {name: x, says: y, number: 1}", "stands twice"),
    ],
)
def test_an_authors_mistakes_are_found(own, says) -> None:
    case = a_case_of("values", f"values: [{own}]\nwhy: w\ncite: c\nsolution: pass\n")
    assert any(says in problem for problem in kind_of("values").check(case))


@pytest.mark.parametrize(
    "own", ["{name: x, says: y}", "{name: x, says: y, number: 1, text: a}", "{name: x, number: z}"]
)
def test_a_key_that_cannot_be_read_is_refused(own) -> None:
    from medcoding.errors import AuthoringError

    with pytest.raises(AuthoringError):
        a_case_of("values", f"values: [{own}]\nwhy: w\ncite: c\nsolution: pass\n")


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from([*RIGHT, "else"]), plain, max_size=4))
def test_nothing_that_is_handed_over_breaks_the_judge(values) -> None:
    found = score(CASE, entered(CASE, values=values))
    assert 0.0 <= found.points <= 6.0
    KIND.render_answer(CASE, entered(CASE, values=values))
