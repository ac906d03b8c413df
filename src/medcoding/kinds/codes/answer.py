"""What a learner entered in a `codes` exercise, read with suspicion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.errors import AnswerError
from medcoding.exercises.model import Role

MAX_LINES = 60
MAX_CODE = 16
MAX_EVIDENCE = 40
MAX_QUOTE = 2_000


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One entered code. `code` is normalised, `entered` is what stood there; `role` is None when not given."""

    code: str
    entered: str
    system: str
    role: Role | None = None
    evidence: tuple[str, ...] = field(default=())


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
    lines = (_parse_line(line, number) for number, line in enumerate(found, 1))
    return tuple(line for line in lines if line.code)


def _parse_line(line: object, number: int) -> AnswerLine:
    if not isinstance(line, Mapping):
        raise AnswerError(f"answer, line {number}: this is not a line; open the notebook and enter the code again")
    entered = _text(line, "code", number, MAX_CODE)
    system = _text(line, "system", number, 40) or codes.ICD10CM
    role = _text(line, "role", number, 40)
    return AnswerLine(
        code=codes.normalise(entered, system),
        entered=entered.strip(),
        system=system,
        role=Role(role) if role in tuple(Role) else None,
        evidence=_evidence(line, number),
    )


def _text(line: Mapping[str, Any], name: str, number: int, longest: int) -> str:
    value = line.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest:
        raise AnswerError(f"answer, line {number}: the {name} cannot be read; enter the code again")
    return value


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
