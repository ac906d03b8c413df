"""What a front end sends becomes lines, or is refused."""

import pytest

from medcoding.errors import AnswerError
from medcoding.exercises import Role
from medcoding_widgets.entry import MAX_LINES, Rules, lines_as_json

RULES = Rules(Role.FIRST_LISTED, ("ICD-10-CM",), ("Right ankle pain.", "Fell off a kerb.", "No fracture."))


def read(*lines):
    return RULES.lines({"lines": list(lines)})


def test_a_code_is_kept_as_the_book_prints_it():
    assert read({"code": " s93401a "})[0].code == "S93.401A"


def test_the_first_line_leads_whatever_the_lines_say_of_themselves():
    lines = read({"code": "S93.401A", "role": "secondary"}, {"code": "W10.1XXA", "role": "principal"})
    assert [line.role for line in lines] == [Role.FIRST_LISTED, Role.SECONDARY]


def test_lines_without_a_code_are_left_out_and_the_next_one_leads():
    lines = read({"code": " "}, {"code": "I10"})
    assert [(line.code, line.role) for line in lines] == [("I10", Role.FIRST_LISTED)]


def test_evidence_is_what_stands_in_the_record_in_its_order_and_once():
    evidence = ["No fracture.", "made up", "Right ankle pain.", "No fracture.", 7, None]
    assert read({"code": "I10", "evidence": evidence})[0].evidence == ("Right ankle pain.", "No fracture.")


@pytest.mark.parametrize("evidence", [None, "Right ankle pain.", {"a": 1}, 4])
def test_evidence_of_another_shape_is_no_evidence(evidence):
    assert read({"code": "I10", "evidence": evidence})[0].evidence == ()


def test_unknown_systems_units_and_modifiers_fall_back():
    line = read({"code": "I10", "system": ["x"], "units": True, "modifiers": ["25", "<b>", 3], "poa": "Z", "x": 9})[0]
    assert line.as_json() == {
        "code": "I10",
        "system": "ICD-10-CM",
        "role": "first-listed",
        "poa": None,
        "modifiers": ["25"],
        "units": 1,
        "evidence": [],
    }


def test_reading_what_was_written_changes_nothing():
    lines = read({"code": "I10", "evidence": ["No fracture."]}, {"code": "E11.9"})
    assert RULES.lines(lines_as_json(lines)) == lines


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "lines",
        {"lines": "I10"},
        {"lines": {"0": {"code": "I10"}}},
        {"lines": ["I10"]},
        {"lines": [{"code": 10}]},
        {"lines": [{"code": "I10" * 6}]},
        {"lines": [{"code": "<script>"}]},
        {"lines": [{}]},
        {"lines": [{"code": "I10"}] * (MAX_LINES + 1)},
    ],
)
def test_other_shapes_are_refused(value):
    with pytest.raises(AnswerError):
        RULES.lines(value)
