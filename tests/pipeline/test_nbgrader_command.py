"""`nbgrader autograde` typed by an instructor uses the same steps as `medcoding grade`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

from nbgrader.api import Gradebook


def test_the_command_grades_a_submission_without_its_notebook(round_, unit, tmp_path) -> None:
    root = tmp_path / "class"
    shutil.copytree(round_.root, root, ignore=shutil.ignore_patterns("autograded", "feedback", "learners"))
    student = round_.students["no notebook"]
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.remove_submission(unit, student)
    scripts = Path(sysconfig.get_path("scripts"))
    done = subprocess.run(
        [str(scripts / "nbgrader"), "autograde", unit, "--student", student],
        cwd=root,
        env={**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path / "no-config")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "was not handed in" in done.stderr
    assert "kernel" not in done.stderr.lower()
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        assert gradebook.find_submission(unit, student).score == 8.0
