"""`medcoding check`: reads every authored file and reports all problems at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from medcoding.errors import AuthoringError
from medcoding.exercises.check_exams import check_exams
from medcoding.exercises.check_unit import check_unit
from medcoding.exercises.course import Course
from medcoding.exercises.find import load_file, slugs_in
from medcoding.exercises.model import Exercise
from medcoding.exercises.review import fingerprint_of
from medcoding.exercises.variants import merged
from medcoding.kinds import kind_of
from medcoding.learning.cards import check_cards, check_deck
from medcoding.learning.syllabus import Syllabus
from medcoding.scoring import possible


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the file (relative to the course where it lies inside) and `what is wrong; what to do`."""

    where: str
    says: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a check read (how many exercises) and what it found."""

    exercises: int
    problems: tuple[Problem, ...]


def check_course(course: Course, paths: Iterable[Path] = (), on: date | None = None) -> Report:
    """Check the files given, or the whole course.

    `on` judges every case as if its date of service were that day: it shows which cases a new
    release breaks.
    """
    wanted = authored_files(paths) if paths else course.exercise_files()
    problems: list[Problem] = []
    cases: list[Exercise] = []
    syllabus = _syllabus(course, problems)
    for path in wanted:
        if path.suffix == ".tsv":
            problems += (_problem(path, says, course) for path, says in check_deck(path))
            continue
        try:
            found = load_file(path)
        except AuthoringError as error:
            problems += (_problem(path, line, course) for line in str(error).splitlines())
            continue
        cases += found
        for case in found:
            dated = _dated(case, on) if on else case
            name = f"{case.slug}: " if case.text else ""
            problems += (_problem(path, f"{name}{says}", course) for says in check_case(dated, syllabus))
    problems += (_problem(path, says, course) for path, says in _check_ids(course, cases))
    if not paths and syllabus and not on:
        folders = [unit.folder for unit in syllabus.units]
        problems += (_problem(path, says, course) for path, says in check_cards(course.root, folders))
        try:
            units = course.ready_units() if course.glossary else ()
        except AuthoringError as error:
            units = ()
            for line in str(error).splitlines():
                file, _, says = line.partition(": ")
                problems.append(_problem(Path(file), says, course))
        for unit in units:
            problems += (_problem(path, says, course) for path, says in check_unit(course, unit, cases))
        problems += (_problem(path, says, course) for path, says in check_exams(course))
    return Report(len(cases), tuple(problems))


def check_case(case: Exercise, syllabus: Syllabus | None = None) -> Iterator[str]:
    """Every problem of one case or short question, each `what is wrong; what to do`."""
    if case.path and not case.text and case.path.stem != case.slug:
        yield f"`id` is {case.slug}, the file is {case.path.name}; give both the same name"
    if not case.text and not case.record:
        yield "the record is empty; write it above `## Question`, or move the question to a file in questions/"
    for name, used, known in (
        ("outcomes", case.outcomes, syllabus.outcomes if syllabus else None),
        ("skills", case.skills, syllabus.skills if syllabus else None),
    ):
        for item in used:
            if known is not None and item not in known:
                yield f"{item!r} is not among the syllabus' {name}; correct it or declare it there"
    if case.status == "reviewed" and case.review != fingerprint_of(case):
        yield "the case changed since it was reviewed; read it again and run `medcoding review --accept`"
    if case.variants:
        yield from merged({each.variant: list(_check_content(each)) for each in case.variants})
        yield from _check_variants(case.variants)
    else:
        yield from _check_content(case)


def _check_content(case: Exercise) -> Iterator[str]:
    """Every problem of a record and its key: of one variant alone, where there are several."""
    if re.search(r"^#{1,2} ", case.record, re.MULTILINE):
        yield "the record holds a heading; use bold words at the start of a line instead"
    if case.key is None:
        yield "`## Key` is missing; add it below the question"
    else:
        yield from kind_of(case.kind).check(case)


def _check_variants(variants: tuple[Exercise, ...]) -> Iterator[str]:
    """The variants of one case read differently and are worth the same."""
    by_record: dict[str, list[str]] = {}
    for each in variants:
        by_record.setdefault(each.record, []).append(each.variant)
    for names in by_record.values():
        if len(names) > 1:
            yield f"the variants {', '.join(names)} have the same record; let each parameter change what it says"
    worth = {each.variant: possible(each) for each in variants if each.key is not None}
    if len(set(worth.values())) > 1:
        points = ", ".join(f"{name} {points:g}" for name, points in worth.items())
        yield f"the variants are worth different points ({points}); give all the same"


def _dated(case: Exercise, on: date) -> Exercise:
    """The case as if it had happened on that day."""
    variants = tuple(replace(each, date_of_service=on) for each in case.variants)
    return replace(case, date_of_service=on, variants=variants)


def case_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The cases among files and folders: a folder stands for every case below it."""
    return tuple(path for path in authored_files(paths) if path.suffix == ".md")


def authored_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The cases, lists of questions and decks among files and folders: a folder stands for all below it."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            nested = sorted(path.glob("**/cases/*.md")) + sorted(path.glob("**/questions/*.yaml"))
            nested += sorted(path.glob("**/cards/*.tsv"))
            found += nested or sorted(path.glob("*.md")) + sorted(path.glob("*.yaml"))
        else:
            found.append(path)
    return tuple(found)


def _syllabus(course: Course, problems: list[Problem]) -> Syllabus | None:
    try:
        return course.syllabus
    except AuthoringError as error:
        problems += (
            _problem(course.root / "course" / "syllabus.yaml", line, course) for line in str(error).splitlines()
        )
        return None


def _problem(path: Path, says: str, course: Course) -> Problem:
    where = str(path.resolve().relative_to(course.root)) if path.resolve().is_relative_to(course.root) else str(path)
    return Problem(where, says.removeprefix(f"{path}: "))


def _check_ids(course: Course, cases: Iterable[Exercise]) -> Iterator[tuple[Path, str]]:
    """Ids are unique over the whole course, also against files that were not asked for."""
    names = Counter(slug for path in course.exercise_files() for slug in slugs_in(path))
    for case in cases:
        if case.path and names[case.slug] > 1:
            yield case.path, f"another exercise is called {case.slug} too; rename one of them"
