"""ICD-10-PCS, position by position, and the other systems side by side."""

import pytest

from medcoding.codes import DEFAULT_DATE, HCPCS, ICD10CM, ICD10PCS, MSDRG, table, validate
from medcoding.codes.pcs import choices, failing_position


@pytest.fixture(scope="module")
def book():
    return table(ICD10PCS, DEFAULT_DATE)


def characters(values):
    return [value.character for value in values]


def test_a_code_stands_under_its_table_and_section(book):
    entry = book.get("0dtj4zz")
    assert (entry.code, entry.title) == ("0DTJ4ZZ", "Resection of Appendix, Percutaneous Endoscopic Approach")
    assert entry.billable
    assert [(above.code, above.title) for above in book.ancestors("0DTJ4ZZ")] == [
        ("0", "Medical and Surgical"),
        ("0DT", "Resection"),
    ]


def test_choices_narrow_from_the_front(book):
    narrowed = choices(book, "0DTJ")
    assert characters(narrowed[4]) == ["0", "4", "7", "8"]
    assert [value.meaning for value in narrowed[4]][:2] == ["Open", "Percutaneous Endoscopic"]
    assert characters(narrowed[5]) == ["Z"]
    assert "J" in characters(narrowed[3]), "a chosen position lists what could replace it"


def test_choices_narrow_from_the_end(book):
    assert "T" not in characters(choices(book, "0D_J_Z_")[0])
    assert "B" in characters(choices(book, "0D_J_ZX")[2]), "a diagnostic qualifier leaves Excision"
    assert "T" not in characters(choices(book, "0D_J_ZX")[2])


def test_a_code_outside_the_rows_names_the_position_that_fails(book):
    position, allowed = failing_position(book, "0DTJ3ZZ")
    assert position == 5
    assert characters(allowed) == ["0", "4", "7", "8"]
    assert failing_position(book, "0DTJ4ZZ") is None
    assert failing_position(book, "0DTJ4Z")[0] == 7

    (problem,) = validate(["0DTJ3ZZ"], system=ICD10PCS, on=DEFAULT_DATE)
    assert problem.rule == "not-a-code"
    assert "position 5 (Approach) holds '3'" in problem.message
    assert "0 Open" in problem.message
    assert [each.rule for each in validate(["0DT"], system=ICD10PCS, on=DEFAULT_DATE)] == ["not-billable"]
    assert validate(["0DTJ4ZZ"], system=ICD10PCS, on=DEFAULT_DATE) == ()


def test_hcpcs_holds_level_two_without_cpt_and_cdt():
    book = table(HCPCS, DEFAULT_DATE)
    assert book.get("j1885").billable
    codes = [entry.code for entry in book.billable()]
    assert len(codes) == 7_409
    assert not [code for code in codes if code[0].isdigit() or code[0] == "D"]
    assert validate(["J1885", "E0570"], system=HCPCS, on=DEFAULT_DATE) == ()
    assert [each.rule for each in validate(["99213"], system=HCPCS, on=DEFAULT_DATE)] == ["not-a-code"]


def test_a_code_is_looked_up_in_the_system_that_is_named():
    assert table(ICD10CM, DEFAULT_DATE).find("E0570") is None
    assert table(HCPCS, DEFAULT_DATE).get("E0570").code == "E0570"


def test_a_drg_has_its_title():
    book = table(MSDRG, DEFAULT_DATE)
    assert book.get("871").title.startswith("SEPTICEMIA OR SEVERE SEPSIS")
    assert book.search("heart failure")[0].code in {"291", "293"}
