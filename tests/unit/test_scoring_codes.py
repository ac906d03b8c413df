"""Worked examples for `codes`: points and findings written by hand from DOMAIN's scoring rules.

Credit by line: exact 1; right category but less specific 0.5; wrong side or 7th character 0.5; right
code in the wrong role 0.75; extras cost by the denominator max(entered, key); never below zero.
"""

import pytest

from builders import a_line, an_answer, an_exercise
from medcoding.answers import RawAnswer
from medcoding.scoring import score
from medcoding.scoring.model import Verdict

ULCER = [a_line("E11.621", "first-listed"), a_line("L97.421", after="E11.621"), a_line("Z79.4")]
ANKLE = [a_line("S93.401A", "first-listed")]


def verdicts(exercise, *entered):
    return [(f.verdict.value, f.code or f.expected) for f in score(exercise, an_answer(exercise, *entered)).findings]


@pytest.mark.parametrize(
    ("lines", "entered", "points"),
    [
        (ULCER, ["E11.621", "L97.421", "Z79.4"], 3.0),
        (ULCER, [" e11621", "l97421 ", "z79.4"], 3.0),
        (ULCER, ["E11.621", "Z79.4", "L97.421"], 3.0),
        (ULCER, ["E11.621", "L97.421"], 2.0),
        (ULCER, [], 0.0),
        # one extra: 3 right of max(4, 3)
        (ULCER, ["E11.621", "L97.421", "Z79.4", "I10"], 2.25),
        # one missed, one extra: 2 right of max(3, 3)
        (ULCER, ["E11.621", "L97.421", "I10"], 2.0),
        # the two exchange roles: 0.75 each
        (ULCER, ["L97.421", "E11.621", "Z79.4"], 2.5),
        # E11.9 is the right category, less specific
        (ULCER, ["E11.9", "L97.421", "Z79.4"], 2.5),
        # L97.429 leaves the severity out: less specific
        (ULCER, ["E11.621", "L97.429", "Z79.4"], 2.5),
        # right heel instead of left
        (ULCER, ["E11.621", "L97.411", "Z79.4"], 2.5),
        # E11.62 is a heading
        (ULCER, ["E11.62", "L97.421", "Z79.4"], 2.5),
        # E10.621 is another category: an extra, and E11.621 missed; 2 of 3
        (ULCER, ["E10.621", "L97.421", "Z79.4"], 2.0),
        # twice the same code: 3 of 4
        (ULCER, ["E11.621", "L97.421", "Z79.4", "Z79.4"], 2.25),
        (ANKLE, ["S93.401D"], 0.5),
        (ANKLE, ["S93.402A"], 0.5),
        (ANKLE, ["S93.402D"], 0.25),
        (ANKLE, ["S93.409A"], 0.5),
        (ANKLE, ["S93.401"], 0.5),
        (ANKLE, ["S93.411A"], 0.5),
        (ANKLE, ["NOTACODE"], 0.0),
        (ANKLE, ["M25.571"], 0.0),
        (ANKLE, ["S93.401A", "M25.571"], 0.5),
        (ANKLE, ["S93.401A/secondary"], 0.75),
        (ANKLE, ["M25.571", "S93.401A"], 0.38),
    ],
)
def test_points(lines, entered, points):
    exercise = an_exercise(*lines)
    assert score(exercise, an_answer(exercise, *entered)).points == pytest.approx(points)


def test_findings_name_each_kind_of_mistake():
    ulcer, ankle = an_exercise(*ULCER), an_exercise(*ANKLE)
    assert verdicts(ulcer, "E11.621", "L97.421", "Z79.4") == [
        ("correct", "E11.621"),
        ("correct", "L97.421"),
        ("correct", "Z79.4"),
    ]
    assert verdicts(ulcer, "E11.9", "L97.411") == [
        ("less specific", "E11.9"),
        ("wrong side", "L97.411"),
        ("missed", "Z79.4"),
    ]
    assert verdicts(ankle, "S93.401D") == [("wrong 7th character", "S93.401D")]
    assert verdicts(ankle, "S93.401") == [("not billable", "S93.401")]
    assert verdicts(ankle, "S93.411A") == [("more specific than documented", "S93.411A")]
    assert verdicts(ankle, "Q1") == [("not a code", "Q1"), ("missed", "S93.401A")]
    assert verdicts(ulcer, "L97.421", "E11.621", "Z79.4")[:2] == [
        ("wrong role", "L97.421"),
        ("wrong role", "E11.621"),
    ]
    assert verdicts(ankle, "S93.401A", "S93.401A")[1] == ("duplicate", "S93.401A")


def test_a_code_that_excludes_another_line_is_told_so():
    exercise = an_exercise(a_line("E11.9", "first-listed"))
    assert ("contradicts another line", "E10.9") in verdicts(exercise, "E11.9", "E10.9")


