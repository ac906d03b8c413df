"""Sets of coded records, read from CSV or JSON.

One row or object a code. Columns: `record` and `code` are required. `coder`, `system` (ICD-10-CM when
left out), `role`, `poa`, `modifiers` (blank between two), `units`, `rule` (what the reviewer cites) and
the facts of the record `date_of_service`, `setting`, `age`, `sex`, `discharge_status` may be given; facts
stand in any row of their record. The first diagnosis of a record leads unless `role` says otherwise.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from medcoding import codes
from medcoding.errors import AuditError
from medcoding.exercises.model import Setting

COLUMNS = (
    *("record", "coder", "code", "system", "role", "poa", "modifiers", "units", "rule"),
    *("date_of_service", "setting", "age", "sex", "discharge_status"),
)
MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class CodedLine:
    """One code that somebody reported. `poa` is Y, N, U, W, "1" or ""."""

    code: str
    system: str
    role: str = ""
    poa: str = ""
    modifiers: tuple[str, ...] = ()
    units: int = 1
    rule: str = ""


@dataclass(frozen=True, slots=True)
class CodedRecord:
    """One record as one person coded it, in the order reported."""

    record: str
    coder: str
    lines: tuple[CodedLine, ...]
    date_of_service: date = codes.DEFAULT_DATE
    setting: Setting = Setting.OFFICE
    age: int | None = None
    sex: str | None = None
    discharge_status: str = ""


def load_set(path: Path) -> tuple[CodedRecord, ...]:
    """Read a set, in the order of its records.

    Raises:
        AuditError: the file cannot be read, a column is missing or unknown, or a value makes no sense.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise AuditError(f"{path}: the file is larger than 50 MB; split it")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AuditError(f"{path}: the file cannot be read ({error}); save it as UTF-8") from None
    rows = _json_rows(text, path) if path.suffix.lower() == ".json" else _csv_rows(text, path)
    groups: dict[tuple[str, str], list[tuple[int, Mapping[str, str]]]] = {}
    for number, row in rows:
        key = (_needed(row, "record", path, number), row.get("coder", ""))
        groups.setdefault(key, []).append((number, row))
    return tuple(_record(record, coder, group, path) for (record, coder), group in groups.items())


def _csv_rows(text: str, path: Path) -> list[tuple[int, Mapping[str, str]]]:
    reader = csv.DictReader(io.StringIO(text))
    _check_columns(reader.fieldnames or (), path)
    # Line 1 is the header.
    return [(n, {k: (v or "").strip() for k, v in row.items() if k}) for n, row in enumerate(reader, 2)]


def _json_rows(text: str, path: Path) -> list[tuple[int, Mapping[str, str]]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise AuditError(f"{path}: this is not JSON ({error}); write a list of objects, one a code") from None
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise AuditError(f"{path}: the file should hold a list of objects, one a code")
    _check_columns(sorted({name for row in found for name in row} | {"record", "code"}), path)
    return [(n, {k: "" if v is None else str(v).strip() for k, v in row.items()}) for n, row in enumerate(found, 1)]


def _check_columns(names: Sequence[str], path: Path) -> None:
    missing = [name for name in ("record", "code") if name not in names]
    unknown = [name for name in names if name and name not in COLUMNS]
    if missing:
        raise AuditError(f"{path}: the column {missing[0]!r} is missing; the first line should name the columns")
    if unknown:
        raise AuditError(f"{path}: the column {unknown[0]!r} is unknown; use {', '.join(COLUMNS)}")


def _record(record: str, coder: str, rows: Sequence[tuple[int, Mapping[str, str]]], path: Path) -> CodedRecord:
    facts: dict[str, str] = {}
    for _, row in rows:
        facts |= {name: row[name] for name in COLUMNS[9:] if row.get(name)}
    number = rows[0][0]
    try:
        return CodedRecord(
            record=record,
            coder=coder,
            lines=tuple(_line(row, path, n) for n, row in rows if row.get("code")),
            date_of_service=date.fromisoformat(facts["date_of_service"])
            if "date_of_service" in facts
            else codes.DEFAULT_DATE,
            setting=Setting(facts.get("setting", Setting.OFFICE.value)),
            age=int(facts["age"]) if "age" in facts else None,
            sex=facts.get("sex"),
            discharge_status=facts.get("discharge_status", ""),
        )
    except ValueError as error:
        raise AuditError(f"{path}, line {number}: {error}; correct the facts of record {record}") from None


def _line(row: Mapping[str, str], path: Path, number: int) -> CodedLine:
    system = row.get("system") or codes.ICD10CM
    if system not in codes.SYSTEMS:
        raise AuditError(f"{path}, line {number}: the system {system!r} is unknown; use {', '.join(codes.SYSTEMS)}")
    units = row.get("units") or "1"
    if not units.isdecimal():
        raise AuditError(f"{path}, line {number}: units are {units!r}; write a whole number")
    return CodedLine(
        code=row["code"],
        system=system,
        role=row.get("role", ""),
        poa=row.get("poa", "").upper(),
        modifiers=tuple(row.get("modifiers", "").split()),
        units=int(units),
        rule=row.get("rule", ""),
    )


def _needed(row: Mapping[str, str], name: str, path: Path, number: int) -> str:
    if not row.get(name):
        raise AuditError(f"{path}, line {number}: `{name}` is empty; fill it in")
    return row[name]
