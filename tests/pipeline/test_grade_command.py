"""`medcoding grade`: what it prints, what it leaves alone, and its exit status."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from medcoding.cli.grading import grade
from medcoding.nbgrader.demo.classroom import Classroom
from medcoding.nbgrader.session import LOG, open_course
from small_class import copy_of
from small_class import run as run_command

WAYS = ("all right", "an answer file that is not JSON", "no notebook", "every other exercise right")


@pytest.fixture(scope="module")
def ungraded(round_, tmp_path_factory) -> Path:
    """A course with four collected submissions and nothing graded yet."""
    root = tmp_path_factory.mktemp("ungraded") / "class"
    shutil.copytree(round_.root, root, ignore=shutil.ignore_patterns("autograded", "feedback", "learners", "submitted"))
    (root / "gradebook.db").unlink()
    for way in WAYS:
        student = round_.students[way]
        shutil.copytree(round_.root / "submitted" / student, root / "submitted" / student)
    (root / "course").mkdir()
    (root / "course" / "syllabus.yaml").write_text("")
    with open_course(root, alone=True) as app:
        Classroom(app, root, round_.classroom.assignment).generate()
    return root


@pytest.fixture
def class_of_four(ungraded, tmp_path, monkeypatch) -> Path:
    """A copy of it, which is the current folder."""
    return copy_of(ungraded, tmp_path / "class", monkeypatch)


def run(*words: str) -> tuple[int, str]:
    return run_command(grade, *words)


def test_a_bad_submission_stops_nobody_and_the_run_exits_1(class_of_four, round_, unit) -> None:
    status, text = run(unit, "--json")
    summary = json.loads(text)
    scores = {each["student"]: each["score"] for each in summary["learners"]}
    assert status == 1
    assert scores == dict(zip((round_.students[way] for way in WAYS), (8.0, 6.0, 8.0, 3.0), strict=True))


def test_a_submission_that_nbgrader_gives_up_is_named_and_the_rest_is_graded(class_of_four, round_, unit) -> None:
    broken = class_of_four / "submitted" / round_.students["all right"] / unit
    shutil.rmtree(broken / "answers")
    (class_of_four / "autograded").mkdir()
    (class_of_four / "autograded" / round_.students["all right"]).write_text("in the way of a folder")
    status, text = run(unit, "--json")
    learners = {each["student"]: each for each in json.loads(text)["learners"]}
    assert status == 1
    assert learners[round_.students["all right"]]["score"] is None
    assert "could not grade" in learners[round_.students["all right"]]["problems"][0]
    assert learners[round_.students["every other exercise right"]]["score"] == 3.0


def test_only_good_submissions_exit_0(class_of_four, round_, unit) -> None:
    for way in WAYS[1:3]:
        shutil.rmtree(class_of_four / "submitted" / round_.students[way])
    status, text = run(unit)
    assert status == 0
    assert "2 graded now, 0 before" in text


def test_a_second_run_grades_only_what_is_new_and_still_tells_of_old_problems(class_of_four, round_, unit) -> None:
    run(unit)
    status, text = run(unit)
    assert status == 1
    assert "0 graded now, 4 before" in text
    assert "the answer file cannot be read" in text
    assert "4 graded now" in run(unit, "--force")[1]


def test_one_student_can_be_graded_alone(class_of_four, round_, unit) -> None:
    status, text = run(unit, "--student", round_.students["all right"], "--json")
    assert status == 0
    assert [each["student"] for each in json.loads(text)["learners"]] == [round_.students["all right"]]


def test_a_damaged_timestamp_is_told_and_the_submission_scored(class_of_four, round_, unit) -> None:
    student = round_.students["all right"]
    (class_of_four / "submitted" / student / unit / "timestamp.txt").write_bytes(b"\xff yesterday")
    status, text = run(unit, "--json")
    result = next(each for each in json.loads(text)["learners"] if each["student"] == student)
    assert (status, result["score"]) == (1, 8.0)
    assert "timestamp.txt" in result["problems"][0]


def test_a_grade_given_by_hand_survives_grading_again(class_of_four, round_, unit) -> None:
    run(unit)
    student = round_.students["every other exercise right"]
    with Gradebook(f"sqlite:///{class_of_four}/gradebook.db") as gradebook:
        grade_ = gradebook.find_grade("foot-ulcer", "assignment", unit, student)
        assert grade_.auto_score == 0.0
        grade_.manual_score = 4.0
        gradebook.db.commit()
    _, text = run(unit, "--force", "--student", student, "--json")
    assert json.loads(text)["learners"][0]["score"] == 7.0


def test_an_assignment_that_nobody_handed_in_says_what_to_do(class_of_four, unit) -> None:
    shutil.rmtree(class_of_four / "submitted")
    with pytest.raises(Exception, match=f"run `nbgrader collect {unit}`"):
        run(unit)


def test_an_assignment_that_was_not_generated_says_what_to_do(class_of_four) -> None:
    with pytest.raises(Exception, match="run `nbgrader generate_assignment 05-nothing`"):
        run("05-nothing")


def test_a_cell_without_a_key_is_refused_and_no_code_runs(class_of_four, round_, unit) -> None:
    (class_of_four / "source" / unit / "cases" / "high-pressure.md").unlink()
    status, text = run(unit, "--json")
    problems = {problem for each in json.loads(text)["learners"] for problem in each["problems"]}
    assert status == 1
    assert len(problems) == 1
    assert "no key for high-pressure" in problems.pop()


def test_a_key_worth_other_points_than_its_cell_is_refused(class_of_four, unit) -> None:
    path = class_of_four / "source" / unit / "cases" / "high-pressure.md"
    path.write_text(path.read_text().replace("points: 1", "points: 3"))
    status, text = run(unit, "--json")
    assert status == 1
    assert all("worth 3 points" in each["problems"][0] for each in json.loads(text)["learners"])


def test_nbgraders_own_log_goes_to_a_file(class_of_four, unit, capfd) -> None:
    run(unit)
    assert "Traceback" not in "".join(capfd.readouterr())
    assert "Autograding" in (class_of_four / LOG).read_text()
