"""The code book: search over every system held, and one code's page; book_tree.py is the tree to it.

Plain objects for the wire. Nothing here knows a key, and nothing is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from medcoding import codes
from medcoding.codes.pcs import AXES
from medcoding_widgets.book_notes import notes_page
from medcoding_widgets.book_tree import MAX_LISTED, rows_below, siblings, trail
from medcoding_widgets.book_words import day_text, edit_texts, pcs_value, valid_text

MAX_TEXT = 200
MAX_ROWS = 30
ROWS_OF_EACH = 8
ROWS_OF_OTHERS = 3

_NAMES = {
    codes.ICD10CM: "Diagnoses",
    codes.ICD10PCS: "Inpatient procedures",
    codes.HCPCS: "Supplies, drugs and services",
}
_WORD = re.compile(r"[^\W_]{3,}")
_STEM = 5
_NEVER_BY_THEMSELVES = ("chapter", "section")


def held_systems() -> tuple[str, ...]:
    """The systems of which a release is held, diagnoses first."""
    held = {release.system for release in codes.held_releases()}
    return tuple(system for system in codes.SYSTEMS if system in held)


def describe(on: date) -> dict[str, Any]:
    """What the front end shows of the book itself."""
    return {
        "date": on.isoformat(),
        "date_label": day_text(on),
        "systems": [
            {"system": system, "name": _NAMES.get(system, ""), "release": codes.table(system, on).release.name}
            for system in held_systems()
        ],
        "builder": codes.ICD10PCS in held_systems(),
    }


def search(text: str, systems: Sequence[str], on: date) -> dict[str, Any]:
    """Rows by system, the system that fits the words best first; `exact` is the whole code typed, if it is one."""
    text = " ".join(text.split())[:MAX_TEXT]
    if not text:
        return {"groups": [], "exact": None}
    limit = ROWS_OF_EACH if len(systems) > 1 else MAX_ROWS
    found = [(system, codes.table(system, on).search(text, limit)) for system in systems]
    groups = sorted(((system, hits) for system, hits in found if hits), key=lambda each: -_fit(text, each[1]))
    # Of the books that hold only some of the words a few lines will do.
    groups = groups[:1] + [
        (system, hits if _fit(text, hits) == 1 else hits[:ROWS_OF_OTHERS]) for system, hits in groups[1:]
    ]
    exact = [entry for system in systems if (entry := codes.table(system, on).find(text)) and _has_code(entry)]
    return {
        "groups": [
            {"system": system, "name": _NAMES.get(system, ""), "rows": [row_of(hit) for hit in hits]}
            for system, hits in groups
        ],
        "exact": row_of(exact[0]) if exact else None,
    }


def page(code: str, system: str, on: date) -> dict[str, Any]:
    """Everything the book says of one entry; of a code that it does not hold, why."""
    table = codes.table(system, on)
    entry = table.find(code)
    if entry is None:
        return _unknown(table, code, on)
    above = table.ancestors(code)
    full = entry.level == "seventh-character"
    return {
        **row_of(entry),
        "known": True,
        "level": _level(entry),
        "valid": valid_text(entry, on),
        "release": table.release.name,
        "path": [{"code": each.code, "title": each.title, "level": _level(each)} for each in above],
        "trail": trail(table, entry),
        "notes": notes_page(table, code),
        "seventh": _seventh(table, entry),
        "edits": edit_texts(table, code),
        "pcs": _pcs(table, entry),
        "below": rows_below(table, entry),
        "beside": [] if full or not above else [row_of(each) for each in siblings(table, entry, above[-1])],
        "above": above[-1].code if above else "",
    }


def row_of(entry: codes.Entry | codes.Hit) -> dict[str, Any]:
    """An entry as every list shows it."""
    return {"code": entry.code, "system": entry.system, "title": entry.title, "billable": entry.billable}


def _fit(text: str, hits: Sequence[codes.Hit]) -> float:
    """How many of the words the first title holds, from 0 to 1. One with none was found by another name: 1."""
    words = _WORD.findall(text.lower())
    title = hits[0].title.lower()
    held = sum(word[:_STEM] in title for word in words)
    return held / len(words) if held else 1.0


def _has_code(entry: codes.Entry) -> bool:
    return entry.level not in _NEVER_BY_THEMSELVES


def _unknown(table: codes.Table, code: str, on: date) -> dict[str, Any]:
    shown = codes.display(code, table.system)[:12]
    former = table.former(code) if table.system == codes.ICD10CM else None
    says = f"{shown} is not in {table.system} {table.release.name}."
    if former and former.valid_to:
        says = f"{shown} was valid until {day_text(former.valid_to)}. What took its place:"
    instead = [row_of(entry) for each in (former.successors if former else ()) if (entry := table.find(each))]
    return {"code": shown, "system": table.system, "title": "", "billable": False, "known": False, "says": says,
            "instead": instead[:MAX_LISTED]}  # fmt: skip


def _level(entry: codes.Entry) -> str:
    return "code" if entry.billable else {"seventh-character": "code", "section": "block"}.get(
        entry.level if entry.system == codes.ICD10CM else "", entry.level
    )  # fmt: skip


def _seventh(table: codes.Table, entry: codes.Entry) -> list[dict[str, Any]]:
    """The 7th characters with the full code that each makes of this entry, "" where more is to be chosen first."""
    bare = codes.normalise(entry.code, table.system)
    stem = bare[:6].ljust(6, "X") if len(bare) >= 3 else ""
    rows = []
    for character, meaning in table.seventh_characters(entry.code):
        full = table.find(stem + character)
        rows.append(
            {
                "character": character,
                "meaning": meaning,
                "code": full.code if full else "",
                "here": bool(full and full.code == entry.code),
            }
        )
    return rows


def _pcs(table: codes.Table, entry: codes.Entry) -> list[dict[str, str]]:
    """The characters of a procedure code, one by one, with the definitions of its operation and approach."""
    if table.system != codes.ICD10PCS:
        return []
    rows = []
    for at, character in enumerate(entry.code):
        value = pcs_value(table, entry.code, at, character)
        rows.append({"axis": AXES[at], "character": character, **value})
    return rows
