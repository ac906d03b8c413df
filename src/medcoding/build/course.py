"""Builds everything a course generates from what is authored, or checks that it is up to date."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from medcoding.build.notebooks import (
    as_json,
    build_assignment,
    build_cards,
    build_daily_ten,
    build_encoder,
    build_glossary,
    build_home,
    build_lesson,
    build_mock_exams,
    build_practice,
)
from medcoding.exercises import public
from medcoding.exercises.course import Course
from medcoding.exercises.lesson import link_lesson, referenced
from medcoding.kinds import program_of
from medcoding.learning import contents
from medcoding.learning.syllabus import Assignment
from medcoding.scoring import possible, score


@dataclass(frozen=True, slots=True)
class Built:
    """One generated file: its path relative to the course's root, and its bytes."""

    path: Path
    content: bytes


def build_course(course: Course) -> Iterator[Built]:
    """Generate every file, in an order in which each one's inputs come before it.

    Raises:
        AuthoringError: an authored file breaks the format; `medcoding check` lists all such problems.
    """
    yield Built(Path("course/home.ipynb"), build_home(course.syllabus))
    yield Built(Path("course/encoder.ipynb"), build_encoder())
    yield Built(Path("course/flash-cards.ipynb"), build_cards())
    yield Built(Path("course/mock-exams.ipynb"), build_mock_exams())
    yield Built(Path("course/daily-ten.ipynb"), build_daily_ten())
    yield Built(Path("course/glossary.ipynb"), build_glossary(course.glossary, course.syllabus))
    for unit in course.ready_units():
        lessons = Path("course") / unit.folder
        text = (course.root / lessons / "lesson.md").read_text(encoding="utf-8")
        yield Built(lessons / "lesson.ipynb", build_lesson(link_lesson(text, course.glossary), f"{unit.folder}/lesson"))
        yield Built(lessons / "practice.ipynb", build_practice(unit))
        yield Built(lessons / contents.FILE, _contents(course, unit.folder, referenced(text)))
        for work in unit.graded:
            yield from _build_source(course, work)


def write_course(course: Course) -> Iterator[Path]:
    """Write every generated file that differs; yields the paths written, then those of the releases."""
    for built in build_course(course):
        if _write(course.root / built.path, built.content):
            yield built.path
    for built in build_releases(course):
        if _write(course.root / built.path, built.content):
            yield built.path


def check_course_build(course: Course) -> Iterator[str]:
    """Yield a sentence for every generated file that is missing, out of date, or left over."""
    wanted: set[Path] = set()
    for built in chain(build_course(course), build_releases(course)):
        wanted.add(built.path)
        path = course.root / built.path
        if not path.is_file():
            yield f"{built.path}: the file is missing; run `medcoding build`"
        elif path.read_bytes() != built.content:
            yield f"{built.path}: the file differs from what its source gives; run `medcoding build`"
    for path in sorted((course.root / "release").glob("*/**/*")):
        relative = path.relative_to(course.root)
        if path.is_file() and ".ipynb_checkpoints" not in path.parts and relative not in wanted:
            yield f"{relative}: nothing builds this file; remove it"


def build_releases(course: Course) -> Iterator[Built]:
    """What nbgrader's own `generate_assignment` makes of each assignment, run in a folder of its own."""
    from medcoding.nbgrader.release import build_release

    for work in course.graded_work():
        with tempfile.TemporaryDirectory() as folder:
            build_release(course.root, work.folder, Path(folder))
            for path in sorted(Path(folder).rglob("*")):
                if path.is_file():
                    yield Built(Path("release") / path.relative_to(folder), path.read_bytes())


def _contents(course: Course, folder: str, embedded: Sequence[str]) -> bytes:
    entries = [contents.entry_of(exercise, folder, embedded) for exercise in course.practice_exercises(folder)]
    return as_json(contents.contents_as_json(entries), indent=1)


def _build_source(course: Course, work: Assignment) -> Iterator[Built]:
    folder = Path("source") / work.folder
    cases = course.graded_exercises(work.folder)
    text = (course.root / folder / "assignment.md").read_text(encoding="utf-8")
    halves = {"format": 1, "exercises": {case.slug: public.public_half(case) for case in cases}}
    yield Built(folder / public.FILE, as_json(halves, indent=1))
    points = {case.slug: possible(case) for case in cases}
    by_hand = {case.slug for case in cases if score(case, None).manual}
    programs = {case.slug: case for case in cases if program_of(case)}
    notebook = build_assignment(text, f"{work.folder}/assignment", points, programs, by_hand)
    yield Built(folder / "assignment.ipynb", notebook)


def _write(path: Path, content: bytes) -> bool:
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True
