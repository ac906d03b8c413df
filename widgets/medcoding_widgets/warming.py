"""What a process does that kernels are forked from: everything that each page would otherwise do again.

`medcoding.serving.warm` calls these by name: `warm_up` once in the parent, `wake_up` in each child, and
`rehearse` in one child that is thrown away, to learn which modules a page imports on its way.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import ipywidgets
from IPython.core.interactiveshell import InteractiveShell

from medcoding import codes
from medcoding.codes.releases import held_indexes, held_releases, unpacked
from medcoding.errors import MedcodingError
from medcoding.exercises import Exercise
from medcoding.exercises.course import Course, find_course

_BLOCK = 1 << 20  # bytes read at a time


def warm_up() -> None:
    """Read the exercises, draw each practice page once, and have the code tables in memory. Opens no table for good."""
    from medcoding_widgets.chooser import Chooser
    from medcoding_widgets.encoder import Encoder

    _page_in_tables()
    course = find_course()
    for unit in course.ready_units():
        with suppress(MedcodingError):  # the page of that unit says what is wrong
            Chooser(unit.title, exercises_of(course, unit.folder))
    Encoder()
    ipywidgets.Widget.close_all()
    codes.close_tables()


def wake_up() -> None:
    """Let this process's own kernel know of widgets: they were imported before it was there."""
    ipywidgets.register_comm_target()


def rehearse(shell: InteractiveShell) -> None:
    """Do in a kernel what a visitor does: open each page, search, look at a code, check an answer."""
    from medcoding_widgets.by_kind import session_for
    from medcoding_widgets.session import Mode

    course = find_course()
    shell.run_cell("from medcoding_widgets import encoder\nencoder()")
    for unit in course.ready_units():
        shell.run_cell(f"from medcoding_widgets import practice\npractice({unit.folder!r})")
        for exercise in exercises_of(course, unit.folder):
            with suppress(Exception):  # an empty answer may be refused; its modules are imported all the same
                session_for(exercise, Mode.APP).reply({"type": "submit", "id": 1, "value": {}})
    for release in held_releases():
        table = codes.table(release.system, release.effective_from)
        for hit in table.search("fracture of the left femur", limit=3):
            table.get(hit.code)


def exercises_of(course: Course, unit: str) -> tuple[Exercise, ...]:
    """What a practice page shows, read once for as long as no file of the unit changes. Raises AuthoringError."""
    folder = course.lessons(unit)
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in {".md", ".yaml"}]
    return _read_exercises(course.root, unit, tuple((path, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=32)
def _read_exercises(root: Path, unit: str, _files: Any) -> tuple[Exercise, ...]:
    return Course(root).exercises_to_practise(unit)


def _page_in_tables() -> None:
    for path in [*map(unpacked, held_releases()), *(index.path for index in held_indexes())]:
        with path.open("rb", buffering=0) as file:
            while file.read(_BLOCK):
                pass
