"""The kind `em`: level a visit by decision making or by time.

levels.py holds the framework, key.py reads the authored key, score.py reads and judges an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from medcoding.answers import RawAnswer
from medcoding.exercises.fields import Fields
from medcoding.exercises.model import Exercise
from medcoding.kinds import Form, _html
from medcoding.kinds._base import BaseKind
from medcoding.kinds._grounds import check_marks, check_quotes
from medcoding.kinds.em import key as keys
from medcoding.kinds.em.key import Key
from medcoding.kinds.em.levels import MINUTES, Element, Level, Visit
from medcoding.kinds.em.score import Entered, explained, parse_entered, score_em
from medcoding.scoring.model import Score
from medcoding.scoring.policy import Policy


class EM(BaseKind[Entered]):
    """See `medcoding.kinds.Kind`."""

    needs_record = True

    def parse_key(self, fields: Fields, exercise: Exercise) -> Key:
        """Read `visit`, `problems`, `data`, `risk`, `time`, `level`, points and reasons."""
        return keys.parse_key(fields)

    def given(self, exercise: Exercise) -> Mapping[str, Any]:
        """The family of the visit."""
        key: Key = exercise.key
        return {"visit": key.visit.value}

    def widget(self, exercise: Exercise) -> dict[str, Any]:
        """The grid: elements, levels, and whether time counts in this family."""
        visit = _visit(exercise)
        return {
            "visit": {"value": visit.value, "label": visit.label},
            "elements": [{"value": element.value, "label": element.label} for element in Element],
            "levels": [{"value": level.value, "number": level.number, "label": level.label} for level in Level],
            "time_counts": bool(MINUTES[visit]),
        }

    def parse_answer(self, exercise: Exercise, answer: RawAnswer) -> Entered:
        """Elements, time and level. Raises AnswerError."""
        return parse_entered(answer)

    def score(self, exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
        """Judge elements, time and level. Raises AnswerError when they cannot be read."""
        return score_em(exercise, answer)

    def form_of(self, exercise: Exercise, entered: Entered) -> Form:
        """Complete: three elements and a level."""
        open_ = [element.value for element in Element if element not in entered.elements]
        open_ += [] if entered.level else ["level"]
        if open_:
            return Form.not_yet(", ".join(open_))
        return Form.ready()

    def full_answer(self, exercise: Exercise) -> RawAnswer:
        """The key's elements, time and level."""
        key: Key = exercise.key
        fields: dict[str, Any] = {element.value: level.value for element, level in key.elements.items()}
        if key.minutes is not None:
            fields["minutes"] = str(key.minutes)
        return RawAnswer(exercise.slug, {**fields, "level": key.level.value})

    def render_entered(self, exercise: Exercise, entered: Entered) -> str:
        """The grid as filled in, with what it gives."""
        visit = _visit(exercise)
        rows = [
            (element.label, entered.elements[element].value if element in entered.elements else "")
            for element in Element
        ]
        rows.append(("Total time on the day", f"{entered.minutes} minutes" if entered.minutes is not None else ""))
        rows.append(("Level", entered.level.label if entered.level else ""))
        gives = explained(visit, entered.elements, entered.minutes)
        return _html.paragraph(visit.label) + _html.table(("Element", "Your level"), rows) + _html.paragraph(gives)

    def render_key(self, exercise: Exercise) -> str:
        """The grid with reasons and evidence."""
        key: Key = exercise.key
        rows = [
            (element.label, key.elements[element].value, line.why, line.cite, "; ".join(line.evidence))
            for element, line in key.lines.items()
        ]
        if key.time:
            time = key.time
            rows.append(("Total time", f"{key.minutes} minutes", time.why, time.cite, "; ".join(time.evidence)))
        rows.append(("Level", key.level.label, explained(key.visit, key.elements, key.minutes), "", ""))
        table = _html.table((key.visit.label, "Level", "Why", "Rule", "Evidence"), rows)
        return table + _html.reasons(key.grounds)

    def check(self, exercise: Exercise) -> Iterator[str]:
        """Quotes stand in the record; time is not given where it does not count; marks are as they should be."""
        key: Key = exercise.key
        yield from check_quotes(exercise, key.grounds.evidence)
        if key.minutes and not MINUTES[key.visit]:
            yield "`time` is given for an emergency visit, where time does not count; remove it"
        yield from check_marks(self, exercise)


def _visit(exercise: Exercise) -> Visit:
    value = exercise.given.get("visit")
    return Visit(value) if value in tuple(Visit) else Visit.OFFICE_ESTABLISHED


KIND = EM()
