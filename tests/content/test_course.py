"""The course as authored and as built: every case right, every built file up to date, no key let out."""

import json
from datetime import date
from pathlib import Path

import pytest
from keys import COURSE, GRADED, key_sentences

from medcoding.answers import RawAnswer
from medcoding.build.course import check_course_build
from medcoding.codes import DEFAULT_DATE, ICD10CM, table
from medcoding.exercises import load_case, variants_of
from medcoding.exercises.check import check_case, check_course
from medcoding.kinds import kind_of
from medcoding.scoring import possible, score


@pytest.mark.parametrize("path", COURSE.case_files(), ids=lambda path: path.stem)
def test_case(path):
    assert list(check_case(load_case(path), COURSE.syllabus)) == []


VARIED = [path for path in COURSE.case_files() if load_case(path).variants]


def test_variants_are_practised():
    assert len([path for path in VARIED if "04-" in str(path)]) >= 6
    assert len([path for path in VARIED if "05-" in str(path)]) >= 3


@pytest.mark.parametrize("path", VARIED, ids=lambda path: path.stem)
def test_every_variant_is_a_case_of_its_own(path):
    case = load_case(path)
    keys = set()
    for each in case.variants:
        assert "{" not in f"{each.title}{each.record}{each.question}{each.note}"
        full = kind_of(each.kind).full_answer(each)
        assert score(each, full).points == possible(each) == possible(case)
        assert score(each, RawAnswer(each.slug, {})).points == 0
        keys.add(json.dumps(full.fields, sort_keys=True))
    assert len(keys) > 1
    # What is right for one variant is not full marks for most others.
    first = kind_of(case.kind).full_answer(case)
    others = [score(each, first).points for each in case.variants[1:]]
    assert sum(points < possible(case) for points in others) >= len(others) / 2


def test_the_course_as_a_whole_has_no_problems():
    assert check_course(COURSE).problems == ()


def test_a_later_day_names_exactly_the_cases_that_the_new_release_touches():
    """FY2027 began on October 1, 2026: every code of the bank that ended before it, and nothing else."""
    day = date(2026, 11, 15)
    held = table(ICD10CM, DEFAULT_DATE)

    def is_touched(case):
        lines = [line for each in variants_of(case) for line in getattr(each.key, "lines", ())]
        ends = [held.find(line.code).valid_to for line in lines if getattr(line, "system", "") == ICD10CM]
        return any(end is not None and end < day for end in ends)

    touched = {path.stem for path in COURSE.case_files() if is_touched(load_case(path))}
    found = check_course(COURSE, on=day).problems
    assert {Path(problem.where).stem for problem in found} == touched
    assert touched >= {"first-steps-of-the-day", "wide-heart-in-room-two"}
    assert all("2026-09-30" in problem.says for problem in found)


def test_every_built_file_is_what_its_source_gives():
    assert list(check_course_build(COURSE)) == []


def test_the_syllabus_declares_all_sixteen_units():
    assert [unit.number for unit in COURSE.syllabus.units] == list(range(1, 17))


@pytest.mark.parametrize("case", GRADED, ids=lambda case: case.slug)
def test_no_sentence_of_a_graded_key_is_released(case):
    released = [file for file in (COURSE.root / "release").rglob("*") if file.is_file() and file.name != "README.md"]
    assert released
    secrets = key_sentences(case)
    assert secrets
    for file in released:
        text = file.read_text(encoding="utf-8")
        # The same sentence must not hide in JSON escapes.
        for secret in secrets:
            assert secret not in text, file
            assert json.dumps(secret)[1:-1] not in text, file


def test_what_is_released_is_the_notebook_and_the_public_half_alone():
    for work in COURSE.graded_work():
        files = {path.name for path in (COURSE.root / "release" / work.folder).rglob("*") if path.is_file()}
        assert files == {"assignment.ipynb", "exercises.json"}
        public = json.loads((COURSE.root / "release" / work.folder / "exercises.json").read_text(encoding="utf-8"))
        halves = public["exercises"].values()
        for text in [text for half in halves for text in (half.values() if isinstance(half, dict) else [half])]:
            assert "## Key" not in text
            assert "## Teaching note" not in text
