"""The kind `drg`: choose the principal diagnosis of a stay, name its DRG, say what each other diagnosis counts as.

Answer: {"principal": "A41.9", "drg": "872", "levels": [{"code": "R65.20", "level": "none"}, ...]} with the
levels MCC, CC and none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.exercises.fields import Fields
from medcoding.exercises.model import Exercise
from medcoding.kinds import Form, _html
from medcoding.kinds._base import BaseKind
from medcoding.kinds.codes.words import title_of
from medcoding.kinds.drg import key as keys
from medcoding.kinds.drg.key import Chosen, Key, Level, parse_chosen
from medcoding.scoring.model import Score
from medcoding.scoring.policy import Policy


class Drg(BaseKind[Chosen]):
    """See `medcoding.kinds.Kind`."""

    needs_record = True

    def parse_key(self, fields: Fields, exercise: Exercise) -> Key:
        """Read the authored key block."""
        if not exercise.setting.is_inpatient:
            fields.problem(
                f"the setting is {exercise.setting.value}, but only inpatient stays have a DRG; write inpatient"
            )
        return keys.parse_key(fields)

    def given(self, exercise: Exercise) -> Mapping[str, Any]:
        """The diagnoses to choose from, by code, with their POA indicators; the procedures."""
        key: Key = exercise.key
        return {
            "diagnoses": [{"code": code, "poa": key.poa_of(code)} for code in key.diagnoses],
            "procedures": list(key.procedures),
        }

    def widget(self, exercise: Exercise) -> dict[str, Any]:
        """What is given, with official titles, and the levels to choose from."""
        diagnoses = exercise.given.get("diagnoses", [])
        procedures = exercise.given.get("procedures", [])
        return {
            "diagnoses": [{**each, "title": title_of(each["code"], codes.ICD10CM, exercise)} for each in diagnoses],
            "procedures": [{"code": c, "title": title_of(c, codes.ICD10PCS, exercise)} for c in procedures],
            "levels": [level.value for level in Level],
        }

    def parse_answer(self, exercise: Exercise, answer: RawAnswer) -> Chosen:
        """The choices. Raises AnswerError."""
        return parse_chosen(answer)

    def score(self, exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
        """Judge the choices. Raises AnswerError when they cannot be read."""
        from medcoding.kinds.drg.score import score_drg

        return score_drg(exercise, answer, policy)

    def form_of(self, exercise: Exercise, chosen: Chosen) -> Form:
        """Complete: a principal diagnosis among those given, a DRG, a level for each other diagnosis."""
        given = [each["code"] for each in exercise.given.get("diagnoses", [])]
        if chosen.principal and given and chosen.principal not in given:
            return Form.unclear(f"{chosen.principal} is not among the diagnoses.")
        if chosen.drg and not (chosen.drg.isdecimal() and len(chosen.drg) == 3):
            return Form.unclear("A DRG has three digits.")
        open_ = [code for code in given if code != chosen.principal and code not in chosen.levels]
        missing = [] if chosen.principal else ["the principal diagnosis"]
        missing += [] if chosen.drg else ["the DRG"]
        missing += [f"the level of {', '.join(open_)}"] if chosen.principal and open_ else []
        if missing:
            return Form.not_yet(f"choose {'; '.join(missing)}")
        return Form.ready()

    def full_answer(self, exercise: Exercise) -> RawAnswer:
        """The key, entered."""
        key: Key = exercise.key
        levels = [{"code": line.code, "level": line.level.value} for line in key.secondary]
        return RawAnswer(exercise.slug, {"principal": key.principal[0], "drg": key.stay.expected, "levels": levels})

    def render_entered(self, exercise: Exercise, chosen: Chosen) -> str:
        """The choices as a table."""
        if not (chosen.principal or chosen.drg or chosen.levels):
            return _html.empty("Nothing chosen.")
        rows = [(chosen.principal or "–", "Principal", title_of(chosen.principal, codes.ICD10CM, exercise))]
        rows += [(code, level, title_of(code, codes.ICD10CM, exercise)) for code, level in chosen.levels.items()]
        return _html.table(("Code", "Counts as", "Title"), rows) + _html.paragraph(f"DRG {chosen.drg or '–'}")

    def render_key(self, exercise: Exercise) -> str:
        """The claim, its DRG, and the near misses."""
        key: Key = exercise.key
        rows = [(" or ".join(key.principal), "Principal", title_of(key.principal[0], codes.ICD10CM, exercise), "")]
        rows += [
            (line.code, line.level.value, title_of(line.code, codes.ICD10CM, exercise), line.why)
            for line in key.secondary
        ]
        rows += [(code, "Procedure", title_of(code, codes.ICD10PCS, exercise), "") for code in key.procedures]
        stay = key.stay
        return (
            _html.table(("Code", "Counts as", "Title", "Why"), rows)
            + _html.paragraph(f"DRG {stay.expected}, discharge status {stay.discharge_status}")
            + _html.listed(f"{miss.code}: {miss.says}" for miss in key.near_misses)
            + _html.reasons(key.grounds)
        )

    def check(self, exercise: Exercise) -> Iterator[str]:
        """The claim is valid, groups to the stated DRG, and each diagnosis counts as stated."""
        from medcoding.kinds.drg.check import check_drg

        return check_drg(self, exercise)


KIND = Drg()
