"""The kind `pcs`: build the seven characters of a procedure; credit by position.

Answer: {"characters": ["0", "D", "T", "J", "4", "Z", "Z"]}, "" for a position not chosen; or {"code": "0DTJ4ZZ"}.
A character means what its table says, so nothing counts in a wrong section, and no body part in a wrong
body system (ICD-10-PCS Official Guidelines A1, A2).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.exercises.fields import Fields
from medcoding.exercises.model import Exercise
from medcoding.kinds import Form, _html
from medcoding.kinds._base import BaseKind
from medcoding.kinds.codes.lookup import Encounter, edits, find, table_of
from medcoding.kinds.pcs import key as keys
from medcoding.kinds.pcs.key import Key, parse_characters
from medcoding.kinds.pcs.score import score_pcs
from medcoding.scoring import positions
from medcoding.scoring.model import Score
from medcoding.scoring.policy import POSITIONS, Policy


class Pcs(BaseKind[tuple[str, ...]]):
    """See `medcoding.kinds.Kind`."""

    def parse_key(self, fields: Fields, exercise: Exercise) -> Key:
        """Read the authored key block."""
        return keys.parse_key(fields)

    def parse_answer(self, exercise: Exercise, answer: RawAnswer) -> tuple[str, ...]:
        """The seven characters. Raises AnswerError."""
        return parse_characters(answer)

    def widget(self, exercise: Exercise) -> dict[str, Any]:
        """The names of the seven positions; the choices come from the tables, never from the key."""
        return {"positions": list(POSITIONS), "system": codes.ICD10PCS}

    def score(self, exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
        """Judge each position. Raises AnswerError when they cannot be read."""
        return score_pcs(exercise, answer, policy)

    def form_of(self, exercise: Exercise, entered: tuple[str, ...]) -> Form:
        """Complete: seven characters. Well formed: no I or O among them."""
        built = "".join(entered)
        if any(letter in "IO" for letter in built):
            return Form.unclear("ICD-10-PCS uses the digits 1 and 0, never I or O.", complete=all(entered))
        if not all(entered):
            missing = sum(not character for character in entered)
            return Form.not_yet(f"{missing} of 7 characters to choose")
        return Form.ready()

    def full_answer(self, exercise: Exercise) -> RawAnswer:
        """The best right code."""
        key: Key = exercise.key
        return RawAnswer(exercise.slug, {"characters": list(key.accepted[0])})

    def render_entered(self, exercise: Exercise, entered: tuple[str, ...]) -> str:
        """The positions in a row, and the title of what they build."""
        if not any(entered):
            return _html.empty("No characters chosen.")
        built = "".join(character or "_" for character in entered)
        entry = find(built, codes.ICD10PCS, exercise.date_of_service)
        heads = [name.capitalize() for name in positions.axes(built)]
        return _html.table(heads, [tuple(character or "–" for character in entered)]) + _html.paragraph(
            f"{built} {entry.title if entry else ''}".strip()
        )

    def render_key(self, exercise: Exercise) -> str:
        """The code with its title, what explains each position, and the near misses."""
        key: Key = exercise.key
        names = positions.axes(key.accepted[0])
        rows = [(names[place].capitalize(), key.accepted[0][place], key.because[place]) for place in range(7)]
        titled = [f"{code} {_title(code, exercise)}".strip() for code in key.accepted]
        misses = [f"{miss.code} {_title(miss.code, exercise)}: {miss.says}" for miss in key.near_misses]
        return (
            _html.listed(titled)
            + _html.table(("Position", "Character", "Because"), rows)
            + _html.listed(misses)
            + _html.reasons(key.grounds)
        )

    def check_key(self, exercise: Exercise) -> Iterator[str]:
        """Every right code lies in a table row on that day; near misses are codes, and wrong ones."""
        key: Key = exercise.key
        on = exercise.date_of_service
        if table_of(codes.ICD10PCS, on) is None:
            yield "the key cannot be looked up: no ICD-10-PCS release is held; build or add one"
        for code in key.accepted:
            for problem in edits((code,), codes.ICD10PCS, Encounter("inpatient", on)):
                yield problem.message
        for miss in key.near_misses:
            if miss.code in key.accepted:
                yield f"the near miss {miss.code} is a right code; remove it"
            if not codes.looks_like(miss.code, codes.ICD10PCS):
                yield f"the near miss {miss.code!r} has not the form of a code; write seven characters"


def _title(code: str, exercise: Exercise) -> str:
    entry = find(codes.normalise(code, codes.ICD10PCS), codes.ICD10PCS, exercise.date_of_service)
    return entry.title if entry else ""


KIND = Pcs()
