"""Reading what was handed in: the file first, then the notebook's copy, and nothing hostile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from medcoding.answers import MIME, RawAnswer, answer_path, save_answer
from medcoding.errors import GradingError
from medcoding.nbgrader.grading import Places, grade_exercise, safe_points, score_in_kernel
from medcoding.nbgrader.places import is_slug, places_around
from medcoding.nbgrader.submission import load_submission

SLUG = "high-pressure"
RIGHT = RawAnswer(SLUG, {"lines": [{"code": "I10", "system": "ICD-10-CM", "role": "first-listed"}]})
WRONG = RawAnswer(SLUG, {"lines": [{"code": "J45.909", "system": "ICD-10-CM", "role": "first-listed"}]})


@pytest.fixture
def places(course, unit, tmp_path) -> Places:
    submitted = tmp_path / "submitted" / "anna" / unit
    submitted.mkdir(parents=True)
    return Places(submitted, course / "source" / unit, tmp_path / "release" / unit)


def hand_in_notebook(places: Places, *copies: object, name: str = "assignment") -> None:
    outputs = [{"output_type": "display_data", "data": {MIME: copy}, "metadata": {}} for copy in copies]
    cell = {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": SLUG}}, "source": "x", "outputs": outputs}
    (places.submitted / f"{name}.ipynb").write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}))


def graded(places: Places):
    return grade_exercise(places, load_submission(places.submitted, "assignment"), SLUG)


def test_a_file_that_can_be_read_beats_the_copy(places) -> None:
    save_answer(answer_path(places.submitted, SLUG), WRONG)
    hand_in_notebook(places, RIGHT.as_json())
    found = graded(places)
    assert (found.points, found.note) == (0.0, None)


def test_without_a_file_the_copy_counts_and_is_no_problem(places) -> None:
    hand_in_notebook(places, RIGHT.as_json())
    found = graded(places)
    assert found.points == 1.0
    assert found.note
    assert not found.note.is_problem


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"null",
        b"[1e400]",
        b'{"exercise": "high-pressure", "lines": NaN}',
        b'{"exercise": "high-pressure", "lines": 5}',
        b'{"exercise": "high-pressure", "lines": [{"code": ["I10"]}]}',
        b'{"exercise": "other", "lines": []}',
        b"[" * 100_000,
        b'{"exercise": "high-pressure", "x": "\\ud800"}',
        b"\xff\xfe\x00",
    ],
)
def test_a_damaged_file_gives_way_to_the_copy_and_is_told(places, damage) -> None:
    path = answer_path(places.submitted, SLUG)
    path.parent.mkdir()
    path.write_bytes(damage)
    alone = graded(places)
    assert alone.points == 0.0
    assert alone.note
    assert alone.note.is_problem
    assert "Traceback" not in alone.html
    hand_in_notebook(places, RIGHT.as_json())
    assert graded(places).points == 1.0
    assert graded(places).note.is_problem


def test_an_empty_submission_is_worth_nothing_and_is_no_problem(places) -> None:
    hand_in_notebook(places)
    found = graded(places)
    assert (found.points, found.note) == (0.0, None)
    assert "No answer was handed in" in found.html


def test_links_are_not_followed(places, tmp_path) -> None:
    elsewhere = tmp_path / "elsewhere" / "answers"
    save_answer(elsewhere / f"{SLUG}.json", RIGHT)
    (places.submitted / "answers").symlink_to(elsewhere)
    assert graded(places).points == 0.0
    (places.submitted / "answers").unlink()
    (places.submitted / "answers").mkdir()
    answer_path(places.submitted, SLUG).symlink_to(elsewhere / f"{SLUG}.json")
    assert graded(places).points == 0.0


def test_what_a_learner_wrote_comes_out_as_text(places) -> None:
    bad = RawAnswer(SLUG, {"lines": [{"code": "<b>x</b>", "system": "<script>alert(1)</script>", "role": "x"}]})
    save_answer(answer_path(places.submitted, SLUG), bad)
    assert "<script" not in graded(places).html
    assert "<b>x" not in graded(places).html


@pytest.mark.parametrize("points", [float("nan"), float("inf"), float("-inf"), -1.0, 7.0])
def test_points_are_a_plain_float_within_bounds(points) -> None:
    found = safe_points(points, 5)
    assert type(found) is float
    assert 0.0 <= found <= 5.0


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "a\\b", "a.b", "ä", "a b", "a\n"])
def test_names_that_could_lead_elsewhere_have_no_key(places, name) -> None:
    assert not is_slug(name)
    assert not places.has_key(name)


def test_a_kernel_scores_from_the_folder_it_runs_in(course, unit, tmp_path, monkeypatch, capsys) -> None:
    root = tmp_path / "root"
    (root / "source").mkdir(parents=True)
    (root / "source" / unit).symlink_to(course / "source" / unit)
    here = root / "autograded" / "anna" / unit
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    assert score_in_kernel(SLUG) == 0.0
    save_answer(answer_path(here, SLUG), RIGHT)
    points = score_in_kernel(SLUG)
    assert (points, type(points)) == (1.0, float)
    save_answer(answer_path(root / "submitted" / "anna" / unit, SLUG), WRONG)
    assert score_in_kernel(SLUG) == 0.0
    assert capsys.readouterr().err == ""


def test_a_kernel_without_a_key_raises_so_that_nbgrader_gives_nothing(course, unit, tmp_path, monkeypatch) -> None:
    here = tmp_path / "autograded" / "anna" / unit
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    with pytest.raises(GradingError, match="not autograded"):
        score_in_kernel(SLUG)
    (tmp_path / "source" / unit / "cases").mkdir(parents=True)
    with pytest.raises(GradingError, match="no key"):
        score_in_kernel(SLUG)
    with pytest.raises(GradingError, match="no key"):
        score_in_kernel("../../source/secret")


def test_places_are_read_from_the_folder(tmp_path) -> None:
    (tmp_path / "source").mkdir()
    here = tmp_path / "autograded" / "anna" / "unit"
    here.mkdir(parents=True)
    assert places_around(here).submitted == Path(tmp_path / "submitted" / "anna" / "unit")


def test_a_fault_of_the_scorer_costs_one_exercise_and_is_told(places, monkeypatch) -> None:
    from medcoding.nbgrader import grading

    honest = grading.score

    def faulty(exercise, answer, **more):
        if answer is not None:
            raise IndexError("list index out of range")
        return honest(exercise, answer, **more)

    monkeypatch.setattr(grading, "score", faulty)
    save_answer(answer_path(places.submitted, SLUG), RIGHT)
    found = graded(places)
    assert found.points == 0.0
    assert found.note
    assert found.note.is_problem
    assert "the course has a fault here" in found.html
