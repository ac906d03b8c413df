"""Hostile programs: run locked in, judged outside. None gains, learns, changes, outlives or stops anything."""

from __future__ import annotations

import json
from collections import Counter

import psutil
import pytest
from nbgrader.api import Gradebook

from attacks.conftest import Caught, name_of, running, scratch_folders
from attacks.desks import HONEST, KEY_SECRET, NEIGHBOUR_SECRET, find_attacks, students_of
from attacks.pages import acting_parts, formgrader_page

ATTACKS = students_of(find_attacks(on_code=True))
# The first exercise is answered honestly before the attack begins.
HONEST_PART = 1.0
SECRETS = (KEY_SECRET, NEIGHBOUR_SECRET, "SQLite format", "PRIVATE-NEAR")


@pytest.fixture(scope="module")
def usual_parts(code_siege) -> dict[str, Counter[str]]:
    """What acts in the pages about an honest learner."""
    page = (code_siege.folder("feedback", HONEST[0]) / "assignment.html").read_text(encoding="utf-8")
    shown = formgrader_page(code_siege.classroom.app, code_siege.folder("autograded", HONEST[0]) / "assignment.ipynb")
    return {"feedback": acting_parts(page), "autograded": acting_parts(shown)}


@pytest.mark.parametrize("student", ATTACKS, ids=lambda student: student.split("-", 1)[1])
def test_a_program_gets_what_its_values_earn_and_nothing_else(code_siege, student, usual_parts) -> None:
    earned = ATTACKS[student].earned(HONEST_PART)
    result = code_siege.result(student)
    assert (result.score, result.possible) == (pytest.approx(earned), 7.0), result.problems
    printed = program_output(code_siege, student)
    for path in (
        *code_siege.folder("autograded", student).rglob("*"),
        *code_siege.folder("feedback", student).rglob("*"),
    ):
        assert path.is_file()
        assert path.stat().st_size < 1_000_000, path
        assert not [secret for secret in SECRETS if secret.encode() in path.read_bytes()], path
    assert not [word for word in ("PRIVATE-", "## Key", "JPY_", "MEDCODING") if word in printed]
    page = (code_siege.folder("feedback", student) / "assignment.html").read_text(encoding="utf-8")
    assert acting_parts(page) == usual_parts["feedback"]
    shown = formgrader_page(code_siege.classroom.app, code_siege.folder("autograded", student) / "assignment.ipynb")
    assert acting_parts(shown) == usual_parts["autograded"]


@pytest.mark.parametrize("student", HONEST)
def test_an_honest_neighbours_program_is_graded_right(code_siege, student) -> None:
    result = code_siege.result(student)
    assert (result.score, result.possible, result.problems) == (7.0, 7.0, ())


def test_the_gradebook_holds_these_learners_and_their_points(code_siege) -> None:
    coursedir = code_siege.classroom.app.coursedir
    with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
        assert {each.id for each in gradebook.students} == set(code_siege.desks)
        for submission in gradebook.assignment_submissions(code_siege.world.assignment):
            student = submission.student.id
            earned = ATTACKS[student].earned(HONEST_PART) if student in ATTACKS else 7.0
            assert submission.score == pytest.approx(earned), student


def test_nobody_reached_a_network_or_a_door_that_was_left_open(code_siege) -> None:
    assert Caught.heard == []
    assert "REACHED []" in program_output(code_siege, student_of("program-calls-out"))
    assert "OPENED [] False" in program_output(code_siege, student_of("program-makes-namespaces"))


def test_what_was_written_stayed_small_and_went_with_the_sandbox(code_siege) -> None:
    said = program_output(code_siege, student_of("program-fills-the-disk"))
    assert int(said.split("WRITTEN ")[1].split()[0]) < 60
    assert "SPARSE" not in said
    assert code_siege.left == []
    assert not list(code_siege.world.root.parent.rglob("canary*"))
    assert {path.name for path in code_siege.world.root.parent.iterdir()} == {"course", "class"}


def test_nothing_outlives_the_run(code_siege) -> None:
    left = {pid: name_of(pid) for pid in running() - code_siege.processes}
    assert not {pid: name for pid, name in left.items() if str(code_siege.world.root) in name or "987654" in name}
    assert {each.pid for each in psutil.Process().children()} <= code_siege.processes
    assert scratch_folders() <= code_siege.scratch


def test_an_ended_program_is_told(code_siege) -> None:
    for name, says in (
        ("program-fills-memory", "MB of memory"),
        ("program-ignores-interrupts", "did not let itself be interrupted"),
        ("program-stops-itself", "did not let itself be interrupted"),
        ("program-prints-for-ever", "The program was ended"),
        ("program-ends-oddly", "kernel ended"),
    ):
        problems = code_siege.result(student_of(name)).problems
        assert any(says in problem for problem in problems), (name, problems)


def student_of(name: str) -> str:
    return next(student for student, attack in ATTACKS.items() if attack.name == name)


def program_output(siege, student: str) -> str:
    """What the learner's cells printed, as the graded notebook keeps it."""
    notebook = json.loads((siege.folder("autograded", student) / "assignment.ipynb").read_text(encoding="utf-8"))
    outputs = [
        output
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and not cell["metadata"].get("nbgrader", {}).get("grade")
        for output in cell["outputs"]
    ]
    assert {output["output_type"] for output in outputs} <= {"stream"}
    return "".join("".join(output["text"]) for output in outputs)
