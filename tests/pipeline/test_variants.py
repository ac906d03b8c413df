"""A class of four and a case with variants: each is graded by the variant that was theirs, to the point."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbformat import v4, write

from builders import a_key, a_line
from medcoding.answers import answer_path, save_answer
from medcoding.build.notebooks import build_assignment
from medcoding.exercises import load_case
from medcoding.exercises.draw import find_variant, own_variant
from medcoding.exercises.public import public_half
from medcoding.nbgrader.demo.answers import full
from medcoding.nbgrader.demo.classroom import open_classroom
from medcoding.nbgrader.grading import grade_exercise
from medcoding.nbgrader.places import places_around
from medcoding.nbgrader.run import LearnerResult, grade_class
from medcoding.nbgrader.submission import Submission
from unit.test_variants import a_text

UNIT = "unit"
REPOSITORY = Path(__file__).parents[2]
LINES = a_key(
    a_line(
        "S93.40{side.code}{visit.letter}",
        "first-listed",
        points="2",
        evidence="Twisted the {side} ankle {visit.when}.",
    )
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one graded case of four variants, worth 2 points."""
    root = tmp_path_factory.mktemp("variants")
    folder = root / "source" / UNIT
    (folder / "cases").mkdir(parents=True)
    text = a_text(line=LINES.removeprefix("lines:\n"))
    (folder / "cases" / "a-case.md").write_text(text, encoding="utf-8")
    case = load_case(folder / "cases" / "a-case.md")
    (folder / "exercises.json").write_text(json.dumps({"format": 1, "exercises": {"a-case": public_half(case)}}))
    (folder / "assignment.ipynb").write_bytes(
        build_assignment("# Test\n\n[[exercise: a-case]]\n", f"{UNIT}/assignment", {"a-case": 2.0})
    )
    (root / "nbgrader_config.py").write_text((REPOSITORY / "nbgrader_config.py").read_text())
    return root


@dataclass
class Class:
    """What came of the four: their results by name, and the folder."""

    root: Path
    results: dict[str, LearnerResult]

    def feedback(self, learner: str) -> str:
        return (self.root / "feedback" / learner / UNIT / "assignment.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def graded(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Class:
    """Ada (left.later) and Chen (right.later) are right; Ben (left.first) takes the other side; Student00 names none.

    Dora hands in Chen's answer file, and Eve names a variant that there is not.
    """
    case = load_case(source / "source" / UNIT / "cases" / "a-case.md")
    with open_classroom(source, UNIT, tmp_path_factory.mktemp("round") / "class") as classroom:
        classroom.generate()
        classroom.release()
        desks = {learner: classroom.fetch(learner) for learner in ("ada", "ben", "chen", "student00", "dora", "eve")}
        own = {learner: own_variant(case, learner, UNIT) for learner in desks}
        assert {each: own[each].variant for each in ("ada", "ben", "chen", "student00")} == {
            "ada": "left.later",
            "ben": "left.first",
            "chen": "right.later",
            "student00": "left.first",
        }
        given = {learner: full(own[learner]) for learner in desks}
        given["ben"] = _changed(given["ben"], given["ben"].variant, "S93.401A")
        given["student00"] = _changed(given["student00"], "", "S93.402A")
        given["dora"] = given["chen"]
        given["eve"] = _changed(given["eve"], "both.never", given["eve"].fields["lines"][0]["code"])
        for learner, desk in desks.items():
            save_answer(answer_path(desk.folder, "a-case"), given[learner])
            desk.enter_copy(given[learner])
            classroom.submit(learner)
        classroom.collect()
        results = {each.student: each for each in grade_class(classroom.app, UNIT).learners}
        classroom.make_feedback()
        return Class(classroom.root, results)


def _changed(answer, variant, code):
    from dataclasses import replace

    return replace(answer, variant=variant, fields={"lines": [{**answer.fields["lines"][0], "code": code}]})


@pytest.mark.parametrize(
    ("learner", "points"),
    [("ada", 2.0), ("ben", 1.0), ("chen", 2.0), ("student00", 2.0), ("dora", 2.0), ("eve", 2.0)],
)
def test_each_is_graded_by_their_own_variant(graded, learner, points):
    assert (graded.results[learner].score, graded.results[learner].possible) == (points, 2.0)


@pytest.mark.parametrize("learner", ["ada", "ben", "chen", "student00"])
def test_nothing_is_said_of_those_who_answered_their_own(graded, learner):
    assert graded.results[learner].problems == ()


def test_a_neighbours_variant_is_judged_as_such_and_told(graded):
    (problem,) = graded.results["dora"].problems
    assert problem.startswith("a-case: the answer is to the variant right.later, and ")
    assert "It was judged as an answer to right.later." in graded.feedback("dora")


def test_a_variant_that_there_is_not_is_judged_by_the_learners_own(graded):
    (problem,) = graded.results["eve"].problems
    assert "names the variant 'both.never', which it has not" in problem
    assert "It was judged against the variant of this learner, " in problem


def test_feedback_shows_the_record_that_the_learner_read(graded):
    assert "Twisted the left ankle last week." in graded.feedback("ada")
    assert "Twisted the right ankle last week." in graded.feedback("chen")
    assert "Twisted the right ankle" not in graded.feedback("ada")


def test_what_learners_fetch_holds_every_record_and_no_key(graded):
    text = (graded.root / "release" / UNIT / "exercises.json").read_text()
    assert "ankle last week" in text
    assert "S93" not in text
    assert not (graded.root / "release" / UNIT / "cases").exists()


def test_a_stock_nbgrader_grades_by_the_same_variant(graded):
    for learner, result in graded.results.items():
        folder = graded.root / "autograded" / learner / UNIT
        places = places_around(folder)
        assert grade_exercise(places, Submission(places.submitted, "assignment"), "a-case").points == result.score


def test_the_copy_in_the_notebook_names_its_variant_too(source, tmp_path):
    case = load_case(source / "source" / UNIT / "cases" / "a-case.md")
    places = places_around(source / "autograded" / "ada" / UNIT)
    answer = full(find_variant(case, "left.later"))
    cell = v4.new_code_cell("", metadata={"nbgrader": {"grade_id": "a-case"}})
    bundle = {"application/vnd.medcoding.answer+json": answer.as_json()}
    cell.outputs = [v4.new_output("display_data", data=bundle)]
    notebook = v4.new_notebook(cells=[cell])
    write(notebook, tmp_path / "assignment.ipynb")
    submission = Submission(tmp_path, "assignment", (json.loads((tmp_path / "assignment.ipynb").read_text()),))
    graded = grade_exercise(places, submission, "a-case")
    assert (graded.points, graded.note.is_problem) == (2.0, False)
