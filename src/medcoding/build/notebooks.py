"""Notebooks from authored text. One direction only: nobody edits a built notebook by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, Literal

from medcoding.exercises.lesson import Embedded, Text, split_lesson
from medcoding.learning.glossary import Glossary
from medcoding.learning.syllabus import Syllabus, Unit

Role = Literal["lesson", "practice", "assignment", "home", "glossary"]
FORMAT = 1
# A page to read: no double click opens its source, no key deletes a cell.
_FIXED = {"deletable": False, "editable": False}


def build_lesson(markdown: str, name: str) -> bytes:
    """A lesson; `name` makes its cell ids differ from those of other notebooks."""
    cells = [
        _markdown(part.markdown, f"{name}/{number}") if isinstance(part, Text) else _exercise(part, "exercise")
        for number, part in enumerate(split_lesson(markdown))
    ]
    return _notebook("lesson", cells)


def build_assignment(markdown: str, name: str, points: Mapping[str, float]) -> bytes:
    """An assignment for nbgrader: one locked grade cell per exercise, worth `points[slug]`.

    One cell, and not a widget cell with a grade cell below it, because nbgrader cannot put back a
    grade cell whose predecessor is a locked cell that the learner deleted too.
    """
    cells = []
    for number, part in enumerate(split_lesson(markdown)):
        if isinstance(part, Text):
            cells.append(_markdown(part.markdown, f"{name}/{number}"))
            continue
        cell = _exercise(part, "grade")
        cell["metadata"]["nbgrader"] = {
            "cell_type": "code",
            "grade": True,
            "grade_id": part.slug,
            "locked": True,
            "points": _tidy(points[part.slug]),
            "schema_version": 3,
            "solution": False,
            "task": False,
        }
        cells.append(cell)
    return _notebook("assignment", cells)


def build_practice(unit: Unit) -> bytes:
    """The unit's practice app."""
    return _notebook("practice", [_code("practice", unit.folder)])


def build_cards() -> bytes:
    """The flash cards."""
    return _notebook("practice", [_code("cards")])


def build_encoder() -> bytes:
    """The code book: the encoder on a page of its own."""
    return _notebook("practice", [_code("encoder")])


def build_glossary(glossary: Glossary, syllabus: Syllabus) -> bytes:
    """The glossary: a heading for each term, so that a lesson's link finds it; a cell for each letter."""
    numbers = {unit.folder: unit.number for unit in syllabus.units}
    parts = ["# Glossary\n\nThe terms of the course, each with the unit whose lesson explains it."]
    for letter, terms in groupby(glossary.terms, key=lambda term: term.name[0].upper()):
        entries = [
            f"### {term.name}\n\n{term.meaning}\n[Unit {numbers[term.unit]}]({term.unit}/lesson.ipynb)"
            for term in terms
        ]
        parts.append("\n\n".join([f"## {letter}", *entries]))
    return _notebook("glossary", [_markdown(part, f"glossary/{number}") for number, part in enumerate(parts)])


def build_home(syllabus: Syllabus) -> bytes:
    """The course's home page: what is ready to work through, then the whole course at a glance."""
    ready = "\n\n".join(_home_entry(unit) for unit in syllabus.units if unit.is_ready)
    parts = [f"# {syllabus.title}\n\n{_WELCOME}\n\n{_CODE_BOOK}", f"## Ready to work through\n\n{ready}"]
    parts.append(f"## The whole course\n\n{_overview(syllabus)}")
    return _notebook("home", [_markdown(part, f"home/{number}") for number, part in enumerate(parts)])


_WELCOME = (
    "Medical coding turns health records into codes, and codes into claims, payment and statistics.\n"
    "Each unit has a lesson to read, with exercises inside it, and a practice page with more records.\n"
    "Nothing has to be run or installed: open a page and its exercises appear."
)

_CODE_BOOK = (
    "[The code book](encoder.ipynb): look up any code with all its notes, walk through the chapters, "
    "build procedure codes.\n\n"
    "[The glossary](glossary.ipynb): the terms of all lessons."
)

_ASSIGNMENT = (
    "Graded assignment: **{title}**.\n"
    "Open the menu *Course → Assignments*, fetch it there, answer it, and submit it from the same place."
)


def _home_entry(unit: Unit) -> str:
    links = f"[Read the lesson]({unit.folder}/lesson.ipynb) · [Practise]({unit.folder}/practice.ipynb)"
    can = "\n".join(f"- {item}" for item in unit.can)
    assignment = f"\n\n{_ASSIGNMENT.format(title=unit.assignment.title)}" if unit.assignment else ""
    return f"### Unit {unit.number}: {unit.title}\n\n{links}\n\nAfterwards you can:\n\n{can}{assignment}"


def _overview(syllabus: Syllabus) -> str:
    rows = [
        f"| {unit.number} | {unit.title} | {unit.semester} | {'ready' if unit.is_ready else 'planned'} |"
        for unit in syllabus.units
    ]
    return "\n".join(["| Unit | Title | Semester | State |", "|---:|:---|:---:|:---|", *rows])


def _exercise(part: Embedded, function: str) -> dict[str, Any]:
    return _code(function, part.slug)


def _code(function: str, argument: str = "") -> dict[str, Any]:
    """A hidden cell that shows one thing. Learners never see the two lines in it."""
    given = f'"{argument}"' if argument else ""
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": _cell_id(f"{function}/{argument}"),
        "metadata": {**_FIXED, "jupyter": {"source_hidden": True}, "tags": ["hide-input"]},
        "outputs": [],
        "source": _lines(f"from medcoding_widgets import {function}\n{function}({given})"),
    }


def _markdown(text: str, name: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": _cell_id(name), "metadata": {**_FIXED}, "source": _lines(text)}


def _notebook(role: Role, cells: Iterable[dict[str, Any]]) -> bytes:
    notebook = {
        "cells": list(cells),
        "metadata": {
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "medcoding": {"format": FORMAT, "role": role},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return as_json(notebook, indent=1)


def as_json(value: object, indent: int) -> bytes:
    """JSON that is the same on every machine: sorted, UTF-8, one newline at the end."""
    return (json.dumps(value, indent=indent, ensure_ascii=False, sort_keys=True) + "\n").encode("utf-8")


def _cell_id(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8")).hexdigest()[:16]


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _tidy(points: float) -> float | int:
    """Whole points without ".0", as nbgrader's own editor writes them."""
    return int(points) if points == int(points) else points
