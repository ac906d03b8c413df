"""Judges the marks of a `review` answer.

A mark in the right place with the wrong label earns half. Marks on lines that nothing is wrong with
cost by the denominator, as extra codes do: otherwise marking the whole record would be the best answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from medcoding.answers import RawAnswer
from medcoding.errors import AnswerError
from medcoding.exercises.model import Exercise
from medcoding.kinds import _entered
from medcoding.kinds._grounds import finding, total
from medcoding.kinds.review.key import Key, KeyLine, Label
from medcoding.rendering.record import record_spans
from medcoding.scoring.model import Finding, Score, Verdict

MAX_MARKS = 60
MAX_SPAN = 2_000
WRONG_LABEL = 0.5


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked line of the record. `label` is None when none was chosen yet."""

    span: str
    label: Label | None


@dataclass(frozen=True, slots=True)
class _Judged:
    """`cost` is what the marks on this line add to the denominator, in points."""

    finding: Finding
    cost: float


def parse_marks(exercise: Exercise, answer: RawAnswer) -> tuple[Mark, ...]:
    """Read {"marks": [{"span", "label"}]}. Raises AnswerError, also when a line is marked twice."""
    spans = record_spans(exercise)
    marks = []
    for entry in _entered.maps(answer.fields, "marks", MAX_MARKS):
        span = _entered.text(entry, "span", MAX_SPAN)
        label = _entered.text(entry, "label", 40)
        if span not in spans:
            raise AnswerError("answer: a mark on something that does not stand in the record; mark it again")
        marks.append(Mark(span, Label(label) if label in tuple(Label) else None))
    if len({mark.span for mark in marks}) < len(marks):
        raise AnswerError("answer: a line of the record is marked twice; remove one of the marks")
    return tuple(marks)


def score_review(exercise: Exercise, answer: RawAnswer) -> Score:
    """Score an answer to a `review` exercise. Raises AnswerError when it cannot be read."""
    key: Key = exercise.key
    marks = {mark.span: mark for mark in parse_marks(exercise, answer)}
    judged = [_judge(line, marks, key) for line in key.lines]
    wanted = {span for line in key.lines for span in line.spans}
    extra = [_extra(mark, key) for mark in marks.values() if mark.span not in wanted]
    possible = key.grounds.points
    earned = sum(item.finding.points for item in judged)
    spent = sum(item.cost for item in judged) + len(extra) * possible / len(key.lines)
    return total(key.grounds, earned / max(possible, spent), [*(item.finding for item in judged), *extra])


def _judge(line: KeyLine, marks: dict[str, Mark], key: Key) -> _Judged:
    found = [marks[span] for span in line.spans if span in marks]
    ends = 1 if line.any_of else len(line.spans)
    worth = sorted((1.0 if mark.label is line.label else WRONG_LABEL for mark in found), reverse=True)[:ends]
    credit = sum(worth) / ends if ends else 0.0
    verdict, says = _verdict(line, found, credit, len(found) < ends)
    entered = "; ".join(mark.span for mark in found)
    item = finding(
        verdict,
        key.grounds,
        f"{says} {line.why}".strip(),
        entered=entered,
        expected=f"{line.label.value}: {'; '.join(line.spans)}",
        credit=credit,
        possible=line.points,
        cite=line.cite,
        evidence=line.evidence,
    )
    return _Judged(item, line.points * len(worth) / ends if ends else 0.0)


def _verdict(line: KeyLine, found: list[Mark], credit: float, is_short: bool) -> tuple[Verdict, str]:
    if not found:
        return Verdict.MISSED, f"{line.label.value.capitalize()}."
    if credit == 1:
        return Verdict.CORRECT, ""
    says = []
    if any(mark.label is not line.label for mark in found):
        says.append(f"The place is right; the label should be “{line.label.value}”.")
    if is_short:
        says.append("This concerns more than one place: mark each.")
    return Verdict.PARTLY, " ".join(says)


def _extra(mark: Mark, key: Key) -> Finding:
    label = f" ({mark.label.value})" if mark.label else ""
    reason = "Nothing is wrong with this line of the record: it is complete and the rest supports it."
    return finding(Verdict.EXTRA, key.grounds, reason, entered=f"{mark.span}{label}")
