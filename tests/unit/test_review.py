"""A review is tied to the text that was read: any later change opens it again."""

from builders import a_case, a_line
from medcoding.exercises import parse_case
from medcoding.exercises.check import check_case
from medcoding.exercises.review import fingerprint, sign
from medcoding.rendering.review import render_review

TEXT = a_case(a_line("S93.401A", "first-listed"), front="status: draft\n")


def test_signing_changes_nothing_but_status_and_signature():
    signed = sign(TEXT)
    case = parse_case(signed, "x.md")
    assert (case.status, case.review) == ("reviewed", fingerprint(TEXT))
    assert sign(signed) == signed


def test_a_change_after_the_review_is_reported(tmp_path):
    path = tmp_path / "a-case.md"
    path.write_text(sign(TEXT))
    assert not [p for p in check_case(parse_case(path.read_text(), "x", path)) if "reviewed" in p]
    path.write_text(sign(TEXT).replace("this morning", "last night"))
    assert [p for p in check_case(parse_case(path.read_text(), "x", path)) if "changed since it was reviewed" in p]


def test_the_sheet_shows_record_key_and_official_title():
    sheet = render_review([parse_case(TEXT, "x.md")])
    for text in ("Twisted the right ankle", "Sprain of unspecified ligament of right ankle", "OCG I.A.1"):
        assert text in sheet
