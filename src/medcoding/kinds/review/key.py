"""The authored key of a `review` exercise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from medcoding.exercises.fields import Fields
from medcoding.exercises.model import Exercise
from medcoding.kinds._grounds import Grounds, parse_grounds
from medcoding.rendering.record import spans_of


class Label(StrEnum):
    """What can be wrong with a place in a record."""

    MISSING = "missing"
    CONTRADICTORY = "contradictory"
    UNSUPPORTED = "unsupported"

    @property
    def means(self) -> str:
        """The words a learner reads."""
        return {
            "missing": "Something that belongs here is not there: a report, a signature, a date, a detail",
            "contradictory": "It disagrees with another place in the record",
            "unsupported": "Nothing else in the record supports it",
        }[self.value]


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One thing that is wrong. `spans` are the lines of the record, as learners mark them, that `evidence` lies in.

    A contradiction has two ends or more, and each marked end earns its part of `points`; with
    `any_of` one of them is enough.
    """

    label: Label
    points: float
    why: str
    cite: str
    evidence: tuple[str, ...]
    spans: tuple[str, ...]
    any_of: bool


@dataclass(frozen=True, slots=True)
class Key:
    """Everything that is wrong with a record. `grounds.points` is the sum of the lines'."""

    grounds: Grounds
    lines: tuple[KeyLine, ...]


def parse_key(fields: Fields, exercise: Exercise) -> Key:
    """Read a key block; mistakes are noted on `fields`."""
    lines = tuple(_parse_line(entry, exercise) for entry in fields.maps("lines", required=True))
    if not lines:
        fields.problem("the key has no lines; write what is wrong with the record")
    total = float(sum(line.points for line in lines))
    grounds = parse_grounds(fields, why=False, points=total)
    quotes = tuple(quote for line in lines for quote in line.evidence)
    return Key(Grounds(total, grounds.why, grounds.cite, (*grounds.evidence, *quotes)), lines)


def _parse_line(fields: Fields, exercise: Exercise) -> KeyLine:
    evidence = fields.texts("evidence", required=True)
    line = KeyLine(
        label=fields.choice("label", Label),
        points=fields.number("points", 1.0, 0.5, 20),
        why=fields.text("why"),
        cite=fields.text("cite"),
        evidence=evidence,
        spans=tuple(dict.fromkeys(span for quote in evidence for span in spans_of(exercise, quote))),
        any_of=fields.flag("any_of"),
    )
    fields.finish()
    return line
