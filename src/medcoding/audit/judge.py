"""Judges each record: the reviewer's codes become a key, the coder's an answer, and the one scorer decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from medcoding.answers import RawAnswer
from medcoding.audit.sets import CodedLine, CodedRecord
from medcoding.errors import AuditError
from medcoding.exercises.model import Exercise, Patient, Role
from medcoding.kinds.codes.drg import claim_of_key
from medcoding.kinds.codes.key import Key, KeyLine, Stay
from medcoding.payment.grouper import NoGrouperError, group
from medcoding.scoring import score
from medcoding.scoring.model import Finding, Score, Verdict

# The code itself is right, whatever is wrong beside it.
RIGHT_CODE = frozenset(
    {
        Verdict.CORRECT,
        Verdict.WRONG_ROLE,
        Verdict.WRONG_ORDER,
        Verdict.WRONG_POA,
        Verdict.WRONG_MODIFIER,
        Verdict.WRONG_UNITS,
        Verdict.WRONG_POINTER,
    }
)


@dataclass(frozen=True, slots=True)
class Judged:
    """One record of one coder. `poa` holds (right, asked); `drg` is None where none can be worked out."""

    record: str
    coder: str
    score: Score
    reviewed: int
    poa: tuple[int, int]
    drg: bool | None

    @property
    def right(self) -> int:
        """How many of the reviewer's codes the coder reported."""
        return sum(finding.verdict in RIGHT_CODE for finding in self.score.findings)

    @property
    def wrong(self) -> tuple[Finding, ...]:
        """Everything that is not simply correct."""
        return tuple(finding for finding in self.score.findings if finding.verdict is not Verdict.CORRECT)


def judge_sets(coded: Sequence[CodedRecord], reviewed: Sequence[CodedRecord]) -> tuple[Judged, ...]:
    """Judge every coded record that was reviewed, in the coder's order.

    Raises:
        AuditError: no record is in both sets, a record was reviewed twice, or a review holds no code.
    """
    reviews = {review.record: review for review in reviewed}
    if len(reviews) < len(reviewed):
        raise AuditError("the reviewer's set: a record stands under two coders; give one reviewer's codes alone")
    found = tuple(_judge(record, reviews[record.record]) for record in coded if record.record in reviews)
    if not found:
        raise AuditError("no record is in both sets; check that the `record` columns hold the same names")
    return found


def _judge(coded: CodedRecord, review: CodedRecord) -> Judged:
    exercise = _exercise(review)
    result = score(exercise, _answer(coded))
    outcome = result.outcome
    drg = None
    if outcome and outcome.group and outcome.right:
        drg = outcome.group.drg == outcome.right.drg
    return Judged(coded.record, coded.coder, result, len(exercise.key.required), _poa(coded, review), drg)


def _exercise(review: CodedRecord) -> Exercise:
    if not review.lines:
        raise AuditError(f"record {review.record}: the reviewer's set holds no code for it; add the codes")
    exercise = Exercise(
        slug=review.record,
        title=review.record,
        kind="codes",
        setting=review.setting,
        date_of_service=review.date_of_service,
        patient=Patient(review.age, review.sex),
        outcomes=(),
        skills=(),
        difficulty=1,
        status="reviewed",
        author="",
        record="",
        question="",
    )
    key = Key(tuple(_key_line(line, exercise, place) for place, line in enumerate(_leading_first(review))))
    exercise = replace(exercise, key=key)
    if review.setting.is_inpatient and review.age is not None:
        exercise = replace(exercise, key=replace(key, drg=_stay(exercise, review.discharge_status or "01")))
    return exercise


def _stay(exercise: Exercise, status: str) -> Stay | None:
    """What the reviewer's own codes group to; None where no DRG can be worked out."""
    asked = replace(exercise, key=replace(exercise.key, drg=Stay("", discharge_status=status)))
    try:
        return Stay(group(claim_of_key(asked)).drg, discharge_status=status)
    except NoGrouperError:
        return None


def _leading_first(record: CodedRecord) -> list[CodedLine]:
    leads = [line for line in record.lines if line.role in {Role.PRINCIPAL.value, Role.FIRST_LISTED.value}]
    return sorted(record.lines, key=lambda line: line is not leads[0]) if leads else list(record.lines)


def _key_line(line: CodedLine, exercise: Exercise, place: int) -> KeyLine:
    lead = Role.PRINCIPAL if exercise.setting.is_inpatient else Role.FIRST_LISTED
    return KeyLine(
        code=line.code,
        system=line.system,
        role=lead if place == 0 else Role.SECONDARY,
        points=1.0,
        why="The reviewer reports it.",
        cite=line.rule,
        evidence=(),
        poa=(line.poa,) if line.poa else (),
        modifiers=tuple((modifier,) for modifier in line.modifiers),
        units=line.units,
    )


def _answer(coded: CodedRecord) -> RawAnswer:
    lines = [
        {
            "code": line.code,
            "system": line.system,
            "role": line.role or None,
            "poa": line.poa or None,
            "modifiers": list(line.modifiers),
            "units": line.units,
            "evidence": [],
        }
        for line in coded.lines
    ]
    return RawAnswer(coded.record, {"lines": lines})


def _poa(coded: CodedRecord, review: CodedRecord) -> tuple[int, int]:
    """(right, asked) over the codes that both report and the reviewer gives an indicator for."""
    from medcoding import codes

    mine = {codes.normalise(line.code, line.system): line.poa for line in coded.lines}
    asked = [
        (line.poa, mine[code])
        for line in review.lines
        if line.poa and (code := codes.normalise(line.code, line.system)) in mine
    ]
    return sum(right == given for right, given in asked), len(asked)
