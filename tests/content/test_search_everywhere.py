"""One search over all systems: each query is led by the system that a coder would open for it."""

import json

import pytest
from click.testing import CliRunner

from medcoding.cli import cli
from medcoding.codes import DEFAULT_DATE, HCPCS, ICD10CM, ICD10PCS, search


def hits(text, **more):
    return search(text, on=DEFAULT_DATE, **more)


@pytest.mark.parametrize(
    ("text", "system", "code"),
    [
        ("heart attack", ICD10CM, "I21.9"),
        ("hip fracture", ICD10CM, "S72.009A"),
        ("pnuemonia", ICD10CM, "J18.9"),
        ("fall from wheelchair", ICD10CM, "W05.0XXA"),
        ("status post appendectomy", ICD10CM, "Z90.49"),
        ("appendectomy", ICD10PCS, "0DTJ0ZZ"),
        ("knee replacement", ICD10PCS, "0SRC0EZ"),
        ("rituximab injection", HCPCS, "J9311"),
    ],
)
def test_the_first_hit_is_of_the_right_system(text, system, code):
    assert (hits(text)[0].system, hits(text)[0].code) == (system, code)


@pytest.mark.parametrize("text", ["wheelchair", "crutches", "ambulance", "insulin pump"])
def test_a_supply_is_led_by_hcpcs(text):
    assert {hit.system for hit in hits(text, limit=3)} == {HCPCS}


@pytest.mark.parametrize(
    ("text", "first"), [("E11.6", "E11.6"), ("i10", "I10"), ("0DTJ", "0DTJ0ZZ"), ("e0114", "E0114")]
)
def test_what_begins_a_code_is_looked_up_and_the_code_itself_stands_first(text, first):
    assert hits(text)[0].code == first
    assert all(hit.code.replace(".", "").startswith(text.replace(".", "").upper()) for hit in hits(text))


def test_a_code_of_two_systems_is_shown_in_both():
    assert [hit.code for hit in hits("J9312")] == ["J93.12", "J9312"], "never guessed from its shape"


def test_a_system_that_does_not_lead_still_shows_among_the_first():
    systems = [hit.system for hit in hits("wheelchair", limit=9)]
    assert systems[:5] == [HCPCS] * 5
    assert ICD10CM in systems[5:]


def test_the_search_can_be_narrowed_and_the_limit_holds():
    assert {hit.system for hit in hits("appendix", systems=[ICD10CM, HCPCS])} <= {ICD10CM, HCPCS}
    assert len(hits("fracture", limit=7)) == 7
    assert hits("fracture", limit=0) == ()
    assert len({(hit.system, hit.code) for hit in hits("fracture")}) == 20


@pytest.mark.parametrize("text", ["", "  ", "?", '"', "NOT", 'a" OR "b', "(((", "肺炎", "x" * 500])
def test_odd_texts_do_no_harm(text):
    assert isinstance(hits(text), tuple)


def test_the_command_searches_one_system_or_all():
    run = CliRunner().invoke
    found = json.loads(run(cli, ["search", "appendectomy", "--system", "all", "--json"]).stdout)
    assert found[0]["system"] == ICD10PCS
    assert run(cli, ["search", "heart", "attack", "--system", "all"]).stdout.startswith("ICD-10-CM  I21.9 ")
    assert run(cli, ["search", "heart", "attack"]).stdout.startswith("I21.9 ")
