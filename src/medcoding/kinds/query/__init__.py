"""The kind `query`: write to a provider and ask, without leading.

Answer: {"text": "..."}. A person gives the points. What a machine can see of a leading query is told
as advice, in findings without points; see checklist.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from medcoding.answers import RawAnswer
from medcoding.exercises.fields import Fields
from medcoding.exercises.model import Exercise
from medcoding.kinds import Form, _entered, _html
from medcoding.kinds._base import BaseKind
from medcoding.kinds._grounds import check_quotes, finding
from medcoding.kinds.query import key as keys
from medcoding.kinds.query.checklist import Item, general_items, key_items
from medcoding.kinds.query.key import Key
from medcoding.scoring.model import Finding, Score, Verdict
from medcoding.scoring.policy import Policy

MAX_TEXT = 8_000
SHORTEST = 40


class Query(BaseKind[str]):
    """See `medcoding.kinds.Kind`."""

    needs_record = True

    def parse_key(self, fields: Fields, exercise: Exercise) -> Key:
        """Read `indicators`, `leading`, `yes_no`, `open`, `model`, `rubric`, points and reasons."""
        return keys.parse_key(fields)

    def parse_answer(self, exercise: Exercise, answer: RawAnswer) -> str:
        """The text as written, "" when there is none. Raises AnswerError."""
        return _entered.text(answer.fields, "text", MAX_TEXT)

    def widget(self, exercise: Exercise) -> dict[str, Any]:
        """How much may be written."""
        return {"most_characters": MAX_TEXT}

    def advice(self, exercise: Exercise, answer: RawAnswer) -> tuple[Item, ...]:
        """The checklist without the key, for learners while they write. Raises AnswerError."""
        text = self.parse_answer(exercise, answer)
        return tuple(general_items(text)) if text else ()

    def score(self, exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
        """0 points until a person has read it, and the checklist. Raises AnswerError when there is no text."""
        key: Key = exercise.key
        text = self.parse_answer(exercise, answer)
        items = (*key_items(text, key), *general_items(text)) if text else ()
        return Score(
            points=0.0,
            possible=key.grounds.points,
            accuracy=0.0,
            findings=tuple(_finding(item, key) for item in items),
            manual=True,
            why=key.grounds.why,
        )

    def form_of(self, exercise: Exercise, text: str) -> Form:
        """Complete: more than a greeting."""
        if len(text) < SHORTEST:
            return Form.not_yet("write the query")
        return Form.ready("Complete. A person will read and score it.")

    def full_answer(self, exercise: Exercise) -> RawAnswer:
        """The author's model."""
        key: Key = exercise.key
        return RawAnswer(exercise.slug, {"text": key.model})

    def render_entered(self, exercise: Exercise, text: str) -> str:
        """The text, line by line."""
        if not text:
            return _html.empty("Nothing written.")
        return f'<blockquote class="mc-text">{"".join(map(_html.paragraph, text.splitlines()))}</blockquote>'

    def render_key(self, exercise: Exercise) -> str:
        """The model, the rubric and what the checklist looks for."""
        key: Key = exercise.key
        rows = [(item.name, ", ".join(item.words), "; ".join(item.evidence)) for item in key.indicators]
        return (
            f"<blockquote>{''.join(map(_html.paragraph, key.model.splitlines()))}</blockquote>"
            + _html.listed(key.rubric)
            + _html.table(("Indicator", "Words", "Evidence"), rows)
            + _html.paragraph(f"Leading: {', '.join(key.leading)}")
            + _html.reasons(key.grounds)
        )

    def check(self, exercise: Exercise) -> Iterator[str]:
        """Quotes stand in the record; the model passes its own checklist; nothing leading is in the record."""
        key: Key = exercise.key
        yield from check_quotes(exercise, key.grounds.evidence)
        record = exercise.record.lower()
        for name in key.leading:
            if name.lower() in record:
                yield f"`leading` names {name!r}, which stands in the record; remove it"
        for item in (*key_items(key.model, key), *general_items(key.model)):
            if not item.is_fine:
                yield f"the model does not pass the checklist ({item.name}: {item.says}); mend it"


def _finding(item: Item, key: Key) -> Finding:
    verdict = Verdict.CORRECT if item.is_fine else Verdict.ADVICE
    return finding(verdict, key.grounds, item.says, entered=item.name, evidence=item.evidence)


KIND = Query()
