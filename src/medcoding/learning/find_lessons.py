"""Search over the lessons' text: headings first, then what stands below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from medcoding.learning.syllabus import Unit

_HEADING = re.compile(r"^(#{1,4}) +(.+?) *$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^)\n]*\)")
_REFERENCE = re.compile(r"\[\[(?:exercise: *[^\]]*|(?:code: *)?([^\[\]|\n]+)(?:\|([^\[\]|\n]+))?)\]\]")
_MARKS = re.compile(r"[*_`#>|]+|<[^>\n]*>|^[-\d.]+ ", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+")
_AROUND = 70  # letters shown on each side of what was found


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a lesson: `anchor` is its heading's address on the page, `words` its text in small letters."""

    unit: str
    number: int
    heading: str
    anchor: str
    text: str
    words: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A section found, and the piece of its text that shows why."""

    section: Section
    excerpt: str


def load_sections(course: Path, units: Sequence[Unit]) -> tuple[Section, ...]:
    """Every section of the lessons of these units, in order. A lesson that cannot be read is left out."""
    return tuple(section for unit in units for section in _sections(course, unit))


def find_passages(sections: Sequence[Section], text: str, limit: int = 8) -> tuple[Passage, ...]:
    """The sections that hold the beginnings of all words of `text`; a heading counts more than what is below it."""
    words = [word.casefold() for word in _WORD.findall(text)][:8]
    if not words:
        return ()
    patterns = [re.compile(rf"\b{re.escape(word)}") for word in words]
    found = []
    for place, section in enumerate(sections):
        hits = [len(pattern.findall(section.words)) for pattern in patterns]
        if not all(hits):
            continue
        in_heading = sum(bool(pattern.search(section.heading.casefold())) for pattern in patterns)
        # How dense the rarest word stands, so that long sections do not always win.
        density = min(hits) / (200 + len(section.words))
        found.append(((-in_heading, -density, place), section))
    return tuple(Passage(section, _excerpt(section.text, patterns)) for _, section in sorted(found, key=_rank)[:limit])


def _rank(found: tuple[tuple[int, float, int], Section]) -> tuple[int, float, int]:
    return found[0]


def _sections(course: Path, unit: Unit) -> Iterator[Section]:
    try:
        text = (course / "course" / unit.folder / "lesson.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    found = list(_HEADING.finditer(text))
    for here, following in zip(found, [*found[1:], None], strict=True):
        heading = _plain(here[2])
        body = _plain(text[here.end() : following.start() if following else len(text)])
        anchor = heading.replace(" ", "-")
        yield Section(unit.folder, unit.number, heading, anchor, body, f"{heading} {body}".casefold())


def _plain(markdown: str) -> str:
    """Markdown as words: no links, marks or references to exercises."""
    text = _REFERENCE.sub(lambda found: found[2] or found[1] or "", _LINK.sub(r"\1", markdown))
    return " ".join(_MARKS.sub(" ", text).split())


def _excerpt(text: str, patterns: Sequence[re.Pattern[str]]) -> str:
    first = next((hit for pattern in patterns if (hit := pattern.search(text.casefold()))), None)
    middle = first.start() if first else 0
    start, end = max(middle - _AROUND, 0), middle + 2 * _AROUND
    piece = text[start:end]
    if start:
        piece = "… " + piece.partition(" ")[2]
    return piece if end >= len(text) else piece.rpartition(" ")[0] + " …"
