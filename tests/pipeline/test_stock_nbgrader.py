"""The same notebook, graded by nbgrader with no setting of ours: real kernels, same points."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

WAYS = ("less specific codes", "only the notebook")


@pytest.fixture(scope="module")
def stock(round_, course, unit, tmp_path_factory) -> Path:
    """A course root with the same source and two of the submissions, graded by the nbgrader command alone."""
    root = tmp_path_factory.mktemp("stock")
    shutil.copytree(course / "source", root / "source")
    (root / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'stock'\n")
    for way in WAYS:
        shutil.copytree(round_.folder("submitted", way), root / "submitted" / round_.students[way] / unit)
    nbgrader(root, "generate_assignment", unit)
    log = nbgrader(root, "autograde", unit)
    (root / "autograde.log").write_text(log)
    return root


def nbgrader(root: Path, *words: str) -> str:
    scripts = sysconfig.get_path("scripts")
    settings = {"PATH": os.pathsep.join([scripts, os.environ["PATH"]]), "JUPYTER_CONFIG_DIR": str(root / "no-config")}
    done = subprocess.run(
        [str(Path(scripts) / "nbgrader"), *words],
        cwd=root,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def points(gradebook_file: Path, unit: str, student: str) -> dict[str, tuple[float, bool]]:
    with Gradebook(f"sqlite:///{gradebook_file}") as gradebook:
        notebook = gradebook.find_submission_notebook("assignment", unit, student)
        return {grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in notebook.grades}


@pytest.mark.parametrize("way", WAYS)
def test_kernels_give_the_same_points(stock, round_, unit, way) -> None:
    student = round_.students[way]
    ours = points(round_.root / "gradebook.db", unit, student)
    assert points(stock / "gradebook.db", unit, student) == ours
    assert len(ours) == 3


@pytest.mark.parametrize("way", WAYS)
def test_kernels_write_nothing_to_stderr_and_show_the_verdict(stock, round_, unit, way) -> None:
    text = (stock / "autograded" / round_.students[way] / unit / "assignment.ipynb").read_text(encoding="utf-8")
    assert '"stderr"' not in text
    assert '"error"' not in text
    assert text.count("PRIVATE-REASON-ANKLE") == 1
