"""What tables say of a code, remembered: a class enters the same few codes over and over.

A system whose table is not held yields nothing instead of an error, so that a key in it can still be
scored by what it says itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from medcoding import codes
from medcoding.errors import NoReleaseError
from medcoding.exercises.model import Exercise


def table_of(system: str, on: date) -> codes.Table | None:
    """The table of a system on a date; None when no release of it is held."""
    try:
        return codes.table(system, on)
    except NoReleaseError:
        return None


def find(code: str, system: str, on: date) -> codes.Entry | None:
    """The entry of a code on a date; None when there is none, or no table to look in."""
    table = table_of(system, on)
    return find_in(code, table) if table else None


def is_unknown(code: str, system: str, on: date) -> bool:
    """True when a table is held and has no such code."""
    table = table_of(system, on)
    return table is not None and find_in(code, table) is None


def meaning(code: str, place: int, on: date) -> str:
    """What the character at a place (from 0) of an ICD-10-PCS code means; "" where no table says."""
    table = table_of(codes.ICD10PCS, on)
    if table is None:
        return ""
    if place in _HEADINGS:
        entry = find_in(code[: place + 1], table)
        return entry.title if entry else ""
    return _label(table, code[:3], place + 1, code[place])


# Section and root operation are headings of the table; what stands in the other places depends on both.
_HEADINGS = (0, 2)


@lru_cache(maxsize=4096)
def _label(table: codes.Table, prefix: str, position: int, character: str) -> str:
    return table.label(prefix, position, character)


@dataclass(frozen=True, slots=True)
class Encounter:
    """What the edits ask of an encounter: "inpatient" or "outpatient", the day, age and sex where known."""

    setting: str
    on: date
    age: int | None = None
    sex: str | None = None


def encounter_of(exercise: Exercise) -> Encounter:
    """The encounter of a case."""
    setting = "inpatient" if exercise.setting.is_inpatient else "outpatient"
    return Encounter(setting, exercise.date_of_service, exercise.patient.age, exercise.patient.sex)


def edits(lines: tuple[str, ...], system: str, encounter: Encounter) -> tuple[codes.RuleProblem, ...]:
    """What a payer's editor would say of these codes of one system; () when no table is held."""
    table = table_of(system, encounter.on)
    return _edits(lines, encounter, table) if table and lines else ()


@lru_cache(maxsize=8192)
def find_in(code: str, table: codes.Table) -> codes.Entry | None:
    """The entry of a code in a table; None when there is none."""
    return table.find(code)


@lru_cache(maxsize=1024)
def _edits(lines: tuple[str, ...], encounter: Encounter, table: codes.Table) -> tuple[codes.RuleProblem, ...]:
    # The table stands in the signature so that a new release is asked afresh.
    return codes.validate(
        lines, system=table.system, setting=encounter.setting, on=encounter.on, age=encounter.age, sex=encounter.sex
    )
