"""Finds an exercise by its name in a unit's folder: a case of its own, or one of a list of questions."""

from __future__ import annotations

import re
from pathlib import Path

from medcoding.errors import CourseError
from medcoding.exercises.model import Exercise
from medcoding.exercises.parse import load_case
from medcoding.exercises.questions import load_questions

_ID = re.compile(r"""^(?:- |  )id: *['"]?([a-z0-9-]+)['"]? *$""", re.MULTILINE)


def load_file(path: Path) -> tuple[Exercise, ...]:
    """Every exercise of one authored file: one case (`.md`), or many questions (`.yaml`). Raises AuthoringError."""
    return load_questions(path) if path.suffix == ".yaml" else (load_case(path),)


def exercise_files(folder: Path) -> tuple[Path, ...]:
    """The authored files of a unit's folder: its cases, then its lists of questions, by name."""
    return (*sorted(folder.glob("cases/*.md")), *sorted(folder.glob("questions/*.yaml")))


def load_exercises(folder: Path) -> tuple[Exercise, ...]:
    """Every exercise of a unit's folder, in the order of `exercise_files`. Raises AuthoringError."""
    return tuple(exercise for path in exercise_files(folder) for exercise in load_file(path))


def find_file(folder: Path, slug: str) -> Path | None:
    """The file in a unit's folder that holds the exercise `slug`; None without one."""
    case = folder / "cases" / f"{slug}.md"
    if case.is_file():
        return case
    for path in sorted(folder.glob("questions/*.yaml")):
        if slug in slugs_in(path):
            return path
    return None


def slugs_in(path: Path) -> tuple[str, ...]:
    """The names of the exercises in an authored file, without reading all of it into objects."""
    if path.suffix != ".yaml":
        return (path.stem,)
    return tuple(_ID.findall(path.read_text(encoding="utf-8")))


def load_exercise(folder: Path, slug: str) -> Exercise:
    """The exercise `slug` of a unit's folder.

    Raises:
        CourseError: the folder has no such exercise. AuthoringError: its file breaks the format.
    """
    path = find_file(folder, slug)
    for exercise in load_file(path) if path else ():
        if exercise.slug == slug:
            return exercise
    raise CourseError(f"{folder.name}: there is no exercise {slug!r} here; correct its name")
