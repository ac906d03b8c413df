"""`number`: decimal arithmetic, units, rounding and near misses; worked examples by hand."""

from decimal import Decimal

import pytest

from builders import a_question, entered
from medcoding.errors import AuthoringError
from medcoding.exercises import parse_case, render_public
from medcoding.exercises.check import check_case
from medcoding.kinds import kind_of
from medcoding.kinds.number import read_decimal, shown
from medcoding.rendering import render_static
from medcoding.scoring import Verdict, score

# Allowed 1,250.00; deductible 300.00 open; coinsurance 20 %: 300 + 0.2 x 950 = 490.00.
SHARE = """\
points: 2
value: 490.00
unit: USD
near_misses:
  - {value: 250.00, says: "You left out the deductible.", credit: 0.25}
  - {value: 550.00, says: "Coinsurance is taken of what is left after the deductible."}
"""
# 62.5 mg given, 10 mg a unit: 6.25 units, a started unit counts: 7.
UNITS = """\
points: 2
value: 7
units: [units, mg, mL]
unit: units
rounding: up
unrounded: 6.25
"""


@pytest.mark.parametrize(
    ("written", "points", "verdict"),
    [
        ("490", 2.0, Verdict.CORRECT),
        ("$490.00", 2.0, Verdict.CORRECT),
        (" 490.0 ", 2.0, Verdict.CORRECT),
        (490, 2.0, Verdict.CORRECT),
        ("250", 0.5, Verdict.PARTLY),  # a quarter of 2
        ("550", 0.0, Verdict.WRONG),
        ("490.01", 0.0, Verdict.WRONG),
        ("four hundred", 0.0, Verdict.WRONG),
        ("", 0.0, Verdict.MISSED),
    ],
)
def test_money(written, points, verdict):
    question = a_question("number", SHARE)
    result = score(question, entered(question, value=written))
    assert (result.points, result.findings[0].verdict) == (points, verdict)


def test_a_near_miss_says_what_was_forgotten():
    question = a_question("number", SHARE)
    found = score(question, entered(question, value="250")).findings[0]
    assert found.reason == "You left out the deductible. The answer is $490.00."


@pytest.mark.parametrize(
    ("value", "unit", "points"),
    [
        ("7", "units", 2.0),
        ("7", "mg", 1.0),  # right number, wrong unit
        ("7", "", 1.0),  # no unit
        ("6.25", "units", 1.0),  # right before rounding
        ("6.3", "units", 1.0),  # 6.25 to one place
        ("6.25", "mg", 0.5),  # half of half
        ("6", "units", 0.0),  # rounded the wrong way
        ("8", "units", 0.0),
    ],
)
def test_units_and_rounding(value, unit, points):
    question = a_question("number", UNITS)
    assert score(question, entered(question, value=value, unit=unit)).points == points


def test_tolerance_includes_its_ends():
    question = a_question("number", "value: 18.5\nunit: '%'\ntolerance: 0.5\npoints: 1\n")
    points = [score(question, entered(question, value=value)).points for value in ("18.0", "19", "19.01", "17.9")]
    assert points == [1.0, 1.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,234.50", "1234.50"),
        ("$ 1234", "1234"),
        ("-3", "-3"),
        ("20 %", "20"),
        (".5", "0.5"),
        ("4.", "4"),
        ("12,34", None),
        ("1e5", None),
        ("NaN", None),
        ("", None),
        ("--1", None),
        ("$", None),
    ],
)
def test_numbers_are_read_as_people_write_them(written, value):
    assert read_decimal(written) == (None if value is None else Decimal(value))


def test_numbers_are_shown_as_people_write_them():
    assert shown(Decimal("1234.50"), "USD") == "$1,234.50"
    assert shown(Decimal("-5.00"), "USD") == "-$5.00"
    assert shown(Decimal(3), "units") == "3 units"


@pytest.mark.parametrize(
    "fields", [{"value": ["7"]}, {"value": "1" * 99}, {"value": "7", "unit": "kg"}, {"value": True}]
)
def test_an_odd_answer_scores_0_and_says_so(fields):
    question = a_question("number", UNITS)
    result = score(question, entered(question, **fields))
    assert (result.points, bool(result.problem)) == (0.0, True)


def test_learners_get_unit_and_places_and_no_number():
    question = a_question("number", SHARE)
    text = render_public(question)
    assert parse_case(text, "public").given == {"places": "2", "unit": "USD"}
    assert "490" not in text
    assert "deductible" not in text
    assert "number" in kind_of("number").form(question.without_key(), entered(question)).says
    assert not kind_of("number").form(question, entered(question, value="ten")).well_formed


def test_the_answer_is_readable():
    question = a_question("number", SHARE)
    assert "<p>$1,000</p>" in render_static(question, entered(question, value="1000"))
    assert "<p>&lt;ten&gt;</p>" in render_static(question, entered(question, value="<ten>"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.replace("unrounded: 6.25", "unrounded: 5.25"), "does not round to 7"),
        (lambda t: t.replace("[units, mg, mL]", "[mg, mL]"), "should hold `unit`"),
        (lambda t: t + 'near_misses: [{value: 7.0, says: "x"}]\n', "right within the tolerance"),
        (
            lambda t: t + "places: 0\n" + 'near_misses: [{value: 6, says: "x"}, {value: 6.0, says: "y"}]\n',
            "stands twice",
        ),
    ],
)
def test_mistakes_are_reported(change, says):
    assert any(says in problem for problem in check_case(a_question("number", change(UNITS))))


def test_a_value_that_is_no_number_is_an_error():
    with pytest.raises(AuthoringError, match="write a number"):
        a_question("number", "value: seven")
