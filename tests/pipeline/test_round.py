"""The whole nbgrader round: each way of handing in gets exactly its score, and nobody stops the next."""

from __future__ import annotations

import json

import pytest

# Of 8 points: ankle 2 (one code), ulcer 5 (two codes in order), pressure 1 (one code).
SCORES = {
    "all right": 8.0,
    "every other exercise right": 3.0,
    "less specific codes": 5.5,
    "wrong side": 6.0,
    "wrong 7th character": 7.0,
    "wrong order": 6.75,
    "extra codes": 3.5,
    "first half only": 2.0,
    "nothing answered": 0.0,
    "an answer file that is not JSON": 6.0,
    "an answer file cut short": 8.0,
    "an answer file over 1 MB": 6.0,
    "an answer to another exercise": 6.0,
    "only the notebook": 8.0,
    "no notebook": 8.0,
    "a notebook cut short": 8.0,
    "exercise cells removed": 8.0,
    "exercise cells copied": 3.0,
    "exercise cells retyped": 2.0,
    "extra files": 8.0,
    "an answer with odd fields": 6.0,
    "a renamed notebook, no files": 8.0,
    "a notebook of another format": 8.0,
    "every cell removed": 8.0,
}


def test_every_way_is_tried(way_of) -> None:
    assert set(way_of) == set(SCORES)


@pytest.mark.parametrize("way", SCORES)
def test_the_gradebook_holds_exactly_the_score(round_, way) -> None:
    result = round_.result(way)
    assert (result.score, result.possible) == (SCORES[way], 8.0)


@pytest.mark.parametrize("way", SCORES)
def test_a_problem_is_reported_where_there_is_one(round_, way_of, way) -> None:
    problems = round_.result(way).problems
    assert bool(problems) == way_of[way].is_problem, problems
    assert not any("Traceback" in problem or str(round_.root) in problem for problem in problems)


@pytest.mark.parametrize("way", [way for way in SCORES if way != "nothing answered"])
def test_feedback_says_what_was_wrong_with_a_submission(round_, way) -> None:
    page = round_.feedback(way)
    for problem in round_.result(way).problems:
        said = problem.split(";")[0].split(": ", 1)[1].split("'")[0].split(". ")[0]
        assert said in page


def test_submissions_are_left_as_they_came(round_, checksums) -> None:
    assert checksums(round_.root / "submitted") == round_.before


def test_a_learners_own_files_stay_in_submitted(round_) -> None:
    assert (round_.folder("submitted", "extra files") / "notes.txt").is_file()
    for step in ("autograded", "feedback"):
        names = {path.name for path in round_.folder(step, "extra files").rglob("*") if path.is_file()}
        assert names <= {
            "assignment.ipynb",
            "assignment.html",
            "timestamp.txt",
            "submission_secret.txt",
            "exercises.json",
        }


def test_a_graded_cell_returns_a_plain_float_after_its_page(round_) -> None:
    notebook = json.loads((round_.folder("autograded", "less specific codes") / "assignment.ipynb").read_text())
    points = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            page, number = cell["outputs"]
            assert page["output_type"] == "display_data"
            assert number["output_type"] == "execute_result"
            text = "".join(number["data"]["text/plain"])
            assert text == repr(float(text))
            points.append(float(text))
    assert sum(points) == SCORES["less specific codes"]


def test_nothing_needs_manual_grading(round_) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(round_.classroom.app.coursedir.db_url) as gradebook:
        for submission in gradebook.assignment_submissions(round_.classroom.assignment):
            assert not submission.needs_manual_grade
