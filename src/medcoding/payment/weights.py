"""Relative weights of the MS-DRGs: CMS's Table 5 of a fiscal year, as a small file in the package."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

# The fiscal year that is packaged, and the days on which its weights pay.
YEAR = 2026
FIRST_DAY, LAST_DAY = date(2025, 10, 1), date(2026, 9, 30)
FILE = f"drg_fy{YEAR}.csv"
COLUMNS = ("drg", "mdc", "type", "weight", "gmlos", "amlos", "title")


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
    """The line of a DRG on a discharge date; None for an unknown DRG or a year that is not packaged."""
    return _table().get(drg) if FIRST_DAY <= on <= LAST_DAY else None


def title_of(drg: str) -> str:
    """CMS's title of a DRG; "" for an unknown one."""
    found = _table().get(drg)
    return found.title if found else ""


def payment(weight: float | None, base_rate: float | None) -> float | None:
    """Weight x base rate in US dollars, rounded to cents; None when either is unknown.

    The real rate is adjusted for wages, teaching, indigent care and outliers (42 CFR 412): not here.
    """
    return None if weight is None or base_rate is None else round(weight * base_rate, 2)


@cache
def _table() -> dict[str, Weight]:
    text = (resources.files("medcoding.payment") / FILE).read_text(encoding="utf-8")
    return {row["drg"]: _weight(row) for row in csv.DictReader(text.splitlines())}


def _weight(row: dict[str, str]) -> Weight:
    weight, gmlos, amlos = (float(row[name]) if row[name] else None for name in ("weight", "gmlos", "amlos"))
    return Weight(row["drg"], row["mdc"], row["type"], weight, gmlos, amlos, row["title"])
