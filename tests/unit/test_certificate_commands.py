"""`medcoding issuer`, `certificate` and `verify`: from a gradebook to a certificate that anybody can check."""

import warnings
from pathlib import Path

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from medcoding.cli import cli
from medcoding.errors import MedcodingError
from medcoding.nbgrader.converters import install

SYLLABUS = """\
title: A course
default_date: 2026-05-15
outcomes: {A3: Code}
skills: {laterality: Sides}
certificates:
  - {name: one, title: Certificate one, semesters: ["1"], assignments: 70}
units:
  - folder: 01-unit
    number: 1
    title: Unit 1
    semester: 1
    outcomes: [A3]
    skills: [laterality]
    can: [Code]
    content: ready
    assignment: {title: Assignment 1, due_after_weeks: 2}
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    root = tmp_path / "course-root"
    (root / "course" / "exams").mkdir(parents=True)
    (root / "course" / "01-unit").mkdir()
    (root / "course" / "syllabus.yaml").write_text(SYLLABUS, encoding="utf-8")
    url = f"sqlite:///{root / 'gradebook.db'}"
    config = f"c = get_config()\nc.CourseDirectory.course_id = 'course'\nc.CourseDirectory.db_url = {url!r}\n"
    (root / "nbgrader_config.py").write_text(config, encoding="utf-8")
    monkeypatch.chdir(root)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("MEDCODING_PROGRESS", str(tmp_path / "progress"))
    monkeypatch.delenv("MEDCODING_COURSE", raising=False)
    return root


def grade(root, student, points):
    """A gradebook as nbgrader leaves it: ten points, so many earned."""
    install()  # nbgrader runs a program by name
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader makes records in a way that SQLAlchemy warns of
        with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "course") as gradebook:
            gradebook.update_or_create_student(student)
            gradebook.update_or_create_assignment("01-unit")
            gradebook.update_or_create_notebook("assignment", "01-unit")
            gradebook.update_or_create_grade_cell("cell", "assignment", "01-unit", max_score=10, cell_type="code")
            gradebook.update_or_create_submission("01-unit", student)
            found = gradebook.find_grade("cell", "assignment", "01-unit", student)
            found.auto_score = points
            found.needs_manual_grade = False
            gradebook.db.commit()


def run(*words):
    result = CliRunner().invoke(cli, [str(word) for word in words])
    if isinstance(result.exception, MedcodingError):
        return 1, str(result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_from_keys_to_a_checked_certificate(course, tmp_path):
    grade(course, "st-1", 9)
    assert run("issuer", "init", "--name", "Test College", "--url", "https://college.example")[0] == 0
    code, says = run("certificate", "issue", "--student", "st-1", "--name", "Ana Pérez", "--out", tmp_path / "out")
    assert code == 0, says
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["one-st-1.jwt", "one-st-1.pdf"]
    for path in (tmp_path / "out").iterdir():
        code, says = run("verify", path)
        assert (code, "Ana Pérez" in says, "9 of 10 points (90%)" in says) == (0, True, True), says
    badge = tmp_path / "out" / "one-st-1.jwt"
    badge.write_text(badge.read_text().replace("e", "f", 1), encoding="ascii")
    assert run("verify", badge)[0] == 1


def test_nothing_is_issued_while_a_condition_is_open(course, tmp_path):
    grade(course, "st-1", 6.9)
    run("issuer", "init", "--name", "Test College", "--url", "https://college.example")
    code, says = run("certificate", "issue", "--student", "st-1", "--name", "Ana", "--out", tmp_path / "out")
    assert code == 1
    assert "6.9 of 10 points (69%), 70% asked for" in says
    assert not (tmp_path / "out").exists()
    assert "knows no student" in run("certificate", "issue", "--student", "nobody", "--name", "Ana")[1]


def test_without_a_gradebook_none_is_made(course):
    run("issuer", "init", "--name", "Test College", "--url", "https://college.example")
    assert "no gradebook yet" in run("certificate", "issue", "--student", "st-1", "--name", "Ana")[1]
    assert not (course / "gradebook.db").exists()


def test_a_learner_is_told_what_is_missing(course):
    code, says = run("certificate")
    assert code == 0
    assert "0 of 1 conditions met" in says
    assert "Assignment 1: no marks yet; 70% are asked for (graded work)" in says


@pytest.mark.parametrize("place", ["secret.json", "course/secret.json"])
def test_secret_keys_do_not_go_into_the_course(course, place):
    code, says = run("issuer", "init", "--name", "X", "--url", "https://x.example", "--secret", course / place)
    assert code == 1
    assert "another place" in says
    assert not (course / place).exists()
    assert not (course / "course" / "issuer.json").exists()


def test_a_second_issuer_does_not_take_the_first_one_s_place(course):
    words = ("issuer", "init", "--name", "Test College", "--url", "https://college.example")
    assert run(*words)[0] == 0
    kept = Path("course/issuer.json").read_bytes()
    assert "already" in run(*words)[1]
    assert Path("course/issuer.json").read_bytes() == kept
