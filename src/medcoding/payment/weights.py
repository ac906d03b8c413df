"""Relative weights of the MS-DRGs: CMS's Table 5, from the table of the fiscal year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from medcoding import codes
from medcoding.errors import NoReleaseError


@dataclass(frozen=True, slots=True)
class Weight:
    """One line of Table 5. `type` is SURG, MED or "". `weight` is the one that pays (10% cap applied).

    `gmlos` and `amlos` are the geometric and arithmetic mean length of stay in days. All three are None
    for groups that CMS does not weigh (998, 999).
    """

    drg: str
    mdc: str
    type: str
    weight: float | None
    gmlos: float | None
    amlos: float | None
    title: str


def find_weight(drg: str, on: date) -> Weight | None:
    """The line of a DRG on a discharge date; None for an unknown DRG or a year whose table is not held."""
    table = _table(on)
    return _line(drg, table) if table and table.covers(on) else None


def title_of(drg: str, on: date) -> str:
    """CMS's title of a DRG, of the nearest year held; "" for an unknown one."""
    table = _table(on)
    found = _line(drg, table) if table else None
    return found.title if found else ""


def payment(weight: float | None, base_rate: float | None) -> float | None:
    """Weight x base rate in US dollars, rounded to cents; None when either is unknown.

    The real rate is adjusted for wages, teaching, indigent care, transfers and outliers (42 CFR 412): not here.
    """
    return None if weight is None or base_rate is None else round(weight * base_rate, 2)


def _table(on: date) -> codes.Table | None:
    try:
        return codes.table(codes.MSDRG, on)
    except NoReleaseError:
        return None


@lru_cache(maxsize=2048)
def _line(drg: str, table: codes.Table) -> Weight | None:
    entry, row = table.find(drg), table.group_row(drg)
    if entry is None or row is None:
        return None
    mdc, sort, weight, gmlos, amlos = row
    return Weight(entry.code, mdc, sort.strip("*"), weight, gmlos, amlos, entry.title)
