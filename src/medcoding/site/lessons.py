"""A lesson's Markdown as the HTML of a page: headings with addresses, tables that scroll, links to our own pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

import mistune

from medcoding.exercises.lesson import Embedded, link_lesson, split_lesson
from medcoding.learning.glossary import Glossary

_NOTEBOOK = re.compile(r"([\w./-]*?)(encoder|glossary|home|lesson|practice)\.ipynb(#.*)?\Z")
_PAGES = {"home": "index"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of the lesson: its address on the page, and its words."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson's page without its frame. `exercises` are in their order, `pictures` lie beside lesson.md."""

    title: str
    body: str
    headings: tuple[Heading, ...]
    exercises: tuple[str, ...]
    pictures: tuple[str, ...]


class _LessonRenderer(mistune.HTMLRenderer):
    def __init__(self) -> None:
        super().__init__(escape=True)
        self.headings: list[Heading] = []
        self.pictures: list[str] = []
        self.title = ""
        self._tables = 0

    def heading(self, text: str, level: int, **attrs: object) -> str:
        plain = re.sub(r"<[^>]+>", "", text)
        if level == 1:
            self.title = self.title or plain
            return f"<h1>{text}</h1>\n"
        anchor = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
        taken = {each.anchor for each in self.headings}
        while anchor in taken or anchor == "content":
            anchor += "-2"
        if level == 2:
            self.headings.append(Heading(anchor, plain))
        return f'<h{level} id="{anchor}">{text}</h{level}>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return str(super().link(text, mapped(url), title))

    def image(self, text: str, url: str, title: str | None = None) -> str:
        self.pictures.append(url)
        return str(super().image(text, url, title))

    def table(self, text: str) -> str:
        """A wide table scrolls by itself, by keyboard too; so the page never does."""
        self._tables += 1
        label = f"Table {self._tables}"
        return f'<div class="mc-wide" role="region" aria-label="{label}" tabindex="0"><table>\n{text}</table></div>\n'

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        # The corner of a table is no heading of anything.
        return f'<th scope="col">{text}</th>\n' if head and text else f"<td>{text}</td>\n"


def mapped(url: str) -> str:
    """The page of this edition that a link to one of the course's notebooks means; any other link stays."""
    found = _NOTEBOOK.fullmatch(url)
    if not found:
        return url
    folder, name, anchor = found.groups()
    # A unit's pages lie one folder deeper than its notebooks: units/<unit>/.
    up = "../" if folder.startswith("../") and name in ("encoder", "glossary", "home") else ""
    return f"{up}{folder}{_PAGES.get(name, name)}.html{anchor or ''}"


def render_lesson(markdown: str, glossary: Glossary, widget_of: dict[str, str], titles: dict[str, str]) -> Lesson:
    """Render lesson.md. `widget_of` names the widget of each exercise of the unit, `titles` its title."""
    renderer = _LessonRenderer()
    page = mistune.create_markdown(renderer=renderer, plugins=["table", "strikethrough"])
    pieces: list[str] = []
    exercises: list[str] = []
    for part in split_lesson(markdown):
        if isinstance(part, Embedded):
            exercises.append(part.slug)
            pieces.append(exercise_place(part.slug, widget_of[part.slug], titles[part.slug]))
        else:
            pieces.append(str(page(link_lesson(part.markdown, glossary))))
    return Lesson(
        renderer.title,
        "".join(pieces),
        tuple(renderer.headings),
        tuple(exercises),
        tuple(dict.fromkeys(renderer.pictures)),
    )


def exercise_place(slug: str, widget: str, title: str) -> str:
    """Where a page puts an exercise. What stands in it is read until the widget is there, and without scripts.

    `widget` is "" for an exercise that only the course itself can show.
    """
    if not widget:
        return f'<div class="mc-place"><p>Exercise: {escape(title)}. It is in the course itself.</p></div>\n'
    return (
        f'<div class="mc-place" data-mount="exercise" data-slug="{slug}" data-widget="{widget}">'
        f"<p>Exercise: {escape(title)}. It needs JavaScript to appear.</p></div>\n"
    )


def pictures_of(lesson: Lesson, folder: Path) -> tuple[Path, ...]:
    """The files of a lesson's pictures that lie in the unit's own folder."""
    return tuple(path for name in lesson.pictures if "/" not in name and (path := folder / name).is_file())


@cache
def _plain() -> mistune.Markdown:
    return mistune.create_markdown(escape=True)


def render_sentence(text: str) -> str:
    """A sentence of Markdown, without the paragraph around it."""
    html = str(_plain()(text)).strip()
    return html.removeprefix("<p>").removesuffix("</p>")
