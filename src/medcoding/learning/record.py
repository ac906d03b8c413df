"""The record of practice: what a learner tried and how it went, one JSON object a line.

A line says in `what` which sort of event it is; here are `try`, one verdict on an exercise, and `card`, one
look at a flash card. Other sorts may be added (`Record.others` hands them on unread), and old files stay
readable, because nobody rewrites a line. A line holds neither the learner's answer nor anything of a key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from medcoding.exercises.model import Exercise
from medcoding.learning.days import parse_moment
from medcoding.scoring.model import Score

MAX_LINE = 20_000  # bytes
ABOUT = {
    "what": "about",
    "format": 1,
    "says": "Your record of practice: one line for each try. Keep it, copy it, merge it.",
}


class Where(StrEnum):
    """On which page a verdict was given."""

    LESSON = "lesson"
    PRACTICE = "practice"
    REVIEW = "review"
    EXAM = "exam"


class Rating(StrEnum):
    """How well a flash card was known."""

    AGAIN = "again"
    HARD = "hard"
    GOOD = "good"
    EASY = "easy"


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding in short: its verdict, and the points it earned of those it could."""

    verdict: str
    points: float
    possible: float


@dataclass(frozen=True, slots=True)
class Try:
    """One verdict. `share` is points / possible, in [0, 1]; None where a person gives the points.

    `unit` is the unit's folder. `sitting` groups the tries of one exam or daily set; "" elsewhere.
    """

    when: datetime
    exercise: str
    variant: str
    kind: str
    unit: str
    skills: tuple[str, ...]
    outcomes: tuple[str, ...]
    difficulty: int
    share: float | None
    points: float
    possible: float
    findings: tuple[Judged, ...]
    where: Where
    sitting: str = ""


@dataclass(frozen=True, slots=True)
class CardLook:
    """One look at a flash card. `deck` is `<unit>/<name>`, `card` the text of its front."""

    when: datetime
    deck: str
    card: str
    rating: Rating


Event = Try | CardLook


@dataclass(frozen=True)
class Record:
    """Everything recorded, the oldest first. `unreadable` counts lines that say nothing we know how to read."""

    tries: tuple[Try, ...] = ()
    looks: tuple[CardLook, ...] = ()
    others: tuple[Mapping[str, Any], ...] = ()
    unreadable: int = 0


def try_of(exercise: Exercise, score: Score, where: Where, when: datetime, sitting: str = "") -> Try:
    """What the record keeps of a verdict."""
    share = None if score.manual or not score.possible else min(max(score.points / score.possible, 0.0), 1.0)
    findings = tuple(Judged(each.verdict.value, each.points, each.possible) for each in score.findings)
    return Try(
        when=when,
        exercise=exercise.slug,
        variant=exercise.variant,
        kind=exercise.kind,
        unit=exercise.path.parent.parent.name if exercise.path else "",
        skills=exercise.skills,
        outcomes=exercise.outcomes,
        difficulty=exercise.difficulty,
        share=share,
        points=score.points,
        possible=score.possible,
        findings=findings,
        where=where,
        sitting=sitting,
    )


def render_event(event: Event) -> str:
    """The line of an event, without its end."""
    return json.dumps(_try_fields(event) if isinstance(event, Try) else _look_fields(event), ensure_ascii=False)


def parse_record(lines: Iterable[str]) -> Record:
    """Read a record's lines. What cannot be read is counted and left where it is; a line given twice counts once."""
    tries: list[Try] = []
    looks: list[CardLook] = []
    others: list[Mapping[str, Any]] = []
    unreadable = 0
    for line in dict.fromkeys(text for each in lines if (text := each.strip())):
        try:
            event = parse_line(line)
        except (ValueError, RecursionError):
            unreadable += 1
            continue
        if isinstance(event, Try):
            tries.append(event)
        elif isinstance(event, CardLook):
            looks.append(event)
        elif event.get("what") != ABOUT["what"]:
            others.append(event)
    tries.sort(key=lambda each: (each.when, each.exercise))
    looks.sort(key=lambda each: (each.when, each.deck, each.card))
    return Record(tuple(tries), tuple(looks), tuple(others), unreadable)


def parse_line(line: str) -> Event | Mapping[str, Any]:
    """One line: an event that is known here, or the mapping of one that is not. Raises ValueError."""
    if len(line) > MAX_LINE:
        raise ValueError("too long")
    found = json.loads(line)
    if not isinstance(found, dict) or not isinstance(found.get("what"), str):
        raise ValueError("no event")
    match found["what"]:
        case "try":
            return _parse_try(found)
        case "card":
            return CardLook(_moment(found), _text(found, "deck"), _text(found, "card"), Rating(_text(found, "rating")))
    return found


def _try_fields(event: Try) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "what": "try",
        "when": event.when.astimezone(UTC).isoformat(),
        "exercise": event.exercise,
        "variant": event.variant,
        "kind": event.kind,
        "unit": event.unit,
        "where": event.where.value,
        "share": None if event.share is None else round(event.share, 4),
        "points": event.points,
        "possible": event.possible,
        "skills": list(event.skills),
        "outcomes": list(event.outcomes),
        "difficulty": event.difficulty,
        "findings": [
            {"verdict": each.verdict, "points": round(each.points, 4), "possible": round(each.possible, 4)}
            for each in event.findings
        ],
    }
    return fields | ({"sitting": event.sitting} if event.sitting else {})


def _look_fields(event: CardLook) -> dict[str, Any]:
    return {
        "what": "card",
        "when": event.when.astimezone(UTC).isoformat(),
        "deck": event.deck,
        "card": event.card,
        "rating": event.rating.value,
    }


def _parse_try(found: Mapping[str, Any]) -> Try:
    share = found.get("share")
    return Try(
        when=_moment(found),
        exercise=_text(found, "exercise"),
        variant=_text(found, "variant", ""),
        kind=_text(found, "kind"),
        unit=_text(found, "unit", ""),
        skills=_texts(found, "skills"),
        outcomes=_texts(found, "outcomes"),
        difficulty=int(_number(found.get("difficulty"), 1, 5)),
        share=None if share is None else _number(share, 0, 1),
        points=_number(found.get("points"), 0, 10_000),
        possible=_number(found.get("possible"), 0, 10_000),
        findings=tuple(_parse_judged(each) for each in _list(found, "findings")),
        where=Where(_text(found, "where")),
        sitting=_text(found, "sitting", ""),
    )


def _parse_judged(found: Any) -> Judged:
    if not isinstance(found, dict):
        raise ValueError("no finding")
    return Judged(
        _text(found, "verdict"), _number(found.get("points"), 0, 10_000), _number(found.get("possible"), 0, 10_000)
    )


def _moment(found: Mapping[str, Any]) -> datetime:
    return parse_moment(_text(found, "when"))


def _text(found: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = found.get(name, default)
    if not isinstance(value, str):
        raise ValueError(f"{name} is no text")
    return value


def _list(found: Mapping[str, Any], name: str) -> list[Any]:
    value = found.get(name, [])
    if not isinstance(value, list):
        raise ValueError(f"{name} is no list")
    return value


def _texts(found: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = _list(found, name)
    if not all(isinstance(each, str) for each in value):
        raise ValueError(f"{name} are no texts")
    return tuple(value)


def _number(value: Any, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise ValueError("a number is out of bounds")
    return float(value)
