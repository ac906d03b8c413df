"""Everything CDC and CMS publish is told apart by what it holds, added whole, and refused with a reason."""

import json
import zipfile
from datetime import date

import official_files as files
import pytest
from click.testing import CliRunner

from medcoding.build.tables import official
from medcoding.build.tables.added import add
from medcoding.cli import cli
from medcoding.codes import DEFAULT_DATE, HCPCS, ICD10CM, ICD10PCS, held_releases, search, table
from medcoding.codes.pcs import choices
from medcoding.codes.pcs_words import definition
from medcoding.codes.releases import FOLDER_VARIABLE, forget_cards, held_indexes
from medcoding.errors import NoReleaseError, TablesError


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "held"))
    monkeypatch.setattr(official, "FEWEST", 1)
    forget_cards()
    yield
    forget_cards()


@pytest.fixture
def published(tmp_path):
    """Write files into a folder, as a download unpacked."""
    folder = tmp_path / "published"
    folder.mkdir()

    def write(**contents):
        for name, text in contents.items():
            stem, _, ending = name.rpartition("_")
            (folder / f"{stem}.{ending}").write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def book(published):
    add(published(index_xml=files.INDEX, eindex_xml=files.EXTERNAL, drug_xml=files.DRUGS, neo_xml=files.NEOPLASMS))
    return table(ICD10CM, DEFAULT_DATE)


def test_the_index_is_browsed_as_the_book_prints_it(book):
    (attack,) = book.index("Attack, attacks")
    assert (attack.part, attack.see) == ("diseases", "condition")
    (stumbling,) = attack.subterms
    assert (stumbling.title, stumbling.nonessential, stumbling.code) == ("stumbling", "(sudden) (odd)", "I21.9")
    assert [(each.title, each.code) for each in stumbling.subterms] == [("with zorbing", "S93.40-")]
    assert [term.title for term in book.index("attack")] == ["Attack, attacks", "Attacker"]
    assert book.index("Attacker")[0].see_also == "Attack"
    assert book.index("Meninges glimmer")[0].manifestation == "G01"
    assert book.index("nothing of the kind") == ()
    assert book.main_terms("a") == ("Attack, attacks", "Attacker")


def test_the_tables_of_drugs_and_neoplasms_have_columns(book):
    (drug,) = book.index("quindolex")
    assert drug.cells == (("Poisoning, Accidental", "T39.011"), ("Adverse effect", "T39.015"))
    (neoplasm,) = book.index("Neoplasm, neoplastic")
    assert neoplasm.subterms[0].cells == (("Malignant Primary", "C18.1"), ("Benign", "D12.1"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("attack stumbling", "I21.9"),
        ("bounced quarblemat", "W09.8XXA"),
        ("quindolex adverse effect", "T39.015A"),
        ("flobule benign neoplasm", "D12.1"),
    ],
)
def test_search_looks_through_the_official_index_too(book, text, code):
    assert book.search(text, 1)[0].code == code
    assert search(text, on=DEFAULT_DATE)[0].code == code


def test_the_command_prints_the_index(book):
    run = CliRunner().invoke
    page = run(cli, ["index", "attack,", "attacks"]).stdout
    assert page.splitlines()[:2] == ["Attack, attacks see condition", "- stumbling (sudden) (odd) I21.9"]
    assert json.loads(run(cli, ["index", "quindolex", "--json"]).stdout)[0]["cells"][0][1] == "T39.011"
    assert run(cli, ["index", "nothing"]).exit_code == 1


def test_without_an_index_it_says_what_to_add():
    with pytest.raises(NoReleaseError, match="medcoding tables add"):
        table(ICD10CM, DEFAULT_DATE).index("Attack")


def test_an_index_added_again_replaces_the_first(published, book):
    published(index_xml=files.INDEX.replace("glimmer", "shimmer"))
    add(published())
    assert len(held_indexes()) == 1
    assert table(ICD10CM, DEFAULT_DATE).main_terms("M") == ("Meninges shimmer",)


