"""Rules that a code meets or breaks by itself: it exists, was valid that day, and is complete."""

from __future__ import annotations

from collections.abc import Iterator

from medcoding.codes.code import ICD10PCS
from medcoding.codes.model import Entry, RuleProblem
from medcoding.codes.nearby import nearby, with_placeholders
from medcoding.codes.pcs import AXES, LENGTH, failing_position
from medcoding.codes.rules.model import Line, Report
from medcoding.codes.table import Table

_SHOWN = 8
_SEVENTH = 7


def existing(report: Report) -> Iterator[RuleProblem]:
    """not-a-code, seventh-character: the table holds the code as written."""
    for line in report.lines:
        if line.entry is None and not _was_valid(line, report):
            yield _placeholder(line, report.table) or _wrong_seventh(line, report.table) or _unknown(line, report)


def whole(report: Report) -> Iterator[RuleProblem]:
    """not-valid-on-date, not-billable, seventh-character: the code may stand on a claim of that day."""
    for line in report.lines:
        if line.entry is None or _was_valid(line, report):
            continue
        if not line.entry.billable:
            yield _missing_seventh(line, report.table) or _not_billable(line, report.table)
        elif not line.entry.valid_on(report.on):
            yield _not_valid(line, line.entry, report)


def _was_valid(line: Line, report: Report) -> bool:
    former = report.table.former(line.bare)
    return former is not None and former.valid_on(report.on)


def _placeholder(line: Line, table: Table) -> RuleProblem | None:
    written = with_placeholders(table, line.bare)
    if written is None:
        return None
    places = [at for at, character in enumerate(written.replace(".", ""), start=1) if character == "X"]
    held = f"position {places[0]}" if len(places) == 1 else f"positions {places[0]} to {places[-1]}"
    return line.problem(
        "seventh-character",
        f"{line.code}: the 7th character is not in position 7; write {written}, where the placeholder X holds {held} "
        "(ICD-10-CM Official Guidelines I.A.4 and I.A.5)",
    )


def _wrong_seventh(line: Line, table: Table) -> RuleProblem | None:
    if len(line.bare) != _SEVENTH:
        return None
    stem = line.bare[:6]
    while len(stem) >= 3 and table.find(stem) is None and stem.endswith("X"):
        stem = stem[:-1]
    entry = table.find(stem)
    if entry is None or entry.billable or not table.seventh_characters(stem):
        return None
    choices = table.seventh_characters(stem)
    return line.problem(
        "seventh-character",
        f"{line.code}: {line.bare[-1]} is not a 7th character of {entry.code} ({entry.title}); "
        f"choose {_listed(choices)} (ICD-10-CM Official Guidelines I.A.5)",
    )


def _missing_seventh(line: Line, table: Table) -> RuleProblem | None:
    full = [entry for entry in table.children(line.bare) if entry.level == "seventh-character"]
    choices = table.seventh_characters(line.bare)
    if not full or not choices:  # a few codes have seven characters of which the last is a subdivision: L98.A11-
        return None
    filled = "" if len(line.bare) == 6 else f", filling the empty positions with the placeholder X: {full[0].code}"
    return line.problem(
        "seventh-character",
        f"{line.names}: the 7th character is missing; add {_listed(choices)}{filled} "
        "(ICD-10-CM Official Guidelines I.A.4 and I.A.5)",
    )


def _not_billable(line: Line, table: Table) -> RuleProblem:
    children = table.children(line.bare)
    named = ", ".join(f"{child.code} {child.title}" for child in children[:_SHOWN])
    more = f" and {len(children) - _SHOWN} more" if len(children) > _SHOWN else ""
    former = table.former(line.bare)
    since = f" and valid as a code only until {former.valid_to:%Y-%m-%d}" if former and former.valid_to else ""
    return line.problem(
        "not-billable",
        f"{line.names}: a heading{since}; code to the highest number of "
        f"characters: {named}{more} (ICD-10-CM Official Guidelines I.B.2)",
    )


def _not_valid(line: Line, entry: Entry, report: Report) -> RuleProblem:
    begins, ends = entry.valid_from, entry.valid_to
    if begins and report.on < begins:
        says = f"valid only from {begins:%Y-%m-%d}"
    else:
        says = f"valid only until {ends:%Y-%m-%d}"
    return line.problem(
        "not-valid-on-date",
        f"{line.names}: not valid on {report.on:%Y-%m-%d}, {says}; use the code in force on the date of service "
        "(45 CFR 162.1002; ICD-10-CM release of that date)",
    )


def _unknown(line: Line, report: Report) -> RuleProblem:
    table = report.table
    if not line.bare:
        return line.problem("not-a-code", "An empty line: enter a code or remove the line")
    if former := table.former(line.bare):
        instead = ", ".join(former.successors[:_SHOWN])
        return line.problem(
            "not-valid-on-date",
            f"{line.code}: not valid on {report.on:%Y-%m-%d}, valid only until {former.valid_to:%Y-%m-%d}; "
            f"its place was taken by {instead} (45 CFR 162.1002; CMS conversion table)",
        )
    if table.system == ICD10PCS:
        return _outside_rows(line, table)
    near = ", ".join(f"{entry.code} {entry.title}" for entry in nearby(table, line.bare, 3))
    hint = f"; near it are {near}" if near else ""
    newer = "" if table.covers(report.on) else f" (the newest release held is {table.release.name})"
    return line.problem(
        "not-a-code",
        f"{line.code}: not a code of {table.system}{newer}; look it up in the Index and verify it in the Tabular List"
        f"{hint} (ICD-10-CM Official Guidelines I.B.1)",
    )


def _outside_rows(line: Line, table: Table) -> RuleProblem:
    """Which position of a PCS code leaves the rows of its table, and what may stand there."""
    position, allowed = failing_position(table, line.bare) or (0, ())
    if position > LENGTH or not allowed:
        says = "it has more than seven characters; remove the rest"
    else:
        named = ", ".join(f"{value.character} {value.meaning}".strip() for value in allowed[: _SHOWN * 2])
        more = f" and {len(allowed) - _SHOWN * 2} more" if len(allowed) > _SHOWN * 2 else ""
        stands = repr(line.bare[position - 1]) if position <= len(line.bare) else "nothing"
        says = (
            f"position {position} ({AXES[position - 1]}) holds {stands}, which no row of the table allows after "
            f"{line.bare[: position - 1] or 'the beginning'}; choose from {named}{more}"
        )
    return line.problem("not-a-code", f"{line.code}: not a code of ICD-10-PCS: {says} (ICD-10-PCS guideline A1)")


def _listed(choices: tuple[tuple[str, str], ...]) -> str:
    named = [f"{character} ({meaning})" for character, meaning in choices]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"
