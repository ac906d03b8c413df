"""Right, nearly right and wrong answers, made from the keys and the code tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.exercises import Exercise
from medcoding.kinds import kind_of
from medcoding.scoring import Verdict, score

NEAR = 12  # how many neighbours of a code are tried


def full(exercise: Exercise) -> RawAnswer:
    """The key, entered as an answer."""
    return kind_of(exercise.kind).full_answer(exercise)


def points(exercise: Exercise, answer: RawAnswer) -> float:
    """What an answer is worth, scored without nbgrader."""
    return score(exercise, answer).points


def nearly(exercise: Exercise, verdict: Verdict) -> RawAnswer:
    """The full answer with one code replaced by a neighbour that earns `verdict`; the full answer where none does."""
    answer = full(exercise)
    for place, line in enumerate(lines_of(answer)):
        for code in islice(_neighbours(exercise, line), NEAR):
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
    return RawAnswer(answer.exercise, {**answer.fields, "lines": [dict(line) for line in lines]})


def _neighbours(exercise: Exercise, line: dict[str, Any]) -> Iterator[str]:
    """Codes of the right one's category: those above it, then the others, nearest first."""
    table = codes.table(line["system"], exercise.date_of_service)
    above = [entry.code for entry in table.ancestors(line["code"]) if entry.level not in ("chapter", "section")]
    yield from reversed(above)
    waiting = list(reversed(above))
    seen = set()
    while waiting:
        for child in table.children(waiting.pop(0)):
            if child.code not in seen:
                seen.add(child.code)
                yield child.code
                waiting.append(child.code)
