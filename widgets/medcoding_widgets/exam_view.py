"""A mock exam in words: plain objects for the wire. Before the end nothing in them depends on a key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from medcoding.learning.blueprint import Blueprint
from medcoding.learning.exams.desk import Desk
from medcoding.learning.exams.paper import Part
from medcoding.learning.exams.result import PartResult, Result, result_of
from medcoding.learning.exams.sitting import EndedBy, Sitting

_RIGHT = 0.995  # a share from here on is right; below it, something was lost
_SHOWN = 10  # former sittings


def card_of(desk: Desk) -> dict[str, Any]:
    """One exam in the list of exams."""
    blueprint, parts = desk.blueprint, desk.parts
    there, wanted = sum(part.there for part in parts), blueprint.questions
    last = next((result_of(each) for each in desk.earlier), None)
    says = f"{_questions(there)}, {_time(blueprint.minutes)}"
    if there < wanted:
        says = f"{there} of {wanted} questions so far, {_time(blueprint.minutes)}"
    return {
        "name": blueprint.name,
        "title": blueprint.title,
        "says": says,
        "last": f"Last time {last.percent}%" if last else "Not tried yet",
        "running": desk.is_running,
    }


def start_of(desk: Desk) -> dict[str, Any]:
    """The start page: what it is, how many, how long, what is missing, how it went before."""
    blueprint, parts = desk.blueprint, desk.parts
    there = sum(part.there for part in parts)
    facts = [
        {
            "name": "Questions",
            "text": str(there) if there == blueprint.questions else f"{there} of {blueprint.questions}",
        },
        {"name": "Time", "text": _time(blueprint.minutes)},
        {"name": "To pass", "text": f"{blueprint.passing}%"},
    ]
    sitting = desk.open
    running = None
    if sitting is not None and desk.is_running:
        answered = len(sitting.items) - len(sitting.unanswered)
        running = {"answered": answered, "questions": len(sitting.items)}
    return {
        "title": blueprint.title,
        "about": blueprint.about,
        "facts": facts,
        "possible": there > 0,
        "missing": _missing(blueprint, there),
        "parts": [_part_row(part) for part in parts] if there < blueprint.questions else [],
        "running": running,
        "earlier": earlier_rows(desk.earlier),
    }


def map_of(sitting: Sitting) -> list[dict[str, Any]]:
    """The question map: answered and flagged while it goes on, right and wrong afterwards."""
    return [
        {
            "section": item.section,
            "answered": item.exercise in sitting.answers,
            "flagged": item.exercise in sitting.flags,
            "state": _state(sitting, place),
        }
        for place, item in enumerate(sitting.items)
    ]


def result_row(desk: Desk) -> dict[str, Any]:
    """The result page; {} before the end."""
    sitting = desk.open
    result = result_of(sitting) if sitting else None
    if sitting is None or result is None:
        return {}
    return {
        "id": sitting.id,
        "title": sitting.title,
        "percent": result.percent,
        "passed": result.passed,
        "verdict": _verdict(result),
        "says": _says(sitting, result),
        "missing": _left_out(result),
        "trend": _trend(sitting, desk.earlier),
        "parts": [_part_result(part) for part in result.parts],
        "earlier": earlier_rows(desk.earlier),
    }


def earlier_rows(sittings: Sequence[Sitting]) -> list[dict[str, Any]]:
    """Former sittings, the latest first."""
    rows = []
    for each in sittings[:_SHOWN]:
        result = result_of(each)
        if result:
            day = each.started_at.astimezone()
            rows.append(
                {
                    "id": each.id,
                    "when": f"{day:%B} {day.day}, {day:%H:%M}",
                    "percent": result.percent,
                    "passed": result.passed,
                    "says": f"{_points(result.earned)} of {result.asked}",
                }
            )
    return rows


def _state(sitting: Sitting, place: int) -> str:
    if not sitting.marks:
        return ""
    mark = sitting.marks[place]
    if mark.share is None:
        return "gone"
    if not mark.answered:
        return "empty"
    return "right" if mark.share >= _RIGHT else ("partly" if mark.share > 0 else "wrong")


def _missing(blueprint: Blueprint, there: int) -> str:
    if there == blueprint.questions:
        return ""
    pace = round(blueprint.minutes * there / blueprint.questions)
    hurry = (
        f" All {blueprint.minutes} minutes are yours; at that exam's pace {there} questions take {pace}."
        if pace
        else ""
    )
    return (
        f"Such an exam asks {blueprint.questions} questions. The course can ask {there} of them so far; "
        f"the others come with the units named below. Your score is over the {there}, and says so.{hurry}"
    )


def _part_row(part: Part) -> dict[str, Any]:
    return {"name": part.name, "wanted": part.wanted, "there": part.there, "note": part.note}


def _part_result(part: PartResult) -> dict[str, Any]:
    short = f"{part.asked} of {part.wanted} could be asked. {part.note}".strip() if part.asked < part.wanted else ""
    says = f"{_points(part.earned)} of {part.asked}, {part.percent}%" if part.asked else "Not asked"
    return {
        "name": part.name, "asked": part.asked, "percent": part.percent if part.asked else None, "says": says,
        "note": short,
    }  # fmt: skip


def _verdict(result: Result) -> str:
    where = "" if result.is_complete else " of what was asked"
    reached = "reached" if result.passed else "not reached"
    return f"{result.percent}%{where}: the passing mark of {result.passing}% is {reached}"


def _says(sitting: Sitting, result: Result) -> str:
    minutes = round(sitting.used / 60)
    took = f"in {minutes} minutes" if minutes != 1 else "in 1 minute"
    ended = "The time ran out, and what was entered counts. " if sitting.ended_by is EndedBy.TIME else ""
    empty = ""
    if result.unanswered:
        left = "1 question was" if result.unanswered == 1 else f"{result.unanswered} questions were"
        empty = f" {left} left empty and counted as wrong."
    return f"{ended}{_points(result.earned)} of {result.asked} questions, {took}.{empty}"


def _left_out(result: Result) -> str:
    if result.is_complete:
        return ""
    return (
        f"{result.asked} of the {result.wanted} questions of such an exam could be asked. "
        f"The score is over these {result.asked} and says nothing of the other {result.wanted - result.asked}."
    )


def _trend(sitting: Sitting, earlier: Sequence[Sitting]) -> str:
    """Compared with the sitting before this one."""
    before = next((each for each in earlier if each.started_at < sitting.started_at), None)
    then, now = (result_of(each) if each else None for each in (before, sitting))
    if then is None or now is None:
        return "This is your first try."
    step = now.percent - then.percent
    if step == 0:
        return f"As much as the time before ({then.percent}%)."
    points = "1 point" if abs(step) == 1 else f"{abs(step)} points"
    return f"{points} {'more' if step > 0 else 'less'} than the time before ({then.percent}%)."


def _questions(number: int) -> str:
    return "1 question" if number == 1 else f"{number} questions"


def _time(minutes: int) -> str:
    if not minutes:
        return "no time limit"
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'s' if hours > 1 else ''}" if hours else "", f"{rest} minutes" if rest else ""]
    return " ".join(part for part in parts if part)


def _points(earned: float) -> str:
    return f"{round(earned, 1):g}"
