"""An untrusted answer to a question, made into the plain object that is saved and shown.

Each kind's own reading judges what may be entered; what it makes of an answer is written out again
here, so that nothing else that came along stays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from medcoding.answers import RawAnswer
from medcoding.exercises import Exercise


def read(exercise: Exercise, answer: RawAnswer) -> dict[str, Any]:
    """The answer with nothing in it but what its kind understands. Raises AnswerError."""
    return KINDS[exercise.kind](exercise, answer)


def advice(exercise: Exercise, answer: RawAnswer) -> list[dict[str, Any]]:
    """What a checklist without the key says of a query; [] for every other kind."""
    if exercise.kind != "query":
        return []
    from medcoding.kinds.query import KIND

    items = KIND.advice(exercise, answer)
    return [{"name": item.name, "is_fine": item.is_fine, "says": item.says} for item in items]


# Kinds are imported when one of their exercises is shown: a lesson seldom holds more than a few.


def _choice(exercise: Exercise, answer: RawAnswer) -> dict[str, Any]:
    from medcoding.kinds.choice import KIND

    chosen = KIND.parse_answer(exercise, answer)
    return {"chosen": [text for text in exercise.given.get("options", []) if text in chosen]}


def _match(exercise: Exercise, answer: RawAnswer) -> dict[str, Any]:
    from medcoding.kinds.match import KIND

    return {"pairs": KIND.parse_answer(exercise, answer)}


def _order(exercise: Exercise, answer: RawAnswer) -> dict[str, Any]:
    from medcoding.kinds.order import KIND

    return {"order": list(KIND.parse_answer(exercise, answer))}


def _number(exercise: Exercise, answer: RawAnswer) -> dict[str, Any]:
    from medcoding.kinds.number import KIND

    entered = KIND.parse_answer(exercise, answer)
    return {"value": entered.written, "unit": entered.unit if exercise.given.get("units") else ""}


def _term(exercise: Exercise, answer: RawAnswer) -> dict[str, Any]:
    from medcoding.kinds.term.answer import parse_pieces, parse_tiles
    from medcoding.kinds.term.key import Task

    if exercise.given.get("task") == Task.BUILD:
        return {"tiles": list(parse_tiles(exercise, answer))}
    return {
        "parts": [
            {"part": piece.text, "role": piece.role.value if piece.role else "", "meaning": piece.meaning}
            for piece in parse_pieces(exercise, answer)
        ]
    }


def _review(exercise: Exercise, answer: RawAnswer) -> dict[str, Any]:
    from medcoding.kinds.review.score import parse_marks

    marks = parse_marks(exercise, answer)
    return {"marks": [{"span": mark.span, "label": mark.label.value if mark.label else ""} for mark in marks]}


def _query(exercise: Exercise, answer: RawAnswer) -> dict[str, Any]:
    from medcoding.kinds.query import KIND

    return {"text": KIND.parse_answer(exercise, answer)}


def _em(exercise: Exercise, answer: RawAnswer) -> dict[str, Any]:
    from medcoding.kinds.em.levels import Element
    from medcoding.kinds.em.score import parse_entered

    entered = parse_entered(answer)
    levels = {element.value: entered.elements.get(element) for element in Element} | {"level": entered.level}
    return {
        **{name: level.value if level else "" for name, level in levels.items()},
        "minutes": "" if entered.minutes is None else str(entered.minutes),
    }


def _pcs(exercise: Exercise, answer: RawAnswer) -> dict[str, Any]:
    from medcoding.kinds.pcs.key import parse_characters

    return {"characters": list(parse_characters(answer))}


def _drg(exercise: Exercise, answer: RawAnswer) -> dict[str, Any]:
    from medcoding.kinds.drg.key import parse_chosen

    chosen = parse_chosen(answer)
    offered = [each["code"] for each in exercise.given.get("diagnoses", [])]
    levels = [{"code": code, "level": chosen.levels[code]} for code in offered if code in chosen.levels]
    principal = chosen.principal if chosen.principal in offered else ""
    return {"principal": principal, "drg": chosen.drg, "levels": levels}


KINDS: dict[str, Callable[[Exercise, RawAnswer], dict[str, Any]]] = {
    "choice": _choice,
    "drg": _drg,
    "em": _em,
    "match": _match,
    "number": _number,
    "order": _order,
    "pcs": _pcs,
    "query": _query,
    "review": _review,
    "term": _term,
}
