"""Answers to what a learner looks up: search results and one code's page in the Tabular List.

Plain objects for the wire; no key is needed or known here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from medcoding import codes

MAX_TEXT = 200
MAX_ROWS = 12
MAX_NOTES = 400
MAX_CHILDREN = 60

# Kind of note -> what the learner reads above it.
HEADINGS = {
    "includes": "Includes",
    "inclusion_terms": "Also coded here",
    "notes": "Note",
    "code_first": "Code first",
    "use_additional": "Use additional code",
    "code_also": "Code also",
    "excludes1": "Excludes1: not coded together with",
    "excludes2": "Excludes2: not included here, may be coded in addition",
    "seventh_character": "7th character",
}


def search_codes(text: str, system: str, on: date) -> dict[str, Any]:
    """Rows for a text, best first; `exact` is the entry when the text is a whole code of the table.

    `typed` is the text as a code, in display form, when it could be one of that system at all.
    """
    text = " ".join(text.split())[:MAX_TEXT]
    if not text:
        return {"rows": [], "exact": None, "typed": ""}
    table = codes.table(system, on)
    entry = table.find(text)
    return {
        "rows": [_row(hit) for hit in table.search(text, limit=MAX_ROWS)],
        "exact": _row(entry) if entry and entry.level not in ("chapter", "section") else None,
        "typed": codes.display(text, system) if codes.looks_like(codes.normalise(text, system), system) else "",
    }


def show_code(code: str, system: str, on: date) -> dict[str, Any]:
    """Everything the Tabular List says of a code: path, notes, 7th characters and the codes below it."""
    table = codes.table(system, on)
    entry = table.find(code)
    if entry is None:
        shown = codes.display(code, system)
        return {
            "code": shown,
            "title": "",
            "billable": False,
            "known": False,
            "says": f"{shown} is not in the {system} tables for this date of service.",
        }
    return {
        **_row(entry),
        "known": True,
        "says": "",
        "path": [{"code": each.code, "title": each.title} for each in table.ancestors(code)],
        "notes": _notes(table, code),
        "seventh": [{"character": char, "meaning": meaning} for char, meaning in table.seventh_characters(code)],
        "below": [_row(each) for each in table.children(code)[:MAX_CHILDREN]],
    }


def _row(entry: codes.Entry | codes.Hit) -> dict[str, Any]:
    return {"code": entry.code, "system": entry.system, "title": entry.title, "billable": entry.billable}


def _notes(table: codes.Table, code: str) -> list[dict[str, Any]]:
    """Notes grouped by kind: the code's own, then those of what stands above it, the nearest first."""
    found = [(kind, text, "") for kind, text in table.notes(code)]
    inherited = table.inherited(code)
    for above in reversed(dict.fromkeys(note.code for note in inherited)):
        at = f"chapter {above}" if above.isdigit() else above
        found += [(note.kind, note.text, at) for note in inherited if note.code == above]
    return [
        {"heading": heading, "items": items}
        for kind, heading in HEADINGS.items()
        if (items := list(_of_kind(found[:MAX_NOTES], kind))) and kind != "seventh_character"
    ]


def _of_kind(notes: Iterable[tuple[str, str, str]], wanted: str) -> Iterable[dict[str, str]]:
    return ({"text": text, "at": at} for kind, text, at in notes if kind == wanted)
