"""An assignment that asks for a program, from the authored case to the gradebook."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from nbformat import v4
from traitlets.config import Config

from medcoding.build.notebooks import as_json, build_assignment
from medcoding.exercises import load_case
from medcoding.exercises.public import FILE, public_half
from medcoding.nbgrader.demo.classroom import Classroom
from medcoding.nbgrader.programs import put_work
from medcoding.nbgrader.run import grade_class
from medcoding.nbgrader.session import open_course
from medcoding.scoring import possible

REPOSITORY = Path(__file__).parents[2]
UNIT = "15-test-unit"
SLUG = "denied-claims"
CLAIMS = "claim,payer,charge,status\nC-1,Northern Mutual,350,denied\nC-2,Red River Health,350,paid\n"
RIGHT = """
import csv
claims = list(csv.DictReader(open("claims.csv")))
total_charged = sum(float(each["charge"]) for each in claims)
"""


@pytest.fixture(scope="module")
def program_course(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("programs") / "course"
    source = root / "source" / UNIT
    (source / "cases").mkdir(parents=True)
    shutil.copyfile(REPOSITORY / "tests" / "attacks" / "cases" / f"{SLUG}.md", source / "cases" / f"{SLUG}.md")
    shutil.copyfile(REPOSITORY / "nbgrader_config.py", root / "nbgrader_config.py")
    (source / "claims.csv").write_text(CLAIMS)
    case = load_case(source / "cases" / f"{SLUG}.md")
    notebook = build_assignment(f"# Test\n\n[[exercise: {SLUG}]]\n", "x", {SLUG: possible(case)}, {SLUG: case})
    (source / "assignment.ipynb").write_bytes(notebook)
    (source / FILE).write_bytes(as_json({"format": 1, "exercises": {SLUG: public_half(case)}}, indent=1))
    return root


def graded(course: Path, root: Path, protection: str, *programs: str, after: str = ""):
    """One learner a program; `after` goes into a cell of their own. The results, and the course's root."""
    shutil.copytree(course, root)
    settings = Config({"ScoreAnswers": {"run_code": protection, "limits": {"cell": 5.0, "wall": 60.0}}})
    settings.Exchange.root = str(root / ".exchange")
    with open_course(root, alone=True, settings=settings) as app:
        classroom = Classroom(app, root, UNIT)
        classroom.generate()
        for number, program in enumerate(programs):
            folder = root / "submitted" / f"learner{number}" / UNIT
            shutil.copytree(root / "release" / UNIT, folder)
            notebook = json.loads((folder / "assignment.ipynb").read_text())
            place = next(n for n, cell in enumerate(notebook["cells"]) if _slug(cell) == f"{SLUG}-program")
            notebook["cells"][place]["source"] = program
            if after:
                own = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "id": "own"}
                notebook["cells"].insert(place + 1, {**own, "source": after})
            (folder / "assignment.ipynb").write_text(json.dumps(notebook))
        summary = grade_class(app, UNIT)
        if all(each.score is not None for each in summary.learners):
            classroom.make_feedback()
    return summary.learners


def test_learners_get_the_task_and_no_solution(program_course, tmp_path) -> None:
    graded(program_course, tmp_path / "class", "sandboxed", RIGHT)
    released = (tmp_path / "class" / "release" / UNIT / "assignment.ipynb").read_text()
    for secret in ("SOLUTION", "Northern Mutual", "PRIVATE", "DictReader", "idxmax"):
        assert secret not in released
    for shown in ("# Write your program here.", "import csv", "`total_charged`", "the claims of one week"):
        assert shown in released
    assert (tmp_path / "class" / "release" / UNIT / "claims.csv").read_text() == CLAIMS


@pytest.mark.parametrize("protection", ["sandboxed", "unprotected"])
def test_programs_are_scored_by_their_values(program_course, tmp_path, protection) -> None:
    wrong, broken = "total_charged = 450", "total_charged = 700\n1 / 0"
    results = graded(program_course, tmp_path / "class", protection, RIGHT, wrong, broken, "", "total charged = 700")
    assert [each.score for each in results] == [2.0, 1.0, 2.0, 0.0, 0.0]
    page = (tmp_path / "class" / "feedback" / "learner2" / UNIT / "assignment.html").read_text()
    assert "ZeroDivisionError: division by zero" in page
    assert "2 of 6 points" in page
    assert "PRIVATE-REASON-SUM" in page


def test_cells_of_their_own_run_where_they_stand(program_course, tmp_path) -> None:
    (result,) = graded(program_course, tmp_path / "class", "sandboxed", RIGHT, after="denied = ['C-2', 'C-5']")
    assert result.score == 3.0


def test_nothing_runs_where_the_instructor_says_never(program_course, tmp_path) -> None:
    (result,) = graded(program_course, tmp_path / "class", "never", RIGHT)
    assert result.score is None
    assert 'c.ScoreAnswers.run_code = "sandboxed"' in result.problems[0]


def test_without_a_sandbox_nothing_runs_and_nobody_gets_a_zero(program_course, tmp_path, monkeypatch) -> None:
    from medcoding.sandbox import bubblewrap

    bubblewrap.check_sandbox.cache_clear()
    monkeypatch.setattr(bubblewrap.shutil, "which", lambda name: None)
    try:
        (result,) = graded(program_course, tmp_path / "class", "sandboxed", RIGHT)
    finally:
        bubblewrap.check_sandbox.cache_clear()
    assert result.score is None
    assert "apt-get install bubblewrap" in result.problems[0]


def _slug(cell) -> str:
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def _marked(source: str, slug: str, **marks: object):
    cell = v4.new_code_cell(source, id=slug)
    cell.metadata["nbgrader"] = {"grade_id": slug, "grade": False, "solution": False, **marks}
    return cell


def sources(cells) -> list[str]:
    return [cell["source"] for cell in put_work(v4.new_notebook(cells=FRAME), {"cells": cells})["cells"]]


FRAME = [
    v4.new_markdown_cell("task", id="task"),
    _marked("stub", "one-program", solution=True),
    _marked("grade('one')", "one", grade=True),
]


def test_a_learners_notebook_is_put_into_the_released_frame() -> None:
    work = _marked("x = 1", "one-program", solution=True)
    own = v4.new_code_cell("y = 2", id="own")
    forged = _marked("6.0", "one", grade=True, points=99)
    assert sources([]) == ["task", "stub", "grade('one')"]
    assert sources([work, own, forged]) == ["task", "x = 1", "y = 2", "grade('one')"]
    assert sources([own, work]) == ["y = 2", "task", "x = 1", "grade('one')"]
    assert sources([work, {**work, "source": "x = 3"}]) == ["task", "x = 1", "x = 3", "grade('one')"]
    assert sources([forged, forged, {**work, "cell_type": "markdown"}]) == ["task", "x = 1", "grade('one')"]
    assert sources([None, 5, {"metadata": []}, {"cell_type": "code", "source": {"a": 1}}])[1:] == [
        "task",
        "stub",
        "grade('one')",
    ]
    assert len(sources([own] * 5000)) <= 203
