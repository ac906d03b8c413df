"""`em`: elements, time and level; worked examples by hand.

Without a documented time five shares: three elements and twice the level. With one, six.
"""

import itertools

import pytest

from builders import a_case_of, entered
from medcoding.errors import AuthoringError
from medcoding.exercises import parse_case, render_public
from medcoding.exercises.check import check_case
from medcoding.kinds import kind_of
from medcoding.kinds.em.levels import Element, Level, Visit, level_by_decision, level_by_time, supported
from medcoding.rendering import render_static
from medcoding.scoring import Verdict, score

RECORD = """\
**Visit.** Two stable chronic illnesses.
One laboratory test reviewed.
Prescription changed.
Total time today 25 minutes."""
ELEMENTS = """\
problems: {level: moderate, why: Two stable chronic illnesses., cite: MDM, evidence: Two stable chronic illnesses.}
data: {level: straightforward, why: One test., cite: MDM, evidence: One laboratory test reviewed.}
risk: {level: moderate, why: A prescription drug is managed., cite: MDM, evidence: Prescription changed.}
"""
KEY = f"""\
visit: office-established
{ELEMENTS}
level: moderate
points: 5
why: Two of three.
cite: MDM
"""
TIMED = (
    KEY.replace("points: 5", "points: 6")
    + "time: {minutes: 25, why: It is written down., cite: Time, evidence: Total time today 25 minutes.}\n"
)
RIGHT = {"problems": "moderate", "data": "straightforward", "risk": "moderate", "level": "moderate"}


@pytest.mark.parametrize(
    ("change", "points"),
    [
        ({}, 5.0),
        ({"level": "4"}, 5.0),  # numbers are words too
        ({"level": 4, "problems": 4}, 5.0),
        ({"data": "low"}, 4.0),  # one element wrong, the level is still right
        ({"level": "low"}, 3.0),
        ({"level": ""}, 3.0),
        ({"risk": "low", "level": "low"}, 2.0),  # follows from what was entered, and is wrong all the same
        ({"minutes": "20"}, 4.17),  # a time that the record does not have: 5 x 5 / 6
        ({"problems": "", "data": "", "risk": ""}, 2.0),
    ],
)
def test_each_element_and_the_level_earn_their_share(change, points):
    case = a_case_of("em", KEY, RECORD)
    assert score(case, entered(case, **{**RIGHT, **change})).points == points


@pytest.mark.parametrize(("minutes", "points"), [("25", 6.0), (25, 6.0), ("", 5.0), ("30", 5.0)])
def test_a_documented_time_earns_a_share(minutes, points):
    case = a_case_of("em", TIMED, RECORD)
    assert score(case, entered(case, **RIGHT, minutes=minutes)).points == points


def test_two_of_three_are_shown():
    case = a_case_of("em", TIMED, RECORD)
    result = score(case, entered(case, **{**RIGHT, "risk": "low", "level": "low"}))
    level = result.findings[-1]
    assert level.verdict is Verdict.WRONG
    assert level.reason == (
        "It follows from what you entered above, so mend the elements first. "
        "Problems moderate, data straightforward, risk moderate: two of the three reach 4 (moderate). "
        "25 minutes reach 3 (low)."
    )
    odd = score(case, entered(case, **{**RIGHT, "level": "high"})).findings[-1]
    assert odd.reason.startswith("What you entered above gives 4 (moderate).")


def test_two_of_three_is_the_middle_one():
    for levels in itertools.product(Level, repeat=3):
        found = level_by_decision(dict(zip(Element, levels, strict=True)))
        assert found.number == sorted(level.number for level in levels)[1]
        assert sum(level.number >= found.number for level in levels) >= 2
    assert level_by_decision({Element.RISK: Level.HIGH}) is None


@pytest.mark.parametrize(
    ("visit", "minutes", "level"),
    [
        (Visit.OFFICE_NEW, 14, None),
        (Visit.OFFICE_NEW, 15, 2),
        (Visit.OFFICE_NEW, 30, 3),
        (Visit.OFFICE_NEW, 44, 3),
        (Visit.OFFICE_NEW, 45, 4),
        (Visit.OFFICE_NEW, 60, 5),
        (Visit.OFFICE_ESTABLISHED, 9, None),
        (Visit.OFFICE_ESTABLISHED, 10, 2),
        (Visit.OFFICE_ESTABLISHED, 20, 3),
        (Visit.OFFICE_ESTABLISHED, 30, 4),
        (Visit.OFFICE_ESTABLISHED, 40, 5),
        (Visit.OFFICE_ESTABLISHED, 200, 5),
        (Visit.EMERGENCY, 200, None),
        (Visit.OFFICE_NEW, None, None),
    ],
)
def test_time_is_a_floor_that_must_be_reached(visit, minutes, level):
    found = level_by_time(visit, minutes)
    assert (found.number if found else None) == level


def test_the_higher_of_decision_and_time_counts():
    low = dict.fromkeys(Element, Level.LOW)
    assert supported(Visit.OFFICE_ESTABLISHED, low, 40) is Level.HIGH
    assert supported(Visit.OFFICE_ESTABLISHED, low, 10) is Level.LOW
    assert supported(Visit.EMERGENCY, low, 90) is Level.LOW


@pytest.mark.parametrize(
    "fields",
    [
        {"problems": "huge"},
        {"level": 9},
        {"level": True},
        {"minutes": "soon"},
        {"minutes": -1},
        {"minutes": 1e9},
        {"data": []},
    ],
)
def test_an_odd_answer_scores_0_and_says_so(fields):
    case = a_case_of("em", KEY, RECORD)
    result = score(case, entered(case, **{**RIGHT, **fields}))
    assert (result.points, bool(result.problem)) == (0.0, True)


def test_learners_get_the_family_of_the_visit_and_not_whether_time_matters_here():
    timed, plain = (a_case_of("em", key, RECORD) for key in (TIMED, KEY))
    kind = kind_of("em")
    public = parse_case(render_public(timed), "public")
    assert public.given == {"visit": "office-established"}
    assert kind.widget(public) == kind.widget(plain)
    assert kind.widget(public)["time_counts"]
    assert kind.form(public, entered(public, problems="low")).says == "Not yet complete: data, risk, level."
    html = render_static(public, entered(public, **RIGHT))
    assert "two of the three reach 4 (moderate)" in html


def test_mistakes_of_authors_are_told():
    with pytest.raises(AuthoringError, match="`level` is low, but the elements and the time give moderate"):
        a_case_of("em", KEY.replace("\nlevel: moderate", "\nlevel: low"), RECORD)
    with pytest.raises(AuthoringError, match="`risk` is missing"):
        a_case_of("em", "\n".join(line for line in KEY.splitlines() if not line.startswith("risk")), RECORD)
    late = a_case_of("em", TIMED.replace("office-established", "emergency"), RECORD)
    assert any("time does not count" in says for says in check_case(late))
