"""Checks a unit as a whole: its lesson, its glossary, what it teaches, practises and examines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from medcoding import codes
from medcoding.errors import AuthoringError
from medcoding.exercises.course import Course
from medcoding.exercises.lesson import referenced, referenced_codes, referenced_terms
from medcoding.exercises.model import Exercise
from medcoding.learning.blueprint import load_blueprint
from medcoding.learning.glossary import Glossary
from medcoding.learning.syllabus import Assignment, Unit

Found = Iterator[tuple[Path, str]]


def check_unit(course: Course, unit: Unit, cases: Iterable[Exercise]) -> Found:
    """Every problem of a ready unit that no single exercise shows: the file, and `what is wrong; what to do`."""
    lesson = course.lessons(unit.folder) / "lesson.md"
    practice = _within(course.lessons(unit.folder), cases)
    graded = [case for work in unit.graded for case in _within(course.source(work.folder), cases)]
    yield from _check_embedded(lesson, {case.slug for case in practice}, every=False)
    for work in unit.graded:
        slugs = {case.slug for case in _within(course.source(work.folder), cases)}
        yield from _check_embedded(course.source(work.folder) / "assignment.md", slugs, every=True)
        yield from _check_blueprint(course, work, _within(course.source(work.folder), cases))
    if not lesson.is_file():
        return
    text = lesson.read_text(encoding="utf-8")
    taught = [case for case in practice if case.slug in referenced(text)]
    syllabus = course.root / "course" / "syllabus.yaml"
    for skill in unit.skills:
        for name, pool in (("taught in its lesson", taught), ("practised", practice), ("examined", graded)):
            if not any(skill in case.skills for case in pool):
                yield syllabus, f"{unit.folder}: the skill {skill!r} is not {name} by any exercise; add one"
    yield from ((lesson, says) for says in _check_links(text, course.glossary, unit))


def _within(folder: Path, cases: Iterable[Exercise]) -> list[Exercise]:
    return [case for case in cases if case.path and case.path.is_relative_to(folder)]


def _check_embedded(path: Path, slugs: set[str], every: bool) -> Found:
    if not path.is_file():
        yield path, "the file is missing; a unit that is ready needs it"
        return
    used = Counter(referenced(path.read_text(encoding="utf-8")))
    for slug, times in used.items():
        if slug not in slugs:
            yield path, f"[[exercise: {slug}]] leads to no exercise; correct its name"
        if times > 1:
            yield path, f"[[exercise: {slug}]] stands {times} times; keep one"
    for slug in sorted(slugs - set(used)) if every else ():
        yield path, f"the exercise {slug} is not in the assignment; add a line [[exercise: {slug}]]"


def _check_links(text: str, glossary: Glossary, unit: Unit) -> Iterator[str]:
    """A lesson links each term of its unit, no term that nobody defines, and no code that does not exist."""
    for code in dict.fromkeys(referenced_codes(text)):
        if not any(codes.table(system, codes.DEFAULT_DATE).find(code) for system in _SYSTEMS):
            yield f"[[code: {code}]] is in no table on {codes.DEFAULT_DATE}; correct the code"
    used = {name.casefold() for name in referenced_terms(text)}
    for name in dict.fromkeys(referenced_terms(text)):
        if glossary.find(name) is None:
            yield f"[[{name}]] is in no glossary; add a line for it to the unit's glossary.tsv, or correct it"
    for term in glossary.terms:
        if term.unit == unit.folder and term.name.casefold() not in used:
            yield f"the glossary defines {term.name!r}, which the lesson never links; write [[{term.name}]] there"


_SYSTEMS = (codes.ICD10CM, codes.ICD10PCS, codes.HCPCS)


def _check_blueprint(course: Course, work: Assignment, exercises: list[Exercise]) -> Found:
    """An examination asks what its blueprint says, no more and no less."""
    if not work.blueprint:
        return
    path = course.root / "course" / "exams" / f"{work.blueprint}.yaml"
    try:
        blueprint = load_blueprint(path)
    except AuthoringError as error:
        yield from ((path, line.removeprefix(f"{path}: ")) for line in str(error).splitlines())
        return
    found = blueprint.count(case.skills for case in exercises)
    for section in blueprint.sections:
        if found[section.name] != section.questions:
            yield (
                course.source(work.folder) / "assignment.md",
                f"the section {section.name!r} has {found[section.name]} questions and should have "
                f"{section.questions}; an exercise belongs to the section that names the first of its skills",
            )
    for case in exercises:
        if case.path and blueprint.section_of(case.skills) is None:
            yield case.path, f"{case.slug} belongs to no section of the blueprint; correct its skills"
