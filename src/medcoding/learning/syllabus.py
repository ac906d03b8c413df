"""The syllabus: the one place where order, outcomes, skills and units are declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from medcoding.errors import AuthoringError
from medcoding.exercises.fields import Fields, load_yaml


class Content(StrEnum):
    """Whether a unit can be worked through yet."""

    READY = "ready"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Assignment:
    """Graded work. `folder` is its name in source/ and release/; `due_after_weeks` counts from the semester's start.

    `blueprint` is the file in course/exams/ that an examination answers to; "" for an assignment.
    """

    folder: str
    title: str
    due_after_weeks: int
    blueprint: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. `can` lists what the learner can do afterwards."""

    folder: str
    number: int
    title: str
    semester: int
    outcomes: tuple[str, ...]
    skills: tuple[str, ...]
    can: tuple[str, ...]
    content: Content
    assignment: Assignment | None
    examination: Assignment | None = None

    @property
    def graded(self) -> tuple[Assignment, ...]:
        """The unit's assignment and its examination, as far as it has them."""
        return tuple(work for work in (self.assignment, self.examination) if work)

    @property
    def is_ready(self) -> bool:
        """True when the unit has a lesson, practice and an assignment."""
        return self.content is Content.READY


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate asks for, of the units of its semesters, in percent; 0: nothing of that sort.

    Each assignment and each examination must reach its share of points, `mastery` is the share of skills to
    be mastered in practice, and each of `mock_exams` must be passed once.
    """

    name: str
    title: str
    semesters: tuple[int, ...]
    assignments: int = 0
    examinations: int = 0
    mastery: int = 0
    mock_exams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Syllabus:
    """Units in order, and the texts of outcomes and skills by id.

    `starts` gives the first day of each semester; empty where learners go at their own pace.
    """

    title: str
    outcomes: Mapping[str, str]
    skills: Mapping[str, str]
    units: tuple[Unit, ...]
    starts: Mapping[int, date] = field(default_factory=dict)
    certificates: tuple[Certificate, ...] = ()


def load_syllabus(path: Path) -> Syllabus:
    """Read `syllabus.yaml`. Raises AuthoringError with every mistake in it."""
    where = str(path)
    try:
        found = load_yaml(path.read_text(encoding="utf-8"), where)
    except OSError as error:
        raise AuthoringError(f"{where}: the syllabus cannot be read ({error.strerror})") from None
    problems: list[str] = []
    texts = {name: _texts(found, name, where, problems) for name in ("outcomes", "skills")}
    rest = {name: value for name, value in found.items() if name not in texts} if isinstance(found, dict) else found
    fields = Fields(rest, where, problems)
    title = fields.text("title")
    fields.day("default_date")
    starts = _parse_starts(fields.block("starts"))
    units = tuple(_parse_unit(entry) for entry in fields.maps("units", required=True))
    certificates = tuple(_parse_certificate(entry) for entry in fields.maps("certificates"))
    fields.finish()
    problems += _check_units(units, texts, where)
    if problems:
        raise AuthoringError("\n".join(problems))
    return Syllabus(title, texts["outcomes"], texts["skills"], units, starts, certificates)


def _texts(found: object, name: str, where: str, problems: list[str]) -> dict[str, str]:
    value = found.get(name) if isinstance(found, dict) else None
    if not isinstance(value, dict) or not all(isinstance(text, str) and text for text in value.values()):
        problems.append(f"{where}: `{name}` should be a list of `id: text` lines")
        return {}
    return {str(key): str(text) for key, text in value.items()}


def _parse_starts(fields: Fields | None) -> dict[int, date]:
    """`starts: {1: 2026-09-08, 2: 2027-01-26}`; a semester may be left out."""
    if fields is None:
        return {}
    starts = {number: fields.day(str(number)) for number in (1, 2) if fields.has(str(number))}
    fields.finish()
    return starts


def _parse_unit(fields: Fields) -> Unit:
    assignment, examination = fields.block("assignment"), fields.block("examination")
    folder = fields.text("folder")
    unit = Unit(
        folder=folder,
        number=fields.whole("number", None, 1, 99),
        title=fields.text("title"),
        semester=fields.whole("semester", None, 1, 2),
        outcomes=fields.texts("outcomes", required=True),
        skills=fields.texts("skills", required=True),
        can=fields.texts("can", required=True),
        content=fields.choice("content", Content),
        assignment=_parse_assignment(assignment, folder) if assignment else None,
        examination=_parse_examination(examination) if examination else None,
    )
    fields.finish()
    return unit


def _parse_certificate(fields: Fields) -> Certificate:
    semesters = fields.texts("semesters", required=True)
    certificate = Certificate(
        name=fields.text("name"),
        title=fields.text("title"),
        semesters=tuple(int(number) for number in semesters if number in ("1", "2")),
        assignments=fields.whole("assignments", 0, 0, 100),
        examinations=fields.whole("examinations", 0, 0, 100),
        mastery=fields.whole("mastery", 0, 0, 100),
        mock_exams=fields.texts("mock_exams"),
    )
    fields.finish()
    return certificate


def _parse_assignment(fields: Fields, folder: str) -> Assignment:
    assignment = Assignment(folder, fields.text("title"), fields.whole("due_after_weeks", None, 1, 60))
    fields.finish()
    return assignment


def _parse_examination(fields: Fields) -> Assignment:
    examination = Assignment(
        fields.text("folder"),
        fields.text("title"),
        fields.whole("due_after_weeks", None, 1, 60),
        fields.text("blueprint"),
    )
    fields.finish()
    return examination


def _check_units(units: tuple[Unit, ...], texts: Mapping[str, Mapping[str, str]], where: str) -> list[str]:
    problems = []
    for unit in units:
        if not unit.folder.startswith(f"{unit.number:02d}-"):
            problems.append(f"{where}: {unit.folder}: the folder should start with {unit.number:02d}-")
        for name, used in (("outcomes", unit.outcomes), ("skills", unit.skills)):
            for key in used:
                if key not in texts[name]:
                    problems.append(f"{where}: {unit.folder}: {key!r} is not declared under `{name}`; declare it")
    numbers = [unit.number for unit in units]
    if numbers != sorted(set(numbers)):
        problems.append(f"{where}: the units are not in order of their numbers; sort them")
    return problems
