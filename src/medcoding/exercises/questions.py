"""Reads a file of short questions: a YAML list, one mapping each, without a record.

Each becomes an Exercise like any other. Fields that no kind of its own needs are read here, the rest
by the question's kind, exactly as it reads the key block of a case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from medcoding import codes
from medcoding.errors import AuthoringError
from medcoding.exercises.fields import Fields, load_yaml
from medcoding.exercises.model import Exercise, Setting
from medcoding.exercises.parse import check_front, load_text, parse_front, with_key
from medcoding.kinds import kind_names, kind_of

# What every question has; `points`, `why`, `cite` and the rest belong to its kind.
_SHARED = frozenset(
    {"id", "title", "kind", "ask", "outcomes", "skills", "difficulty", "status", "author", "review", "note"}
    | {"setting", "date_of_service", "age", "sex"}
)
_LONGEST_TITLE = 70


def parse_questions(text: str, where: str, path: Path | None = None) -> tuple[Exercise, ...]:
    """Read the questions of one file.

    Raises:
        AuthoringError: its text holds one line for every mistake found in the file.
    """
    found = load_yaml(text, where)
    if not isinstance(found, list) or not found:
        raise AuthoringError(f"{where}: the file should be a list of questions; start each with `- id: ...`")
    problems: list[str] = []
    questions = [_parse_question(entry, number, where, path, problems) for number, entry in enumerate(found, 1)]
    if problems:
        raise AuthoringError("\n".join(problems))
    return tuple(questions)


def load_questions(path: Path) -> tuple[Exercise, ...]:
    """Read the questions of a file on disk. Raises AuthoringError as `parse_questions`."""
    return parse_questions(load_text(path), str(path), path)


def _parse_question(entry: object, number: int, where: str, path: Path | None, problems: list[str]) -> Exercise:
    mapping = entry if isinstance(entry, Mapping) else {}
    where = f"{where}: {mapping.get('id') or f'question {number}'}"
    shared = {name: value for name, value in mapping.items() if name in _SHARED}
    fields = Fields(shared if isinstance(entry, Mapping) else entry, where, problems)
    kind, ask = fields.text("kind"), fields.text("ask")
    exercise = parse_front(
        fields,
        slug=fields.text("id"),
        title=fields.text("title", _title(ask)),
        kind=kind,
        # A question has no visit; rules that ask for one get the most common one on the course's day.
        setting=fields.choice("setting", Setting, Setting.OFFICE),
        date_of_service=_day(fields, "date_of_service" in shared),
    )
    written = json.dumps(_unsigned(mapping), ensure_ascii=False, sort_keys=True)
    exercise = replace(exercise, question=ask, note=fields.text("note", ""), path=path, text=written)
    fields.finish()
    check_front(exercise, fields)
    if re.search(r"^#", ask, re.MULTILINE):
        fields.problem("`ask` holds a heading; write it as plain sentences")
    if kind not in kind_names():
        return exercise
    if kind_of(kind).needs_record:
        fields.problem(f"the kind {kind} asks about a record; write it as a case in a file of its own")
        return exercise
    own = {name: value for name, value in mapping.items() if name not in _SHARED}
    return with_key(exercise, Fields(own, where, problems), problems)


def _unsigned(mapping: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in mapping.items() if name not in ("status", "review")}


def _title(ask: str) -> str:
    """The question's first words, for lists."""
    plain = " ".join(re.sub(r"[*_`]", "", ask).split())
    if len(plain) <= _LONGEST_TITLE:
        return plain
    return f"{plain[:_LONGEST_TITLE].rsplit(' ', 1)[0]} …"


def _day(fields: Fields, is_given: bool) -> date:
    return fields.day("date_of_service") if is_given else codes.DEFAULT_DATE
