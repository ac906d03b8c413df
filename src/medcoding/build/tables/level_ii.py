"""Level II of HCPCS: which codes belong to it, its families, and its rows, from wherever they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from medcoding.build.tables import names
from medcoding.build.tables.database import Row
from medcoding.build.tables.icd10cm import ENTRY_SCHEMA

SCHEMA = f"""{ENTRY_SCHEMA};
CREATE TABLE outpatient (
  entry INTEGER PRIMARY KEY, status TEXT NOT NULL, apc TEXT NOT NULL, low_age INTEGER, high_age INTEGER);
CREATE TABLE status (indicator TEXT PRIMARY KEY, meaning TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE apc (number TEXT PRIMARY KEY, status TEXT NOT NULL, cents INTEGER NOT NULL) WITHOUT ROWID"""

# Level II without the ADA's D codes.
LEVEL_II = re.compile(r"[A-CE-V]\d{4}\Z")

# The families of Level II by first letter, in our own words.
_FAMILIES = {
    "A": "Ambulance, medical and surgical supplies",
    "B": "Feeding through tube and vein",
    "C": "Hospital outpatient items paid under OPPS",
    "E": "Durable medical equipment",
    "G": "Services and procedures that Medicare defines",
    "H": "Behavioural health and substance use services",
    "J": "Drugs that are not swallowed, chemotherapy",
    "K": "Equipment codes of the equipment contractors",
    "L": "Orthotics and prosthetics",
    "M": "Medical services and quality measures",
    "P": "Laboratory and blood products",
    "Q": "Temporary codes",
    "R": "Transport of portable imaging",
    "S": "Codes of private payers and Medicaid",
    "T": "Codes of state Medicaid agencies",
    "U": "Laboratory tests for coronavirus",
    "V": "Vision, hearing and speech",
}


@dataclass(frozen=True, slots=True)
class Code:
    """One code in force: its short descriptor, dates, outpatient status, APC and age limits (years)."""

    code: str
    title: str
    begins: date | None
    ends: date | None
    status: str = ""
    apc: str = ""
    low_age: int = 0
    high_age: int = 124


def entries(codes: Sequence[Code]) -> list[Row]:
    """The rows of the table `entry`: families, each followed by its codes."""
    rows: list[list[object]] = []
    family = -1
    for each in codes:
        if family < 0 or rows[family][1] != each.code[0]:
            family = len(rows)
            rows.append([family, each.code[0], _FAMILIES[each.code[0]], "family", 0, None, family, None, None, None])
        begins, ends = (day.isoformat() if day else None for day in (each.begins, each.ends))
        rows.append([len(rows), each.code, each.title, "code", 1, family, len(rows), None, begins, ends])
        rows[family][6] = len(rows) - 1
    return [tuple(row) for row in rows]


def code_names(rows: Sequence[Row]) -> Iterator[names.Name]:
    """What search calls each code."""
    for row in rows:
        if row[4]:
            title = str(row[2])
            yield names.Name(int(str(row[0])), title, "", len(names.telling_words(title)))
