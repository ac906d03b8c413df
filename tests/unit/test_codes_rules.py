"""The rules among reported codes, on sets of real codes."""

from datetime import date

import pytest

from medcoding.codes import DEFAULT_DATE, validate


def rules(*codes, **facts):
    """The blocking problems as (code, rule)."""
    facts.setdefault("on", DEFAULT_DATE)
    return [(each.code, each.rule) for each in validate(codes, **facts) if each.blocking]


def says(*codes, **facts):
    facts.setdefault("on", DEFAULT_DATE)
    return " ".join(each.message for each in validate(codes, **facts))


@pytest.mark.parametrize(
    "codes",
    [
        ["E11.621", "L97.411"],
        ["S93.401A", "W10.1XXA", "Y92.480"],
        ["I13.0", "I50.32", "N18.4"],
        ["N39.0", "B96.20"],
        ["G30.9", "F02.80"],
        ["O34.211", "Z3A.39"],
        ["J44.1", "F17.210"],
        ["F17.210", "J44.9"],
        ["A41.9", "R65.20", "J96.01"],
        ["H66.91", "J45.909"],
    ],
)
def test_a_well_coded_encounter_has_no_problem(codes):
    assert rules(*codes) == []


def test_what_is_no_code_is_said_with_what_is_near():
    assert rules("E11.99") == [("E11.99", "not-a-code")]
    assert "E11.9 " in says("E11.99")
    assert rules("") == [("", "not-a-code")]
    assert "E11.9 " in says("E1l.9"), "a letter read for a digit"


def test_a_code_is_judged_by_the_date_of_service():
    assert rules("U07.1", on=date(2020, 3, 31)) == [("U07.1", "not-valid-on-date")]
    assert rules("U07.1", on=date(2020, 4, 1)) == []
    assert rules("D69.1") == []
    assert rules("D69.1", on=date(2026, 10, 1)) == [("D69.1", "not-valid-on-date")]
    assert "until 2026-09-30" in says("D69.1", on=date(2026, 10, 1))


def test_a_former_code_is_good_on_its_dates_and_names_its_successors_after():
    assert rules("M54.5", on=date(2021, 9, 30)) == []
    assert rules("M54.5") == [("M54.5", "not-billable")]
    assert "M54.50" in says("M54.5")


def test_a_heading_names_the_codes_to_choose_from():
    assert rules("S93.4") == [("S93.4", "not-billable")]
    assert "S93.41 Sprain of calcaneofibular ligament" in says("S93.4")


def test_a_missing_seventh_character_is_asked_for():
    assert rules("S93.401") == [("S93.401", "seventh-character")]
    assert "A (initial encounter), D (subsequent encounter) or S (sequela)" in says("S93.401")
    assert "W19.XXXA" in says("W19")


def test_a_wrong_seventh_character_lists_the_right_ones():
    assert rules("S93.401B") == [("S93.401B", "seventh-character")]
    assert "B is not a 7th character of S93.401" in says("S93.401B")


def test_a_missing_placeholder_is_put_in():
    assert rules("T36.01A") == [("T36.01A", "seventh-character")]
    assert "write T36.0X1A, where the placeholder X holds position 5" in says("T36.01A")
    assert "write W19.XXXA, where the placeholder X holds positions 4 to 6" in says("W19A")


def test_excludes1_is_found_at_any_level_and_in_either_order():
    assert rules("E10.9", "E11.9") == [("E11.9", "excludes1")]
    assert rules("E11.9", "E10.9") == [("E10.9", "excludes1")]
    assert rules("R73.03", "E11.9") == [("E11.9", "excludes1")]
    assert "I.A.12.a" in says("E10.9", "E11.9")
    assert "at E10" in says("E10.9", "E11.9")


def test_code_first_wants_the_cause_before():
    assert rules("L97.411", "E11.621") == [("L97.411", "code-first")]
    assert rules("I50.9", "I11.0") == [("I50.9", "code-first")]


