"""Notebooks from authored text. One direction only: nobody edits a built notebook by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from itertools import groupby
from typing import Any, Literal

from medcoding.exercises import Exercise
from medcoding.exercises.lesson import Embedded, Text, split_lesson
from medcoding.kinds import program_of
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


def build_assignment(
    markdown: str,
    name: str,
    points: Mapping[str, float],
    programs: Mapping[str, Exercise] | None = None,
    by_hand: Collection[str] = (),
) -> bytes:
    """An assignment for nbgrader: one locked grade cell per exercise, worth `points[slug]`.

    `programs` are the exercises among them that ask for a program: above their grade cells stand the task and
    the cell for the program. In source/ it holds the instructor's, which nbgrader takes out of the release.
    `by_hand` are the exercises whose points a person gives: their cell carries none, and below it stands one of
    nbgrader's task cells, which waits for that person in the Formgrader.

    One cell, and not a widget cell with a grade cell below it, because nbgrader cannot put back a
    grade cell whose predecessor is a locked cell that the learner deleted too.
    """
    cells = []
    for number, part in enumerate(split_lesson(markdown)):
        if isinstance(part, Text):
            cells.append(_markdown(part.markdown, f"{name}/{number}"))
            continue
        if programs and part.slug in programs:
            cells += _program_cells(programs[part.slug], name)
        cell = _exercise(part, "grade")
        worth = _tidy(points[part.slug])
        if part.slug in by_hand:
            cell["metadata"]["nbgrader"] = _marks(f"{part.slug}-answer", "code")
            says = f"A person reads this answer and gives up to {worth:g} points for it."
            task = _markdown(says, f"{name}/by-hand/{part.slug}")
            task["metadata"]["nbgrader"] = {**_marks(part.slug, "markdown", task=True), "points": worth}
            cells += [cell, task]
            continue
        cell["metadata"]["nbgrader"] = {**_marks(part.slug, "code", grade=True), "points": worth}
        cells.append(cell)
    return _notebook("assignment", cells)


def _marks(grade_id: str, cell_type: str, *, grade: bool = False, task: bool = False) -> dict[str, Any]:
    """What nbgrader keeps of a locked cell that is no solution."""
    return {
        "cell_type": cell_type,
        "grade": grade,
        "grade_id": grade_id,
        "locked": True,
        "schema_version": 3,
        "solution": False,
        "task": task,
    }


def build_practice(unit: Unit) -> bytes:
    """The unit's practice app."""
    return _notebook("practice", [_code("practice", unit.folder)])


def build_cards() -> bytes:
    """The flash cards."""
    return _notebook("practice", [_code("cards")])


def build_mock_exams() -> bytes:
    """All mock exams, to choose from."""
    return _notebook("practice", [_code("exam")])


def build_daily_ten() -> bytes:
    """The daily ten on a page of its own, for those who have no account."""
    return _notebook("practice", [_code("exam", "daily-ten")])


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
    """The course's home: one widget, and below it the links that stand in for it while no kernel runs."""
    links = [f"- Unit {unit.number}: {_links(unit)}" for unit in syllabus.units if unit.is_ready]
    others = {"encoder": "The code book", "flash-cards": "Flash cards", "mock-exams": "Mock exams"}
    pages = " · ".join(f"[{text}]({name}.ipynb)" for name, text in {**others, "glossary": "The glossary"}.items())
    cells = [
        _markdown(f"# {syllabus.title}", "home/0"),
        _code("home"),
        _markdown("\n\n".join(["This page fills by itself in a moment.", "\n".join(links), pages]), "home/1"),
    ]
    return _notebook("home", cells)


def _links(unit: Unit) -> str:
    return f"[{unit.title}]({unit.folder}/lesson.ipynb) · [Practise]({unit.folder}/practice.ipynb)"


def _exercise(part: Embedded, function: str) -> dict[str, Any]:
    return _code(function, part.slug)


def _program_cells(exercise: Exercise, name: str) -> list[dict[str, Any]]:
    """The task as text, and the cell that a learner's program is written into."""
    program = program_of(exercise)
    wanted = exercise.given.get("values", ())
    rows = "\n".join(f"| `{each['name']}` | {each['says']} | {each['shape']} |" for each in wanted)
    table = f"Leave these values in variables of these names:\n\n| Name | What it is | Kind |\n|:---|:---|:---|\n{rows}"
    task = f"## {exercise.title}\n\n{exercise.record}\n\n{exercise.question}\n\n{table}"
    starter, solution = (program.starter, program.solution) if program else ("", "")
    source = "\n".join(filter(None, [starter, "### BEGIN SOLUTION", solution, "### END SOLUTION"]))
    marks = {"grade": False, "locked": False, "schema_version": 3, "solution": True, "task": False}
    cell = {
        "cell_type": "code",
        "execution_count": None,
        "id": _cell_id(f"program/{exercise.slug}"),
        "metadata": {"deletable": False, "nbgrader": {**marks, "grade_id": f"{exercise.slug}-program"}},
        "outputs": [],
        "source": _lines(source),
    }
    return [_markdown(task, f"{name}/task/{exercise.slug}"), cell]


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
