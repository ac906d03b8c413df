"""Variants: what an author declares, what is filled in, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from builders import a_case, a_key, a_line
from medcoding.errors import AuthoringError
from medcoding.exercises import load_case, parse_case
from medcoding.exercises.check import check_case
from medcoding.exercises.public import load_public, public_half
from variant_cases import LINE, RECORD, VARIANTS, a_text


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
