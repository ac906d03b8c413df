"""Reads one authored Markdown file into an Exercise.

A file is front matter, the record, `## Question`, `## Key` and `## Teaching note`. Everything above
`## Key` is what learners see; the key block is read by the exercise's kind. The public half of a
graded exercise is written by `render_public`: it has no key, and a section `## Given` where its kind
lets learners see more than record and question, such as options.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from medcoding.errors import AuthoringError
from medcoding.exercises.fields import Fields, load_yaml
from medcoding.exercises.model import Exercise, Patient, Setting
from medcoding.kinds import kind_names, kind_of

SECTIONS = ("Question", "Given", "Key", "Teaching note")
STATUSES = ("draft", "reviewed", "retired")
AUTHORED = tuple(name for name in SECTIONS if name != "Given")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FENCE = re.compile(r"\A\s*```ya?ml\n(.*?)^```\s*\Z", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parts:
    """The texts of one authored file, before anything in them is judged."""

    front: str
    record: str
    question: str
    given: str | None
    key: str | None
    note: str


def split_case(text: str, where: str) -> Parts:
    """Cut a file at its front matter and `## ` headings. Raises AuthoringError where a part is missing."""
    match = re.match(r"---\n(.*?)\n---\n(.*)\Z", text.replace("\r\n", "\n"), re.DOTALL)
    if not match:
        raise AuthoringError(f"{where}: the front matter is missing; start the file with `---`, the fields, and `---`")
    front, body = match.groups()
    pieces = re.split(r"^## +(.+?) *$", body, flags=re.MULTILINE)
    headings, texts = pieces[1::2], pieces[2::2]
    problems = [
        f"{where}: `## {heading}` is not a section; use {', '.join(f'`## {name}`' for name in AUTHORED)}"
        for heading in headings
        if heading not in SECTIONS
    ]
    if "Question" not in headings:
        problems.append(f"{where}: `## Question` is missing; add it below the record")
    if sorted(headings, key=lambda h: SECTIONS.index(h) if h in SECTIONS else -1) != headings:
        problems.append(f"{where}: the sections are out of order; use {', '.join(AUTHORED)}")
    if len(set(headings)) < len(headings):
        problems.append(f"{where}: a section stands twice; keep one")
    if "Given" in headings and "Key" in headings:
        problems.append(f"{where}: `## Given` is worked out from the key; remove it")
    if problems:
        raise AuthoringError("\n".join(problems))
    found = dict(zip(headings, texts, strict=True))
    return Parts(
        front,
        pieces[0].strip(),
        found["Question"].strip(),
        found.get("Given"),
        found.get("Key"),
        found.get("Teaching note", "").strip(),
    )


def parse_case(text: str, where: str, path: Path | None = None) -> Exercise:
    """Read an authored exercise.

    Raises:
        AuthoringError: its text holds one line for every mistake found in the file.
    """
    parts = split_case(text, where)
    problems: list[str] = []
    fields = Fields(load_yaml(parts.front, where), where, problems)
    slug, kind_name = fields.text("id"), fields.text("kind")
    exercise = Exercise(
        slug=slug,
        title=fields.text("title"),
        kind=kind_name,
        setting=fields.choice("setting", Setting),
        date_of_service=fields.day("date_of_service"),
        patient=parse_patient(fields),
        outcomes=fields.texts("outcomes", required=True),
        skills=fields.texts("skills", required=True),
        difficulty=fields.whole("difficulty", None, 1, 5),
        status=fields.text("status", "draft"),
        author=fields.text("author", "course team"),
        review=fields.text("review", ""),
        record=parts.record,
        question=parts.question,
        note=parts.note,
        path=path,
    )
    fields.finish()
    check_front(exercise, fields)
    if kind_name in kind_names():
        for name, block in (("Given", parts.given), ("Key", parts.key)):
            mapping = None if block is None else _fenced(block, name, where, problems)
            if mapping is not None and name == "Given":
                exercise = replace(exercise, given=mapping if isinstance(mapping, Mapping) else {})
            elif mapping is not None:
                exercise = with_key(exercise, Fields(mapping, f"{where}: key", problems), problems)
    if problems:
        raise AuthoringError("\n".join(problems))
    return exercise


def load_case(path: Path) -> Exercise:
    """Read an authored exercise from disk. Raises AuthoringError as `parse_case`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AuthoringError(f"{path}: the file cannot be read ({error}); save it as UTF-8 text") from None
    return parse_case(text, str(path), path)


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


def parse_patient(fields: Fields) -> Patient:
    """The optional fields `age` and `sex`."""
    age = fields.whole("age", -1, -1, 130)
    sex = fields.text("sex", "")
    if sex not in ("", "F", "M", "X"):
        fields.problem(f"`sex` is {sex!r}; write F, M or X, or leave the field out")
    return Patient(None if age < 0 else age, sex or None)


def _fenced(block: str, name: str, where: str, problems: list[str]) -> Any:
    """The YAML in a section's fenced block; None where there is none."""
    fence = _FENCE.match(block)
    if not fence:
        problems.append(f"{where}: `## {name}` should hold one block fenced by ```yaml and ```; add the fence")
        return None
    try:
        return load_yaml(fence[1], f"{where}: {name.lower()}")
    except AuthoringError as error:
        problems.append(str(error))
        return None
