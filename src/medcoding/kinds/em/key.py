"""The authored key of an `em` exercise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from medcoding.exercises.fields import Fields
from medcoding.kinds._grounds import Grounds, parse_grounds
from medcoding.kinds.em.levels import Element, Level, Visit, supported

MAX_MINUTES = 600


@dataclass(frozen=True, slots=True)
class Line:
    """Why something has the level it has."""

    why: str
    cite: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """What the record supports. `minutes` is None where it documents no total time."""

    grounds: Grounds
    visit: Visit
    elements: Mapping[Element, Level]
    lines: Mapping[Element, Line]
    minutes: int | None
    time: Line | None
    level: Level


def parse_key(fields: Fields) -> Key:
    """Read a key block; mistakes are noted on `fields`."""
    visit = fields.choice("visit", Visit)
    levels: dict[Element, Level] = {}
    lines: dict[Element, Line] = {}
    for element in Element:
        entry = fields.block(element.value)
        if entry is None:
            fields.problem(f"`{element.value}` is missing; write its level, why, cite and evidence")
            continue
        levels[element] = entry.choice("level", Level)
        lines[element] = _parse_line(entry)
    minutes, time = _parse_time(fields)
    level = fields.choice("level", Level)
    grounds = parse_grounds(fields)
    if len(levels) == len(Element) and level is not supported(visit, levels, minutes):
        found = supported(visit, levels, minutes)
        fields.problem(f"`level` is {level.value}, but the elements and the time give {found}; correct one of them")
    quotes = [quote for line in (*lines.values(), time) if line for quote in line.evidence]
    grounds = Grounds(grounds.points, grounds.why, grounds.cite, (*grounds.evidence, *quotes))
    return Key(grounds, visit, levels, lines, minutes, time, level)


def _parse_time(fields: Fields) -> tuple[int | None, Line | None]:
    entry = fields.block("time")
    if entry is None:
        return None, None
    return entry.whole("minutes", None, 1, MAX_MINUTES), _parse_line(entry)


def _parse_line(entry: Fields) -> Line:
    line = Line(entry.text("why"), entry.text("cite"), entry.texts("evidence", required=True))
    entry.finish()
    return line
