"""HCPCS Level II as CMS publishes it every quarter: the alpha-numeric file, fixed-width (320 columns) or CSV.

The file may also hold modifiers, CPT and CDT codes; only Level II codes without D are taken.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from medcoding.build.tables import names
from medcoding.build.tables.database import ENTRY_COLUMNS, Content, Edition, Rows, Source
from medcoding.build.tables.level_ii import LEVEL_II, SCHEMA, Code, code_names, entries
from medcoding.build.tables.own_index import OwnIndex
from medcoding.codes.code import HCPCS
from medcoding.errors import TablesError

FIXED_LINE = re.compile(r"[A-Z0-9 ]{5}\d{5}[3478]")
_MONTH = re.compile(r"(20\d\d)[ _-]*(jan|apr|jul|oct)|(jan|apr|jul|oct)[a-z]*[ _-]*(20\d\d)", re.IGNORECASE)
_MONTHS = {"jan": 1, "apr": 4, "jul": 7, "oct": 10}
# Columns of the fixed-width record (from 0), by CMS's record layout.
_LONG, _SHORT, _ADDED, _ENDED = slice(11, 91), slice(91, 119), slice(268, 276), slice(284, 292)
_FIRST_LINE, _NEXT_LINE = "3", "4"


def first_day(path: Path) -> date | None:
    """The first day of the quarter that the file's name says (`HCPC2026_APR_ANWEB.txt`)."""
    found = _MONTH.search(path.name)
    if found is None:
        return None
    return date(int(found[1] or found[4]), _MONTHS[(found[2] or found[3]).lower()], 1)


def hcpcs_file(path: Path, own: OwnIndex, begins: date, fewest: int) -> Content:
    """The content of one quarter. Raises TablesError where the file holds too few codes or one twice."""
    is_csv = path.suffix.lower() == ".csv"
    found = list(_from_csv(path) if is_csv else _from_lines(path))
    codes = sorted((each for each in found if _in_force(each[0], begins)), key=lambda each: each[0].code)
    if len(codes) < fewest:
        raise TablesError(f"{path.name}: {len(codes)} codes of Level II, too few for a release; get the file again")
    if len({code.code for code, _ in codes}) < len(codes):
        raise TablesError(f"{path.name}: a code appears twice; get the file again")
    rows = entries([code for code, _ in codes])
    row_of = {str(row[1]): int(str(row[0])) for row in rows}
    long_names = [(row_of[code.code], long) for code, long in codes if long]
    called = [
        *code_names(rows),
        *(names.Name(row, long, "", len(names.telling_words(long)) + 0.25) for row, long in long_names),
    ]
    searched, full_text = names.name_rows(called, own.aliases)
    ends = date(begins.year + (begins.month >= 10), (begins.month + 2) % 12 + 1, 1) - timedelta(days=1)
    source = Source(path.name, begins.isoformat(), "public domain (CMS)", "codes, descriptions, dates", "")
    return Content(
        system=HCPCS,
        edition=Edition(f"{begins.year}-Q{(begins.month + 2) // 3}", begins, ends, (source,)),
        schema=f"{SCHEMA};{names.SCHEMA}",
        tables=(
            Rows("entry", ENTRY_COLUMNS, rows),
            Rows("note", ("entry", "position", "kind", "text"), [(row, 0, "notes", text) for row, text in long_names]),
            *searched,
        ),
        index=full_text,
        counts={"entries": len(rows), "billable": len(codes)},
    )


def _from_lines(path: Path) -> Iterator[tuple[Code, str]]:
    current: tuple[Code, str] | None = None
    for line in path.read_text(encoding="latin-1").splitlines():
        kind, code = line[10:11], line[:5]
        if kind == _NEXT_LINE and current and current[0].code == code:
            current = (current[0], f"{current[1]} {line[_LONG].strip()}")
            continue
        if current:
            yield current
        current = None
        if kind == _FIRST_LINE and LEVEL_II.match(code):
            says = " ".join(line[_SHORT].split())
            long = line[_LONG].strip()
            current = (Code(code, says or long, _day(line[_ADDED]), _day(line[_ENDED])), long)
    if current:
        yield current


def _from_csv(path: Path) -> Iterator[tuple[Code, str]]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            cells = {(key or "").strip().upper(): (value or "").strip() for key, value in row.items() if key}
            code = cells.get("HCPC", cells.get("HCPCS", ""))
            if LEVEL_II.match(code) and cells.get("RECID", _FIRST_LINE) == _FIRST_LINE:
                long = " ".join(cells.get("LONG DESCRIPTION", "").split())
                short = " ".join(cells.get("SHORT DESCRIPTION", "").split()) or long
                yield Code(code, short, _day(cells.get("ADD DT", "")), _day(cells.get("TERM DT", ""))), long


def _in_force(code: Code, on: date) -> bool:
    return (code.begins is None or code.begins <= on) and (code.ends is None or code.ends >= on)


def _day(text: str) -> date | None:
    digits = text.strip()
    if not re.fullmatch(r"\d{8}", digits):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