def test_the_four_results():
    exercise = an_exercise(*ULCER)
    result = score(exercise, an_answer(exercise, "L97.421", "E11.621", "I10"))
    assert result.accuracy == pytest.approx(1.5 / 3)
    assert result.missed == ("Z79.4",)
    assert result.extra == ("I10",)
    assert not result.sequence.correct
    assert any("should be E11.621" in sentence for sentence in result.sequence.says)
    assert any("E11.621 must come before L97.421" in sentence for sentence in result.sequence.says)
    assert not result.outcome.clean


def test_a_right_answer_makes_a_clean_claim_in_order():
    exercise = an_exercise(*ULCER)
    result = score(exercise, an_answer(exercise, "E11.621", "L97.421", "Z79.4"))
    assert result.sequence.correct
    assert result.outcome.clean


def test_order_without_a_rule_is_free_but_a_bound_pair_is_not():
    lines = [a_line("I10", "first-listed"), a_line("E11.621"), a_line("L97.421", after="E11.621")]
    exercise = an_exercise(*lines)
    swapped = score(exercise, an_answer(exercise, "I10", "L97.421", "E11.621"))
    assert [f.verdict for f in swapped.findings].count(Verdict.WRONG_ORDER) == 1
    assert swapped.points == pytest.approx(2.75)


def test_points_weigh_the_lines():
    exercise = an_exercise(a_line("E11.621", "first-listed", "2"), a_line("L97.421"), a_line("Z79.4"))
    assert score(exercise, an_answer(exercise, "E11.621")).points == pytest.approx(2.0)
    assert score(exercise, an_answer(exercise, "L97.421", "Z79.4")).points == pytest.approx(1.75)


def test_alternates_earn_full_credit():
    exercise = an_exercise(a_line("J06.9", "first-listed", alternates="J00"))
    assert score(exercise, an_answer(exercise, "J00")).points == 1.0


def test_optional_lines_neither_earn_nor_cost():
    exercise = an_exercise(a_line("I10", "first-listed"), a_line("Z79.4", optional="true"))
    assert score(exercise, an_answer(exercise, "I10")).points == 1.0
    assert score(exercise, an_answer(exercise, "I10", "Z79.4")).points == 1.0
    assert score(exercise, an_answer(exercise, "I10", "Z79.4", "E11.9")).points == pytest.approx(0.5)


def test_a_near_miss_speaks_in_its_own_sentence():
    misses = "near_misses:\n  - code: S93.409A\n    says: Read the side again."
    exercise = an_exercise(*ANKLE, near_misses=misses)
    finding = score(exercise, an_answer(exercise, "S93.409A")).findings[0]
    assert finding.reason.startswith("Read the side again.")


def test_inpatients_have_a_principal_diagnosis():
    exercise = an_exercise(a_line("E11.621", "principal"), a_line("L97.421"), setting="inpatient")
    assert score(exercise, an_answer(exercise, "E11.621", "L97.421")).points == 2.0


@pytest.mark.parametrize(
    "fields",
    [
        {"lines": "E11.621"},
        {"lines": [7]},
        {"lines": [{"code": 7}]},
        {"lines": [{"code": "E11.621", "evidence": "x"}]},
        {"lines": [{"code": "E" * 40}]},
        {"lines": [{"code": "E11.621"}] * 100},
    ],
)
def test_an_answer_that_cannot_be_read_scores_nothing_and_says_why(fields):
    result = score(an_exercise(*ULCER), RawAnswer("a-case", fields))
    assert result.points == 0.0
    assert result.problem


def test_no_answer_scores_nothing_and_says_so():
    result = score(an_exercise(*ULCER), None)
    assert (result.points, type(result.points)) == (0.0, float)
    assert "No answer was handed in" in result.problem
    assert result.missed == ("E11.621", "L97.421", "Z79.4")


def test_lines_without_roles_take_them_from_their_place():
    exercise = an_exercise(*ULCER)
    lines = [{"code": "E11.621"}, {"code": "L97.421"}, {"code": "Z79.4"}]
    assert score(exercise, RawAnswer("a-case", {"lines": lines})).points == 3.0


def test_an_edited_policy_changes_credit_without_code():
    from medcoding.scoring.policy import default_policy, parse_policy

    credit = "{correct: 1, less_specific: 0.25, more_specific: 0, not_billable: 0, wrong_side: 0, wrong_seventh: 0}"
    text = f"version: 2\ncredit: {credit}\nfactor: {{wrong_role: 1, wrong_order: 1}}"
    exercise = an_exercise(*ANKLE)
    assert default_policy().version == 2
    assert score(exercise, an_answer(exercise, "S93.409A"), parse_policy(text, "p")).points == 0.25
