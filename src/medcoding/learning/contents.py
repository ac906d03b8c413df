"""What there is to practise, unit by unit: a list that `medcoding build` makes, so that no page parses a course.

It holds what a learner may see before an answer, and nothing of a key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from medcoding.exercises.model import Exercise

FILE = "contents.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One practice exercise. `unit` is its unit's folder; `variants` are the names of its variants, if any."""

    slug: str
    unit: str
    kind: str
    title: str
    skills: tuple[str, ...]
    outcomes: tuple[str, ...]
    difficulty: int
    is_question: bool
    in_lesson: bool
    variants: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """All practice exercises, in the order of the units."""

    entries: tuple[Entry, ...] = ()

    def of_unit(self, folder: str) -> tuple[Entry, ...]:
        """Those of one unit."""
        return tuple(entry for entry in self.entries if entry.unit == folder)

    def with_skill(self, skill: str) -> tuple[Entry, ...]:
        """Those that practise a skill."""
        return tuple(entry for entry in self.entries if skill in entry.skills)

    def by_skill(self) -> dict[str, int]:
        """How many exercises practise each skill."""
        return _count(entry.skills for entry in self.entries)

    def by_outcome(self) -> dict[str, int]:
        """How many exercises serve each outcome."""
        return _count(entry.outcomes for entry in self.entries)


def entry_of(exercise: Exercise, unit: str, embedded: Sequence[str]) -> Entry:
    """The list's entry of an exercise; `embedded` names those that the unit's lesson shows."""
    return Entry(
        slug=exercise.slug,
        unit=unit,
        kind=exercise.kind,
        title=exercise.title,
        skills=exercise.skills,
        outcomes=exercise.outcomes,
        difficulty=exercise.difficulty,
        is_question=exercise.is_question,
        in_lesson=exercise.slug in embedded,
        variants=tuple(each.variant for each in exercise.variants),
    )


def contents_as_json(entries: Iterable[Entry]) -> dict[str, Any]:
    """The object that a unit's file holds."""
    listed = [{name: value for name, value in asdict(entry).items() if name != "unit"} for entry in entries]
    return {"format": FORMAT, "exercises": listed}


def load_contents(course: Path, folders: Iterable[str]) -> Contents:
    """Read the lists of these units; one that is missing or of another format is left out: build the course again."""
    return Contents(
        tuple(entry for folder in folders for entry in _load_unit(course / "course" / folder / FILE, folder))
    )


def _load_unit(path: Path, folder: str) -> Iterable[Entry]:
    try:
        found = json.loads(path.read_bytes())
        if found["format"] == FORMAT:
            return [_entry(each, folder) for each in found["exercises"]]
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return []


def _entry(found: Mapping[str, Any], folder: str) -> Entry:
    lists = {name: tuple(found[name]) for name in ("skills", "outcomes", "variants")}
    return Entry(unit=folder, **{**found, **lists})


def _count(groups: Iterable[Sequence[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for group in groups:
        for name in group:
            found[name] = found.get(name, 0) + 1
    return found
