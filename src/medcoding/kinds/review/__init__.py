"""The kind `review`: mark what is missing, contradictory or unsupported in a record.

key.py reads the authored key, score.py the learner's marks and judges them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from medcoding.answers import RawAnswer
from medcoding.exercises.fields import Fields
from medcoding.exercises.model import Exercise
from medcoding.kinds import Form, _html
from medcoding.kinds._base import BaseKind
from medcoding.kinds._grounds import check_marks, check_quotes, check_repeats
from medcoding.kinds.review import key as keys
from medcoding.kinds.review.key import Key, Label
from medcoding.kinds.review.score import Mark, parse_marks, score_review
from medcoding.rendering.record import record_spans
from medcoding.scoring.model import Score
from medcoding.scoring.policy import Policy


class Review(BaseKind[tuple[Mark, ...]]):
    """See `medcoding.kinds.Kind`."""

    needs_record = True

    def parse_key(self, fields: Fields, exercise: Exercise) -> Key:
        """Read `lines` (label, evidence, any_of, points, why, cite)."""
        return keys.parse_key(fields, exercise)

    def parse_answer(self, exercise: Exercise, answer: RawAnswer) -> tuple[Mark, ...]:
        """The marks. Raises AnswerError."""
        return parse_marks(exercise, answer)

    def widget(self, exercise: Exercise) -> dict[str, Any]:
        """The lines that can be marked, and the labels."""
        labels = [{"value": label.value, "means": label.means} for label in Label]
        return {"spans": list(record_spans(exercise)), "labels": labels}

    def score(self, exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
        """Judge the marks. Raises AnswerError when they cannot be read."""
        return score_review(exercise, answer)

    def form_of(self, exercise: Exercise, marks: tuple[Mark, ...]) -> Form:
        """Complete: at least one mark, and each with its label."""
        if not marks:
            return Form.not_yet("mark what is wrong with the record")
        if not all(mark.label for mark in marks):
            return Form.not_yet("say what is wrong with each mark")
        return Form.ready()

    def full_answer(self, exercise: Exercise) -> RawAnswer:
        """Every end of every line."""
        key: Key = exercise.key
        marks = [{"span": span, "label": line.label.value} for line in key.lines for span in line.spans]
        return RawAnswer(exercise.slug, {"marks": marks})

    def render_entered(self, exercise: Exercise, marks: tuple[Mark, ...]) -> str:
        """The marked lines with their labels."""
        if not marks:
            return _html.empty("Nothing marked.")
        rows = ((mark.span, mark.label.value if mark.label else "") for mark in marks)
        return _html.table(("In the record", "Your label"), rows)

    def render_key(self, exercise: Exercise) -> str:
        """What is wrong, where, and why."""
        key: Key = exercise.key
        rows = (
            (
                line.label.value,
                (" or " if line.any_of else " and ").join(line.evidence),
                line.why,
                line.cite,
                f"{line.points:g}",
            )
            for line in key.lines
        )
        return _html.table(("Label", "Where", "Why", "Rule", "Points"), rows)

    def check(self, exercise: Exercise) -> Iterator[str]:
        """Quotes stand in the record, no two lines share a place, marks are as they should be."""
        key: Key = exercise.key
        quotes = list(check_quotes(exercise, key.grounds.evidence))
        yield from quotes
        if quotes:
            return  # what follows rests on the quotes
        yield from check_repeats((span for line in key.lines for span in line.spans), "line of the record")
        yield from check_marks(self, exercise)


KIND = Review()
