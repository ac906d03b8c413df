"""`review`: marks on a record; worked examples by hand.

Five points in three lines: 2 (missing), 2 (contradictory, two ends of 1 each), 1 (unsupported, either place).
A mark where nothing is wrong adds 5/3 to the denominator.
"""

import pytest

from builders import a_case_of, entered
from medcoding.errors import AuthoringError
from medcoding.exercises import parse_case, render_public
from medcoding.exercises.check import check_case
from medcoding.kinds import kind_of
from medcoding.rendering import render_static
from medcoding.scoring import Verdict, possible, score

RECORD = """\
**Chief complaint.** Pain in the *right* knee.
**Exam.** Left knee swollen.
Gait steady.
**Assessment.** Osteoarthritis of the knee.
Type 2 diabetes.
**Plan.** Continue for diabetes.
Signed: ________"""
KEY = """\
lines:
  - label: missing
    points: 2
    evidence: "Signed: ________"
    why: Nobody signed.
    cite: Records 1
  - label: contradictory
    points: 2
    evidence: ["Pain in the *right* knee", "Left knee swollen."]
    why: The sides differ.
    cite: OCG I.B.13
  - label: unsupported
    points: 1
    evidence: [Type 2 diabetes., Continue for diabetes.]
    any_of: true
    why: No value and no drug stand anywhere.
    cite: Records 2
"""
RIGHT, LEFT = "Chief complaint. Pain in the right knee.", "Exam. Left knee swollen."
TYPE, PLAN = "Type 2 diabetes.", "Plan. Continue for diabetes."
SIGNED, GAIT = "Signed: ________", "Gait steady."


def marked(case, *marks):
    """Marks as `(line, first letter of the label)`."""
    labels = {"m": "missing", "c": "contradictory", "u": "unsupported", "": ""}
    return entered(case, marks=[{"span": span, "label": labels[letter]} for span, letter in marks])


@pytest.mark.parametrize(
    ("marks", "points"),
    [
        ([], 0.0),
        ([(SIGNED, "m")], 2.0),
        ([(SIGNED, "u")], 1.0),  # the place alone is half
        ([(RIGHT, "c")], 1.0),  # one end of two
        ([(RIGHT, "c"), (LEFT, "c")], 2.0),
        ([(RIGHT, "c"), (LEFT, "m")], 1.5),
        ([(TYPE, "u")], 1.0),  # either place is enough
        ([(TYPE, "u"), (PLAN, "u")], 1.0),
        ([(SIGNED, "m"), (RIGHT, "c"), (LEFT, "c"), (PLAN, "u")], 5.0),
        # all right and one mark too many: 5 x 5 / (5 + 5/3)
        ([(SIGNED, "m"), (RIGHT, "c"), (LEFT, "c"), (PLAN, "u"), (GAIT, "u")], 3.75),
        ([(GAIT, "u")], 0.0),
        ([(SIGNED, "m"), (GAIT, "m")], 2.0),  # 2 + 5/3 marked is less than 5, so the extra costs nothing yet
    ],
)
def test_marks_earn_by_place_and_label(marks, points):
    case = a_case_of("review", KEY, RECORD)
    assert score(case, marked(case, *marks)).points == points


def test_findings_say_what_is_wrong_with_rule_and_evidence():
    case = a_case_of("review", KEY, RECORD)
    result = score(case, marked(case, (RIGHT, "u"), (GAIT, "u")))
    missed, partly, _, extra = result.findings
    assert (missed.verdict, partly.verdict, extra.verdict) == (Verdict.MISSED, Verdict.PARTLY, Verdict.EXTRA)
    assert partly.reason == (
        "The place is right; the label should be “contradictory”. This concerns more than one place: mark each. "
        "The sides differ."
    )
    assert partly.evidence == ("Pain in the *right* knee", "Left knee swollen.")
    assert (missed.cite, partly.cite) == ("Records 1", "OCG I.B.13")
    assert possible(case) == 5.0


@pytest.mark.parametrize(
    "marks",
    [
        "all",
        [1],
        [{"span": "not in the record"}],
        [{"span": GAIT, "label": "missing"}, {"span": GAIT, "label": "unsupported"}],
        [{"span": GAIT, "label": 4}],
        [{"span": GAIT}] * 99,
    ],
)
def test_an_odd_answer_scores_0_and_says_so(marks):
    case = a_case_of("review", KEY, RECORD)
    result = score(case, entered(case, marks=marks))
    assert (result.points, bool(result.problem)) == (0.0, True)


def test_the_public_half_is_the_record_alone():
    case = a_case_of("review", KEY, RECORD)
    public = parse_case(render_public(case), "public")
    kind = kind_of("review")
    assert "differ" not in render_public(case)
    assert kind.widget(public)["spans"][0] == RIGHT
    assert [label["value"] for label in kind.widget(public)["labels"]] == ["missing", "contradictory", "unsupported"]
    assert not kind.form(public, marked(public, (GAIT, ""))).complete
    assert kind.form(public, marked(public, (GAIT, "m"))).complete
    html = render_static(case, marked(case, (LEFT, "c")), score(case, marked(case, (LEFT, "c"))))
    assert "<td>Exam. Left knee swollen.</td><td>contradictory</td>" in html
    assert "<mark" in html


def test_mistakes_of_authors_are_told():
    with pytest.raises(AuthoringError, match="'wrong'; write one of: missing"):
        a_case_of("review", KEY.replace("label: missing", "label: wrong"), RECORD)
    away = a_case_of("review", KEY.replace("Left knee swollen.", "Left hip swollen."), RECORD)
    assert any("does not stand in one line of the record" in says for says in check_case(away))
    shared = a_case_of("review", KEY.replace('evidence: "Signed: ________"', "evidence: Type 2 diabetes."), RECORD)
    assert any("stands twice" in says for says in check_case(shared))
