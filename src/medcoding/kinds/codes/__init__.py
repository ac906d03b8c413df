"""The kind `codes`: read a record, report its codes in order.

key.py reads the authored key, answer.py the learner's lines; match.py pairs them; score.py judges,
words.py says why; check.py finds authors' mistakes; render.py shows an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.errors import AnswerError
from medcoding.exercises.fields import Fields
from medcoding.exercises.model import Exercise, Role
from medcoding.kinds import Form
from medcoding.kinds.codes import key as keys
from medcoding.kinds.codes.answer import parse_lines
from medcoding.kinds.codes.key import Key
from medcoding.kinds.codes.score import score_codes
from medcoding.scoring.model import Score
from medcoding.scoring.policy import Policy


class Codes:
    """See `medcoding.kinds.Kind`."""

    needs_record = True

    def parse_key(self, fields: Fields, exercise: Exercise) -> Key:
        """Read the authored key block."""
        return keys.parse_key(fields, exercise)

    def given(self, exercise: Exercise) -> Mapping[str, Any]:
        """Nothing: the record and the question say it all."""
        return {}

    def widget(self, exercise: Exercise) -> dict[str, Any]:
        """Nothing yet: the chart widget works out what may be entered by itself."""
        return {}

    def possible(self, exercise: Exercise) -> float:
        """The points of the required lines."""
        key: Key = exercise.key
        return key.possible

    def score(self, exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
        """Judge the entered lines. Raises AnswerError when they cannot be read."""
        return score_codes(exercise, answer, policy)

    def form(self, exercise: Exercise, answer: RawAnswer) -> Form:
        """Complete: at least one code. Well formed: each could be a code of its system."""
        try:
            lines = parse_lines(answer)
        except AnswerError as error:
            return Form(complete=False, well_formed=False, says=str(error))
        if not lines:
            return Form(complete=False, well_formed=True, says="Not yet complete: enter at least one code.")
        odd = [line.entered for line in lines if not codes.looks_like(line.code, line.system)]
        if odd:
            return Form(complete=True, well_formed=False, says=f"Check the spelling of {', '.join(odd)}.")
        return Form(complete=True, well_formed=True, says="Complete.")

    def full_answer(self, exercise: Exercise) -> RawAnswer:
        """The key's required lines in order, the leading one first."""
        key: Key = exercise.key
        lines = sorted(key.required, key=lambda line: not line.role.leads)
        return answer_of(exercise, [(line.code, line.system, line.role) for line in lines])

    def render_answer(self, exercise: Exercise, answer: RawAnswer) -> str:
        """The entered codes with their titles, as a table."""
        from medcoding.kinds.codes.render import render_answer

        return render_answer(exercise, answer)

    def render_key(self, exercise: Exercise) -> str:
        """The key's lines beside the official titles, and its near misses."""
        from medcoding.kinds.codes.render import render_key

        return render_key(exercise)

    def evidence(self, exercise: Exercise) -> tuple[str, ...]:
        """The quotes of every key line."""
        key: Key = exercise.key
        return tuple(quote for line in key.lines for quote in line.evidence)

    def check(self, exercise: Exercise) -> Iterator[str]:
        """Every mistake in the key that tables and rules can find."""
        from medcoding.kinds.codes.check import check_codes

        return check_codes(exercise)


def answer_of(exercise: Exercise, lines: list[tuple[str, str, Role]]) -> RawAnswer:
    """An answer with these (code, system, role) lines, as the widget saves it."""
    return RawAnswer(
        exercise.slug,
        {
            "lines": [
                {
                    "code": code,
                    "system": system,
                    "role": role.value,
                    "poa": None,
                    "modifiers": [],
                    "units": 1,
                    "evidence": [],
                }
                for code, system, role in lines
            ]
        },
    )


KIND = Codes()