def test_a_pcs_release_is_its_order_file_tables_index_and_definitions(published):
    says = add(
        published(
            icd10pcs_order_2027_txt=files.PCS_ORDER,
            tables_xml=files.PCS_TABLES,
            index_xml=files.PCS_INDEX,
            definitions_xml=files.PCS_DEFINITIONS,
        )
    )
    assert says[0] == "ICD-10-PCS FY2027: added, 4 billable codes"
    held = table(ICD10PCS, date(2026, 10, 1))
    assert {entry.code: entry.title for entry in held.billable()} == files.PCS_CODES
    parts = choices(held, "0DT")
    assert [(each.character, each.meaning) for each in parts[3]] == [("H", "Cecum"), ("J", "Appendix")]
    assert definition(held, "operation", "0", "T").text == "Taking out the whole thing"
    assert definition(held, "approach", "0", "0").text == "Through the wall"
    assert held.index("flobectomy")[0].subterms[0].see == "Resection, Appendix 0DTJ"
    assert held.search("appendix resection", 1)[0].code == "0DTJ0ZZ"
    assert len(table(ICD10PCS, DEFAULT_DATE).billable()) == 79_164, "the release of the day stays as it was"


@pytest.mark.parametrize("name", ["HCPC2026_JUL_ANWEB_txt", "HCPC2026_JUL_ANWEB_csv"])
def test_hcpcs_is_read_from_either_form_without_cpt_and_cdt(published, name):
    add(published(**{name: files.LEVEL_II if name.endswith("txt") else files.LEVEL_II_CSV}))
    held = table(HCPCS, date(2026, 8, 1))
    assert [entry.code for entry in held.billable()] == ["A9991"], "in force that day, and ours to hold"
    assert (held.release.name, held.release.effective_to) == ("2026-Q3", date(2026, 9, 30))
    assert held.get("A9991").title == "Flobule cushion"
    assert held.search("woven cushion", 1)[0].code == "A9991"
    assert held.notes("A9991").notes[0].startswith("Flobule cushion, woven")


def test_a_list_without_its_book_and_addenda_are_reported(published):
    lines = [files.order_line(1, "I10", 1, "x"), files.order_line(2, "A99999", 1, "x")]
    before = held_releases()
    says = add(published(icd10cm_order_2027_txt="\n".join(lines), addenda_txt=files.ADDENDA))
    assert "1 lines added, 1 deleted, 2 revised" in says[0]
    assert "2 codes; against FY2026-April 1 came and 74,718 went" in says[1]
    assert held_releases() == before


def test_a_zip_and_a_single_file_are_read_too(tmp_path, published):
    folder = published(index_xml=files.INDEX)
    with zipfile.ZipFile(tmp_path / "index.zip", "w") as packed:
        packed.write(folder / "index.xml", "deep/index.xml")
        packed.writestr("deep/readme.pdf", "no matter")
    assert add(tmp_path / "index.zip") == add(folder / "index.xml")


@pytest.mark.parametrize(
    ("contents", "reason"),
    [
        ({"index_xml": files.INDEX[:500]}, "not a readable XML"),
        ({"index_xml": "<other/>"}, "none of its files"),
        ({"notes_txt": "hello\nworld"}, "none of its files"),
        ({"index_xml": "<ICD10CM.index><version>2026</version></ICD10CM.index>"}, "leads anywhere"),
        ({"index_xml": files.INDEX.replace("<version>2026</version>", "")}, "no fiscal year"),
        ({"index_xml": files.INDEX, "other_xml": files.DRUGS.replace("2026", "2025")}, "different years"),
        ({"index_xml": files.INDEX.replace("<title>Attacker</title>", "")}, "without a title"),
        ({"tables_xml": files.PCS_TABLES}, "one tables XML and one order file"),
        (
            {"tables_xml": files.PCS_TABLES, "order_txt": files.PCS_ORDER.replace("0DTJ4ZZ", "0DTJ7ZZ")},
            "not of one release",
        ),
        ({"HCPC_txt": files.LEVEL_II}, "no quarter"),
        ({"HCPC2026_JUL_txt": files.LEVEL_II.replace("E9992", "A9991").replace("20251231", "        ")}, "twice"),
    ],
)
def test_what_is_damaged_or_does_not_belong_together_is_refused(published, contents, reason):
    before = held_releases(), held_indexes()
    with pytest.raises(TablesError, match=reason):
        add(published(**contents))
    forget_cards()
    assert (held_releases(), held_indexes()) == before
