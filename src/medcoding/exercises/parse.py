"""Reads one authored Markdown file into an Exercise.

A file is front matter, the record, `## Question`, `## Key`, perhaps `## Variants`, and `## Teaching
note`. Everything above `## Key` is what learners see; the key block is read by the exercise's kind. The
public half of a graded exercise is written by `render_public`: it has no key, and a section `## Given`
where its kind lets learners see more than record and question, such as options. A case with variants
becomes one exercise that reads like the first of them and holds them all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from medcoding.errors import AuthoringError
from medcoding.exercises.fields import Fields
from medcoding.exercises.model import Exercise, Patient, Setting
from medcoding.exercises.sections import Sheet, read_fenced, read_sheet, split_case
from medcoding.exercises.variants import Filler, case_of, known_of, merged, parse_variants, unused
from medcoding.kinds import kind_names, kind_of

STATUSES = ("draft", "reviewed", "retired")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def parse_case(text: str, where: str, path: Path | None = None) -> Exercise:
    """Read an authored exercise.

    Raises:
        AuthoringError: its text holds one line for every mistake found in the file.
    """
    parts = split_case(text, where)
    problems: list[str] = []
    sheet = read_sheet(parts, where, problems)
    if parts.variants is None:
        exercise: Exercise | None = _read(sheet, where, path, problems)
    else:
        block = read_fenced(parts.variants, "Variants", where, problems)
        exercise = _read_variants(sheet, block, where, path, problems)
    if problems or exercise is None:
        raise AuthoringError("\n".join(problems))
    return exercise


def _read_variants(sheet: Sheet, block: Any, where: str, path: Path | None, problems: list[str]) -> Exercise | None:
    """The case with all its variants; None, and something noted, where they cannot be told."""
    mistakes: list[str] = []
    variants = parse_variants(block, mistakes)
    if sheet.key is None and not problems:
        mistakes.append("`## Variants` stands in a file without a key; add `## Key` above it")
    used: set[str] = set()
    found: dict[str, list[str]] = {}
    exercises: list[Exercise] = []
    for variant in variants:
        filler = Filler(variant, known_of(block["parameters"]), used)
        filled = filler.sheet(sheet)
        own: list[str] = []
        exercises.append(replace(_read(filled, where, path, own), variant=variant.name))
        found[variant.name] = [*dict.fromkeys(filler.problems), *(says.removeprefix(f"{where}: ") for says in own)]
    mistakes += merged(found)
    if variants and not mistakes:
        mistakes += unused(block, used)
    problems += (f"{where}: {says}" for says in mistakes)
    return case_of(exercises) if exercises else None


def _read(sheet: Sheet, where: str, path: Path | None, problems: list[str]) -> Exercise:
    """One exercise, with every mistake noted."""
    fields = Fields(sheet.front, where, problems)
    slug, kind_name = fields.text("id"), fields.text("kind")
    exercise = parse_front(
        fields,
        slug=slug,
        title=fields.text("title"),
        kind=kind_name,
        setting=fields.choice("setting", Setting),
        date_of_service=fields.day("date_of_service"),
    )
    exercise = replace(exercise, record=sheet.record, question=sheet.question, note=sheet.note, path=path)
    fields.finish()
    check_front(exercise, fields)
    if kind_name in kind_names():
        if sheet.given is not None:
            exercise = replace(exercise, given=sheet.given if isinstance(sheet.given, Mapping) else {})
        if sheet.key is not None:
            exercise = with_key(exercise, Fields(sheet.key, f"{where}: key", problems), problems)
    return exercise


def load_case(path: Path) -> Exercise:
    """Read an authored exercise from disk. Raises AuthoringError as `parse_case`."""
    return parse_case(load_text(path), str(path), path)


def load_text(path: Path) -> str:
    """The text of an authored file. Raises AuthoringError."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AuthoringError(f"{path}: the file cannot be read ({error}); save it as UTF-8 text") from None


def render_public(exercise: Exercise) -> str:
    """The half of a case that may be released, as text that `parse_case` reads back.

    It is written anew from the fields that learners may see, so that nothing an author adds
    to the file later can slip through.
    """
    patient = exercise.patient
    facts: list[tuple[str, str | None]] = [
        ("id", exercise.slug),
        ("title", exercise.title),
        ("kind", exercise.kind),
        ("setting", exercise.setting.value),
        ("date_of_service", exercise.date_of_service.isoformat()),
        ("age", None if patient.age is None else str(patient.age)),
        ("sex", patient.sex),
        ("outcomes", f"[{', '.join(exercise.outcomes)}]"),
        ("skills", f"[{', '.join(exercise.skills)}]"),
        ("difficulty", str(exercise.difficulty)),
    ]
    front = "\n".join(f"{name}: {_quote(value)}" for name, value in facts if value is not None)
    given = ""
    if exercise.given:
        # JSON is YAML too, and its texts cannot break out of the block.
        given = f"\n## Given\n```yaml\n{json.dumps(exercise.given, indent=1, ensure_ascii=False)}\n```\n"
    return f"---\n{front}\n---\n{exercise.record}\n\n## Question\n{exercise.question}\n{given}"


def parse_front(
    fields: Fields, *, slug: str, title: str, kind: str, setting: Setting, date_of_service: date
) -> Exercise:
    """An exercise with the fields that cases and short questions have alike; record and question are still empty."""
    return Exercise(
        slug=slug,
        title=title,
        kind=kind,
        setting=setting,
        date_of_service=date_of_service,
        patient=_parse_patient(fields),
        outcomes=fields.texts("outcomes", required=True),
        skills=fields.texts("skills", required=True),
        difficulty=fields.whole("difficulty", None, 1, 5),
        status=fields.text("status", "draft"),
        author=fields.text("author", "course team"),
        review=fields.text("review", ""),
        record="",
        question="",
    )


def check_front(exercise: Exercise, fields: Fields) -> None:
    """Note what is wrong with the fields that every exercise has, whatever its kind."""
    if exercise.slug and not _SLUG.fullmatch(exercise.slug):
        fields.problem(f"`id` is {exercise.slug!r}; use lower-case letters, digits and single hyphens")
    if exercise.status not in STATUSES:
        fields.problem(f"`status` is {exercise.status!r}; write one of: {', '.join(STATUSES)}")
    if exercise.kind and exercise.kind not in kind_names():
        fields.problem(f"`kind` is {exercise.kind!r}; write one of: {', '.join(kind_names())}")


def with_key(exercise: Exercise, fields: Fields, problems: list[str]) -> Exercise:
    """The exercise with the key that its kind reads from `fields`, and what follows from it for learners.

    `problems` is the list that `fields` notes mistakes on.
    """
    before = len(problems)
    kind = kind_of(exercise.kind)
    key = kind.parse_key(fields, exercise)
    fields.finish()
    exercise = replace(exercise, key=key)
    # A key with mistakes may lack what `given` is made from; nobody gets to see such an exercise.
    return exercise if len(problems) > before else replace(exercise, given=kind.given(exercise))


def _quote(value: str) -> str:
    return value if re.fullmatch(r"[\w\-]+|\[[\w\-, ]*\]", value) else "'" + value.replace("'", "''") + "'"


def _parse_patient(fields: Fields) -> Patient:
    """The optional fields `age` and `sex`."""
    age = fields.whole("age", -1, -1, 130)
    sex = fields.text("sex", "")
    if sex not in ("", "F", "M", "X"):
        fields.problem(f"`sex` is {sex!r}; write F, M or X, or leave the field out")
    return Patient(None if age < 0 else age, sex or None)
