"""The sealed page of a certificate: nothing gets past its check."""

from datetime import timedelta
from pathlib import Path

import pytest

from certificate_builders import DAY, LATER, a_badge, a_school, an_award
from medcoding.credentials.issuer import make_issuer
from medcoding.credentials.page import draw_page, seal_page
from medcoding.credentials.verify import State, verify_file
from medcoding.errors import CredentialError


@pytest.fixture(scope="module")
def school():
    return a_school()


@pytest.fixture(scope="module")
def page(school):
    return seal_page(draw_page(an_award(), school.issuer), a_badge(), school, DAY)


def checked_page(tmp_path, raw, issuer, now=LATER):
    path = tmp_path / "page.pdf"
    path.write_bytes(raw)
    return verify_file(path, issuer, now)


def test_a_good_page(tmp_path, school, page):
    assert checked_page(tmp_path, page, school.issuer).state is State.GOOD
    assert draw_page(an_award(), school.issuer) == draw_page(an_award(), school.issuer)


@pytest.mark.skipif(not Path("/usr/share/fonts/truetype/dejavu").is_dir(), reason="needs fonts-dejavu-core")
def test_names_in_other_letters(school):
    assert b"DejaVu" in draw_page(an_award(holder="Nguyễn Thị Ánh"), school.issuer)
    assert draw_page(an_award(holder="Łukasz"), school.issuer) == draw_page(an_award(holder="Łukasz"), school.issuer)
    with pytest.raises(CredentialError, match="no font"):
        draw_page(an_award(holder="王小明"), school.issuer)


def test_a_page_expires_with_its_badge(tmp_path, school, page):
    assert checked_page(tmp_path, page, school.issuer, DAY + timedelta(days=400)).state is State.EXPIRED


def test_a_page_of_another_school(tmp_path, school, page):
    other = make_issuer("Test College", "https://college.example", DAY)
    assert checked_page(tmp_path, page, other.issuer).state is State.WRONG_ISSUER


def test_a_page_with_one_byte_changed_anywhere(tmp_path, school, page):
    for place in range(40, len(page), 397):
        spoiled = bytearray(page)
        spoiled[place] ^= 1
        assert checked_page(tmp_path, bytes(spoiled), school.issuer).state is not State.GOOD, place


def test_a_page_that_something_was_added_to(tmp_path, school, page):
    from io import BytesIO

    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.text import TextBoxStyle
    from pyhanko.stamp import TextStamp, TextStampStyle

    writer = IncrementalPdfFileWriter(BytesIO(page))
    style = TextStampStyle(stamp_text="with honors", text_box_style=TextBoxStyle())
    TextStamp(writer, style).apply(0, 100, 100)
    out = BytesIO()
    writer.write(out)
    assert checked_page(tmp_path, out.getvalue(), school.issuer).state is State.TAMPERED


def test_a_page_without_a_seal(tmp_path, school):
    assert checked_page(tmp_path, draw_page(an_award(), school.issuer), school.issuer).state is State.TAMPERED
