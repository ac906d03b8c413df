"""A class of the tiny course in tests/pipeline: its folder, what its learners hand in, and commands run inside it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from medcoding.exercises import load_case
from medcoding.kinds import kind_of

ANKLE, ULCER, PRESSURE = "ankle-first-visit", "foot-ulcer", "high-pressure"
OTHER = "S93.491A"  # sprain of another ligament of the right ankle: it says more than the record and earns half


def lay_out(course: Path, root: Path, syllabus: str) -> Path:
    """A class's folder with sources, configuration and syllabus, and nothing released yet."""
    root.mkdir()
    shutil.copytree(course / "source", root / "source")
    shutil.copyfile(course / "nbgrader_config.py", root / "nbgrader_config.py")
    (root / "course").mkdir()
    (root / "course" / "syllabus.yaml").write_text(syllabus)
    return root


def go_into(root: Path, patch: pytest.MonkeyPatch) -> Path:
    """Make it the current folder, as for whoever types a command there."""
    patch.chdir(root)
    patch.delenv("MEDCODING_COURSE", raising=False)
    return root


def copy_of(root: Path, to: Path, patch: pytest.MonkeyPatch) -> Path:
    """A copy that a test may change, which is the current folder."""
    shutil.copytree(root, to)
    return go_into(to, patch)


def hand_in(root: Path, unit: str, student: str, answers: Mapping[str, dict[str, Any]]) -> Path:
    """Put the released notebook and these answers, by exercise, into submitted/; gives the learner's folder."""
    folder = root / "submitted" / student / unit
    (folder / "answers").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(root / "release" / unit / "assignment.ipynb", folder / "assignment.ipynb")
    for slug, answer in answers.items():
        (folder / "answers" / f"{slug}.json").write_text(json.dumps(answer))
    return folder


def full_answer(root: Path, unit: str, slug: str) -> dict[str, Any]:
    """What a learner's file holds who answers an exercise as its key does."""
    exercise = load_case(root / "source" / unit / "cases" / f"{slug}.md")
    return kind_of(exercise.kind).full_answer(exercise).as_json()


def invoke(command: click.Command, *words: str) -> Result:
    """Run a command in this process; what it raises, but for its exit, is raised."""
    done = CliRunner().invoke(command, list(words))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def run(command: click.Command, *words: str) -> tuple[int, str]:
    """As `invoke`: the exit code, and what was printed."""
    done = invoke(command, *words)
    return done.exit_code, done.stdout
