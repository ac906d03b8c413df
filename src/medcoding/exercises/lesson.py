"""The authored form of lessons and assignments: Markdown with three kinds of references.

A line `[[exercise: slug]]` embeds an exercise. In a lesson `[[term]]` or `[[term|as shown]]` leads to
the glossary, and `[[code: E11.9]]` opens the code book at that code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from medcoding.learning.glossary import Glossary

_REFERENCE = re.compile(r"^\[\[exercise: *([a-z0-9-]+) *\]\] *$", re.MULTILINE)
_CODE = re.compile(r"\[\[code: *([A-Za-z0-9.-]+) *\]\]")
_TERM = re.compile(r"\[\[([^\[\]|:\n]+)(?:\|([^\[\]|\n]+))?\]\]")


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


def referenced_codes(markdown: str) -> tuple[str, ...]:
    """The codes that a text opens the code book at, in order."""
    return tuple(_CODE.findall(markdown))


def referenced_terms(markdown: str) -> tuple[str, ...]:
    """The terms that a text links to the glossary, in order."""
    return tuple(name.strip() for name, _ in _TERM.findall(markdown))


def link_lesson(markdown: str, glossary: Glossary) -> str:
    """Turn references to codes and terms into links, as seen from a unit's folder.

    A term that the glossary does not know stays as plain words: `medcoding check` reports it.
    """
    text = _CODE.sub(lambda found: f"[{found[1]}](../encoder.ipynb#code={found[1]})", markdown)
    return _TERM.sub(lambda found: _term_link(found[1].strip(), (found[2] or found[1]).strip(), glossary), text)


def _term_link(name: str, shown: str, glossary: Glossary) -> str:
    term = glossary.find(name)
    if term is None:
        return shown
    # The meaning shows when the pointer rests on the link; a bar would end a table's cell.
    meaning = term.meaning.replace('"', "&quot;").replace("|", "\\|")
    return f'[{shown}](../glossary.ipynb#{term.anchor} "{meaning}")'


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
