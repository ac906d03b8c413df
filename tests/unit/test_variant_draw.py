"""Whose variant is which, what an answer says of its own, and by which key it is scored."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from click.testing import CliRunner

from builders import a_case, a_line, an_answer
from medcoding.answers import MAX_VARIANT, RawAnswer, parse_answer
from medcoding.cli import authoring
from medcoding.exercises import load_case, parse_case, variants_of
from medcoding.exercises.check import check_case
from medcoding.exercises.draw import another_variant, find_variant, learner_here, own_variant
from medcoding.scoring import score
from variant_cases import a_text


# Worked out once with `printf 'LEARNER\0unit\0a-case\0VARIANT' | sha256sum`: the highest of the four wins.
@pytest.mark.parametrize(
    ("learner", "variant"),
    [("ada", "left.later"), ("ben", "left.first"), ("chen", "right.later"), ("student00", "left.first")],
)
def test_whose_variant_is_which_never_changes(learner, variant):
    case = parse_case(a_text(), "x.md")
    assert own_variant(case, learner, "unit").variant == variant
    turned = replace(case, variants=case.variants[::-1])
    assert own_variant(turned, learner, "unit").variant == variant


def test_a_plain_case_is_everybodys():
    case = parse_case(a_case(a_line("S93.401A", "first-listed")), "x.md")
    assert own_variant(case, "ada", "unit") is case
    assert another_variant(case) is case
    assert find_variant(case, "") is None
    assert variants_of(case) == (case,)


def test_neighbours_rarely_see_the_same_chart():
    case = parse_case(a_text(), "x.md")
    drawn = [own_variant(case, f"learner{number:03d}", "unit").variant for number in range(400)]
    same = sum(one == two for one, two in pairwise(drawn))
    assert 70 < same < 130  # one in four, by chance
    assert all(70 < count < 130 for count in Counter(drawn).values())
    other = [own_variant(case, f"learner{number:03d}", "next").variant for number in range(400)]
    assert 70 < sum(one == two for one, two in zip(drawn, other, strict=True)) < 130


def test_in_practice_the_next_one_is_another():
    case = parse_case(a_text(), "x.md")
    seen = {another_variant(case, "right.first").variant for _ in range(200)}
    assert seen == {"right.later", "left.first", "left.later"}


def test_a_learner_is_called_as_nbgrader_calls_them(monkeypatch):
    monkeypatch.delenv("MEDCODING_LEARNER", raising=False)
    monkeypatch.setenv("JUPYTERHUB_USER", "hub")
    monkeypatch.setattr("medcoding.exercises.draw._account", lambda: "jovyan")
    assert learner_here() == "hub"
    monkeypatch.setattr("medcoding.exercises.draw._account", lambda: "ada")
    assert learner_here() == "ada"
    monkeypatch.setenv("MEDCODING_LEARNER", "ben")
    assert learner_here() == "ben"


def test_an_answer_names_its_variant():
    answer = RawAnswer("a-case", {"lines": []}, "left.first")
    assert answer.as_json() == {"exercise": "a-case", "variant": "left.first", "lines": []}
    assert parse_answer(json.dumps(answer.as_json()), "a-case", "x") == answer
    assert RawAnswer("a-case", {}).as_json() == {"exercise": "a-case"}


@pytest.mark.parametrize("odd", [7, None, ["left"], {"a": 1}, "x" * (MAX_VARIANT + 1)])
def test_what_is_no_name_of_a_variant_names_none(odd):
    answer = parse_answer(json.dumps({"exercise": "a-case", "variant": odd, "lines": []}), "a-case", "x")
    assert answer == RawAnswer("a-case", {"lines": []})


def test_a_variant_is_scored_by_its_own_key():
    case = parse_case(a_text(), "x.md")
    left = find_variant(case, "left.first")
    assert score(left, an_answer(left, "S93.402A")).points == 1
    assert score(left, an_answer(left, "S93.401A")).points == 0.5


def run(verb, *words):
    return CliRunner().invoke(getattr(authoring, verb), [str(word) for word in words])


@pytest.fixture
def on_disk(tmp_path):
    (tmp_path / "a-case.md").write_text(a_text())
    left = find_variant(load_case(tmp_path / "a-case.md"), "left.first")
    answer = replace(an_answer(left, "S93.402A"), variant="left.first")
    (tmp_path / "answer.json").write_text(json.dumps(answer.as_json()))
    return tmp_path


@pytest.mark.parametrize(("variant", "points"), [("", 1), ("left.first", 1), ("right.first", 0.5)])
def test_an_answer_is_scored_by_the_variant_asked_for_or_named(on_disk, variant, points):
    asked = ["--variant", variant] if variant else []
    done = run("score", on_disk / "a-case.md", "--answer", on_disk / "answer.json", "--json", *asked)
    assert json.loads(done.output)["points"] == points


def test_a_variant_that_there_is_not_cannot_be_scored(on_disk):
    done = run("score", on_disk / "a-case.md", "--answer", on_disk / "answer.json", "--variant", "up")
    assert done.exit_code == 2
    assert "give --variant one of: right.first, right.later, left.first, left.later" in " ".join(
        done.output.replace("│", " ").split()
    )


def test_a_second_reader_sees_every_variant(on_disk):
    assert run("review", on_disk / "a-case.md", "--out", on_disk / "sheet.html").exit_code == 0
    sheet = (on_disk / "sheet.html").read_text()
    assert sheet.count("<section>") == 4
    assert "a-case, variant left.later" in sheet
    assert run("review", on_disk / "a-case.md", "--accept").exit_code == 0
    assert "status: reviewed" in (on_disk / "a-case.md").read_text()
    assert not [says for says in check_case(load_case(on_disk / "a-case.md")) if "reviewed" in says]
