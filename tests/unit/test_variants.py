"""Variants: what an author declares, what is filled in, what is refused, and whose variant is which."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from builders import a_case, a_key, a_line, an_answer
from medcoding.answers import MAX_VARIANT, RawAnswer, parse_answer
from medcoding.cli import authoring
from medcoding.errors import AuthoringError
from medcoding.exercises import load_case, parse_case, variants_of
from medcoding.exercises.check import check_case
from medcoding.exercises.draw import another_variant, find_variant, learner_here, own_variant
from medcoding.exercises.public import load_public, public_half
from medcoding.scoring import score

RECORD = """\
**Visit.** Twisted the {side} ankle {visit.when}.
{visit.more}
A brace {{for}} the {side} ankle."""
VARIANTS = """\
parameters:
  side:
    right: {code: "1"}
    left: {code: "2"}
  visit:
    first: {letter: A, when: today, more: ""}
    later: {letter: D, when: last week, more: Swelling less.}
"""
LINE = a_line(
    "S93.40{side.code}{visit.letter}",
    "first-listed",
    why='"Sprain of the {side} ankle."',
    evidence="Twisted the {side} ankle {visit.when}.",
)


def a_text(line: str = LINE, variants: str = VARIANTS, record: str = RECORD, near_misses: str = "", **more: str) -> str:
    text = a_case(key=a_key(line, near_misses=near_misses), record=record, **more)
    return text.replace("\n## Teaching note", f"\n## Variants\n```yaml\n{variants}```\n\n## Teaching note")


def mistakes(text: str) -> list[str]:
    with pytest.raises(AuthoringError) as error:
        parse_case(text, "x.md")
    return str(error.value).splitlines()


def test_a_case_holds_every_combination_as_a_plain_exercise():
    case = parse_case(a_text(), "x.md")
    assert [each.variant for each in case.variants] == ["right.first", "right.later", "left.first", "left.later"]
    assert [each.key.lines[0].code for each in case.variants] == ["S93.401A", "S93.401D", "S93.402A", "S93.402D"]
    assert all(each.variants == () for each in case.variants)
    later = case.variants[3]
    assert later.record == (
        "**Visit.** Twisted the left ankle last week.\nSwelling less.\nA brace {for} the left ankle."
    )
    assert later.key.lines[0].why == "Sprain of the left ankle."
    assert list(check_case(case)) == []


def test_the_case_itself_reads_like_its_first_variant():
    case = parse_case(a_text(), "x.md")
    assert replace(case, variants=()) == case.variants[0]


def test_a_line_that_comes_out_empty_is_dropped():
    first = parse_case(a_text(), "x.md").variants[0]
    assert first.record == "**Visit.** Twisted the right ankle today.\nA brace {for} the right ankle."


def test_combinations_that_do_not_exist_are_left_out():
    variants = VARIANTS + "except:\n  - {side: left, visit: [later]}\n"
    case = parse_case(a_text(variants=variants), "x.md")
    assert [each.variant for each in case.variants] == ["right.first", "right.later", "left.first"]


def test_an_entry_of_the_key_may_belong_to_some_variants_only():
    misses = (
        "near_misses:\n  - code: S93.409A\n    says: The side is told.\n    only: {visit: first}\n"
        "  - code: S93.401A\n    says: The record says left.\n    only: {side: left, visit: [first, later]}\n"
    )
    case = parse_case(a_text(near_misses=misses), "x.md")
    assert [[miss.code for miss in each.key.near_misses] for each in case.variants] == [
        ["S93.409A"],
        [],
        ["S93.409A", "S93.401A"],
        ["S93.401A"],
    ]


def test_age_title_and_date_may_differ_and_the_name_may_not():
    person = '  side:\n    right: {code: "1", age: "7"}\n    left: {code: "2", age: "70"}\n'
    variants = VARIANTS.replace(VARIANTS[VARIANTS.index("  side") : VARIANTS.index("  visit")], person)
    case = parse_case(a_text(variants=variants, front='age: "{side.age}"\n'), "x.md")
    assert [each.patient.age for each in case.variants] == [7, 7, 70, 70]
    named = a_text().replace("id: a-case", 'id: "a-case-{side}"')
    assert any("`id` is 'a-case-{side}'" in says for says in mistakes(named))


def test_braces_mean_nothing_in_a_case_without_variants():
    case = parse_case(a_case(a_line("S93.401A", "first-listed"), record="A set {side} {x.y} {{z}}."), "x.md")
    assert case.record == "A set {side} {x.y} {{z}}."
    assert (case.variant, case.variants) == ("", ())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (a_text(record=RECORD + "\n{sid}"), "x.md: {sid} is no placeholder of this case; correct its name"),
        (a_text(record=RECORD + "\n{side.word}"), "{side.word} is no placeholder"),
        (a_text(record=RECORD + "\nA lone { here"), "{ is no placeholder"),
        (a_text(record=RECORD + "\nA lone } here"), "} is no placeholder"),
        (a_text(line=LINE.replace("system: ICD-10-CM", "system: {side}")), "begins with {side}; put quotes around it"),
        (a_text(variants="parameters: {}\n"), "declares no `parameters`"),
        (a_text(variants="- side\n"), "declares no `parameters`"),
        (a_text(variants=VARIANTS + "but: []\n"), "`but` is not a field of `## Variants`"),
        (a_text(variants="parameters:\n  side:\n    right: {code: '1'}\n"), "side has fewer than two values"),
        (a_text(variants="parameters:\n  side: [right, left]\n"), "side has fewer than two values"),
        (a_text(variants=VARIANTS.replace('left: {code: "2"}', 'left: {kode: "2"}')), "side have different fields"),
        (a_text(variants=VARIANTS.replace('left: {code: "2"}', "left: [2]")), "side: left should hold texts"),
        (a_text(variants=VARIANTS.replace("right:", "Right:")), "the value 'Right' of side is no plain name"),
        (a_text(variants=VARIANTS.replace('"1"', '"1", x: a').replace('"2"', '"2", x: b')), "{side.x} is never used"),
        (a_text(variants=VARIANTS + "  age:\n    old: {}\n    young: {}\n"), "the parameter age is never used"),
        (a_text(variants=VARIANTS + "except: {side: left}\n"), "`except` should be a list"),
        (a_text(variants=VARIANTS + "except:\n  - {site: left}\n"), "entry 1, names 'site', which is no parameter"),
        (a_text(variants=VARIANTS + "except:\n  - {side: up}\n"), "names side: 'up'; write one of: left, right"),
        (a_text(variants=VARIANTS + "except:\n  - {side: [{a: b}]}\n"), "write one of: left, right"),
        (a_text(variants=VARIANTS + "except:\n  - side\n"), "should name parameters and values"),
        (a_text(variants=VARIANTS + "except:\n  - {side: left}\n  - {visit: later}\n"), "fewer than two variants"),
        (a_text(line=LINE + "\n    only: {side: up}"), "`only` names side: 'up'"),
        (a_text(line=LINE + "\n    only: left"), "`only` should name parameters and values"),
        (a_case(LINE + "\n    only: {side: left}"), "`only`"),
    ],
)  # fmt: skip
def test_mistakes_are_told(text, says):
    assert any(says in line for line in mistakes(text)), mistakes(text)


def test_a_mistake_of_all_variants_is_told_once_and_that_of_one_with_its_name():
    twice = mistakes(a_text(record=RECORD + "\n{sid}"))
    assert len(twice) == 1
    some = mistakes(a_text(line=LINE.replace("points: 1", 'points: "{side.code}00{visit.letter}"')))
    assert [line.split(" is ")[0] for line in some] == [
        f"x.md: variant {name}: key: line 1: `points`"
        for name in ("right.first", "right.later", "left.first", "left.later")
    ]


def test_too_many_variants_are_refused():
    many = "".join(f"    v{number}: {{}}\n" for number in range(50))
    assert any("there are 200 variants" in line for line in mistakes(a_text(variants=VARIANTS + "  n:\n" + many)))


def test_check_names_the_variant_with_a_wrong_code():
    case = parse_case(a_text(variants=VARIANTS.replace('left: {code: "2"}', 'left: {code: "7"}')), "x.md")
    says = list(check_case(case))
    assert says
    assert all(line.startswith(("variant left.first: ", "variant left.later: ")) for line in says)


def test_check_refuses_the_same_record_twice_and_different_points():
    bare = VARIANTS.replace(', when: today, more: ""', "").replace(", when: last week, more: Swelling less.", "")
    line = LINE.replace("Twisted the {side} ankle {visit.when}.", "Twisted it.")
    same = parse_case(a_text(record="Ankle {side}.\nTwisted it.", line=line, variants=bare), "x.md")
    assert "the variants right.first, right.later have the same record; let each parameter change what it says" in (
        list(check_case(same))
    )
    worth = a_text(line=LINE.replace("points: 1", 'points: "{side.code}"'))
    says = list(check_case(parse_case(worth, "x.md")))
    assert any(line.startswith("the variants are worth different points (right.first 1,") for line in says)


def test_the_public_half_holds_all_variants_and_no_key(tmp_path):
    case = parse_case(a_text(), "x.md")
    half = public_half(case)
    assert list(half) == [each.variant for each in case.variants]
    text = json.dumps({"format": 1, "exercises": {"a-case": half}})
    assert "S93" not in text
    assert "Sprain" not in text
    assert "Variants" not in text
    (tmp_path / "exercises.json").write_text(text)
    public = load_public(tmp_path, "a-case")
    assert [each.variant for each in public.variants] == [each.variant for each in case.variants]
    assert [each.record for each in public.variants] == [each.record for each in case.variants]
    assert all(each.key is None for each in (public, *public.variants))


def test_without_key_no_variant_keeps_one():
    bare = parse_case(a_text(), "x.md", Path("x.md")).without_key()
    assert [(each.key, each.note, each.path) for each in bare.variants] == [(None, "", None)] * 4


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


def test_a_variant_knows_its_file(tmp_path):
    path = tmp_path / "a-case.md"
    path.write_text(a_text())
    assert load_case(path).variants[0].path == path


def test_other_kinds_have_variants_too():
    key = 'points: 1\nvalue: "{side.code}"\nunit: legs\nwhy: Count them.\ncite: OCG I.A.4'
    text = a_text(variants=VARIANTS.replace("letter: A, ", "").replace("letter: D, ", ""))
    text = text.replace("kind: codes", "kind: number").replace(a_key(LINE), key)
    case = parse_case(text, "x.md")
    assert [str(each.key.value) for each in case.variants] == ["1", "1", "2", "2"]
    assert [each.given for each in case.variants] == [case.given] * 4


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
