"""`term`: words taken apart and built; worked examples by hand."""

import pytest

from builders import a_question, entered
from medcoding.errors import AuthoringError
from medcoding.exercises import parse_case, render_public
from medcoding.exercises.check import check_case
from medcoding.kinds import kind_of
from medcoding.rendering import render_static
from medcoding.scoring import Verdict, score

PARTS = """\
parts:
  - {part: gastr, role: root, means: stomach}
  - {part: o, role: combining-vowel}
  - {part: enter, role: root, means: intestine}
  - {part: itis, role: suffix, means: inflammation}
"""
APART = f"""\
points: 4
task: take-apart
word: gastroenteritis
meaning: inflammation of stomach and intestine
{PARTS}
decoys: [liver, surgical removal]
"""
BUILD = f"""\
points: 4
task: build
word: gastroenteritis
meaning: inflammation of stomach and intestine
{PARTS}
decoys: [hepat, ectomy, peri]
"""


def pieces(text):
    """`gastr:root:stomach o:combining-vowel` as an answer's parts."""
    found = []
    for piece in text.split():
        part, role, meaning = [*piece.split(":"), "", ""][:3]
        found.append({"part": part, "role": role, "meaning": meaning.replace("_", " ")})
    return found


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("", 0.0),
        ("gastroenteritis", 0.0),  # not cut
        ("gastr:root:stomach o:combining-vowel enter:root:intestine itis:suffix:inflammation", 4.0),
        # cuts alone: 1/3 + 1/2 + 1/3 + 1/3
        ("gastr o enter itis", 1.5),
        # one role wrong: 1 + 1 + 1 + 2/3
        ("gastr:root:stomach o:combining-vowel enter:root:intestine itis:prefix:inflammation", 3.67),
        # vowel left at its root: both cuts of it are wrong, the rest is right
        ("gastro:root:stomach enter:root:intestine itis:suffix:inflammation", 2.0),
        # meanings swapped: 2/3 + 1 + 2/3 + 1
        ("gastr:root:intestine o:combining-vowel enter:root:stomach itis:suffix:inflammation", 3.33),
        ("GASTR:root:stomach o:combining-vowel ENTER:root:intestine itis:suffix:inflammation", 4.0),
    ],
)
def test_taken_apart_each_part_earns_for_cut_role_and_meaning(text, points):
    question = a_question("term", APART)
    assert score(question, entered(question, parts=pieces(text))).points == points


def test_a_part_says_what_it_is():
    question = a_question("term", APART)
    result = score(question, entered(question, parts=pieces("gastr:prefix:stomach o enter itis")))
    assert result.findings[0].verdict is Verdict.PARTLY
    assert result.findings[0].reason == (
        "The cut is right; look again at the role. “gastr” is the root that means “stomach”."
    )
    assert "combining vowel, which has no meaning of its own" in result.findings[1].reason


@pytest.mark.parametrize(
    ("tiles", "points"),
    [
        ([], 0.0),
        (["gastr", "o", "enter", "itis"], 4.0),
        (["gastr", "enter", "itis"], 3.0),  # 3 of 4
        (["hepat", "o", "enter", "itis"], 3.0),  # 3 of 4, 4 laid
        (["enter", "o", "gastr", "itis"], 2.0),  # o and itis, or gastr and itis, stand in order
        (["gastr", "o", "enter", "itis", "peri"], 3.2),  # 4 of 5 laid
        (["peri", "ectomy"], 0.0),
        (["itis"], 1.0),
    ],
)
def test_built_each_tile_in_order_earns_and_extra_ones_cost(tiles, points):
    question = a_question("term", BUILD)
    assert score(question, entered(question, tiles=tiles)).points == points


def test_another_right_word_is_right():
    question = a_question("term", BUILD.rstrip() + "\naccept: [gastrenteritis]\n")
    assert score(question, entered(question, tiles=["gastr", "enter", "itis"])).points == 4.0


@pytest.mark.parametrize(
    "fields",
    [
        {"parts": "gastr"},
        {"parts": [{"part": 3}]},
        {"parts": [{"part": "gastr"}]},  # not the whole word
        {"parts": [{"part": "gastr"}, {"part": "gastroenteritis"}]},  # overlapping
        {"parts": [{"part": "gastroenteritis", "meaning": "heart"}]},  # not offered
        {"parts": [{}] * 99},
    ],
)
def test_an_odd_answer_scores_0_and_says_so(fields):
    question = a_question("term", APART)
    result = score(question, entered(question, **fields))
    assert (result.points, bool(result.problem)) == (0.0, True)


def test_the_pool_does_not_show_how_many_parts_there_are():
    apart = parse_case(render_public(a_question("term", APART)), "public")
    assert sorted(apart.given["meanings"]) == ["inflammation", "intestine", "liver", "stomach", "surgical removal"]
    assert "itis" not in apart.given["meanings"]
    twice = a_question("term", BUILD.replace("part: enter, ", "part: gastr, ").replace("gastroenter", "gastrogastr"))
    assert sorted(twice.given["tiles"]) == ["ectomy", "gastr", "hepat", "itis", "o", "peri"]
    assert "word" not in twice.given
    assert score(twice, kind_of("term").full_answer(twice)).points == 4.0


def test_form_and_rendering_need_no_key():
    build, apart = a_question("term", BUILD).without_key(), a_question("term", APART).without_key()
    kind = kind_of("term")
    assert not kind.form(build, entered(build)).complete
    assert kind.form(build, entered(build, tiles=["peri", "itis"])).complete
    assert not kind.form(apart, entered(apart, parts=pieces("gastr o enter itis"))).complete
    assert "peri-itis = periitis" in render_static(build, entered(build, tiles=["peri", "itis"]))
    assert "combining vowel" in render_static(apart, entered(apart, parts=pieces("gastr o:combining-vowel enter itis")))
    assert {role["value"] for role in kind.widget(apart)["roles"]} == {"prefix", "root", "combining-vowel", "suffix"}


def test_mistakes_of_authors_are_told():
    with pytest.raises(AuthoringError, match="make up 'gastroenteritis', not 'gastritis'"):
        a_question("term", APART.replace("word: gastroenteritis", "word: gastritis"))
    with pytest.raises(AuthoringError, match="`role` is 'stem'"):
        a_question("term", APART.replace("role: root", "role: stem"))
    right = a_question("term", APART.replace("[liver, surgical removal]", "[stomach]"))
    assert any("is right here" in says for says in check_case(right))
    assert any("at least 2" in says for says in check_case(right))
