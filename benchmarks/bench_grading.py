"""Grading a class: our settings of nbgrader against nbgrader as it comes, on the same submissions.

The stock run executes each notebook in a kernel; the last expression of a grade cell is then the same
score. Both runs go through nbgrader's own autograde into a gradebook, and must give the same marks.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import ROOT, Row
from nbgrader.api import Gradebook

from medcoding.nbgrader.demo.classroom import open_classroom
from medcoding.nbgrader.demo.handins import every_other, perfect
from medcoding.nbgrader.run import grade_class

UNIT = "04-icd10cm-conventions"
LEARNERS = int(os.environ.get("MEDCODING_BENCH_LEARNERS", "8"))


def rows() -> list[Row]:
    """Seconds a submission, start-up of the command included on both sides."""
    with tempfile.TemporaryDirectory(prefix="medcoding-bench-") as folder:
        root = Path(folder) / "class"
        with open_classroom(ROOT, UNIT, root) as classroom:
            classroom.generate()
            classroom.release()
            for number in range(LEARNERS):
                student = f"learner{number:02d}"
                desk = classroom.fetch(student)
                (perfect if number % 2 else every_other)(desk)
                classroom.submit(student)
            classroom.collect()
            stock = Path(folder) / "stock"
            _copy_as_stock(root, stock)
            ours = grade_class(classroom.app, UNIT).seconds
        plain = _grade_stock(stock)
        if _marks(root) != _marks(stock):
            raise SystemExit("the two ways of grading give different marks: the benchmark means nothing")
    return [
        Row(
            f"Grading {LEARNERS} submissions of ten exercises, a submission",
            "stock nbgrader, a kernel each",
            ours / LEARNERS * 1000,
            plain / LEARNERS * 1000,
        )
    ]


def _copy_as_stock(root: Path, stock: Path) -> None:
    stock.mkdir()
    for name in ("source", "submitted", "release"):
        subprocess.run(["cp", "-r", root / name, stock / name], check=True)
    settings = "c = get_config()\nc.CourseDirectory.course_id = 'stock'\n"
    (stock / "nbgrader_config.py").write_text(settings)
    _nbgrader(stock, "generate_assignment", UNIT, "--force")


def _grade_stock(stock: Path) -> float:
    started = time.perf_counter()
    _nbgrader(stock, "autograde", UNIT)
    return time.perf_counter() - started


def _nbgrader(root: Path, *words: str) -> None:
    programs = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": os.pathsep.join([programs, os.environ["PATH"]])}
    environment["JUPYTER_CONFIG_DIR"] = str(root / "no-config")
    command = [sys.executable, "-m", "nbgrader", *words]
    subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)


def _marks(root: Path) -> dict[str, float]:
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        return {each.student.id: each.score for each in gradebook.assignment_submissions(UNIT)}
