"""Graded work as its learner may see it: out, fetched, handed in, marked.

Read from what nbgrader leaves with the learner: the exchange's list of released assignments, the fetched
folder, the cache of what was submitted, and the feedback pages that were fetched. Never the gradebook.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from pathlib import Path

from medcoding.learning.syllabus import Assignment, Unit

EXCHANGE = "MEDCODING_EXCHANGE"
COURSE_ID = "medcoding"
FETCHED = "my-assignments"
MAX_PAGE = 50_000_000
# The head of our feedback page, and of nbgrader's own.
_SCORES = (
    re.compile(rb'class="fb-score">\s*([\d.]+) of ([\d.]+) points'),
    re.compile(rb"\(Score:\s*([\d.]+)\s*/\s*([\d.]+)\)"),
)


class Stage(IntEnum):
    """How far an assignment is, in the order in which it goes."""

    NOT_OUT = 0
    RELEASED = 1
    FETCHED = 2
    HANDED_IN = 3
    MARKED = 4


@dataclass(frozen=True, slots=True)
class Coursework:
    """One assignment or examination. `points` of `possible` stand on the feedback page at `feedback`."""

    unit: str
    folder: str
    title: str
    stage: Stage
    due: date | None = None
    points: float | None = None
    possible: float | None = None
    feedback: Path | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Where nbgrader keeps a learner's things. `cache` holds a folder for each submission."""

    released: Path
    fetched: Path
    cache: Path


def places_of(course: Path) -> Places:
    """The places of this learner, on this machine."""
    exchange = Path(os.environ.get(EXCHANGE) or course / ".exchange")
    records = Path(os.environ.get("JUPYTER_DATA_DIR") or Path.home() / ".local" / "share" / "jupyter")
    return Places(exchange / COURSE_ID / "outbound", course / FETCHED, records / "nbgrader_cache" / COURSE_ID)


def load_coursework(units: Sequence[Unit], places: Places, starts: Mapping[int, date]) -> tuple[Coursework, ...]:
    """All graded work of the units that are ready. `starts` gives the first day of each semester, where it is known."""
    handed_in = _submitted(places.cache)
    return tuple(
        _coursework(unit, work, _due(unit, work, starts), places, handed_in)
        for unit in units
        if unit.is_ready
        for work in unit.graded
    )


def find_feedback(folder: Path) -> tuple[Path, float, float] | None:
    """The newest feedback page below a fetched assignment, with points and possible points; None without one."""
    try:
        pages = sorted(folder.glob("feedback/*/*.html"), key=lambda path: (path.parent.name, path.name), reverse=True)
    except OSError:
        return None
    for page in pages:
        try:
            text = page.read_bytes() if page.stat().st_size <= MAX_PAGE else b""
        except OSError:
            continue
        for pattern in _SCORES:
            if found := pattern.search(text):
                return page, float(found[1]), float(found[2])
    return None


def _coursework(
    unit: Unit, work: Assignment, due: date | None, places: Places, handed_in: frozenset[str]
) -> Coursework:
    folder, title = work.folder, work.title
    feedback = find_feedback(places.fetched / folder)
    if feedback:
        page, points, possible = feedback
        return Coursework(unit.folder, folder, title, Stage.MARKED, due, points, possible, page)
    stage = Stage.NOT_OUT
    if folder in handed_in:
        stage = Stage.HANDED_IN
    elif (places.fetched / folder).is_dir():
        stage = Stage.FETCHED
    elif (places.released / folder).is_dir():
        stage = Stage.RELEASED
    return Coursework(unit.folder, folder, title, stage, due)


def _submitted(cache: Path) -> frozenset[str]:
    """The assignments handed in: the cache names its folders `student+assignment+time`, or adds `+random`."""
    try:
        names = [path.name for path in cache.iterdir()]
    except OSError:
        return frozenset()
    return frozenset(parts[1] for name in names if len(parts := name.split("+")) in (3, 4))


def _due(unit: Unit, work: Assignment, starts: Mapping[int, date]) -> date | None:
    start = starts.get(unit.semester)
    return start + timedelta(weeks=work.due_after_weeks) if start else None
