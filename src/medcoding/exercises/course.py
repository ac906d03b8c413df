"""The course's folders: where lessons, cases and assignments lie."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from medcoding.errors import CourseError
from medcoding.exercises.find import exercise_files, load_exercises
from medcoding.exercises.lesson import referenced
from medcoding.exercises.model import Exercise
from medcoding.exercises.parse import load_case
from medcoding.learning.glossary import Glossary, load_glossary
from medcoding.learning.syllabus import Assignment, Syllabus, Unit, load_syllabus

VARIABLE = "MEDCODING_COURSE"


@dataclass(frozen=True)
class Course:
    """A checkout of the course. `root` holds course/, source/ and release/."""

    root: Path

    @cached_property
    def syllabus(self) -> Syllabus:
        """The syllabus, read once. Raises AuthoringError."""
        return load_syllabus(self.root / "course" / "syllabus.yaml")

    @cached_property
    def glossary(self) -> Glossary:
        """The terms of all units that can be worked through, read once. Raises AuthoringError."""
        return load_glossary([self.lessons(unit.folder) for unit in self.ready_units()])

    def lessons(self, folder: str) -> Path:
        """The folder of a unit that learners may see all of."""
        return self.root / "course" / folder

    def source(self, folder: str) -> Path:
        """The folder of a unit that only instructors may see."""
        return self.root / "source" / folder

    def unit(self, folder: str) -> Unit:
        """The unit of that folder. Raises CourseError."""
        for unit in self.syllabus.units:
            if unit.folder == folder:
                return unit
        known = ", ".join(unit.folder for unit in self.syllabus.units)
        raise CourseError(f"{folder}: the syllabus has no such unit; use one of: {known}")

    def ready_units(self) -> tuple[Unit, ...]:
        """The units that can be worked through."""
        return tuple(unit for unit in self.syllabus.units if unit.is_ready)

    def graded_work(self) -> tuple[Assignment, ...]:
        """The assignments and examinations of the units that can be worked through, in their order."""
        return tuple(work for unit in self.ready_units() for work in unit.graded)

    def practice_cases(self, folder: str) -> tuple[Exercise, ...]:
        """The practice cases of a unit, in the order of their file names. Raises AuthoringError."""
        return _load_all(self.lessons(folder) / "cases")

    def graded_cases(self, folder: str) -> tuple[Exercise, ...]:
        """The graded cases of a unit, keys included. Raises AuthoringError."""
        return _load_all(self.source(folder) / "cases")

    def practice_exercises(self, folder: str) -> tuple[Exercise, ...]:
        """The practice cases of a unit, then its short questions. Raises AuthoringError."""
        return load_exercises(self.lessons(folder))

    def exercises_to_practise(self, folder: str) -> tuple[Exercise, ...]:
        """What a unit's lesson does not show already: cases, then questions, the easy ones first."""
        lesson = self.lessons(folder) / "lesson.md"
        seen = referenced(lesson.read_text(encoding="utf-8")) if lesson.is_file() else ()
        found = [exercise for exercise in self.practice_exercises(folder) if exercise.slug not in seen]
        return tuple(sorted(found, key=lambda exercise: (exercise.is_question, exercise.difficulty)))

    def graded_exercises(self, folder: str) -> tuple[Exercise, ...]:
        """The graded cases of a unit, then its short questions, keys included. Raises AuthoringError."""
        return load_exercises(self.source(folder))

    def exercise_files(self) -> tuple[Path, ...]:
        """Every authored case and list of questions, practice and graded."""
        folders = (*sorted(self.root.glob("course/*/")), *sorted(self.root.glob("source/*/")))
        return tuple(path for folder in folders for path in exercise_files(folder))

    def case_files(self) -> tuple[Path, ...]:
        """Every authored case, practice and graded."""
        return tuple(sorted(self.root.glob("course/*/cases/*.md")) + sorted(self.root.glob("source/*/cases/*.md")))


def find_course(start: Path | None = None) -> Course:
    """The course that holds a folder (by default the current one), or the one MEDCODING_COURSE names.

    Raises:
        CourseError: neither leads to a folder with course/syllabus.yaml.
    """
    named = os.environ.get(VARIABLE)
    here = (start or Path.cwd()).resolve()
    for folder in [*([Path(named)] if named and start is None else []), here, *here.parents]:
        if (folder / "course" / "syllabus.yaml").is_file():
            return Course(folder)
    raise CourseError(
        f"{here}: no course here (course/syllabus.yaml is missing); "
        f"change to the course's folder or set {VARIABLE} to it"
    )


def _load_all(folder: Path) -> tuple[Exercise, ...]:
    return tuple(load_case(path) for path in sorted(folder.glob("*.md")))
