"""Every lesson and practice notebook runs from top to bottom, shows its exercises, and gives nothing away."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from keys import key_sentences, shown_text
from nbclient import NotebookClient

from medcoding.exercises.course import Course
from medcoding.exercises.lesson import Embedded, split_lesson

ROOT = Path(__file__).resolve().parents[2]
UNITS = [unit.folder for unit in Course(ROOT).ready_units()]
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
ANSWER = "application/vnd.medcoding.answer+json"


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Course:
    """A copy, so that nobody's own answers are shown and none are written."""
    root = tmp_path_factory.mktemp("notebooks")
    shutil.copytree(ROOT / "course", root / "course", ignore=shutil.ignore_patterns("answers", ".ipynb_checkpoints"))
    return Course(root)


@pytest.fixture(scope="module")
def executed(course):
    """Execute a notebook once, as a learner's kernel would, and keep the widgets' state."""
    known = {}

    def execute(unit, name):
        path = course.lessons(unit) / name
        if path not in known:
            notebook = nbformat.read(path, as_version=4)
            client = NotebookClient(notebook, kernel_name="python3", store_widget_state=True, timeout=120)
            known[path] = client.execute(cwd=str(path.parent), env=environment(course))
        return known[path]

    return execute


def environment(course):
    return {**os.environ, "MEDCODING_COURSE": str(course.root)}


def test_nbval_runs_every_cell(course):
    paths = [course.lessons(unit) / name for unit in UNITS for name in ("lesson.ipynb", "practice.ipynb")]
    cells = sum(cell.cell_type == "code" for path in paths for cell in nbformat.read(path, as_version=4).cells)
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-current-env", "-p", "no:cacheprovider", "-q"]
    command += map(str, paths)
    done = subprocess.run(
        [*command, *map(str, paths)],
        cwd=course.root,
        env=environment(course),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert f"{cells} passed" in done.stdout


@pytest.mark.parametrize("unit", UNITS)
def test_each_exercise_of_a_lesson_shows_a_widget_and_a_page_without_a_kernel(executed, course, unit):
    text = (course.lessons(unit) / "lesson.md").read_text(encoding="utf-8")
    wanted = [part.slug for part in split_lesson(text) if isinstance(part, Embedded)]
    notebook = executed(unit, "lesson.ipynb")
    shown = []
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        bundles = [output.get("data", {}) for output in cell.outputs]
        assert [output.output_type for output in cell.outputs if output.output_type in {"error", "stream"}] == []
        assert sum(VIEW in bundle for bundle in bundles) == 1
        (static,) = [bundle for bundle in bundles if ANSWER in bundle]
        shown.append(re.search(r'data-slug="([^"]+)"', static["text/html"])[1])
    assert shown == wanted


@pytest.mark.parametrize("name", ["lesson.ipynb", "practice.ipynb"])
@pytest.mark.parametrize("unit", UNITS)
def test_nothing_of_a_key_reaches_the_page_before_an_answer(executed, course, unit, name):
    """Not in outputs, and not in the widgets' synced state, which any visitor can read."""
    notebook = executed(unit, name)
    sent = json.dumps([notebook.cells, notebook.metadata.get("widgets", {})], ensure_ascii=False)
    assert STATE in notebook.metadata.widgets
    lesson = (course.lessons(unit) / "lesson.md").read_text(encoding="utf-8")
    shown = "\n".join([lesson, *(shown_text(case) for case in course.practice_exercises(unit))])
    secrets = [(case.slug, secret) for case in course.practice_exercises(unit) for secret in key_sentences(case)]
    assert len(secrets) >= len(course.practice_cases(unit))
    for slug, secret in secrets:
        # A reason may be a sentence of the lesson, or what another record says.
        if secret not in shown:
            assert json.dumps(secret, ensure_ascii=False)[1:-1] not in sent, slug
