"""`tables fetch` gets an edition from a server and adds it; here the server is on this machine."""

import threading
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import official_files as files
import pytest
from click.testing import CliRunner

from medcoding.build.tables import official
from medcoding.build.tables.fetched import fetch, publications
from medcoding.cli import cli
from medcoding.codes import held_releases
from medcoding.codes.releases import FOLDER_VARIABLE, forget_cards
from medcoding.errors import TablesError


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments):
        pass


def zipped(**contents):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, text in contents.items():
            stem, _, ending = name.rpartition("_")
            file.writestr(f"{stem}.{ending}", text)
    return packed.getvalue()


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "held"))
    monkeypatch.setattr(official, "FEWEST", 1)
    forget_cards()
    folder = tmp_path / "published"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield folder, f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()
    forget_cards()


def nothing(*_arguments):
    pass


def test_an_edition_is_downloaded_and_added(server):
    folder, base = server
    (folder / "july-2026-alpha-numeric-hcpcs-file.zip").write_bytes(zipped(HCPC2026_JUL_txt=files.LEVEL_II))
    done = CliRunner().invoke(cli, ["tables", "fetch", "2026-Q3", "--base", base])
    assert done.stdout == "HCPCS 2026-Q3: added, 1 billable codes\n"


def test_the_files_of_one_system_are_put_together_and_progress_is_told(server):
    folder, base = server
    contents = (
        {"icd10pcs_order_2027_txt": files.PCS_ORDER},
        {"icd10pcs_tables_2027_xml": files.PCS_TABLES, "icd10pcs_index_2027_xml": files.PCS_INDEX},
        {"icd10pcs_definitions_2027_xml": files.PCS_DEFINITIONS},
    )
    pcs = next(each for each in publications("FY2027", base) if each.system == "ICD-10-PCS")
    for address, content in zip(pcs.addresses, contents, strict=True):
        (folder / address.rpartition("/")[2]).write_bytes(zipped(**content))
    told = []
    says = list(fetch("FY2027", lambda *each: told.append(each), systems=("ICD-10-PCS",), base=base))
    assert says[0] == "ICD-10-PCS FY2027: added, 4 billable codes"
    assert len({name for name, _, _ in told}) == 3
    assert told[-1][1] == told[-1][2] > 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "the server answers 404"), (b"no zip", "damaged"), (zipped(a_txt="x"), "none of its")],
)
def test_what_cannot_be_had_is_said_and_nothing_changes(server, content, reason):
    folder, base = server
    if content is not None:
        (folder / "july-2026-alpha-numeric-hcpcs-file.zip").write_bytes(content)
    before = held_releases()
    with pytest.raises(TablesError, match=reason):
        list(fetch("2026-Q3", nothing, base=base))
    forget_cards()
    assert held_releases() == before


def test_without_a_network_it_says_what_to_do():
    with pytest.raises(TablesError, match=r"cannot be reached .* `medcoding tables add`"):
        list(fetch("FY2027", nothing, base="http://127.0.0.1:9"))


def test_editions_have_names_and_addresses():
    assert [each.system for each in publications("fy2027")] == ["ICD-10-CM", "ICD-10-PCS"]
    every = [
        address
        for name in ("FY2027", "FY2027-April", "2026-Q3")
        for each in publications(name)
        for address in each.addresses
    ]
    assert all(address.startswith(("https://ftp.cdc.gov/", "https://www.cms.gov/")) for address in every)
    assert not [address for address in every if "{" in address]
    with pytest.raises(TablesError, match="not an edition"):
        publications("next year")
