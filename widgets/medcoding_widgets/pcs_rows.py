"""The builder of ICD-10-PCS codes: which values still go together, from either end, in a few milliseconds.

The rows of all tables are the codes that exist, so they are kept as one text of fixed width (600 kB) and
each position is asked with one pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from medcoding import codes
from medcoding.codes.pcs import AXES, LENGTH, OPEN
from medcoding_widgets.book import row_of
from medcoding_widgets.book_words import pcs_value

_WIDTH = LENGTH + 1
_SHAPE = re.compile(r"[0-9A-HJ-NP-Z_]{7}")
_ENOUGH = 40  # tables among which a shared meaning is looked for; among more it is seldom found


@dataclass(frozen=True, slots=True)
class _Rows:
    """Every code, in order, each followed by a line feed; and where the codes with a given beginning lie."""

    text: bytes
    spans: dict[str, tuple[int, int]]


def is_pattern(text: object) -> bool:
    """True for seven characters, each a value or `_` for a position not chosen yet."""
    return isinstance(text, str) and bool(_SHAPE.fullmatch(text))


def build(chosen: str, on: date) -> dict[str, Any]:
    """The seven positions with the values that go with the others chosen, and the code when all are."""
    return _build(chosen, codes.table(codes.ICD10PCS, on))


@lru_cache(maxsize=128)
def _build(chosen: str, table: codes.Table) -> dict[str, Any]:
    rows = _rows(table)
    positions = [
        {"axis": AXES[at], "chosen": chosen[at].replace(OPEN, ""), "values": _values(table, rows, chosen, at)}
        for at in range(LENGTH)
    ]
    entry = table.find(chosen) if OPEN not in chosen else None
    return {
        "chosen": chosen,
        "positions": positions,
        "count": _count(rows, chosen),
        "code": row_of(entry) if entry else None,
    }


def _values(table: codes.Table, rows: _Rows, chosen: str, at: int) -> list[dict[str, str]]:
    others = chosen[:at] + OPEN + chosen[at + 1 :]
    found = sorted(_characters(rows, others, at))
    prefixes = [others[:3]] if OPEN not in others[:3] else _prefixes(rows, others)
    return [{"character": character, **_value(table, prefixes, others, at, character)} for character in found]


def _value(table: codes.Table, prefixes: list[str], others: str, at: int, character: str) -> dict[str, str]:
    """The meaning that all tables still possible give the character; "" where they differ."""
    told: dict[str, str] | None = None
    if at < 3:  # what stands here depends on the section alone
        prefixes = sorted({prefix[0] for prefix in prefixes}) if at else [character]
    if len(prefixes) > _ENOUGH:
        return {"meaning": "", "definition": "", "more": ""}
    for prefix in prefixes:
        value = pcs_value(table, prefix, at, character)
        if value["meaning"] and told and value["meaning"] != told["meaning"]:
            return {"meaning": "", "definition": "", "more": ""}
        told = value if value["meaning"] else told
    return told or {"meaning": "", "definition": "", "more": ""}


def _characters(rows: _Rows, pattern: str, at: int) -> set[str]:
    begin, end = _span(rows, pattern)
    if pattern[:at] + pattern[at + 1 :] == OPEN * (LENGTH - 1):
        return {chr(byte) for byte in set(rows.text[begin + at : end : _WIDTH])}
    wanted = _expression(pattern, at)
    return {found.decode() for found in set(wanted.findall(rows.text, begin, end))}


def _prefixes(rows: _Rows, pattern: str) -> list[str]:
    begin, end = _span(rows, pattern)
    wanted = re.compile(b"(" + _classes(pattern[:3]) + b")" + _classes(pattern[3:]) + b"\n")
    return sorted({found.decode() for found in set(wanted.findall(rows.text, begin, end))})


def _count(rows: _Rows, pattern: str) -> int:
    begin, end = _span(rows, pattern)
    if not pattern.rstrip(OPEN).count(OPEN) and len(pattern.rstrip(OPEN)) <= 3:
        return (end - begin) // _WIDTH
    return len(re.compile(_classes(pattern) + b"\n").findall(rows.text, begin, end))


def _expression(pattern: str, at: int) -> re.Pattern[bytes]:
    return re.compile(_classes(pattern[:at]) + b"([^\n])" + _classes(pattern[at + 1 :]) + b"\n")


def _classes(pattern: str) -> bytes:
    return pattern.encode().replace(OPEN.encode(), b"[^\n]")


def _span(rows: _Rows, pattern: str) -> tuple[int, int]:
    fixed = pattern.partition(OPEN)[0][:3]
    return rows.spans.get(fixed, (0, 0))


@lru_cache(maxsize=2)
def _rows(table: codes.Table) -> _Rows:
    every = table.codes_like("?" * LENGTH)
    return _Rows("".join(f"{code}\n" for code in every).encode(), _spans(every))


def _spans(every: Iterable[str]) -> dict[str, tuple[int, int]]:
    spans: dict[str, tuple[int, int]] = {}
    for number, code in enumerate(every):
        for length in range(4):
            begin, _ = spans.get(code[:length], (number * _WIDTH, 0))
            spans[code[:length]] = (begin, (number + 1) * _WIDTH)
    return spans
