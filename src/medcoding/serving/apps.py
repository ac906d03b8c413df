"""The folder of practice apps: one notebook per unit, and nothing else a visitor could reach."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from medcoding.errors import ServingError
from medcoding.exercises.course import Course


@dataclass(frozen=True, slots=True)
class App:
    """One practice page. `name` is its file in the folder without the ending, and its address."""

    name: str
    number: int
    title: str
    cases: int
    can: tuple[str, ...]


def list_apps(course: Course) -> tuple[App, ...]:
    """The practice pages that exist, in the order of the syllabus. Raises AuthoringError."""
    return tuple(
        App(unit.folder, unit.number, unit.title, len(_practice_files(course, unit.folder)), unit.can)
        for unit in course.ready_units()
        if (course.lessons(unit.folder) / "practice.ipynb").is_file()
    )


def fill_apps_folder(course: Course, apps: tuple[App, ...], folder: Path) -> None:
    """Make `folder` hold exactly the apps' notebooks, each titled as its unit is.

    Raises:
        ServingError: there is no practice notebook yet.
    """
    if not apps:
        raise ServingError(f"{course.root / 'course'}: no unit has a practice page yet; run `medcoding build`")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for app in apps:
        notebook = json.loads((course.lessons(app.name) / "practice.ipynb").read_text(encoding="utf-8"))
        notebook["metadata"]["title"] = f"Practice {app.number}: {app.title}"
        notebook["metadata"]["heading"] = f"Unit {app.number}"
        (folder / f"{app.name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def _practice_files(course: Course, folder: str) -> list[Path]:
    return sorted((course.lessons(folder) / "cases").glob("*.md"))
