"""The code book: search over every system held, one code's page, and the tree from chapters to codes.

Plain objects for the wire. Nothing here knows a key, and nothing is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from medcoding import codes
from medcoding.codes import pcs_words
from medcoding.codes.pcs import AXES
from medcoding_widgets.book_notes import notes_page

MAX_TEXT = 200
MAX_ROWS = 30
ROWS_OF_EACH = 8
ROWS_OF_OTHERS = 3
MAX_LISTED = 120

_NAMES = {
    codes.ICD10CM: "Diagnoses",
    codes.ICD10PCS: "Inpatient procedures",
    codes.HCPCS: "Supplies, drugs and services",
}
_WORD = re.compile(r"[^\W_]{3,}")
_STEM = 5
_FIRST_DAY = date(2015, 10, 1)  # the first day of ICD-10 in the United States
_NEVER_BY_THEMSELVES = ("chapter", "section")
# Edits of Medicare's code editor, in a learner's words.
_EDITS = {
    "female-only": "For female patients only",
    "male-only": "For male patients only",
    "manifestation": "Manifestation: the underlying condition is reported first",
    "unacceptable-principal": "Not accepted as principal diagnosis",
    "questionable-admission": "Questioned as the reason for an admission",
    "requires-secondary": "As principal diagnosis it needs a second diagnosis",
}


def held_systems() -> tuple[str, ...]:
    """The systems of which a release is held, diagnoses first."""
    held = {release.system for release in codes.held_releases()}
    return tuple(system for system in codes.SYSTEMS if system in held)


def describe(on: date) -> dict[str, Any]:
    """What the front end shows of the book itself."""
    return {
        "date": on.isoformat(),
        "date_label": _day(on),
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
        "below": _folded_rows(table, entry),
        "beside": [] if full or not above else _beside(table, entry, above[-1]),
        "above": above[-1].code if above else "",
    }


def branch(key: str, system: str, on: date) -> dict[str, Any]:
    """What hangs below one place of the tree: "" is the root, a code its children, `A42*` a fold of many."""
    table = codes.table(system, on)
    if not key:
        return {"key": "", "nodes": [_node(each) for each in table.chapters()]}
    if key.endswith("*"):
        parent = _fold_parent(table, key)
        inside = [each for each in table.children(parent.code) if each.code.startswith(key[:-1])] if parent else []
        return {"key": key, "nodes": [_node(each) for each in inside]}
    entry = table.find(key)
    return {"key": key, "nodes": _folded(table, entry) if entry else []}


def trail(table: codes.Table, entry: codes.Entry) -> list[str]:
    """The keys of the tree that must be open for the entry to show, from the top."""
    keys: list[str] = []
    chain = [*table.ancestors(entry.code), entry]
    for parent, child in pairwise(chain):
        keys.append(parent.code)
        length = _fold_length(parent)
        if length and len(table.children(parent.code)) > MAX_LISTED:
            keys.append(child.code[:length] + "*")
    return keys


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
        says = f"{shown} was valid until {_day(former.valid_to)}. What took its place:"
    instead = [row_of(entry) for each in (former.successors if former else ()) if (entry := table.find(each))]
    return {"code": shown, "system": table.system, "title": "", "billable": False, "known": False, "says": says,
            "instead": instead[:MAX_LISTED]}  # fmt: skip


def _level(entry: codes.Entry) -> str:
    return "code" if entry.billable else {"seventh-character": "code", "section": "block"}.get(
        entry.level if entry.system == codes.ICD10CM else "", entry.level
    )  # fmt: skip


def valid_text(entry: codes.Entry, on: date) -> str:
    """Since when and until when an entry is in the book."""
    since = entry.valid_from
    if since == _FIRST_DAY and entry.system != codes.HCPCS:
        text = f"Valid since {_day(since)}, the start of ICD-10"
    else:
        text = f"Valid since {_day(since)}" if since else ""
    if entry.valid_to:
        text = f"{text}, until {_day(entry.valid_to)}" if text else f"Valid until {_day(entry.valid_to)}"
    return text if entry.valid_on(on) else f"Not valid on {_day(on)}. {text}"


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


def edit_texts(table: codes.Table, code: str) -> list[str]:
    """What Medicare's code editor, or the outpatient payment system, says of a code."""
    if table.system != codes.ICD10CM:
        payment = codes.outpatient_payment(table, code)
        return [str(payment)] if payment else []
    said = []
    for name, (low, high) in table.edits(code).items():
        if name == "age":
            said.append(f"For patients aged {low or 0} and over" if high is None else f"For ages {low or 0} to {high}")
        elif name in _EDITS:
            said.append(_EDITS[name])
    return said


