"""Reads the authored key block of a `codes` exercise; every mistake says what to write instead."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum

from medcoding import codes
from medcoding.exercises.fields import Fields
from medcoding.exercises.model import Exercise, Role
from medcoding.kinds.codes.key import (
    BILLED_BY_LINE,
    EXEMPT,
    LETTERS,
    SYSTEMS,
    Key,
    KeyLine,
    NearMiss,
    Stay,
    lead_role,
    units,
)

_POA = ("Y", "N", "U", "W", EXEMPT)
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_MAX_UNITS = 9_999


class _Finding(StrEnum):
    """What an author may call a near miss."""

    EXTRA = "extra"
    NOT_DOCUMENTED = "not-documented"


def parse_key(fields: Fields, exercise: Exercise) -> Key:
    """Read a key block; mistakes are noted on `fields`."""
    lines = tuple(_parse_line(entry, exercise) for entry in fields.maps("lines", required=True))
    near_misses = tuple(_parse_near_miss(entry) for entry in fields.maps("near_misses"))
    stay = _parse_stay(fields, exercise)
    if lines:
        _check_lead(fields, exercise, lines)
        _check_groups(fields, lines)
        _check_pointers(fields, lines)
        if all(line.optional for line in lines):
            fields.problem("every line is optional; leave at least one required")
    return Key(lines, near_misses, stay)


def parse_stay(fields: Fields) -> Stay:
    """Read a `drg` block: the DRG expected, a base rate in dollars, the discharge status."""
    expected = fields.text("expected")
    if expected and not re.fullmatch(r"\d{3}", expected):
        fields.problem(f"`expected` is {expected!r}; write the three digits of the DRG in quotes")
    rate = fields.number("base_rate", 0, 0, 1_000_000)
    status = fields.text("discharge_status", "01")
    if not re.fullmatch(r"\d{2}", status):
        fields.problem(f'`discharge_status` is {status!r}; write two digits in quotes, "01" for home')
        status = "01"
    fields.finish()
    return Stay(expected, rate or None, status)


def parse_poa(fields: Fields) -> tuple[str, ...]:
    """Read the POA indicators that are right, best first; "exempt" and "1" mean the same."""
    found = tuple(EXEMPT if text.lower() == "exempt" else text.upper() for text in fields.texts("poa"))
    for text in found:
        if text not in _POA:
            fields.problem(f"`poa` is {text!r}; write Y, N, U, W or exempt")
    return tuple(text for text in found if text in _POA)


def _parse_line(fields: Fields, exercise: Exercise) -> KeyLine:
    system = fields.text("system")
    if system and system not in SYSTEMS:
        fields.problem(f"`system` is {system!r}; write one of: {', '.join(SYSTEMS)}")
        system = codes.ICD10CM
    # A procedure has no role of its own; only a diagnosis must say whether it leads.
    role = fields.choice("role", Role, None if system in ("", codes.ICD10CM) else Role.SECONDARY)
    line = KeyLine(
        code=fields.text("code"),
        system=system,
        role=role,
        points=fields.number("points", 1.0, 0.5, 20),
        why=fields.text("why"),
        cite=fields.text("cite"),
        evidence=fields.texts("evidence", required=True),
        alternates=fields.texts("alternates"),
        optional=fields.flag("optional"),
        after=fields.texts("after"),
        any_of=fields.text("any_of", ""),
        needs=fields.texts("needs"),
        poa=parse_poa(fields),
        modifiers=_parse_modifiers(fields),
        units=fields.whole("units", 1, 1, _MAX_UNITS),
        pointers=tuple(text.upper() for text in fields.texts("pointers")),
        may_lead=fields.flag("may_lead"),
    )
    fields.finish()
    _check_line(fields, line, exercise)
    return line


def _parse_modifiers(fields: Fields) -> tuple[tuple[str, ...], ...]:
    """Each modifier asked for; "XS or 59" means that either will do."""
    found = tuple(tuple(part.strip().upper() for part in text.split(" or ")) for text in fields.texts("modifiers"))
    for text in (text for choices in found for text in choices if not _MODIFIER.fullmatch(text)):
        fields.problem(f"`modifiers` holds {text!r}; write two characters in quotes, or `XS or 59` for a choice")
    return found


def _check_line(fields: Fields, line: KeyLine, exercise: Exercise) -> None:
    """Fields that do not go together."""
    inpatient = exercise.setting.is_inpatient
    if not line.is_diagnosis and line.role.leads:
        fields.problem(f"{line.code} is a procedure and cannot lead; remove its role")
    if line.may_lead and (line.role.leads or not line.is_diagnosis):
        fields.problem(f"{line.code} has `may_lead`, which only secondary diagnoses have; remove it")
    if line.poa and not (line.is_diagnosis and inpatient):
        fields.problem(f"{line.code} has `poa`, which only diagnoses of inpatients have; remove it")
    if line.system not in BILLED_BY_LINE:
        for name, given in (("modifiers", line.modifiers), ("units", line.units != 1), ("pointers", line.pointers)):
            if given:
                fields.problem(f"{line.code} has `{name}`, which only HCPCS and CPT lines have; remove it")
    if line.system == codes.ICD10PCS and not inpatient:
        fields.problem(f"{line.code} is an ICD-10-PCS code, which only inpatient stays report; use HCPCS or CPT")
    if line.optional and line.any_of:
        fields.problem(f"{line.code} is optional and one of a group; keep one of the two")


def _check_lead(fields: Fields, exercise: Exercise, lines: tuple[KeyLine, ...]) -> None:
    lead = lead_role(exercise).value
    leads = [line for line in lines if line.role.leads]
    count = len(list(units(leads)))
    if not any(line.is_diagnosis for line in lines):
        return  # a question about procedures alone
    if count != 1:
        fields.problem(f"the key has {count} lines that lead; give exactly one the role {lead}")
    for line in leads if count == 1 else ():
        if line.role.value != lead:
            fields.problem(
                f"{line.code} is {line.role.value}, but the setting is {exercise.setting.value}; write {lead}"
            )


def _check_groups(fields: Fields, lines: tuple[KeyLine, ...]) -> None:
    sizes = Counter(line.any_of for line in lines if line.any_of)
    for name, size in sizes.items():
        group = [line for line in lines if line.any_of == name]
        if size == 1:
            fields.problem(f"the group {name!r} of `any_of` has one line; give another line the same name")
        if len({line.points for line in group}) > 1:
            fields.problem(
                f"the lines of the group {name!r} have different points; one is enough, so give all the same"
            )
        if len({line.role for line in group}) > 1:
            fields.problem(f"the lines of the group {name!r} have different roles; give all the same")


def _check_pointers(fields: Fields, lines: tuple[KeyLine, ...]) -> None:
    letters = LETTERS[: sum(line.is_diagnosis for line in lines)]
    for line in lines:
        for letter in line.pointers:
            if letter not in tuple(letters):
                fields.problem(
                    f"{line.code} points to {letter!r}; write letters of the key's diagnosis lines, "
                    f"A to {letters[-1:] or 'A'}"
                )


def _parse_near_miss(fields: Fields) -> NearMiss:
    miss = NearMiss(
        fields.text("code"),
        fields.text("says"),
        fields.text("system", codes.ICD10CM),
        fields.choice("finding", _Finding, _Finding.EXTRA) is _Finding.EXTRA,
    )
    if miss.system not in SYSTEMS:
        fields.problem(f"`system` is {miss.system!r}; write one of: {', '.join(SYSTEMS)}")
    fields.finish()
    return miss


def _parse_stay(fields: Fields, exercise: Exercise) -> Stay | None:
    block = fields.block("drg")
    if block is None:
        return None
    if not exercise.setting.is_inpatient:
        fields.problem("`drg` stands in a case that is not inpatient; remove it or correct the setting")
    return parse_stay(block)
