"""The assignments of this repository through nbgrader: full marks for the key, none for nothing, nothing leaked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from medcoding.nbgrader.demo.classroom import open_classroom
from medcoding.nbgrader.demo.handins import nothing, perfect
from medcoding.nbgrader.run import grade_class
from medcoding.scoring import possible

REPOSITORY = Path(__file__).parents[2]
ASSIGNMENTS = sorted(path.parent.name for path in REPOSITORY.glob("source/*/assignment.ipynb"))


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def graded(request, tmp_path_factory):
    """One assignment, answered wholly by one learner and not at all by another."""
    with open_classroom(REPOSITORY, request.param, tmp_path_factory.mktemp("real") / "class") as classroom:
        classroom.generate()
        classroom.release()
        for student, way in (("diligent", perfect), ("absent", nothing)):
            way(classroom.fetch(student))
            classroom.submit(student)
        classroom.collect()
        yield classroom, {each.student: each for each in grade_class(classroom.app, request.param).learners}


def test_the_key_earns_every_point_and_nothing_earns_none(graded) -> None:
    classroom, results = graded
    total = sum(possible(exercise) for exercise in classroom.exercises)
    assert results["diligent"].score == pytest.approx(total)
    assert results["diligent"].possible == pytest.approx(total)
    assert results["absent"].score == 0.0
    assert not results["diligent"].problems
    assert not results["absent"].problems


def test_nothing_of_a_key_is_released(graded) -> None:
    classroom, _ = graded
    files = [path for path in (classroom.root / "release").rglob("*") if path.is_file()]
    released = "\n".join(path.read_text(encoding="utf-8") for path in files)
    for exercise in classroom.exercises:
        assert exercise.slug in released
        if exercise.note:
            assert exercise.note not in released
        for line in getattr(exercise.key, "lines", ()):
            assert line.why not in released
            # A marked place of a record has no code.
            for code in (*getattr(line, "accepted", ()), getattr(line, "code", "")):
                assert not code or not re.search(rf"\b{re.escape(code)}\b", released), code
    for trace in ("## Key", "near_misses:", "evidence:", "cite:", "why:"):
        assert trace not in released
    assert not [path for path in files if path.suffix == ".md"]
