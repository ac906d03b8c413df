"""Where one learner's submission, the keys and the released notebook lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medcoding.errors import GradingError
from medcoding.exercises.find import find_file


@dataclass(frozen=True, slots=True)
class Places:
    """The folders that grading one learner's assignment needs. None of them is written to.

    `submitted` holds what the learner handed in, `source` the assignment with its keys, `release`
    what learners were given. `student` is the learner as nbgrader knows them.
    """

    submitted: Path
    source: Path
    release: Path
    student: str = ""

    @property
    def assignment(self) -> str:
        """The assignment's name, which is that of its folder."""
        return self.source.name

    def key_file(self, slug: str) -> Path:
        """The authored file that holds the graded exercise `slug`; where its case should lie when none does."""
        return find_file(self.source, slug) or self.source / "cases" / f"{slug}.md"

    def has_key(self, slug: str) -> bool:
        """True where the exercise is scored from its answer. A slug that is no plain name has no key."""
        return is_slug(slug) and self.key_file(slug).is_file()


def is_slug(name: str) -> bool:
    """True for a name that cannot lead out of its folder."""
    return bool(name) and all(letter.isascii() and (letter.isalnum() or letter in "-_") for letter in name)


def places_of(coursedir: Any, assignment: str, student: str) -> Places:
    """The folders as nbgrader's CourseDirectory names them."""

    def folder(step: str, who: str) -> Path:
        return Path(coursedir.format_path(step, who, assignment))

    return Places(
        submitted=folder(coursedir.submitted_directory, student),
        source=folder(coursedir.source_directory, "."),
        release=folder(coursedir.release_directory, "."),
        student=student,
    )


def places_around(folder: Path) -> Places:
    """The folders as seen from autograded/<student>/<assignment>, where nbgrader runs a kernel.

    Raises:
        GradingError: when `folder` does not lie in a course.
    """
    folder = folder.resolve()
    if len(folder.parents) < 3 or not (folder.parents[2] / "source").is_dir():
        raise GradingError(
            f"{folder}: this is not autograded/<student>/<assignment> of a course; grade with `nbgrader autograde`"
        )
    root, student, assignment = folder.parents[2], folder.parent.name, folder.name
    return Places(
        submitted=root / "submitted" / student / assignment,
        source=root / "source" / assignment,
        release=root / "release" / assignment,
        student=student,
    )
