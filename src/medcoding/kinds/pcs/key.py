"""The key of a `pcs` exercise, and what a learner built."""

from __future__ import annotations

from dataclasses import dataclass

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.errors import AnswerError
from medcoding.exercises.fields import Fields
from medcoding.kinds import _entered
from medcoding.kinds._grounds import Grounds, parse_grounds
from medcoding.kinds._near_miss import NearMiss, parse_near_misses
from medcoding.scoring import positions
from medcoding.scoring.policy import POSITIONS

_NONE = ("",) * positions.LENGTH


@dataclass(frozen=True, slots=True)
class Key:
    """The right codes, bare, best first. `because` explains single positions, "" where nothing needs saying."""

    grounds: Grounds
    accepted: tuple[str, ...]
    because: tuple[str, ...]
    near_misses: tuple[NearMiss, ...]


def parse_key(fields: Fields) -> Key:
    """Read `code`, `alternates`, `because` (a sentence for each position that needs one), `near_misses`."""
    written = (fields.text("code"), *fields.texts("alternates"))
    for code in written:
        if code and not codes.looks_like(code, codes.ICD10PCS):
            fields.problem(f"{code!r} is no ICD-10-PCS code; write seven characters, never I or O")
    block = fields.block("because")
    because = tuple(block.text(name, "") for name in POSITIONS) if block else _NONE
    if block:
        block.finish()
    return Key(
        grounds=parse_grounds(fields),
        accepted=tuple(_bare(code) for code in written),
        because=because,
        near_misses=parse_near_misses(fields, _bare),
    )


def parse_characters(answer: RawAnswer) -> tuple[str, ...]:
    """The seven characters, upper case, "" for those not chosen. Raises AnswerError for another shape."""
    if "characters" not in answer.fields:
        built = _bare(_entered.text(answer.fields, "code", 16))
        found = tuple(character.replace("_", "") for character in built)
    else:
        found = tuple(text.upper() for text in _entered.texts(answer.fields, "characters", positions.LENGTH, 4))
    if len(found) > positions.LENGTH or any(len(character) > 1 for character in found):
        raise AnswerError(f"answer: it has not seven characters; {_entered.AGAIN}")
    return (*found, *_NONE)[: positions.LENGTH]


def _bare(code: str) -> str:
    return codes.normalise(code, codes.ICD10PCS)