def test_use_additional_wants_the_other_code_after():
    assert rules("B96.20", "N39.0") == [("B96.20", "use-additional")]
    assert rules("Z79.4", "E11.9") == [("Z79.4", "use-additional")]


def test_a_missing_additional_code_is_a_reminder():
    (reminder,) = validate(["E11.621"], on=DEFAULT_DATE)
    assert (reminder.rule, reminder.blocking) == ("use-additional", False)
    assert "L97" in reminder.message
    assert validate(["E11.9"], on=DEFAULT_DATE) == (), "a note that lists what may apply is no demand"


def test_a_manifestation_is_not_reported_first():
    assert ("F02.80", "manifestation-first") in rules("F02.80", "G30.9")
    assert "G30" in says("F02.80")


def test_an_external_cause_is_not_reported_first():
    assert rules("W01.0XXA", "S93.401A") == [("W01.0XXA", "external-cause-first")]


def test_medicare_refuses_some_principal_diagnoses_of_inpatients_only():
    assert rules("B96.20", setting="inpatient") == [("B96.20", "unacceptable-principal")]
    assert rules("B96.20", setting="outpatient") == []
    assert rules("Z51.89", setting="inpatient") == [("Z51.89", "unacceptable-principal")]
    assert rules("Z51.89", "I10", setting="inpatient") == []


def test_a_code_is_reported_once():
    assert rules("I10", "e11.9", "I10") == [("I10", "duplicate")]


@pytest.mark.parametrize(("codes", "bilateral"), [(["M17.11", "M17.12"], "M17.0"), (["H66.91", "H66.92"], "H66.93")])
def test_left_and_right_become_the_bilateral_code(codes, bilateral):
    assert rules(*codes) == [(codes[1], "laterality")]
    assert bilateral in says(*codes)


def test_left_and_right_stand_together_where_no_bilateral_code_exists():
    assert rules("S93.401A", "S93.402A") == []


def test_a_side_contradicts_the_unspecified_side_and_the_bilateral_code():
    assert rules("S93.401A", "S93.409A") == [("S93.409A", "laterality")]
    assert rules("M17.0", "M17.11") == [("M17.11", "laterality")]


def test_age_and_sex_are_held_against_the_code():
    assert rules("Z38.00", age=0) == []
    assert rules("Z38.00", age=3) == [("Z38.00", "age")]
    assert rules("O80", "Z37.0", age=70, sex="F") == [("O80", "age"), ("Z37.0", "age")]
    assert rules("C61", sex="F") == [("C61", "sex")]
    assert rules("C61", sex="X") == []
    assert rules("C61") == []


def test_every_problem_says_where_its_rule_is_written():
    shown = validate(
        ["F02.80", "E11", "S93.401", "W19A", "I10", "I10", "E10.9", "E11.9", "Z38.00"], on=DEFAULT_DATE, age=30
    )
    assert len(shown) >= 7
    for problem in shown:
        assert "Guidelines" in problem.message or "Editor" in problem.message, problem.message


def test_problems_come_in_the_order_of_the_codes():
    found = [code for code, _ in rules("E11", "QQQ", "S93.401")]
    assert found == ["E11", "QQQ", "S93.401"]


def test_the_note_on_adverse_effects_does_not_bind_a_poisoning():
    assert ("T45.511A", "code-first") not in rules("T45.511A", "D68.32")
    assert ("T45.515A", "code-first") in rules("T45.515A", "D68.32")


def test_an_observation_code_reminds_outpatient_coders_of_what_ruled_out_means():
    day = date(2026, 5, 15)
    (found,) = [each for each in validate(["Z03.810"], on=day) if each.rule == "rule-out"]
    assert not found.blocking
    assert "IV.H" in found.message
    assert not [each for each in validate(["Z03.810"], on=day, setting="inpatient") if each.rule == "rule-out"]
    assert not [each for each in validate(["J18.9"], on=day) if each.rule == "rule-out"], "codes alone cannot show it"
