"""What the code book says of a code in a learner's words: its dates, its edits, the characters of a procedure code."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from medcoding import codes
from medcoding.codes import pcs_words

_FIRST_DAY = date(2015, 10, 1)  # the first day of ICD-10 in the United States
# Edits of Medicare's code editor, in a learner's words.
_EDITS = {
    "female-only": "For female patients only",
    "male-only": "For male patients only",
    "manifestation": "Manifestation: the underlying condition is reported first",
    "unacceptable-principal": "Not accepted as principal diagnosis",
    "questionable-admission": "Questioned as the reason for an admission",
    "requires-secondary": "As principal diagnosis it needs a second diagnosis",
}


@lru_cache(maxsize=64)
def day_text(day: date) -> str:
    """A day as it is read aloud: April 1, 2026."""
    return f"{day:%B} {day.day}, {day.year}"


def valid_text(entry: codes.Entry, on: date) -> str:
    """Since when and until when an entry is in the book."""
    since = entry.valid_from
    if since == _FIRST_DAY and entry.system != codes.HCPCS:
        text = f"Valid since {day_text(since)}, the start of ICD-10"
    else:
        text = f"Valid since {day_text(since)}" if since else ""
    if entry.valid_to:
        text = f"{text}, until {day_text(entry.valid_to)}" if text else f"Valid until {day_text(entry.valid_to)}"
    return text if entry.valid_on(on) else f"Not valid on {day_text(on)}. {text}"


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
