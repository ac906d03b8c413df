"""Rules about codes that do not go together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from medcoding.codes.model import Entry, Pointer, RuleProblem
from medcoding.codes.rules.model import Line, Report
from medcoding.codes.sides import Sided, read_side


def duplicate(report: Report) -> Iterator[RuleProblem]:
    """duplicate: each code is reported once."""
    seen: set[str] = set()
    for line in report.lines:
        if line.bare and line.bare in seen:
            yield line.problem(
                "duplicate",
                f"{line.names}: reported more than once; report it once (ICD-10-CM Official Guidelines I.B.12)",
            )
        seen.add(line.bare)


def excludes1(report: Report) -> Iterator[RuleProblem]:
    """excludes1: two codes of which one stands in an Excludes1 note that governs the other."""
    for one, other in combinations(report.known, 2):
        found = _excluding(one, other, report) or _excluding(other, one, report)
        if found:
            yield other.problem(
                "excludes1",
                f"{other.names}: not together with {one.names}; the Excludes1 note at {found.code} names "
                f'"{found.text}"; keep the one that the record supports, both only if the conditions are unrelated '
                "(ICD-10-CM Official Guidelines I.A.12.a)",
            )


def _excluding(noted: Line, named: Line, report: Report) -> Pointer | None:
    return next(
        (
            pointer
            for pointer in report.pointers(noted, "excludes1")
            if named.pointed_at_by(pointer) and not noted.pointed_at_by(pointer)
        ),
        None,
    )


def laterality(report: Report) -> Iterator[RuleProblem]:
    """laterality: sides of one condition that contradict each other or that one code covers."""
    sided = [(line, read_side(line.entry.title)) for line in report.known if line.entry]
    for (one, here), (other, there) in combinations(sided, 2):
        if one.bare[:3] != other.bare[:3] or not _one_condition(here, there):
            continue
        if {here.side, there.side} == {"left", "right"}:
            if both := _bilateral(one, here, report):
                yield other.problem(
                    "laterality",
                    f"{other.names}: left and right of one condition; report the bilateral code {both.code} "
                    f"({both.title}) alone (ICD-10-CM Official Guidelines I.B.13)",
                )
        elif here.side != there.side and (vague := _vaguer(one, here, other, there)):
            yield vague.problem(
                "laterality",
                f"{vague.names}: contradicts {(other if vague is one else one).names}; the side is known or it is not: "
                "keep the code that the record supports (ICD-10-CM Official Guidelines I.B.13)",
            )


def _one_condition(here: Sided, there: Sided) -> bool:
    """True if the titles differ by the side alone; a bilateral title may leave the organ out ("right ear")."""
    odd = here.rest ^ there.rest
    return not odd or (len(odd) == 1 and "bilateral" in {here.side, there.side})


def _vaguer(one: Line, here: Sided, other: Line, there: Sided) -> Line | None:
    """Of a sided code and one that says "unspecified" in place of the side, or less than both: the lesser."""
    if not here.side:
        return one if here.unspecified == there.unspecified + 1 else None
    if not there.side:
        return other if there.unspecified == here.unspecified + 1 else None
    return one if there.side == "bilateral" else other


def _bilateral(line: Line, side: Sided, report: Report) -> Entry | None:
    """The code of the same condition on both sides, if the category has one."""
    for entry in report.table.billable_below(line.bare[:3], limit=2000):
        found = read_side(entry.title)
        if found.side == "bilateral" and _one_condition(found, side) and entry.valid_on(report.on):
            return entry
    return None
