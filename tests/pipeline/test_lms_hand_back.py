"""Scores and feedback go out by the names of Canvas, Moodle and Blackboard."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from lms_zips import ZIPS, run
from medcoding.cli.grading import grade
from medcoding.cli.lms import collect, feedback, scores
from medcoding.errors import CollectError
from medcoding.nbgrader.demo.classroom import Classroom
from medcoding.nbgrader.session import open_course
from small_class import ANKLE, copy_of


@pytest.fixture
def root(class_of_three, tmp_path, monkeypatch) -> Path:
    """A copy of the class, which is the current folder."""
    return copy_of(class_of_three, tmp_path / "class", monkeypatch)


@pytest.fixture
def graded(root, unit):
    """Collects a system's zip, grades it and makes the pages. Ann has half a point of extra credit: 8.5 of 8."""

    def make(system: str) -> Path:
        run(collect, unit, ZIPS[system](root, unit), "--roster", "roster.csv")
        run(grade, unit)
        with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
            gradebook.find_grade(ANKLE, "assignment", unit, "ann").extra_credit = 0.5
            gradebook.db.commit()
        with open_course(root, alone=True) as app:
            Classroom(app, root, unit).make_feedback()
        return root

    return make


def test_scores_for_canvas_stand_in_its_columns(graded, unit) -> None:
    graded("canvas")
    status, text, told = run(scores, unit, "--for", "canvas", "--title", "Unit 4 (55)")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Unit 4 (55)"],
        ["    Points Possible", "", "", "", "", "8"],
        ["Abel, Ann", "101", "", "ann", "", "8.5"],
        ["Brand, Bob", "102", "", "bob", "", "2"],
        ["Chen, =Cai", "", "", "cai", "", ""],
    ]
    assert status == 1
    assert "ann: more than the maximum of 8" in told
    assert run(scores, unit, "--for", "canvas", "--title", "Unit 4 (55)", "--at-most-full")[0] == 0


def test_scores_for_moodle_stand_in_its_worksheet(graded, unit) -> None:
    graded("moodle")
    with pytest.raises(CollectError, match="ann: more than 8 points"):
        run(scores, unit, "--for", "moodle")
    status, text, told = run(scores, unit, "--for", "moodle", "--at-most-full")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["Identifier"], row["Full name"], row["Grade"], row["Maximum Grade"]) for row in rows] == [
        ("Participant 201", "Ann Abel", "8", "8"),
        ("Participant 202", "Bob Brand", "2", "8"),
    ]
    assert status == 1
    assert "cai: left out" in told


def test_scores_as_a_table_hold_no_formula_and_count_late_penalties(graded, unit) -> None:
    root = graded("canvas")
    with (root / "nbgrader_config.py").open("a") as file:
        file.write("c.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment(unit, duedate="2026-05-16 00:00:00 UTC")
    run(grade, unit)
    run(scores, unit, "--for", "csv", "--output", "out.csv")
    rows = {row["student"]: row for row in csv.DictReader(io.StringIO((root / "out.csv").read_text()))}
    assert {student: row["score"] for student, row in rows.items()} == {"ann": "8.5", "bob": "0", "cai": ""}
    assert rows["cai"]["first_name"] == "'=Cai"


def test_scores_of_moodle_need_its_numbers(graded, unit) -> None:
    graded("canvas")
    with pytest.raises(CollectError, match="participant numbers"):
        run(scores, unit, "--for", "moodle", "--at-most-full")


@pytest.mark.parametrize(
    ("system", "names"),
    [
        ("canvas", ["abelann_101_9001_assignment.html", "brandbob_102_9003_assignment.html"]),
        (
            "moodle",
            [f"{who}_assignsubmission_file_/assignment.html" for who in ("Ann Abel_201", "Bob Brand_202")],
        ),
        ("blackboard", ["ann_assignment.html", "bob_assignment.html"]),
    ],
)
def test_feedback_is_packed_under_the_system_s_names(graded, unit, system, names) -> None:
    root = graded(system)
    status, _, _ = run(feedback, unit, "--for", system, "--zip", "feedback.zip")
    first = (root / "feedback.zip").read_bytes()
    run(feedback, unit, "--for", system, "--zip", "feedback.zip")
    assert status == 0
    assert (root / "feedback.zip").read_bytes() == first
    with zipfile.ZipFile(root / "feedback.zip") as archive:
        assert archive.namelist() == names
        page = (root / "feedback" / "ann" / unit / "assignment.html").read_bytes()
        assert archive.read(names[0]) == page
    if system == "moodle":
        (root / "feedback" / "bob" / unit / "assignment.html").unlink()
        status, text, _ = run(feedback, unit, "--zip", "feedback.zip")
        assert (status, "bob: has no feedback page" in text) == (1, True)
