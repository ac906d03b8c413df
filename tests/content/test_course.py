"""The course as authored and as built: every case right, every built file up to date, no key let out."""

import json
from pathlib import Path

import pytest

from medcoding.build.course import check_course_build
from medcoding.exercises import load_case
from medcoding.exercises.check import check_case, check_course
from medcoding.exercises.course import Course

COURSE = Course(Path(__file__).parents[2])
GRADED = [path for path in COURSE.case_files() if path.is_relative_to(COURSE.root / "source")]


@pytest.mark.parametrize("path", COURSE.case_files(), ids=lambda path: path.stem)
def test_case(path):
    assert list(check_case(load_case(path), COURSE.syllabus)) == []


def test_the_course_as_a_whole_has_no_problems():
    assert check_course(COURSE).problems == ()


def test_every_built_file_is_what_its_source_gives():
    assert list(check_course_build(COURSE)) == []


def test_the_syllabus_declares_all_sixteen_units():
    assert [unit.number for unit in COURSE.syllabus.units] == list(range(1, 17))


def secrets(path: Path) -> list[str]:
    """The sentences that only a key holds."""
    key = load_case(path).key
    return [line.why for line in key.lines] + [miss.says for miss in key.near_misses]


@pytest.mark.parametrize("path", GRADED, ids=lambda path: path.stem)
def test_no_sentence_of_a_graded_key_is_released(path):
    released = [file for file in (COURSE.root / "release").rglob("*") if file.is_file() and file.name != "README.md"]
    assert released
    for file in released:
        text = file.read_text(encoding="utf-8")
        # The same sentence must not hide in JSON escapes.
        for secret in secrets(path):
            assert secret not in text, file
            assert json.dumps(secret)[1:-1] not in text, file


def test_what_is_released_is_the_notebook_and_the_public_half_alone():
    for unit in COURSE.ready_units():
        files = {path.name for path in (COURSE.root / "release" / unit.folder).rglob("*") if path.is_file()}
        assert files == {"assignment.ipynb", "exercises.json"}
        public = json.loads((COURSE.root / "release" / unit.folder / "exercises.json").read_text(encoding="utf-8"))
        for text in public["exercises"].values():
            assert "## Key" not in text
            assert "## Teaching note" not in text
