"""The authored form of lessons and assignments: Markdown with lines `[[exercise: slug]]`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_REFERENCE = re.compile(r"^\[\[exercise: *([a-z0-9-]+) *\]\] *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of Markdown between two headings or exercises."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Embedded:
    """The place of an exercise."""

    slug: str


def referenced(markdown: str) -> tuple[str, ...]:
    """The slugs of all exercises that a text embeds, in order."""
    return tuple(_REFERENCE.findall(markdown))


def split_lesson(markdown: str) -> Iterator[Text | Embedded]:
    """Cut a text at its exercises, and at `## ` headings so that each section is a cell of its own."""
    pieces = _REFERENCE.split(markdown.replace("\r\n", "\n"))
    for number, piece in enumerate(pieces):
        if number % 2:
            yield Embedded(piece)
            continue
        for section in re.split(r"^(?=## )", piece, flags=re.MULTILINE):
            if section.strip():
                yield Text(section.strip())
