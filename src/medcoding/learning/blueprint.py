"""The plan of an examination: how many questions each of its sections asks, and about which skills."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from medcoding.errors import AuthoringError
from medcoding.exercises.fields import Fields, load_yaml


class Sort(StrEnum):
    """Which exercises a section of a mock exam takes."""

    ANY = "any"
    QUESTIONS = "questions"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of an examination. Without `skills` the course has nothing for it yet; `note` says why.

    `asks` matters to mock exams alone, which are drawn and not authored.
    """

    name: str
    questions: int
    skills: tuple[str, ...]
    note: str = ""
    asks: Sort = Sort.ANY


@dataclass(frozen=True, slots=True)
class Blueprint:
    """An examination's plan. `minutes` of working time (0: no limit), `passing` percent of the points.

    A `mock` exam is drawn from practice anew for each sitting; any other is authored in source/. `about` tells
    learners what a mock exam is like, and what it is not.
    """

    name: str
    title: str
    minutes: int
    passing: int
    sections: tuple[Section, ...]
    about: str = ""
    mock: bool = False

    @property
    def questions(self) -> int:
        """How many questions the whole examination asks."""
        return sum(section.questions for section in self.sections)

    def section_of(self, skills: Iterable[str]) -> Section | None:
        """Where an exercise with these skills belongs: the section that names the first of them that any names."""
        for skill in skills:
            for section in self.sections:
                if skill in section.skills:
                    return section
        return None

    def count(self, exercises: Iterable[tuple[str, ...]]) -> Mapping[str, int]:
        """How many of the exercises, each given by its skills, belong to each section, by its name."""
        found = Counter(section.name for skills in exercises if (section := self.section_of(skills)))
        return {section.name: found[section.name] for section in self.sections}


def load_blueprint(path: Path) -> Blueprint:
    """Read one file of `course/exams/`. Raises AuthoringError with every mistake in it."""
    where = str(path)
    try:
        found = load_yaml(path.read_text(encoding="utf-8"), where)
    except OSError as error:
        raise AuthoringError(f"{where}: the blueprint cannot be read ({error.strerror})") from None
    problems: list[str] = []
    fields = Fields(found, where, problems)
    blueprint = Blueprint(
        path.stem,
        fields.text("title"),
        fields.whole("minutes", None, 0, 600),
        fields.whole("passing", None, 1, 100),
        tuple(_parse_section(entry) for entry in fields.maps("sections", required=True)),
        fields.text("about", ""),
        fields.flag("mock"),
    )
    fields.finish()
    names = Counter(section.name for section in blueprint.sections)
    problems += (f"{where}: two sections are called {name!r}; rename one" for name, times in names.items() if times > 1)
    for section in blueprint.sections:
        if not section.skills and not section.note:
            problems.append(f"{where}: the section {section.name!r} names no skills; add them, or a `note` why not")
    if problems:
        raise AuthoringError("\n".join(problems))
    return blueprint


def _parse_section(fields: Fields) -> Section:
    section = Section(
        fields.text("name"),
        fields.whole("questions", None, 1, 200),
        fields.texts("skills"),
        fields.text("note", ""),
        fields.choice("asks", Sort, Sort.ANY),
    )
    fields.finish()
    return section
