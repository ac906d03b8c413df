"""The folder of practice apps: one notebook per unit, and nothing else a visitor could reach."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from medcoding.errors import ServingError
from medcoding.exercises.course import Course
from medcoding.learning.cards import load_decks


@dataclass(frozen=True, slots=True)
class App:
    """One practice page. `name` is its file in the folder without the ending, and its address.

    A page that belongs to no unit has the number 0, `heading` above it and `says` in the gallery.
    """

    name: str
    number: int
    title: str
    exercises: int
    can: tuple[str, ...]
    heading: str = ""
    says: str = ""


CODE_BOOK = App(
    "encoder",
    0,
    "The code book",
    0,
    (
        "look up any code in everyday words",
        "read every note that governs it",
        "walk from chapters down to codes",
        "build ICD-10-PCS codes position by position",
    ),
    "Look up codes",
    "Diagnoses, procedures, supplies and drugs, with everything the official books say.",
)
CARDS = App(
    "flash-cards",
    0,
    "Flash cards",
    0,
    (
        "learn word parts, drug classes and rules by heart",
        "see each card again on the day it would be forgotten",
        "take a deck to Anki",
    ),
    "Learn by heart",
    "Terms and rules, one card at a time.",
)
DAILY_TEN = App(
    "daily-ten",
    0,
    "The daily ten",
    0,
    ("answer ten questions from everything the course has taught", "see at the end what was right, and why"),
    "Keep it fresh",
    "Ten questions in ten to twenty minutes, new ones each time.",
)
HOME = App(
    "home",
    0,
    "The course at a glance",
    0,
    ("search lessons, terms and codes at once", "see what each unit holds and how far the course is written"),
    "Medical coding",
    "All units on one page, with a search over everything.",
)


def list_apps(course: Course) -> tuple[App, ...]:
    """The pages that exist, in the order of the syllabus, then what belongs to no unit. Raises AuthoringError."""
    units = tuple(
        App(unit.folder, unit.number, unit.title, len(course.exercises_to_practise(unit.folder)), unit.can)
        for unit in course.ready_units()
        if (course.lessons(unit.folder) / "practice.ipynb").is_file()
    )
    others = [CODE_BOOK]
    if load_decks(course.root, course.ready_units(), course.glossary):
        others.append(CARDS)
    others += [DAILY_TEN, HOME]
    return (*units, *(app for app in others if _notebook_of(course, app).is_file()))


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
        notebook = json.loads(_notebook_of(course, app).read_text(encoding="utf-8"))
        # What stands in for a widget while no kernel runs leads to lessons, which are no public pages.
        notebook["cells"] = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        notebook["metadata"]["title"] = f"Practice {app.number}: {app.title}" if app.number else app.title
        notebook["metadata"]["heading"] = f"Unit {app.number}" if app.number else app.heading
        (folder / f"{app.name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


def _notebook_of(course: Course, app: App) -> Path:
    return course.lessons(app.name) / "practice.ipynb" if app.number else course.root / "course" / f"{app.name}.ipynb"
