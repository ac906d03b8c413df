"""The code book as a front end meets it: questions in, pages out; and what nobody of ours would send."""

import json

import pytest

from medcoding import codes
from medcoding_widgets import book_desk, bookmarks
from medcoding_widgets.bookmarks import FILE
from medcoding_widgets.encoder import Encoder
from medcoding_widgets.safe import SORRY

CM, PCS, HCPCS = codes.ICD10CM, codes.ICD10PCS, codes.HCPCS


class FrontEnd:
    """Sends what a browser would send; `sent` keeps what came back."""

    def __init__(self, view="book"):
        self.widget = Encoder(view=view)
        self.sent = []
        self.widget.send = lambda content, buffers=None: self.sent.append(content)
        self.widget.send_state = lambda key=None: None

    def asks(self, kind, **fields):
        self.sends({"type": f"book-{kind}", "id": 7, **fields})
        return self.sent[-1]

    def sends(self, content):
        self.widget._handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})


@pytest.fixture
def page(tmp_path, monkeypatch):
    monkeypatch.setattr(book_desk, "own_folder", lambda: tmp_path)
    return FrontEnd()


def show(page, code, system=CM):
    return page.asks("show", code=code, system=system)


def texts(group):
    return ["".join(part["text"] for part in item["parts"]) for item in group["items"]]


def groups_at(found, code):
    (block,) = [block for block in found["notes"] if block["code"] == code]
    return {group["heading"]: group for group in block["groups"]}


def test_the_book_says_which_systems_it_holds_and_as_of_when(page):
    opened = page.asks("open")["book"]
    assert [each["system"] for each in opened["systems"]] == [CM, PCS, HCPCS]
    assert opened["date_label"] == "May 15, 2026"
    assert opened["builder"] is True


def test_one_search_reaches_every_system_and_the_one_that_fits_comes_first(page):
    found = page.asks("search", text="knee replacement", system="")
    assert found["groups"][0]["system"] == PCS
    assert all("Knee" in row["title"] for row in found["groups"][0]["rows"])
    assert [group["system"] for group in page.asks("search", text="wheelchair", system=HCPCS)["groups"]] == [HCPCS]


@pytest.mark.parametrize(("typed", "code", "system"), [("e11621", "E11.621", CM), ("0dtj4zz", "0DTJ4ZZ", PCS)])
def test_a_whole_code_is_recognised_as_typed(page, typed, code, system):
    exact = page.asks("search", text=typed, system="")["exact"]
    assert (exact["code"], exact["system"]) == (code, system)


def test_nothing_typed_finds_nothing(page):
    assert page.asks("search", text="  ", system="")["groups"] == []


def test_a_page_leads_from_the_chapter_and_says_since_when(page):
    found = show(page, "E11.621")
    assert [step["code"] for step in found["path"]] == ["4", "E08-E13", "E11", "E11.6", "E11.62"]
    assert found["billable"] is True
    assert found["valid"].startswith("Valid since October 1, 2015")
    assert [row["code"] for row in found["beside"]] == ["E11.620", "E11.621", "E11.622", "E11.628"]
    assert page.widget.value == {"code": "E11.621", "system": CM}


def test_a_page_holds_its_own_notes_and_those_of_everything_above(page):
    found = show(page, "E11.621")
    assert [(block["code"], block["own"]) for block in found["notes"]] == [
        ("E11.621", True), ("E11", False), ("4", False),
    ]  # fmt: skip
    assert texts(groups_at(found, "E11.621")["Use additional code"]) == ["to identify site of ulcer (L97.4-, L97.5-)"]
    category = groups_at(found, "E11")
    assert list(category) == ["Includes", "Use additional code", "Excludes1"]
    lines = category["Use additional code"]["items"]
    assert [line["depth"] for line in lines] == [0, 1, 1, 1, 1]


def test_codes_named_in_notes_can_be_opened(page):
    groups = groups_at(show(page, "E11"), "E11")
    named = [part["code"] for item in groups["Excludes1"]["items"] for part in item["parts"] if "code" in part]
    assert named[:3] == ["E08", "E09", "O24.4"]
    section = groups_at(show(page, "E11"), "4")["Excludes1"]["items"][0]["parts"]
    assert {"text": "P70-P74", "code": "P70-P74"} in section
    assert all(show(page, code)["known"] for code in named)


