"""HCPCS Level II: codes, short descriptors and dates from CMS's outpatient editor data, without CPT and CDT.

The editor's file also holds the AMA's and the ADA's codes and texts. Level II codes begin with a letter;
D codes are the ADA's. Everything else is dropped here, before anything is written.
"""

from __future__ import annotations

import lzma
import marshal
import shutil
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import lmdb

from medcoding.build.tables import names
from medcoding.build.tables.database import ENTRY_COLUMNS, Content, Edition, Row, Rows
from medcoding.build.tables.level_ii import LEVEL_II, SCHEMA, Code, code_names, entries
from medcoding.build.tables.own_index import OwnIndex
from medcoding.codes.code import HCPCS


def hcpcs(
    packed: Path,
    own: OwnIndex,
    edition: Edition,
) -> Content:
    """The content of one release: the codes in force on its first day."""
    with TemporaryDirectory() as scratch:
        plain = Path(scratch) / "editor.mdb"
        with lzma.open(packed) as source, plain.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        quarters = {
            int(row["version"]): (_day(row["date_started"]), _day(row["date_ended"]))
            for row in _read(plain, "version_range")
        }
        now = next(version for version, (begins, ends) in quarters.items() if begins <= edition.effective_from <= ends)
        codes = list(_codes(plain, quarters, now))
        groups = sorted(
            (key, row["status_indicator"], row["apc_payment"]) for key, row in _current(plain, "data_apc", now)
        )
        meanings = sorted((key, row["description"]) for key, row in _current(plain, "data_status_indicator", now))
    rows = entries(codes)
    row_of = {str(row[1]): int(str(row[0])) for row in rows}
    outpatient: list[Row] = [(row_of[each.code], each.status, each.apc, each.low_age, each.high_age) for each in codes]
    searched, full_text = names.name_rows(code_names(rows), own.aliases)
    return Content(
        system=HCPCS,
        edition=edition,
        schema=f"{SCHEMA};{names.SCHEMA}",
        tables=(
            Rows("entry", ENTRY_COLUMNS, rows),
            Rows("outpatient", ("entry", "status", "apc", "low_age", "high_age"), outpatient),
            Rows("status", ("indicator", "meaning"), meanings),
            Rows("apc", ("number", "status", "cents"), groups),
            *searched,
        ),
        index=full_text,
        counts={"entries": len(rows), "billable": len(codes), "apcs": len(groups)},
    )


def _codes(plain: Path, quarters: Mapping[int, tuple[date, date]], now: int) -> Iterator[Code]:
    spans: dict[str, list[tuple[int, int]]] = {}
    current: dict[str, dict[str, Any]] = {}
    for key, row in _items(plain, "data_hcpcs"):
        code, low, high = key.split("|")
        if LEVEL_II.match(code):
            spans.setdefault(code, []).append((int(low), int(high)))
            if int(low) <= now <= int(high):
                current[code] = row
    first, last = min(quarters), max(quarters)
    for code in sorted(current):
        begin = min(low for low, _ in spans[code])
        end = max(high for _, high in spans[code])
        row = current[code]
        yield Code(
            code=code,
            title=" ".join(row["description"].split()),
            begins=None if begin == first else quarters[begin][0],
            ends=None if end == last else quarters[end][1],
            status=row["status_indicator"] or "",
            apc=row["apc"] or "",
            low_age=row["lo_age"],
            high_age=row["hi_age"],
        )


def _items(plain: Path, table: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of one table of the editor's file. It is pinned by checksum, so `marshal` meets no strangers."""
    held = lmdb.open(str(plain), readonly=True, lock=False, max_dbs=64, subdir=False)
    with held, held.begin(db=held.open_db(table.encode())) as transaction:
        for key, value in transaction.cursor():
            yield key.decode(), marshal.loads(value)


def _read(plain: Path, table: str) -> list[dict[str, Any]]:
    return [row for _, row in _items(plain, table)]


def _current(plain: Path, table: str, now: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, row in _items(plain, table):
        if row["lo_version"] <= now <= row["hi_version"]:
            yield key.split("|")[0], row


def _day(number: int) -> date:
    """20260401 -> 2026-04-01; an open end is far away."""
    if not number:
        return date.max - timedelta(days=1)
    return date(number // 10000, number // 100 % 100, number % 100)
