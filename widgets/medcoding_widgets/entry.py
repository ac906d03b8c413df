"""What a learner may enter in a chart: one line of the answer, and how an untrusted value becomes lines.

The value comes from a browser, where anybody can change it, or from a file. Nothing is taken over
that was not checked here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from medcoding import codes
from medcoding.errors import AnswerError
from medcoding.exercises import Exercise, Role
from medcoding.rendering.record import record_spans

MAX_LINES = 60
MAX_CODE = 16
MAX_EVIDENCE = 40
MAX_UNITS = 9999
POA_INDICATORS = ("Y", "N", "U", "W", "1")
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_CODE = re.compile(r"[A-Za-z0-9. -]*")


@dataclass(frozen=True, slots=True)
class Line:
    """One entered code in display form, with its role and the record's lines that the learner linked to it."""

    code: str
    system: str
    role: Role
    poa: str | None = None
    modifiers: tuple[str, ...] = ()
    units: int = 1
    evidence: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The line as the answer file and the front end hold it."""
        return {
            "code": self.code,
            "system": self.system,
            "role": self.role.value,
            "poa": self.poa,
            "modifiers": list(self.modifiers),
            "units": self.units,
            "evidence": list(self.evidence),
        }


@dataclass(frozen=True, slots=True)
class Rules:
    """What one exercise lets a learner enter. `spans` holds the record's selectable texts, in order."""

    lead: Role
    systems: tuple[str, ...]
    spans: tuple[str, ...]

    def lines(self, value: object) -> tuple[Line, ...]:
        """Read a value `{"lines": [...]}`.

        Roles follow from the order: the first line leads, whatever it says of itself. Lines without a
        code, evidence that is no line of the record and fields nobody knows are left out.

        Raises:
            AnswerError: the value has another shape, more than 60 lines, or something that is not a short code.
        """
        if not isinstance(value, Mapping):
            raise AnswerError("answer: it holds no lines; enter the codes again")
        found = value.get("lines", [])
        if not isinstance(found, Sequence) or isinstance(found, str | bytes):
            raise AnswerError("answer: its lines are not a list; enter the codes again")
        if len(found) > MAX_LINES:
            raise AnswerError(f"answer: more than {MAX_LINES} lines; remove the codes that do not belong")
        lines = [line for number, entry in enumerate(found, 1) if (line := self._line(entry, number)).code]
        return tuple(replace(line, role=Role.SECONDARY if place else self.lead) for place, line in enumerate(lines))

    def _line(self, entry: object, number: int) -> Line:
        if not isinstance(entry, Mapping):
            raise AnswerError(f"answer, line {number}: this is not a line; enter the code again")
        system = entry.get("system")
        if system not in self.systems:
            system = self.systems[0]
        return Line(
            code=_code(entry.get("code"), system, number),
            system=system,
            role=Role.SECONDARY,
            poa=poa if (poa := entry.get("poa")) in POA_INDICATORS else None,
            modifiers=_modifiers(entry.get("modifiers")),
            units=_units(entry.get("units")),
            evidence=self._evidence(entry.get("evidence")),
        )

    def _evidence(self, entry: object) -> tuple[str, ...]:
        if not isinstance(entry, Sequence) or isinstance(entry, str | bytes):
            return ()
        named = {text for text in entry[:MAX_EVIDENCE] if isinstance(text, str)}
        return tuple(dict.fromkeys(span for span in self.spans if span in named))


def rules_of(exercise: Exercise) -> Rules:
    """What a learner may enter in that exercise. It is worked out without the key."""
    lead = Role.PRINCIPAL if exercise.setting.is_inpatient else Role.FIRST_LISTED
    return Rules(lead, (codes.ICD10CM,), record_spans(exercise))


def lines_as_json(lines: Sequence[Line]) -> dict[str, Any]:
    """Lines as the trait `value` and the answer file hold them."""
    return {"lines": [line.as_json() for line in lines]}


def _code(entry: object, system: str, number: int) -> str:
    if not isinstance(entry, str) or len(entry) > MAX_CODE or not _CODE.fullmatch(entry):
        raise AnswerError(f"answer, line {number}: this is not a code; enter it again")
    return codes.display(entry, system)


def _modifiers(entry: object) -> tuple[str, ...]:
    if not isinstance(entry, Sequence) or isinstance(entry, str | bytes):
        return ()
    return tuple(text for text in entry[:4] if isinstance(text, str) and _MODIFIER.fullmatch(text))


def _units(entry: object) -> int:
    return entry if isinstance(entry, int) and not isinstance(entry, bool) and 1 <= entry <= MAX_UNITS else 1
