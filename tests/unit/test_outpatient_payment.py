"""How the outpatient system pays a HCPCS code: status indicator, APC and national rate, as CMS publishes them."""

import pytest
from click.testing import CliRunner

from medcoding.cli import cli
from medcoding.codes import DEFAULT_DATE, HCPCS, ICD10CM, outpatient_payment, table
from medcoding.errors import UnknownCodeError

LEVEL_II = table(HCPCS, DEFAULT_DATE)


@pytest.mark.parametrize(
    ("code", "status", "apc", "paid"),
    [
        ("G0105", "T", "05311", True),  # a screening colonoscopy is a procedure paid by its group
        ("J0881", "K", "01685", True),  # a drug that is paid beside the visit
        ("E0114", "Y", "", False),  # crutches are billed to the equipment contractor
        ("A4253", "N", "", False),  # packaged into what the visit is paid
        ("A0021", "E1", "", False),  # not covered
    ],
)
def test_status_and_group_of_a_code(code, status, apc, paid):
    found = outpatient_payment(LEVEL_II, code)
    assert (found.status, found.apc, found.payment is not None) == (status, apc, paid)
    assert found.meaning


def test_every_group_that_a_code_names_is_in_the_table():
    loose = LEVEL_II.rows.execute(
        "SELECT count(*) FROM outpatient o LEFT JOIN apc a ON a.number = o.apc"
        " WHERE o.status IN ('S', 'T', 'J1', 'V', 'K') AND a.number IS NULL"
    ).fetchone()
    assert loose == (0,)


def test_only_hcpcs_has_it():
    assert outpatient_payment(table(ICD10CM, DEFAULT_DATE), "I10") is None
    with pytest.raises(UnknownCodeError):
        outpatient_payment(LEVEL_II, "G9999X")


def test_a_page_of_the_book_says_it():
    printed = CliRunner().invoke(cli, ["show", "--system", "hcpcs", "G0105"]).output
    assert "OPPS status indicator T" in printed
    assert "APC 05311, national rate $" in printed
