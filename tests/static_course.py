"""A small course for the static edition: one unit with its short questions, two charts, the rest of its lesson."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from medcoding.exercises.course import Course

ROOT = Path(__file__).resolve().parents[1]
UNIT = "04-icd10cm-conventions"
CHARTS = ("ankle-sprain-first-visit", "lesson-cast-check")


def small_course(to: Path) -> Course:
    """Copy the course to a folder and leave UNIT alone in it, with CHARTS alone of its cases."""
    junk = shutil.ignore_patterns("answers", "progress", ".ipynb_checkpoints", "__pycache__")
    shutil.copytree(ROOT / "course", to / "course", ignore=junk)
    cases = to / "course" / UNIT / "cases"
    gone = [path for path in cases.glob("*.md") if path.stem not in CHARTS]
    lesson = to / "course" / UNIT / "lesson.md"
    text = lesson.read_text(encoding="utf-8")
    for path in gone:
        path.unlink()
        text = re.sub(rf"^\[\[exercise: *{path.stem} *\]\] *$", "", text, flags=re.MULTILINE)
    course = Course(to)
    lesson.write_text(f"{text}\nSee [[{course.glossary.terms[0].name}]].\n", encoding="utf-8")
    return course
