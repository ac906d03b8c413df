"""How Medicare's outpatient prospective payment system (OPPS) treats a code of HCPCS Level II."""

from __future__ import annotations

from dataclasses import dataclass

from medcoding.codes.code import HCPCS
from medcoding.codes.table import Table


@dataclass(frozen=True, slots=True)
class OutpatientPayment:
    """How Medicare's outpatient system (OPPS) pays a code: status indicator with its meaning, and the APC.

    `apc` is "" for a code that is in no group; `payment` is the group's national rate in US dollars before
    any adjustment, None where the group has none.
    """

    status: str
    meaning: str
    apc: str
    payment: float | None

    def __str__(self) -> str:
        """A line for a page of the code book."""
        said = f"OPPS status indicator {self.status}: {self.meaning}" if self.meaning else f"OPPS status {self.status}"
        group = f"; APC {self.apc}" if self.apc else ""
        return said + group + (f", national rate ${self.payment:,.2f}" if self.payment is not None else "")


def outpatient_payment(table: Table, code: str) -> OutpatientPayment | None:
    """How the outpatient system pays a code; None where the release does not say.

    Source: CMS's Integrated Outpatient Code Editor, its tables of codes, status indicators and APCs.
    Raises UnknownCodeError.
    """
    if table.system != HCPCS:
        return None
    found = table.rows.execute(
        "SELECT o.status, s.meaning, o.apc, a.cents FROM outpatient o LEFT JOIN status s ON s.indicator = o.status"
        " LEFT JOIN apc a ON a.number = o.apc WHERE o.entry = ?",
        (table.row_number(code),),
    ).fetchone()
    if not found or not found[0]:
        return None
    status, meaning, apc, cents = found
    return OutpatientPayment(status, meaning or "", apc if apc.strip("0") else "", cents / 100 if cents else None)
