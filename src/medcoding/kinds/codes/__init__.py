"""The kind `codes`: read a record, report its codes in order.

key.py is the key and form.py reads it; answer.py reads the learner's lines; compare.py sets a line beside
a key line and match.py pairs them; judge.py gives each its verdict and credit, score.py adds up, outcome.py
and drg.py say what becomes of the claim; words.py and extra.py say why; check.py finds authors' mistakes;
render.py shows an answer; lookup.py remembers what tables said.
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
from medcoding.kinds.codes import form as forms
from medcoding.kinds.codes.answer import parse_lines
from medcoding.kinds.codes.key import LETTERS, Key, KeyLine
from medcoding.kinds.codes.score import score_codes
from medcoding.scoring.model import Score
from medcoding.scoring.policy import Policy


class Codes:
    """See `medcoding.kinds.Kind`."""

    needs_record = True

    def parse_key(self, fields: Fields, exercise: Exercise) -> Key:
        """Read the authored key block."""
        return forms.parse_key(fields, exercise)

    def given(self, exercise: Exercise) -> Mapping[str, Any]:
        """What an answer may hold beside plain ICD-10-CM codes: `systems` asked, `poa` where it is asked.

        Nothing for a case of diagnoses alone, whose record and question say it all.
        """
        key: Key = exercise.key
        found: dict[str, Any] = {}
        if key.systems != (codes.ICD10CM,):
            found["systems"] = list(key.systems)
        if any(line.poa for line in key.lines):
            found["poa"] = "true"
        if any(line.pointers for line in key.lines):
            found["pointers"] = "true"
        return found

    def widget(self, exercise: Exercise) -> dict[str, Any]:
        """The systems to choose from, and whether POA indicators and pointers are asked."""
        given = exercise.given
        return {
            "systems": list(given.get("systems", [codes.ICD10CM])),
            "poa": given.get("poa") == "true",
            "pointers": given.get("pointers") == "true",
        }

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
            return Form.unclear(str(error))
        if not lines:
            return Form.not_yet("enter at least one code")
        odd = [line.entered for line in lines if not codes.looks_like(line.code, line.system)]
        if odd:
            return Form.unclear(f"Check the spelling of {', '.join(odd)}.", complete=True)
        letters = {line.letter for line in lines}
        lost = [line.shown for line in lines if not letters.issuperset(line.pointers)]
        if lost:
            return Form.unclear(f"{', '.join(lost)} points to a diagnosis that is not there.", complete=True)
        bare = [line.entered for line in lines if line.is_diagnosis and not line.poa]
        if exercise.given.get("poa") and bare:
            return Form.ready(f"Complete. Without POA indicator, as only exempt codes are: {', '.join(bare)}.")
        return Form.ready()

    def full_answer(self, exercise: Exercise) -> RawAnswer:
        """The key's required lines in order, the leading one first; of a group the first line alone."""
        key: Key = exercise.key
        chosen = sorted(key.required, key=lambda line: not line.role.leads)
        lettered = dict(zip(LETTERS, key.diagnoses, strict=False))
        mine = dict(zip((id(line) for line in chosen if line.is_diagnosis), LETTERS, strict=False))
        lines = []
        for line in chosen:
            wanted = [mine.get(id(lettered[letter])) for letter in line.pointers]
            lines.append(_line(line, [letter for letter in wanted if letter]))
        return RawAnswer(exercise.slug, {"lines": lines})

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
    return RawAnswer(exercise.slug, {"lines": [_saved(code, system, role) for code, system, role in lines]})


def _line(line: KeyLine, pointers: list[str]) -> dict[str, Any]:
    """A key line as the widget would save it, pointing to these letters of the answer."""
    saved = _saved(line.code, line.system, line.role)
    saved["poa"] = line.poa[0] if line.poa else None
    saved["modifiers"] = [choices[0] for choices in line.modifiers]
    return {**saved, "units": line.units, "pointers": pointers} if not line.is_diagnosis else saved


def _saved(code: str, system: str, role: Role) -> dict[str, Any]:
    return {
        "code": code,
        "system": system,
        "role": role.value,
        "poa": None,
        "modifiers": [],
        "units": 1,
        "evidence": [],
    }


KIND = Codes()
