"""The DRG beside the key's: what the entered codes group to, and what each did to it."""

from __future__ import annotations

from collections.abc import Sequence as Many
from dataclasses import replace

from medcoding import codes
from medcoding.exercises.model import Exercise
from medcoding.kinds.codes.answer import AnswerLine
from medcoding.kinds.codes.key import Key, KeyLine, Stay
from medcoding.payment.grouper import Claim, Coded, Counted, Grouping, NoGrouperError, group
from medcoding.payment.weights import find_weight, payment, title_of
from medcoding.scoring.model import CaseOutcome, Group, Severity

# The indicators that the grouper reads; exempt codes are reported without one.
POA = ("Y", "N", "U", "W")


def with_groups(found: CaseOutcome, exercise: Exercise, lines: Many[AnswerLine]) -> CaseOutcome:
    """Add what the entered lines and the key group to."""
    key: Key = exercise.key
    stay = key.drg
    if stay is None:
        return found
    right = weighed(stay.expected, title_of(stay.expected, exercise.date_of_service), exercise, stay)
    try:
        mine = group(_claim(exercise, stay, lines))
        wanted = group(claim_of_key(exercise))
    except NoGrouperError as error:
        return replace(found, right=right, remark=str(error))
    return replace(
        found,
        group=weighed(mine.drg, mine.title, exercise, stay),
        right=weighed(stay.expected, wanted.title if wanted.drg == stay.expected else right.title, exercise, stay),
        severities=tuple(severity(each, mine) for each in mine.secondary),
        lost=_lost(mine, wanted, key),
        remark=mine.problem,
    )


def claim_of_key(exercise: Exercise) -> Claim:
    """The claim of the key's own lines; of a group the first."""
    key: Key = exercise.key
    lines = sorted(key.required, key=lambda line: not line.role.leads)
    return _claim(exercise, key.drg or Stay(""), [_entered(line) for line in lines])


def weighed(drg: str, title: str, exercise: Exercise, stay: Stay) -> Group:
    """A DRG with its weight, mean stay and money at the case's base rate."""
    weight = find_weight(drg, exercise.date_of_service)
    found = weight.weight if weight else None
    return Group(
        drg,
        title or title_of(drg, exercise.date_of_service),
        found,
        weight.gmlos if weight else None,
        payment(found, stay.base_rate),
    )


def severity(counted: Counted, grouping: Grouping) -> Severity:
    """What one secondary diagnosis did, in a sentence."""
    return Severity(codes.display(counted.code, codes.ICD10CM), counted.level, _says(counted, grouping))


def _says(counted: Counted, grouping: Grouping) -> str:
    if not counted.valid:
        return "Not a valid code: the grouper does not read it."
    if not counted.severity:
        changes = f"; without it the DRG would be {counted.without}" if counted.without != grouping.drg else ""
        return f"Neither MCC nor CC{changes}."
    if counted.excluded:
        return f"{counted.severity} by itself, but this principal diagnosis excludes it: it does not count."
    if counted.acquired:
        return f"{counted.severity} by itself, but acquired in the hospital (POA): it does not count."
    if counted.without != grouping.drg:
        return f"Counts as {counted.level}; without it the DRG would be {counted.without}."
    return f"Counts as {counted.level}; the DRG would be the same without it."


def _lost(mine: Grouping, wanted: Grouping, key: Key) -> tuple[str, ...]:
    """The key's MCC and CC that no entered code of the same key line captures."""
    captured = {each.code for each in mine.secondary if each.level}
    found = []
    for each in wanted.secondary:
        line = next((line for line in key.lines if line.is_diagnosis and each.code in line.accepted), None)
        accepted = {code for member in key.group_of(line) for code in member.accepted} if line else {each.code}
        if each.level and not captured & accepted:
            found.append(f"{codes.display(each.code, codes.ICD10CM)} ({each.level})")
    return tuple(found)


def _claim(exercise: Exercise, stay: Stay, lines: Many[AnswerLine]) -> Claim:
    key: Key = exercise.key
    diagnoses = tuple(Coded(line.code, line.poa if line.poa in POA else "") for line in lines if line.is_diagnosis)
    patient = exercise.patient
    return Claim(
        principal=diagnoses[0],
        secondary=tuple(diagnoses[1:]),
        procedures=tuple(line.code for line in lines if line.system == codes.ICD10PCS),
        age=patient.age or 0,
        sex=patient.sex,
        discharge_status=stay.discharge_status,
        on=exercise.date_of_service,
        with_poa=any(line.poa for line in key.lines),
    )


def _entered(line: KeyLine) -> AnswerLine:
    """A key line as an answer line, for the grouper."""
    return AnswerLine(line.accepted[0], line.code, line.system, line.role, poa=line.poa[0] if line.poa else "")
