"""An authored file cut into its parts: front matter, record, and the sections below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from medcoding.errors import AuthoringError
from medcoding.exercises.fields import load_yaml

SECTIONS = ("Question", "Given", "Key", "Variants", "Teaching note")
AUTHORED = tuple(name for name in SECTIONS if name != "Given")
_FENCE = re.compile(r"\A\s*```ya?ml\n(.*?)^```\s*\Z", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parts:
    """The texts of one authored file, before anything in them is judged."""

    front: str
    record: str
    question: str
    given: str | None
    key: str | None
    variants: str | None
    note: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The parts of one exercise with their YAML read; `given` and `key` are None where there is none."""

    front: Any
    record: str
    question: str
    given: Any
    key: Any
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
        found.get("Variants"),
        found.get("Teaching note", "").strip(),
    )


def read_sheet(parts: Parts, where: str, problems: list[str]) -> Sheet:
    """Read the YAML of a file's parts. Raises AuthoringError where the front matter is no YAML."""
    return Sheet(
        front=load_yaml(parts.front, where),
        record=parts.record,
        question=parts.question,
        given=read_fenced(parts.given, "Given", where, problems),
        key=read_fenced(parts.key, "Key", where, problems),
        note=parts.note,
    )


def read_fenced(block: str | None, name: str, where: str, problems: list[str]) -> Any:
    """The YAML in a section's fenced block; None where there is none."""
    if block is None:
        return None
    fence = _FENCE.match(block)
    if not fence:
        problems.append(f"{where}: `## {name}` should hold one block fenced by ```yaml and ```; add the fence")
        return None
    try:
        return load_yaml(fence[1], f"{where}: {name.lower()}")
    except AuthoringError as error:
        problems.append(str(error))
        return None
