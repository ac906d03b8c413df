"""`match`: each pair earns its share; worked examples by hand."""

import pytest

from builders import a_question, entered
from medcoding.errors import AuthoringError
from medcoding.exercises import parse_case, render_public
from medcoding.exercises.check import check_case
from medcoding.kinds import kind_of
from medcoding.rendering import render_static
from medcoding.scoring import Verdict, score

PAIRS = """\
points: 4
pairs:
  - {left: gastr, right: stomach, says: "Think of gastric juice."}
  - {left: hepat, right: liver}
  - {left: nephr, right: kidney}
  - {left: ren, right: kidney}
decoys: [spleen]
"""


@pytest.mark.parametrize(
    ("pairs", "points"),
    [
        ({}, 0.0),
        ({"gastr": "stomach"}, 1.0),
        ({"gastr": "stomach", "hepat": "kidney"}, 1.0),
        ({"gastr": "liver", "hepat": "stomach", "nephr": "spleen"}, 0.0),
        ({"nephr": "kidney", "ren": "kidney"}, 2.0),  # two may share a partner
        ({"gastr": "stomach", "hepat": "liver", "nephr": "kidney", "ren": "kidney"}, 4.0),
        ({"gastr": "stomach", "hepat": ""}, 1.0),  # taken back
    ],
)
def test_each_pair_earns_its_share(pairs, points):
    question = a_question("match", PAIRS)
    assert score(question, entered(question, pairs=pairs)).points == points


def test_each_pair_has_its_verdict_and_the_right_partner():
    question = a_question("match", PAIRS)
    result = score(question, entered(question, pairs={"gastr": "liver", "hepat": "liver"}))
    first, second, third, _ = result.findings
    assert (first.verdict, second.verdict, third.verdict) == (Verdict.WRONG, Verdict.CORRECT, Verdict.MISSED)
    assert first.code == "gastr → liver"
    assert first.reason == "It belongs with “stomach”. Think of gastric juice."


@pytest.mark.parametrize(
    "pairs", [["gastr"], {"gastr": 3}, {"gastr": "lung"}, {"x": "liver"}, dict.fromkeys("abcdefghijklmnopq", "liver")]
)
def test_an_odd_answer_scores_0_and_says_so(pairs):
    question = a_question("match", PAIRS)
    result = score(question, entered(question, pairs=pairs))
    assert (result.points, bool(result.problem)) == (0.0, True)


def test_learners_get_two_columns_and_not_which_belongs_to_which():
    question = a_question("match", PAIRS)
    public = parse_case(render_public(question), "public")
    assert sorted(public.given["left"]) == ["gastr", "hepat", "nephr", "ren"]
    assert sorted(public.given["right"]) == ["kidney", "liver", "spleen", "stomach"]
    assert "gastric" not in render_public(question)
    form = kind_of("match").form(public, entered(public, pairs={"gastr": "spleen"}))
    assert form.says == "Not yet complete: 3 without a partner."


def test_the_answer_is_readable_and_escaped():
    question = a_question("match", PAIRS.replace("liver", "<i>liver"))
    html = render_static(question, entered(question, pairs={"hepat": "<i>liver"}))
    assert "<td>&lt;i&gt;liver</td>" in html


def test_mistakes_of_authors_are_told():
    with pytest.raises(AuthoringError, match="same right text"):
        a_question("match", "pairs: [{left: a, right: x}, {left: b, right: x}]")
    twice = a_question("match", PAIRS.replace("left: ren", "left: nephr"))
    assert any("left text 'nephr' stands twice" in says for says in check_case(twice))
    decoy = a_question("match", PAIRS.replace("[spleen]", "[liver]"))
    assert any("belongs to a pair" in says for says in check_case(decoy))
