"""Hostile submissions to an assignment that is answered by data: none gains, learns, changes or stops anything."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from attacks.desks import HONEST, KEY_SECRET, NEIGHBOUR_SECRET, find_attacks, students_of
from attacks.pages import acting_parts, formgrader_page
from medcoding.nbgrader.disputed import class_disputes

ATTACKS = students_of(find_attacks(on_code=False))
each_attack = pytest.mark.parametrize("student", ATTACKS, ids=lambda student: student.split("-", 1)[1])


@pytest.fixture(scope="module")
def usual_parts(siege) -> dict[str, Counter[str]]:
    """What acts in the pages about an honest learner: the Formgrader's own scripts, our style in feedback."""
    page = (siege.folder("feedback", HONEST[0]) / "assignment.html").read_text(encoding="utf-8")
    shown = formgrader_page(siege.classroom.app, siege.folder("autograded", HONEST[0]) / "assignment.ipynb")
    return {"feedback": acting_parts(page), "autograded": acting_parts(shown)}


@each_attack
def test_an_attack_gets_what_its_answers_earn_and_nothing_else(siege, student, usual_parts) -> None:
    if student in siege.impossible:
        pytest.skip(siege.impossible[student])
    attack = ATTACKS[student]
    earned = attack.earned(siege.desks[student].total)
    result = siege.result(student)
    assert (result.score, result.possible) == (pytest.approx(earned), 8.0), result.problems
    for step in ("autograded", "feedback"):
        for path in siege.folder(step, student).rglob("*"):
            assert path.is_file()
            assert not path.is_symlink()
            assert path.stat().st_size < 1_000_000, path
            content = path.read_bytes()
            assert KEY_SECRET.encode() not in content, path
            assert NEIGHBOUR_SECRET.encode() not in content, path
            assert b"SQLite format" not in content, path
    page = (siege.folder("feedback", student) / "assignment.html").read_text(encoding="utf-8")
    assert acting_parts(page) == usual_parts["feedback"]
    assert f"{earned:g} of 8 points" in page
    shown = formgrader_page(siege.classroom.app, siege.folder("autograded", student) / "assignment.ipynb")
    assert acting_parts(shown) == usual_parts["autograded"]


@pytest.mark.parametrize("student", HONEST)
def test_an_honest_neighbour_is_graded_right(siege, student) -> None:
    result = siege.result(student)
    assert (result.score, result.possible, result.problems) == (8.0, 8.0, ())


def test_the_gradebook_holds_these_learners_and_their_points(siege) -> None:
    coursedir = siege.classroom.app.coursedir
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        assert {each.id for each in gradebook.students} == set(siege.desks)
        for submission in gradebook.assignment_submissions(siege.world.assignment):
            student = submission.student.id
            if student in ATTACKS and student not in siege.impossible:
                earned = ATTACKS[student].earned(siege.desks[student].total)
                assert submission.score == pytest.approx(earned), student
            assert {grade.max_score for notebook in submission.notebooks for grade in notebook.grades} <= {1, 2, 5}
            assert not [each.comment for notebook in submission.notebooks for each in notebook.comments if each.comment]


def test_no_submission_no_key_and_nothing_released_was_changed(siege) -> None:
    assert siege.left == []


def test_nothing_of_a_submission_ran_or_reached_another_folder(siege) -> None:
    assert not siege.world.canary.exists()
    assert {path.name for path in siege.world.root.parent.iterdir()} == {"course", "class"}
    expected = {"source", "release", "submitted", "autograded", "feedback", "gradebook.db", "nbgrader_config.py"}
    assert {path.name for path in siege.world.root.iterdir()} - {".nbgrader.log", ".exchange", ".medcoding"} == expected
    for step in ("autograded", "feedback"):
        assert {path.name for path in (siege.world.root / step).iterdir()} == set(siege.desks)


def test_disputes_reach_the_instructor_as_plain_lines(siege) -> None:
    found = class_disputes(siege.classroom.app, siege.world.assignment)
    reasons = [each.reason for group in (*found.findings, *found.settled) for each in group.disputes]
    assert any("attack-script" in reason for reason in reasons)
    assert sum(reason == NEIGHBOUR_SECRET for reason in reasons) == 1
    for text in (*reasons, *found.problems):
        assert text.isprintable(), text


def test_the_suite_holds_thirty_attacks_with_a_sentence_each() -> None:
    assert len(ATTACKS) >= 30
    for attack in ATTACKS.values():
        assert attack.tries.endswith("."), attack.name
        assert [path.name for path in attack.folder.iterdir() if path.name not in ALLOWED] == [], attack.name


ALLOWED = ("tries.txt", "attack.py", "hand-in", "solution.py", "__pycache__")


def test_the_gradebooks_file_is_still_a_gradebook(siege) -> None:
    assert Path(siege.world.root / "gradebook.db").read_bytes().startswith(b"SQLite format 3")
