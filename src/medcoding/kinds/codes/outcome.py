"""Result 4 of a `codes` answer: what would become of the claim."""

from __future__ import annotations

from collections.abc import Sequence as Many

from medcoding import codes
from medcoding.exercises.model import Exercise
from medcoding.kinds.codes.answer import AnswerLine
from medcoding.kinds.codes.key import Key
from medcoding.kinds.codes.lookup import edits, encounter_of
from medcoding.scoring.model import CaseOutcome

# Rules that a procedure meets by itself. A procedure may rightly stand on a claim twice.
_OF_ONE_CODE = frozenset({"not-a-code", "not-valid-on-date", "not-billable"})


def edits_of(exercise: Exercise, lines: Many[AnswerLine]) -> tuple[codes.RuleProblem, ...]:
    """What a payer's editor would say of the entered codes, diagnoses first."""
    found = list(_edits(exercise, lines, codes.ICD10CM))
    for system in dict.fromkeys(line.system for line in lines if line.system in (codes.ICD10PCS, codes.HCPCS)):
        found += (problem for problem in _edits(exercise, lines, system) if problem.rule in _OF_ONE_CODE)
    return tuple(found)


def outcome(exercise: Exercise, lines: Many[AnswerLine], problems: Many[codes.RuleProblem]) -> CaseOutcome:
    """Would the claim pass the edits, and for inpatients, what does it group to?"""
    key: Key = exercise.key
    if key.diagnoses and not any(line.is_diagnosis for line in lines):
        return CaseOutcome(clean=False, says=("There is no diagnosis on the claim, so it cannot be sent.",))
    blocking = tuple(dict.fromkeys(problem.message for problem in problems if problem.blocking))
    found = CaseOutcome(clean=not blocking, says=blocking)
    if key.drg is None:
        return found
    # The grouper is a native library with 37 MB of tables: it is loaded where a DRG is asked, and nowhere else.
    from medcoding.kinds.codes.drg import with_groups

    return with_groups(found, exercise, lines)


def _edits(exercise: Exercise, lines: Many[AnswerLine], system: str) -> tuple[codes.RuleProblem, ...]:
    return edits(tuple(line.code for line in lines if line.system == system), system, encounter_of(exercise))
