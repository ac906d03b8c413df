"""A tiny course of three graded cases worth 8 points, and one class that hands in everything at once."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from nbformat import v4, write

from disputed_class import make_graded_class
from lms_zips import make_class_of_three
from medcoding.exercises import load_case
from medcoding.nbgrader.demo.classroom import Classroom, open_classroom
from medcoding.nbgrader.demo.handins import WAYS, Way
from medcoding.nbgrader.run import LearnerResult, Summary, grade_class
from medcoding.scoring import possible

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
UNIT = "04-test-unit"


@dataclass
class Round:
    """A class whose submissions were collected, graded and given feedback. `before` is submitted/ as collected."""

    classroom: Classroom
    summary: Summary
    before: dict[str, str]
    students: dict[str, str] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.classroom.root

    def result(self, way: str) -> LearnerResult:
        return next(each for each in self.summary.learners if each.student == self.students[way])

    def folder(self, step: str, way: str) -> Path:
        return self.root / step / self.students[way] / UNIT

    def feedback(self, way: str) -> str:
        return (self.folder("feedback", way) / "assignment.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course root with source/<unit> and the repository's own nbgrader_config.py. Tests do not change it."""
    return make_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="session")
def unit() -> str:
    return UNIT


@pytest.fixture(scope="session")
def way_of() -> dict[str, Way]:
    return {way.says: way for way in WAYS}


@pytest.fixture(scope="session")
def round_(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    """The whole round, once for all tests that only look at it."""
    with open_classroom(course, UNIT, tmp_path_factory.mktemp("round") / "class") as classroom:
        classroom.generate()
        classroom.release()
        students = {}
        for number, way in enumerate(WAYS):
            students[way.says] = f"student{number:02d}"
            desk = classroom.fetch(students[way.says])
            way.do(desk)
            classroom.submit(students[way.says])
        classroom.collect()
        before = digests(classroom.root / "submitted")
        summary = grade_class(classroom.app, UNIT)
        classroom.make_feedback()
        yield Round(classroom, summary, before, students)


@pytest.fixture(scope="session")
def class_with_disputes(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graded class of disputed_class.py. Tests take a copy of it."""
    return make_graded_class(course, tmp_path_factory.mktemp("disputed") / "class", UNIT)


@pytest.fixture(scope="session")
def class_of_three(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class of lms_zips.py, which has handed nothing in. Tests take a copy of it."""
    return make_class_of_three(course, tmp_path_factory.mktemp("lms") / "class", UNIT)


def digests(folder: Path) -> dict[str, str]:
    """The checksum of every file below a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def make_course(root: Path) -> Path:
    source = root / "source" / UNIT
    shutil.copytree(HERE / "cases", source / "cases")
    (source / "assignment.md").write_text("# Test assignment\n")
    shutil.copyfile(REPOSITORY / "nbgrader_config.py", root / "nbgrader_config.py")
    notebook = v4.new_notebook(
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "medcoding": {"role": "assignment", "format": 1},
        }
    )
    notebook.cells.append(v4.new_markdown_cell("# Test assignment", id="title"))
    for path in sorted((source / "cases").glob("*.md")):
        exercise = load_case(path)
        cell = v4.new_code_cell(f'from medcoding_widgets import grade\ngrade("{exercise.slug}")', id=exercise.slug)
        cell.metadata = {
            "nbgrader": {
                "grade_id": exercise.slug,
                "grade": True,
                "solution": False,
                "locked": True,
                "task": False,
                "points": possible(exercise),
                "cell_type": "code",
                "schema_version": 3,
            },
            "jupyter": {"source_hidden": True},
            "tags": ["hide-input"],
        }
        notebook.cells.append(cell)
    write(notebook, source / "assignment.ipynb")
    return root


@pytest.fixture
def own_course(tmp_path: Path) -> Path:
    """A course that a test may change."""
    return make_course(tmp_path / "own")


@pytest.fixture(scope="session")
def checksums():
    return digests
