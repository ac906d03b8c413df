"""Adding an official release: read whole, compared, refused with a reason when it is not right.

The release added here is the real one of April 2026 with three changes, dressed as FY2027.
"""

import json
import zipfile
from datetime import date
from importlib.metadata import PackageNotFoundError, distribution

import pytest
from click.testing import CliRunner

from medcoding.build.tables import official
from medcoding.cli import cli
from medcoding.codes import ICD10CM, held_releases, table
from medcoding.codes.releases import FOLDER_VARIABLE, forget_cards
from medcoding.errors import TablesError

try:
    PACKAGE = distribution("simple-icd-10-cm")
except PackageNotFoundError:
    pytest.skip("simple-icd-10-cm of the `tables` extra is not installed", allow_module_level=True)

DATA = PACKAGE.locate_file("simple_icd_10_cm/data")


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """A tables folder of its own, and no editor: its dates are tested elsewhere and take seconds."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "held"))
    monkeypatch.setattr(official, "find_spec", lambda _name: None)
    forget_cards()
    yield
    forget_cards()


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A folder like CDC's: D69.1 deleted, I10 retitled, the fiscal year 2027."""
    folder = tmp_path_factory.mktemp("published")
    xml = (DATA / "icd10c-tabular-April-1-2026.xml").read_text(encoding="utf-8")
    begin = xml.index("<name>D69.1</name>")
    start, end = xml.rindex("<diag>", 0, begin), xml.index("</diag>", begin) + len("</diag>")
    xml = xml[:start] + xml[end:]
    xml = xml.replace("<version>2026</version>", "<version>2027</version>", 1)
    xml = xml.replace("<desc>Essential (primary) hypertension</desc>", "<desc>Primary hypertension</desc>", 1)
    (folder / "icd10cm-tabular-2027.xml").write_text(xml, encoding="utf-8")
    codes = [entry.code.replace(".", "") for entry in table(ICD10CM, date(2026, 5, 15)).billable()]
    lines = [f"{at:05} {code:<7} 1 x" for at, code in enumerate(codes, start=1) if code != "D691"]
    (folder / "icd10cm-order-2027.txt").write_text("\n".join(["00000 D69     0 heading", *lines]), encoding="utf-8")
    return folder


@pytest.fixture
def zipped(published, tmp_path):
    path = tmp_path / "release.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for file in published.iterdir():
            packed.write(file, f"some/folder/{file.name}")
    return path


def test_a_release_is_added_from_a_zip_and_used_side_by_side(zipped):
    release = official.add_release(zipped)
    assert (release.name, release.effective_from) == ("FY2027", date(2026, 10, 1))
    assert release.counts["billable"] == 74_718
    new, old = table(ICD10CM, date(2026, 10, 1)), table(ICD10CM, date(2026, 5, 15))
    assert new.find("D69.1") is None
    assert old.find("D69.1") is not None
    assert new.get("I10").title == "Primary hypertension"
    assert new.search("heart attack", 1)[0].code == "I21.9"

    run = CliRunner().invoke(cli, ["tables", "diff", "FY2026-April", "2026-10-01", "--json"])
    assert json.loads(run.stdout) == {
        "came": [],
        "went": [{"code": "D69.1", "title": "Qualitative platelet defects"}],
        "retitled": [{"code": "I10", "before": "Essential (primary) hypertension", "after": "Primary hypertension"}],
    }
    listed = CliRunner().invoke(cli, ["tables", "list"]).stdout
    assert "FY2027" in listed


def test_a_folder_is_as_good_as_a_zip_and_the_first_day_can_be_said(published):
    release = official.add_release(published, date(2027, 4, 1))
    assert (release.name, release.effective_to) == ("FY2027-April", date(2027, 9, 30))


def refused(path, reason):
    before = held_releases()
    with pytest.raises(TablesError, match=reason):
        official.add_release(path)
    forget_cards()
    assert held_releases() == before, "the tables in use stay as they were"


def test_what_is_no_zip_is_refused(tmp_path):
    path = tmp_path / "release.zip"
    path.write_bytes(b"not a zip at all")
    refused(path, "neither a folder nor a readable zip")


def test_a_cut_zip_is_refused(zipped):
    whole = zipped.read_bytes()
    zipped.write_bytes(whole[: len(whole) // 2])
    refused(zipped, "neither a folder nor a readable zip")


def test_a_zip_with_a_flipped_byte_is_refused(zipped):
    content = bytearray(zipped.read_bytes())
    content[len(content) // 2] ^= 0xFF
    zipped.write_bytes(bytes(content))
    refused(zipped, "damaged|not a readable XML|names no fiscal year|no code|not of one release")


def test_an_empty_folder_is_refused(tmp_path):
    refused(tmp_path, "one tabular XML is wanted, found none")


def test_files_that_do_not_belong_together_are_refused(published, tmp_path):
    for file in published.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    order = tmp_path / "icd10cm-order-2027.txt"
    lines = order.read_text(encoding="utf-8").splitlines()
    order.write_text("\n".join([*lines, "99999 ZZZ     1 a code that the Tabular List lacks"]), encoding="utf-8")
    refused(tmp_path, "no order file|not of one release")


def test_a_diff_of_a_release_that_is_not_held_says_what_is():
    done = CliRunner().invoke(cli, ["tables", "diff", "FY1999", "FY2026-April"])
    assert done.exit_code == 1
    assert "held are FY2026-April" in str(done.exception)
