"""Assignments that ask for program code: refused unless the instructor chooses by name to run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from traitlets.config import Config

from medcoding.nbgrader.demo.classroom import Classroom
from medcoding.nbgrader.demo.handins import perfect
from medcoding.nbgrader.run import grade_class
from medcoding.nbgrader.session import open_course


@pytest.fixture
def coding_course(own_course, unit) -> Path:
    """The tiny course with one case taken away and a cell that asks for code in its place."""
    source = own_course / "source" / unit
    (source / "cases" / "high-pressure.md").unlink()
    path = source / "assignment.ipynb"
    notebook = json.loads(path.read_text())
    marks = notebook["cells"][-1]["metadata"]["nbgrader"]
    solution = json.loads(json.dumps(notebook["cells"][-1]))
    solution["source"], solution["id"] = "answer = 1", "their-code"
    solution["metadata"]["nbgrader"] |= {"grade_id": "their-code", "grade": False, "solution": True, "locked": False}
    del solution["metadata"]["nbgrader"]["points"]
    notebook["cells"][-1]["source"], marks["grade_id"] = "float(answer == 2)", "their-test"
    notebook["cells"].insert(-1, solution)
    path.write_text(json.dumps(notebook))
    return own_course


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("run_code", ["never", "sandboxed", "unprotected"])
def test_code_runs_only_by_choice(coding_course, unit, run_code) -> None:
    settings = Config()
    settings.ScoreAnswers.run_code = run_code
    with open_course(coding_course, alone=True, settings=settings) as app:
        classroom = Classroom(app, coding_course, unit)
        classroom.generate()
        classroom.release()
        desk = classroom.fetch("anna")
        perfect(desk)

        def solve(notebook) -> None:
            for cell in notebook["cells"]:
                if cell["metadata"].get("nbgrader", {}).get("grade_id") == "their-code":
                    cell["source"] = "answer = 2"

        desk.edit(solve)
        classroom.submit("anna")
        classroom.collect()
        result = grade_class(app, unit).learners[0]
    if run_code == "unprotected":
        assert result.score == pytest.approx(8.0)
    else:
        assert result.score is None
        assert "no key for their-test" in result.problems[0]
