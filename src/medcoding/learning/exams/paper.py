"""Draws a mock exam from the practice exercises: by the blueprint's weights, the same for the same seed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from medcoding.learning.blueprint import Blueprint, Section, Sort, load_blueprint
from medcoding.learning.contents import Contents, Entry

FOLDER = "exams"
RECENT = 3  # sittings whose exercises come again only when others have run out
_BY_HAND = frozenset({"query"})  # a person judges these, so an exam cannot ask them


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a paper. `unit` is the folder of its exercise, `variant` "" where there is none."""

    section: str
    exercise: str
    unit: str
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a paper: how many questions such an exam asks, and how many of them the course has."""

    name: str
    wanted: int
    there: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What one sitting asks. Fewer questions than the blueprint wants are never made up for elsewhere."""

    parts: tuple[Part, ...]
    items: tuple[Item, ...]


def load_mock_exams(course: Path) -> tuple[Blueprint, ...]:
    """The blueprints of mock exams, the shortest first.

    Raises:
        AuthoringError: a blueprint breaks the format.
    """
    found = [load_blueprint(path) for path in sorted((course / "course" / FOLDER).glob("*.yaml"))]
    return tuple(sorted((each for each in found if each.mock), key=lambda each: (each.minutes, each.name)))


def parts_of(blueprint: Blueprint, contents: Contents) -> tuple[Part, ...]:
    """What such an exam wants and what there is; the same for every seed."""
    pools = _pools(blueprint, contents)
    return tuple(
        Part(each.name, each.questions, min(each.questions, len(pools[each.name])), each.note)
        for each in blueprint.sections
    )


def assemble(blueprint: Blueprint, contents: Contents, seed: str, earlier: Sequence[Sequence[Item]] = ()) -> Paper:
    """Draw a paper. `earlier` are the items of former sittings, the latest first.

    Each section asks as many as the blueprint says, or all there are. Exercises of recent sittings come
    last; skills, kinds and difficulties take turns; no exercise comes twice.
    """
    pools = _pools(blueprint, contents)
    last_met: dict[str, int] = {}
    variants_met: Counter[tuple[str, str]] = Counter()
    for age, items in enumerate(earlier):
        for item in items:
            last_met.setdefault(item.exercise, age)
            variants_met[item.exercise, item.variant] += 1

    def draw(section: Section) -> list[Item]:
        chosen = _draw(pools[section.name], section.questions, seed, last_met)
        return [Item(section.name, each.slug, each.unit, _variant(each, seed, variants_met)) for each in chosen]

    return Paper(parts_of(blueprint, contents), tuple(item for each in blueprint.sections for item in draw(each)))


def _pools(blueprint: Blueprint, contents: Contents) -> dict[str, list[tuple[str, Entry]]]:
    """The exercises of each section with the skill that puts them there; each belongs to one section at most."""
    pools: dict[str, list[tuple[str, Entry]]] = {section.name: [] for section in blueprint.sections}
    for entry in contents.entries:
        found = _home(blueprint, entry)
        if found:
            skill, section = found
            pools[section.name].append((skill, entry))
    return pools


def _home(blueprint: Blueprint, entry: Entry) -> tuple[str, Section] | None:
    """The section that names the first of its skills; one that asks for its sort comes before one for any."""
    sort = Sort.QUESTIONS if entry.is_question else Sort.RECORDS
    if entry.kind in _BY_HAND:
        return None
    for skill in entry.skills:
        naming = [each for each in blueprint.sections if skill in each.skills and each.asks in (sort, Sort.ANY)]
        if naming:
            return skill, min(naming, key=lambda each: each.asks is Sort.ANY)
    return None


def _draw(pool: Sequence[tuple[str, Entry]], wanted: int, seed: str, last_met: dict[str, int]) -> list[Entry]:
    left = sorted(pool, key=lambda each: _chance(seed, each[1].slug))
    taken: Counter[tuple[str, object]] = Counter()
    chosen: list[Entry] = []

    def order(each: tuple[str, Entry]) -> tuple[int, int, int]:
        skill, entry = each
        age = last_met.get(entry.slug, RECENT)
        variety = 2 * taken["difficulty", entry.difficulty] + taken["kind", entry.kind]
        return max(RECENT - age, 0), taken["skill", skill], variety

    while left and len(chosen) < wanted:
        best = min(left, key=order)
        left.remove(best)
        skill, entry = best
        chosen.append(entry)
        taken.update([("skill", skill), ("difficulty", entry.difficulty), ("kind", entry.kind)])
    return chosen


def _variant(entry: Entry, seed: str, met: Counter[tuple[str, str]]) -> str:
    """The variant met least often so far, by chance among equals."""
    return min(entry.variants, key=lambda name: (met[entry.slug, name], _chance(seed, entry.slug, name)), default="")


def _chance(*names: str) -> str:
    """An order that nobody can guess without the seed, the same on every machine."""
    return hashlib.sha256("\0".join(names).encode()).hexdigest()
