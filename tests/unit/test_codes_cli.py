"""The verbs search, show, validate and tables list, as other programs call them."""

import json

import pytest
from click.testing import CliRunner

from medcoding.cli import cli


@pytest.fixture
def run():
    def run(*words):
        return CliRunner().invoke(cli, list(words))

    return run


def test_search_prints_a_list_best_first(run):
    done = run("search", "heart failure", "--limit", "3", "--json")
    hits = json.loads(done.stdout)
    assert done.exit_code == 0
    assert hits[0] == {
        "code": "I50.9",
        "system": "ICD-10-CM",
        "title": "Heart failure, unspecified",
        "billable": True,
    }
    assert len(hits) == 3


def test_search_takes_words_without_quotes_and_may_find_nothing(run):
    assert run("search", "heart", "failure").stdout.startswith("I50.9 ")
    assert json.loads(run("search", "qqqqzzz", "--json").stdout) == []
    assert run("search", "qqqqzzz").exit_code == 0


def test_show_prints_all_that_the_book_says(run):
    page = json.loads(run("show", "e11621", "--json").stdout)
    assert page["code"] == "E11.621"
    assert page["billable"] is True
    assert [parent["code"] for parent in page["parents"]] == ["4", "E08-E13", "E11", "E11.6", "E11.62"]
    assert page["children"] == []
    assert page["notes"] == {"use_additional": ["code to identify site of ulcer (L97.4-, L97.5-)"]}
    assert {
        "code": "E11",
        "title": "Type 2 diabetes mellitus",
        "kind": "use_additional",
        "text": "insulin (Z79.4)",
    } in (page["inherited_notes"])
    assert (page["valid_from"], page["valid_to"]) == ("2015-10-01", None)
    characters = json.loads(run("show", "S93.401", "--json").stdout)["seventh_characters"]
    assert characters[0] == {"character": "A", "meaning": "initial encounter"}


def test_show_reads_well_as_text(run):
    page = run("show", "S93.401A").stdout
    assert "Chapter 19" in page
    assert "S93.401A  Sprain of unspecified ligament of right ankle, initial encounter" in page
    assert "billable, valid since 2015-10-01" in page


def test_showing_what_does_not_exist_exits_1_with_what_is_near(run):
    done = run("show", "E11.99")
    assert done.exit_code == 1
    assert "not a code of ICD-10-CM" in done.stderr
    assert "E11.9 (Type 2 diabetes mellitus without complications)" in done.stderr


def test_validate_lists_problems_and_exits_1(run):
    done = run("validate", "L97.411", "E11.621", "--json")
    (problem,) = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (problem["code"], problem["rule"]) == ("L97.411", "code-first")
    assert problem["message"]


def test_validate_of_good_codes_exits_0(run):
    done = run("validate", "E11.9", "Z79.4", "--age", "50", "--sex", "f", "--setting", "inpatient", "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, [])
    assert "Nothing wrong with E11.9" in run("validate", "e119").stdout


def test_a_reminder_is_shown_and_exits_0(run):
    done = run("validate", "E11.621")
    assert done.exit_code == 0
    assert done.stdout.startswith("reminder use-additional")


@pytest.mark.parametrize(
    "words",
    [
        ["validate"],
        ["validate", "I10", "--on", "yesterday"],
        ["validate", "I10", "--sex", "Q"],
        ["validate", "I10", "--age", "-3"],
        ["search"],
        ["search", "x", "--limit", "0"],
        ["show", "I10", "--system", "CPT"],
    ],
)
def test_wrong_use_exits_2(run, words):
    assert run(*words).exit_code == 2


def test_the_date_of_service_counts(run):
    assert run("validate", "D69.1", "--on", "2026-09-30").exit_code == 0
    assert run("validate", "D69.1", "--on", "2026-10-01").exit_code == 1


def test_tables_list_says_what_is_held(run):
    held = json.loads(run("tables", "list", "--json").stdout)
    icd = next(each for each in held if each["system"] == "ICD-10-CM")
    assert (icd["effective_from"], icd["effective_to"]) == ("2026-04-01", "2026-09-30")
    assert icd["counts"]["billable"] == 74_719
    assert "74,719 billable" in run("tables", "list").stdout
