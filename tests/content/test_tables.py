"""The shipped code tables are what the pinned packages make, and hold what they must."""

import re
from datetime import date
from importlib.metadata import PackageNotFoundError, version

import pytest

from medcoding.build.tables.database import digest_of, write_database
from medcoding.build.tables.pinned import RECIPES, make
from medcoding.codes import DEFAULT_DATE, HCPCS, ICD10CM, ICD10PCS, MSDRG, held_releases, table
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


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.system)
def test_building_from_the_pinned_packages_gives_what_is_shipped(recipe, tmp_path):
    """The rows are made anew and compared by digest; writing and packing them is the same code for every system."""
    missing = [package for package in recipe.packages if not _installed(package)]
    if missing:
        pytest.skip(f"{', '.join(missing)} of the `tables` extra not installed (pyoce wants Python 3.12)")
    content = make(recipe)
    release = next(
        each for each in held_releases() if (each.system, each.effective_from) == (recipe.system, recipe.effective_from)
    )
    assert content.counts == release.counts
    assert digest_of(content) == release.digest
    if recipe.system == MSDRG:  # the smallest stands for all: writing knows no system
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


def test_the_tables_of_pcs_expand_to_exactly_its_codes():
    book = table(ICD10PCS, DEFAULT_DATE)
    codes = {entry.code for entry in book.billable()}
    under_tables = [
        code.code
        for section in book.chapters()
        for each in book.children(section.code)
        for code in book.children(each.code)
    ]
    assert len(under_tables) == len(codes) == 79_164
    assert set(under_tables) == codes
    assert all(entry.valid_on(DEFAULT_DATE) for entry in book.billable())


def test_no_database_holds_a_cpt_or_cdt_code():
    for release in held_releases():
        if release.system == HCPCS:
            codes = [entry.code for entry in table(HCPCS, DEFAULT_DATE).billable()]
            assert not [code for code in codes if not re.match(r"[A-CE-V]\d{4}\Z", code)]
        assert release.system != "CPT"
