"""What a learner entered in a `codes` exercise, read with suspicion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.errors import AnswerError
from medcoding.exercises.model import Role
from medcoding.kinds.codes.key import BILLED_BY_LINE, EXEMPT, LETTERS

MAX_LINES = 60
MAX_CODE = 16
MAX_EVIDENCE = 40
MAX_QUOTE = 2_000
MAX_PARTS = 12
MAX_UNITS = 1_000_000


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One entered code. `code` is normalised, `entered` is what stood there; `role` is None when not given.

    `poa` is Y, N, U, W, "1" (exempt) or "". `letter` is the line's own, A to L among the diagnoses as
    entered ("" for procedures); `pointers` are the letters a procedure points to.
    """

    code: str
    entered: str
    system: str
    role: Role | None = None
    evidence: tuple[str, ...] = ()
    poa: str = ""
    modifiers: tuple[str, ...] = ()
    units: int = 1
    pointers: tuple[str, ...] = ()
    letter: str = ""

    @property
    def is_diagnosis(self) -> bool:
        """True for a line with a role and a letter."""
        return self.system == codes.ICD10CM

    @property
    def shown(self) -> str:
        """The code as the book prints it, with modifiers and units as a claim shows them."""
        parts = [codes.display(self.code, self.system), *self.modifiers]
        return "-".join(parts) + (f" x{self.units}" if self.units != 1 else "")


def parse_lines(answer: RawAnswer) -> tuple[AnswerLine, ...]:
    """Read the lines of an answer, in the order entered; lines without a code are left out.

    Raises:
        AnswerError: the lines are no list, too many, or hold something other than text where text belongs.
    """
    found = answer.fields.get("lines", [])
    if not isinstance(found, list):
        raise AnswerError("answer: its lines are not a list; open the notebook and enter the codes again")
    if len(found) > MAX_LINES:
        raise AnswerError(f"answer: more than {MAX_LINES} lines; remove the codes that do not belong")
    lines = [line for line in (_parse_line(line, number) for number, line in enumerate(found, 1)) if line.code]
    letters = iter(LETTERS)
    return tuple(replace(line, letter=next(letters, "")) if line.is_diagnosis else line for line in lines)


def _parse_line(line: object, number: int) -> AnswerLine:
    if not isinstance(line, Mapping):
        raise AnswerError(f"answer, line {number}: this is not a line; open the notebook and enter the code again")
    entered = _text(line, "code", number, MAX_CODE)
    system = _text(line, "system", number, 40) or codes.ICD10CM
    role = _text(line, "role", number, 40)
    poa = _text(line, "poa", number, 10).strip().upper()
    by_line = system in BILLED_BY_LINE
    return AnswerLine(
        code=codes.normalise(entered, system),
        entered=entered.strip(),
        system=system,
        role=Role(role) if role in tuple(Role) else None,
        evidence=_evidence(line, number),
        poa=EXEMPT if poa in ("EXEMPT", "E") else poa,
        modifiers=_parts(line, "modifiers", r"[\s,;-]+", number) if by_line else (),
        units=_units(line, number) if by_line else 1,
        pointers=_parts(line, "pointers", r"[\s,;]*", number) if by_line else (),
    )


def _text(line: Mapping[str, Any], name: str, number: int, longest: int) -> str:
    value = line.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest:
        raise AnswerError(f"answer, line {number}: the {name} cannot be read; enter the code again")
    return value


def _parts(line: Mapping[str, Any], name: str, between: str, number: int) -> tuple[str, ...]:
    """Short texts in upper case, each once: a list of them, or one text to be cut at `between`."""
    value = line.get(name)
    if value is None:
        return ()
    parts = re.split(between, value) if isinstance(value, str) and len(value) <= MAX_QUOTE else value
    if not isinstance(parts, list) or not all(isinstance(part, str) and len(part) <= MAX_CODE for part in parts):
        raise AnswerError(f"answer, line {number}: the {name} cannot be read; enter them again")
    found = tuple(dict.fromkeys(part.strip().upper() for part in parts if part.strip()))
    if len(found) > MAX_PARTS:
        raise AnswerError(f"answer, line {number}: more than {MAX_PARTS} {name}; remove those that do not belong")
    return found


def _units(line: Mapping[str, Any], number: int) -> int:
    value = line.get("units")
    if value is None or value == "":
        return 1
    if isinstance(value, str) and value.strip().isdecimal() and len(value) <= MAX_CODE:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MAX_UNITS:
        raise AnswerError(f"answer, line {number}: the units cannot be read; enter a whole number")
    if value != int(value):
        raise AnswerError(f"answer, line {number}: {value:g} units; enter a whole number")
    return int(value)


def _evidence(line: Mapping[str, Any], number: int) -> tuple[str, ...]:
    value = line.get("evidence")
    if value is None:
        return ()
    if (
        not isinstance(value, list)
        or len(value) > MAX_EVIDENCE
        or not all(isinstance(quote, str) and len(quote) <= MAX_QUOTE for quote in value)
    ):
        raise AnswerError(f"answer, line {number}: the evidence cannot be read; mark it again")
    return tuple(value)
