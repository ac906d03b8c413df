"""Names of files in zips of Canvas, Moodle and Blackboard, and whom they mean; every person is made up."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medcoding.errors import CollectError
from medcoding.lms.csv_cells import plain_cell, render_csv, safe_cell
from medcoding.lms.file_names import System, find_system, parse_name
from medcoding.lms.roster import Person, Roster, is_student, load_roster

WORDS = st.text(st.characters(categories=["Lu", "Ll", "Nd"]), min_size=1, max_size=12)
NUMBERS = st.integers(1, 10**9)
FILES = st.text(st.characters(categories=["Lu", "Ll", "Nd"], include_characters="_-. "), min_size=1, max_size=30)


@given(WORDS, NUMBERS, NUMBERS, FILES, st.booleans())
def test_a_name_of_canvas_comes_back_whatever_the_learner_calls_the_file(person, user, file, name, late) -> None:
    found = parse_name(f"{person}_{'LATE_' if late else ''}{user}_{file}_{name}", System.CANVAS)
    assert (found.person, found.lms_id, found.order, found.file) == (person, str(user), file, name)
    assert found.is_late == late


@given(WORDS, WORDS, NUMBERS, FILES)
def test_a_folder_of_moodle_comes_back(first, last, number, name) -> None:
    for end in ("_assignsubmission_file_", "_assignsubmission_file"):
        found = parse_name(f"{first} {last}_{number}{end}/answers/{name}", System.MOODLE)
        assert (found.person, found.lms_id, found.file) == (f"{first} {last}", str(number), f"answers/{name}")


@given(WORDS, WORDS, FILES)
def test_a_name_of_blackboard_comes_back(work, user, name) -> None:
    found = parse_name(f"{work}_{user}_attempt_2026-05-15-10-30-45_{name}", System.BLACKBOARD)
    assert (found.person, found.file) == (f"{work}_{user}", name)
    assert found.when == datetime(2026, 5, 15, 10, 30, 45)


def test_what_a_learner_may_choose_changes_nobody_else() -> None:
    inner = "Eve Evil_7_assignsubmission_file_/Bea Good_8_assignsubmission_file_/x.ipynb"
    assert parse_name(inner, System.MOODLE).lms_id == "7"
    # Without folders such a name can be read in two ways, and is nobody's.
    flat = "Eve Evil_7_assignsubmission_file_Bea Good_8_assignsubmission_file_x.ipynb"
    assert parse_name(flat, System.MOODLE) is None
    # Moodle itself adds the last mark, whatever somebody calls themselves.
    named = "Bea Good_8_assignsubmission_file__7_assignsubmission_file_/x.ipynb"
    assert parse_name(named, System.MOODLE).lms_id == "7"
    assert parse_name("evileve_7_70_goodbea_8_80_x.ipynb", System.CANVAS).lms_id == "7"


def test_the_system_is_found_by_the_names() -> None:
    assert find_system(["doejane_1_2_a.ipynb", "readme"]) is System.CANVAS
    assert find_system(["Jane Doe_1_assignsubmission_file_/a_1_2_b.ipynb"]) is System.MOODLE
    assert find_system(["Unit_1_2_jdoe_attempt_2026-05-15-10-30-45_a.ipynb"]) is System.BLACKBOARD
    assert find_system(["a.ipynb", "b/c.json"]) is None


@given(st.text(max_size=40))
def test_no_name_breaks_the_reading(text) -> None:
    for system in System:
        parse_name(text, system)


ROSTER = Roster(
    [
        Person("s1", "Jane van Doe", "jane@example.org"),
        Person("s2", "Bo Li", "bo@example.org", "77"),
        Person("s3", "Bo Li", "bo2@example.org", "78"),
        Person("s_4", "Zoë Ärger"),
    ]
)


@pytest.mark.parametrize(
    ("path", "system", "student"),
    [
        ("vandoejane_1_2_a.ipynb", System.CANVAS, "s1"),
        ("doejanevan_1_2_a.ipynb", System.CANVAS, "s1"),
        ("libo_78_2_a.ipynb", System.CANVAS, "s3"),
        ("argerzoe_5_2_a.ipynb", System.CANVAS, "s_4"),
        ("libo_79_2_a.ipynb", System.CANVAS, None),
        ("Bo Li_1_assignsubmission_file_/a.ipynb", System.MOODLE, None),
        ("Jane van Doe_1_assignsubmission_file_/a.ipynb", System.MOODLE, "s1"),
        ("Unit_4_s_4_attempt_2026-05-15-10-30-45_a.ipynb", System.BLACKBOARD, "s_4"),
        ("Unit 4_jane_attempt_2026-05-15-10-30-45_a.ipynb", System.BLACKBOARD, "s1"),
        ("Unit 4_nobody_attempt_2026-05-15-10-30-45_a.ipynb", System.BLACKBOARD, None),
    ],
)
def test_names_mean_one_person_or_nobody(path, system, student) -> None:
    person, why = ROSTER.find(parse_name(path, system), system)
    assert (person.student if person else None) == student
    assert bool(why) == (student is None)


IDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(is_student)


@given(st.lists(IDS, min_size=1, max_size=6, unique=True))
def test_ids_come_back_from_a_roster_that_was_written_safely(tmp_path_factory, ids) -> None:
    path = tmp_path_factory.mktemp("roster") / "roster.csv"
    path.write_text(render_csv([("id", "name"), *((each, "Somebody") for each in ids)]), encoding="utf-8")
    assert [person.student for person in load_roster(path).people] == ids


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_no_cell_is_a_formula_and_each_comes_back(text) -> None:
    assert not safe_cell(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert plain_cell(safe_cell(text)) == text.strip() or text.strip() != text


def test_numbers_stay_numbers_and_formulas_do_not() -> None:
    (row,) = csv.reader(io.StringIO(render_csv([("7.5", "-2", "=1+1", "@SUM(A1)", "-cmd", "+1", "Li, Bo")])))
    assert row == ["7.5", "-2", "'=1+1", "'@SUM(A1)", "'-cmd", "'+1", "Li, Bo"]


@pytest.mark.parametrize(
    ("text", "says"),
    [("name\nx\n", "no column id"), ("id\na\na\n", "twice"), ("id\n../x\n", "no learner's id")],
)
def test_a_bad_roster_is_refused(tmp_path, text, says) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(text)
    with pytest.raises(CollectError, match=says):
        load_roster(path)
