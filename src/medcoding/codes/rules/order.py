"""Rules about what comes first and what follows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from medcoding.codes.model import Pointer, RuleProblem
from medcoding.codes.rules.model import INPATIENT, Line, Report

# Notes with these words ask for a code only where the record supplies the fact.
_CONDITIONAL = re.compile(r"\b(any|if (known|applicable|desired|present|so)|when|such as)\b")
_EXTERNAL_CAUSES = "VWXY"
# Conditions that other codes' notes ask for in addition and that are also reasons for a visit.
_MAY_LEAD = ("F1", "Z72", "Z7722", "Z87891")


def manifestation_first(report: Report) -> Iterator[RuleProblem]:
    """manifestation-first: a manifestation follows its etiology."""
    line = report.first
    if line and "manifestation" in report.edits(line):
        asked = _named(report.pointers(line, "code_first"))
        yield line.problem(
            "manifestation-first",
            f"{line.names}: a manifestation cannot be the {report.first_name}; report the underlying condition first"
            f"{asked} (ICD-10-CM Official Guidelines I.A.13)",
        )


def external_cause_first(report: Report) -> Iterator[RuleProblem]:
    """external-cause-first: V00-Y99 only follow the condition they explain."""
    line = report.first
    if line and line.bare[0] in _EXTERNAL_CAUSES:
        yield line.problem(
            "external-cause-first",
            f"{line.names}: an external cause cannot be the {report.first_name}; report the injury or condition first "
            "(ICD-10-CM Official Guidelines I.C.20.a.6)",
        )


def unacceptable_principal(report: Report) -> Iterator[RuleProblem]:
    """unacceptable-principal: inpatient, codes that Medicare refuses as the reason for admission."""
    line = report.first
    if line is None or report.setting != INPATIENT:
        return
    edits = report.edits(line)
    if "unacceptable-principal" in edits or ("requires-secondary" in edits and len(report.lines) == 1):
        alone = "" if "unacceptable-principal" in edits else " without a secondary diagnosis"
        yield line.problem(
            "unacceptable-principal",
            f"{line.names}: not acceptable as principal diagnosis{alone}; report the condition that occasioned the "
            "admission (Medicare Code Editor, unacceptable principal diagnosis; Official Guidelines II)",
        )


def code_first(report: Report) -> Iterator[RuleProblem]:
    """code-first: what a "code first" note names comes before the code that carries the note."""
    for line in report.known:
        pointers = tuple(each for each in report.pointers(line, "code_first") if _applies(each, line))
        before, after = _around(line, pointers, report)
        if after and not before:
            named, pointer = after[0]
            yield line.problem(
                "code-first",
                f"{line.names}: stands before {named.names}, which the note at {pointer.code} wants first "
                f'("code first {_in_full(pointer)}"); change the order (ICD-10-CM Official Guidelines I.A.13)',
            )
        elif not before and line is report.first and (asking := _asked(pointers)):
            yield line.problem(
                "code-first",
                f"{line.names}: the note at {asking.code} says to code first {asking.text}; add that code before it "
                "if the record supports it (ICD-10-CM Official Guidelines I.A.13)",
                blocking=False,
            )


def use_additional(report: Report) -> Iterator[RuleProblem]:
    """use-additional: what a "use additional code" note names follows the code that carries the note."""
    for line in report.known:
        pointers = report.pointers(line, "use_additional")
        before, after = _around(line, pointers, report)
        for named, pointer in before:
            if _must_follow(named, line, pointer, report):
                yield named.problem(
                    "use-additional",
                    f"{named.names}: stands before {line.names}, whose note at {pointer.code} asks for it as an "
                    "additional code; report it after (ICD-10-CM Official Guidelines I.A.13 and I.B.7)",
                )
        if not before and not after and (asking := _asked(pointers)):
            yield line.problem(
                "use-additional",
                f"{line.names}: the note at {asking.code} says to use an additional {_with_code(asking.text)}; "
                "add it if the record supplies it (ICD-10-CM Official Guidelines I.A.13 and I.B.7)",
                blocking=False,
            )


def _applies(pointer: Pointer, line: Line) -> bool:
    """False for the part of the note at T36-T50 that speaks of adverse effects, where the code is a poisoning."""
    return "for adverse effects" not in _in_full(pointer) or bool(line.entry and line.entry.title.startswith("Adverse"))


_Named = list[tuple[Line, Pointer]]


def _around(line: Line, pointers: tuple[Pointer, ...], report: Report) -> tuple[_Named, _Named]:
    """The other lines that the notes mean, those reported before the line and those after."""
    named = [
        (other, next(pointer for pointer in pointers if other.pointed_at_by(pointer)))
        for other in report.known
        if other.bare != line.bare and any(other.pointed_at_by(pointer) for pointer in pointers)
    ]
    before = [pair for pair in named if pair[0].position < line.position]
    return before, [pair for pair in named if pair[0].position > line.position]


def _must_follow(named: Line, line: Line, pointer: Pointer, report: Report) -> bool:
    """False where the additional code may itself be the reason for the visit."""
    if named.bare.startswith(_MAY_LEAD):
        return False
    if pointer.level in {"chapter", "section"}:
        return "unacceptable-principal" in report.edits(named)
    if any(line.pointed_at_by(each) for each in report.pointers(named, "code_first")):
        return False  # the rule code-first has said it
    asks_back = report.pointers(named, "use_additional")
    return not any(line.pointed_at_by(each) for each in asks_back)


def _asked(pointers: tuple[Pointer, ...]) -> Pointer | None:
    """The first note that asks without condition and stands below the category, so for this code.

    A note with a heading lists what may apply; it is no demand.
    """
    return next(
        (
            each
            for each in pointers
            if each.level == "subcategory" and not each.heading and not _CONDITIONAL.search(each.text)
        ),
        None,
    )


def _named(pointers: tuple[Pointer, ...]) -> str:
    texts = list(dict.fromkeys(pointer.text for pointer in pointers))[:3]
    return f", such as {'; '.join(texts)}" if texts else ""


def _in_full(pointer: Pointer) -> str:
    return f"{pointer.heading} {pointer.text}".strip()


def _with_code(text: str) -> str:
    return text if text.startswith("code") else f"code for {text}"