def test_7th_characters_lead_to_the_full_code(page):
    chosen = {each["character"]: each["code"] for each in show(page, "S93.401")["seventh"]}
    assert chosen == {"A": "S93.401A", "D": "S93.401D", "S": "S93.401S"}
    padded = {each["character"]: each["code"] for each in show(page, "T36.0X1A")["seventh"]}
    assert padded["D"] == "T36.0X1D"
    assert [each["code"] for each in show(page, "S82")["seventh"]][:2] == ["", ""]  # more is to be chosen first


def test_edits_are_said_in_words(page):
    assert "For female patients only" in show(page, "O80")["edits"]


def test_a_procedure_is_read_character_by_character(page):
    found = show(page, "0DTJ4ZZ", PCS)
    assert [each["meaning"] for each in found["pcs"]][:5] == [
        "Medical and Surgical", "Gastrointestinal System", "Resection", "Appendix", "Percutaneous Endoscopic",
    ]  # fmt: skip
    assert "all of a body part" in found["pcs"][2]["definition"]


def test_a_code_that_is_none_is_said_to_be_none(page):
    found = show(page, "Z99.999")
    assert found["known"] is False
    assert "Z99.999 is not in ICD-10-CM" in found["says"]
    assert page.widget.value == {}


@pytest.mark.parametrize("system", [CM, PCS, HCPCS])
def test_the_tree_can_be_walked_from_its_root_to_a_code(page, system):
    key, walked = "", 0
    while True:
        node = page.asks("branch", key=key, system=system)["nodes"][-1]
        walked += 1
        if not node["more"]:
            break
        key = node["key"]
    assert node["billable"]
    assert show(page, node["code"], system)["known"]
    assert walked >= 3


@pytest.mark.parametrize(("code", "system"), [("S82.51XA", CM), ("0410096", PCS), ("A4253", HCPCS)])
def test_the_trail_of_a_page_leads_to_its_line_in_the_tree(page, code, system):
    keys = ["", *show(page, code, system)["trail"]]
    for key, below in zip(keys, [*keys[1:], code], strict=True):
        assert below in [node["key"] for node in page.asks("branch", key=key, system=system)["nodes"]]


def test_no_branch_is_too_long_to_look_through(page):
    for key, system in (("0", PCS), ("041", PCS), ("A", HCPCS), ("G", HCPCS), ("19", CM)):
        assert len(page.asks("branch", key=key, system=system)["nodes"]) <= 120


def positions(page, chosen):
    built = page.asks("build", chosen=chosen)
    return built, ["".join(value["character"] for value in position["values"]) for position in built["positions"]]


def test_the_builder_narrows_from_either_end(page):
    _, front = positions(page, "0DTJ___")
    assert front[4] == "0478"
    assert "No Device" in [value["meaning"] for value in page.sent[-1]["positions"][5]["values"]]
    _, back = positions(page, "_____BZ")
    _, everything = positions(page, "_______")
    assert set(back[0]) < set(everything[0])


def test_the_builder_names_a_value_only_where_all_tables_left_agree(page):
    open_ = page.asks("build", chosen="_______")["positions"]
    assert {value["meaning"] for value in open_[6]["values"]} == {""}
    meant = {
        value["character"]: value["meaning"] for value in page.asks("build", chosen="0______")["positions"][2]["values"]
    }
    assert meant["T"] == "Resection"


def test_the_builder_ends_at_a_code(page):
    built, _ = positions(page, "0DTJ4ZZ")
    assert built["code"]["title"] == "Resection of Appendix, Percutaneous Endoscopic Approach"
    assert built["count"] == 1


@pytest.mark.parametrize("chosen", ["0D_____", "____4__", "0_T____", "02100Z_"])
def test_the_builder_agrees_with_the_tables(page, chosen):
    from medcoding.codes import pcs

    _, found = positions(page, chosen)
    expected = pcs.choices(codes.table(PCS, codes.DEFAULT_DATE), chosen)
    assert found == ["".join(value.character for value in values) for values in expected]


