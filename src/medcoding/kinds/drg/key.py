"""The key of a `drg` exercise, and what a learner chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.errors import AnswerError
from medcoding.exercises.fields import Fields
from medcoding.kinds import _entered
from medcoding.kinds._grounds import Grounds, parse_grounds
from medcoding.kinds._near_miss import NearMiss, parse_near_misses
from medcoding.kinds.codes.form import parse_poa, parse_stay
from medcoding.kinds.codes.key import Stay

MAX_CODES = 40
MAX_TEXT = 16


class Level(StrEnum):
    """What a secondary diagnosis counts as in this claim."""

    MCC = "MCC"
    CC = "CC"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Secondary:
    """A secondary diagnosis, as printed: its POA indicator, what it counts as here, and why where that is not plain."""

    code: str
    poa: tuple[str, ...]
    level: Level
    why: str


@dataclass(frozen=True, slots=True)
class Key:
    """`principal` holds every diagnosis that may be principal, as printed, best first; `procedures` are ICD-10-PCS."""

    grounds: Grounds
    principal: tuple[str, ...]
    principal_poa: tuple[str, ...]
    secondary: tuple[Secondary, ...]
    procedures: tuple[str, ...]
    stay: Stay
    near_misses: tuple[NearMiss, ...]

    @property
    def diagnoses(self) -> tuple[str, ...]:
        """Every diagnosis of the claim, as printed, by code: the order gives nothing away."""
        return tuple(sorted({self.principal[0], *(line.code for line in self.secondary)}))

    def poa_of(self, code: str) -> str:
        """The POA indicator of a diagnosis; "" where none is given."""
        found = {line.code: line.poa for line in self.secondary} | {self.principal[0]: self.principal_poa}
        return next(iter(found.get(code, ())), "")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a learner chose. Codes as printed; "" where nothing was. `levels` maps a code to MCC, CC or none."""

    principal: str
    drg: str
    levels: Mapping[str, str]


def parse_key(fields: Fields) -> Key:
    """Read `principal`, `poa`, `alternates`, `secondary`, `procedures`, `drg`, `near_misses`."""
    principal = (_shown(fields.text("principal")), *(_shown(code) for code in fields.texts("alternates")))
    poa = parse_poa(fields)
    secondary = tuple(_parse_secondary(entry) for entry in fields.maps("secondary"))
    block = fields.block("drg")
    if block is None:
        fields.problem('`drg` is missing; add `drg: {expected: "470", base_rate: 6500}`')
    return Key(
        grounds=parse_grounds(fields),
        principal=principal,
        principal_poa=poa,
        secondary=secondary,
        procedures=tuple(codes.normalise(code, codes.ICD10PCS) for code in fields.texts("procedures")),
        stay=parse_stay(block) if block else Stay(""),
        near_misses=parse_near_misses(fields, _shown),
    )


def parse_chosen(answer: RawAnswer) -> Chosen:
    """Read an answer. Raises AnswerError for another shape."""
    levels = {}
    for entry in _entered.maps(answer.fields, "levels", MAX_CODES):
        code, level = _shown(_entered.text(entry, "code", MAX_TEXT)), _entered.text(entry, "level", MAX_TEXT)
        if level and level.lower() not in {each.value.lower() for each in Level}:
            raise AnswerError(f"answer: {level} is no severity; choose MCC, CC or none")
        levels[code] = next((each.value for each in Level if each.value.lower() == level.lower()), "")
    drg = _entered.text(answer.fields, "drg", MAX_TEXT)
    return Chosen(
        principal=_shown(_entered.text(answer.fields, "principal", MAX_TEXT)),
        drg=drg.zfill(3) if drg.isdecimal() else drg,
        levels={code: level for code, level in levels.items() if code and level},
    )


def _shown(code: str) -> str:
    return codes.display(code, codes.ICD10CM)


def _parse_secondary(fields: Fields) -> Secondary:
    line = Secondary(
        _shown(fields.text("code")), parse_poa(fields), fields.choice("level", Level), fields.text("why", "")
    )
    fields.finish()
    return line