def _pcs(table: codes.Table, entry: codes.Entry) -> list[dict[str, str]]:
    """The characters of a procedure code, one by one, with the definitions of its operation and approach."""
    if table.system != codes.ICD10PCS:
        return []
    rows = []
    for at, character in enumerate(entry.code):
        value = pcs_value(table, entry.code, at, character)
        rows.append({"axis": AXES[at], "character": character, **value})
    return rows


def pcs_value(table: codes.Table, code: str, at: int, character: str) -> dict[str, str]:
    """What a character means in position `at` (from 0) of a code, and its definition where there is one."""
    return {**_pcs_value(table, code[:3], at, character)}


@lru_cache(maxsize=8192)
def _pcs_value(table: codes.Table, prefix: str, at: int, character: str) -> dict[str, str]:
    section = prefix[:1]
    defined = None
    if at == 0:
        found = table.find(character)
        meaning = found.title if found else ""
    elif at == 1:
        meaning = pcs_words.body_system(section, character)
    elif at == 2:
        meaning = pcs_words.operation(table, section, character)
        defined = pcs_words.definition(table, "operation", section, character)
    else:
        meaning = table.label(prefix, at + 1, character)
        if at == 4:
            defined = pcs_words.definition(table, "approach", section, character)
            if defined and meaning and defined.name != meaning:
                defined = None  # in this section the same character means something else
    return {
        "meaning": meaning,
        "definition": defined.text if defined else "",
        "more": " ".join(part.rstrip(".") + "." for part in _more(defined)),
    }


def _more(defined: pcs_words.Definition | None) -> list[str]:
    if defined is None:
        return []
    examples = f"For example: {defined.examples}" if defined.examples else ""
    return [part for part in (defined.explanation, examples) if part]


def _beside(table: codes.Table, entry: codes.Entry, parent: codes.Entry) -> list[dict[str, Any]]:
    children: Sequence[codes.Entry] = table.children(parent.code)
    if length := _fold_length(parent):
        children = [each for each in children if each.code[:length] == entry.code[:length]]
    return [row_of(each) for each in children[:MAX_LISTED]] if len(children) > 1 else []


def _folded_rows(table: codes.Table, entry: codes.Entry) -> list[dict[str, Any]]:
    """The entries below; where they are too many, folds that the tree opens."""
    return [] if entry.billable else [{**node, "system": table.system} for node in _folded(table, entry)]


def _folded(table: codes.Table, entry: codes.Entry) -> list[dict[str, Any]]:
    children = table.children(entry.code)
    length = _fold_length(entry)
    if not length or len(children) <= MAX_LISTED:
        return [_node(each) for each in children]
    folds: dict[str, list[codes.Entry]] = {}
    for each in children:
        folds.setdefault(each.code[:length], []).append(each)
    return [
        {"key": f"{prefix}*", "code": _fold_code(table, prefix, inside), "title": _fold_title(table, prefix, inside),
         "billable": False, "more": True, "fold": True}
        for prefix, inside in folds.items()
    ]  # fmt: skip


def _fold_length(entry: codes.Entry) -> int:
    """By how many characters the many children of an entry are put together; 0: they never are."""
    if entry.system == codes.ICD10PCS:
        return {"section": 2, "table": 4}.get(entry.level, 0)
    return 3 if entry.system == codes.HCPCS and entry.level == "family" else 0


def _fold_parent(table: codes.Table, key: str) -> codes.Entry | None:
    prefix = key[:-1]
    if table.system == codes.ICD10PCS:
        return table.find(prefix[: {2: 1, 4: 3}.get(len(prefix), 0)])
    return table.find(prefix[:1]) if table.system == codes.HCPCS else None


def _fold_code(table: codes.Table, prefix: str, inside: list[codes.Entry]) -> str:
    if table.system == codes.ICD10PCS:
        return prefix
    return inside[0].code if len(inside) == 1 else f"{inside[0].code}–{inside[-1].code}"


def _fold_title(table: codes.Table, prefix: str, inside: list[codes.Entry]) -> str:
    if table.system == codes.ICD10PCS:
        at = len(prefix) - 1
        return pcs_value(table, prefix, at, prefix[at])["meaning"] or f"{AXES[at]} {prefix[at]}"
    return "1 code" if len(inside) == 1 else f"{len(inside)} codes"


def _node(entry: codes.Entry) -> dict[str, Any]:
    return {
        "key": entry.code,
        "code": entry.code,
        "title": entry.title,
        "billable": entry.billable,
        "more": not entry.billable,
        "fold": False,
    }


@lru_cache(maxsize=64)
def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