def test_a_bookmark_is_kept_in_the_learners_own_file(page, tmp_path):
    assert [row["code"] for row in page.asks("mark", code="e11621", system=CM, marked=True)["marks"]] == ["E11.621"]
    assert json.loads((tmp_path / FILE).read_text())["bookmarks"] == [{"system": CM, "code": "E11.621"}]
    again = FrontEnd()
    assert [row["title"] for row in again.asks("open")["marks"]] == ["Type 2 diabetes mellitus with foot ulcer"]
    assert again.asks("mark", code="E11.621", system=CM, marked=False)["marks"] == []


def test_a_public_page_keeps_no_file(monkeypatch, tmp_path):
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    monkeypatch.chdir(tmp_path)
    assert bookmarks.own_folder() is None
    page = FrontEnd()
    assert len(page.asks("mark", code="I10", system=CM, marked=True)["marks"]) == 1
    assert list(tmp_path.rglob("*")) == []


HOSTILE = [
    None,
    [],
    "book-open",
    {"type": "book-nothing"},
    {"type": ["book-show"]},
    {"type": "search", "text": "x"},
    {"type": "book-search", "text": "x" * 201, "system": ""},
    {"type": "book-search", "text": 5, "system": ""},
    {"type": "book-search", "text": "x", "system": "CPT"},
    {"type": "book-search", "text": "x", "system": ["ICD-10-CM"]},
    {"type": "book-show", "code": "I10"},
    {"type": "book-show", "code": "I10", "system": "../../etc/passwd"},
    {"type": "book-show", "code": "I" * 17, "system": CM},
    {"type": "book-show", "code": {"$ne": ""}, "system": CM},
    {"type": "book-branch", "key": None, "system": CM},
    {"type": "book-branch", "key": "*" * 17, "system": CM},
    {"type": "book-build", "chosen": "0DT"},
    {"type": "book-build", "chosen": "?" * 7},
    {"type": "book-build", "chosen": "(.*)+$"},
    {"type": "book-build", "chosen": ["_"] * 7},
    {"type": "book-mark", "code": "I10", "system": CM, "marked": "yes"},
    {"type": "book-mark", "code": "no code", "system": CM, "marked": True},
]


@pytest.mark.parametrize("message", HOSTILE, ids=repr)
def test_what_nobody_of_ours_sends_gets_one_sentence(page, message):
    page.sends(message)
    assert page.sent == [{"type": "error", "id": 0, "says": SORRY}]
    assert page.widget.value == {}


@pytest.mark.parametrize("text", ['"', "'; DROP TABLE entry; --", "%_*?[", "\x00", "NEAR(a b)", "\ud800", "é" * 200])
def test_odd_words_are_only_words(page, text):
    assert page.asks("search", text=text, system="")["type"] in ("book-search", "error")
    assert show(page, text[:16])["type"] in ("book-show", "error")
    assert page.asks("branch", key=text[:16], system=PCS)["type"] in ("book-branch", "error")
    assert show(page, "I10")["known"]


def test_the_front_end_sets_nothing(page):
    page.widget._handle_msg(
        {"content": {"data": {"method": "update", "state": {"value": {"code": "X"}, "view": "builder"}}}, "buffers": []}
    )
    assert (page.widget.value, page.widget.view) == ({}, "book")


def test_the_builder_alone_answers_the_builders_questions_only():
    page = FrontEnd(view="builder")
    assert page.asks("build", chosen="_______")["count"] > 70_000
    assert page.asks("mark", code="I10", system=CM, marked=True)["type"] == "error"


def test_no_answer_is_larger_than_a_page_needs(page):
    for code, system in (("19", CM), ("S82", CM), ("T36", CM), ("0", PCS), ("041", PCS), ("A", HCPCS)):
        assert len(json.dumps(show(page, code, system))) < 80_000, code
    assert len(json.dumps(page.asks("build", chosen="_______"))) < 40_000


def test_the_chart_opens_the_same_book_as_of_its_date_of_service():
    from unit.test_chart_widget import front_end

    chart = front_end()
    assert "bookView" in chart.asks(type="book-code", id=1)["source"]
    assert chart.asks(type="book-open", id=2)["book"]["date"] == "2026-05-15"
    assert chart.asks(type="book-show", id=3, code="I10", system=CM)["title"].startswith("Essential")
    assert chart.asks(type="book-nothing", id=4) == {"type": "error", "id": 4, "says": SORRY}
