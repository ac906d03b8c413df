"""Right, nearly right and wrong answers, made from the keys and the code tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.exercises import Exercise
from medcoding.kinds import kind_of
from medcoding.scoring import Verdict, score


def full(exercise: Exercise) -> RawAnswer:
    """The key, entered as an answer."""
    return replace(kind_of(exercise.kind).full_answer(exercise), variant=exercise.variant)


def points(exercise: Exercise, answer: RawAnswer) -> float:
    """What an answer is worth, scored without nbgrader."""
    return score(exercise, answer).points


def nearly(exercise: Exercise, verdict: Verdict) -> RawAnswer:
    """The full answer with one code replaced by a neighbour that earns `verdict`; the full answer where none does."""
    answer = full(exercise)
    for place, line in enumerate(lines_of(answer)):
        for code in _neighbours(exercise, line):
            changed = with_lines(answer, lines_of(answer))
            lines_of(changed)[place]["code"] = code
            if any(finding.verdict is verdict for finding in score(exercise, changed).findings):
                return changed
    return answer


def turned_round(exercise: Exercise) -> RawAnswer:
    """The right codes, the last one first."""
    answer = full(exercise)
    lines = list(reversed(lines_of(answer)))
    if len(lines) > 1:
        lines[0]["role"], lines[-1]["role"] = lines[-1]["role"], lines[0]["role"]
    return with_lines(answer, lines)


def with_extra(exercise: Exercise, *extra: str) -> RawAnswer:
    """The full answer and codes that do not belong to it."""
    answer = full(exercise)
    spare: dict[str, Any] = {
        "system": codes.ICD10CM,
        "role": "secondary",
        "poa": None,
        "modifiers": [],
        "units": 1,
        "evidence": [],
    }
    return with_lines(answer, [*lines_of(answer), *({"code": code, **spare} for code in extra)])


def lines_of(answer: RawAnswer) -> list[dict[str, Any]]:
    """The lines of an answer."""
    lines: list[dict[str, Any]] = answer.fields.get("lines", [])
    return lines


def with_lines(answer: RawAnswer, lines: list[dict[str, Any]]) -> RawAnswer:
    """The answer with other lines, none of them shared."""
    return replace(answer, fields={**answer.fields, "lines": [dict(line) for line in lines]})


def _neighbours(exercise: Exercise, line: dict[str, Any]) -> Iterator[str]:
    """Likely mistakes: headings above the right code, codes one character off, unspecified ones of its category."""
    table = codes.table(line["system"], exercise.date_of_service)
    right = codes.normalise(line["code"], line["system"])
    above = [entry.code for entry in table.ancestors(right) if entry.level not in ("chapter", "section")]
    yield from reversed(above)
    waiting, unspecified = above[:1], []
    while waiting:
        for entry in table.children(waiting.pop(0)):
            waiting.append(entry.code)
            if entry.billable and _is_one_off(codes.normalise(entry.code, line["system"]), right):
                yield entry.code
            elif entry.billable and "unspecified" in entry.title:
                unspecified.append(entry.code)
    yield from unspecified


def _is_one_off(code: str, right: str) -> bool:
    return len(code) == len(right) and sum(a != b for a, b in zip(code, right, strict=True)) == 1
