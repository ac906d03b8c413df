"""The rules among reported codes, one function each, tried in the order of the tuple below.

A rule takes a `Report` and yields problems. Every message says what to do and where the rule is
written. To add a rule, write the function and name it in `RULES`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from medcoding.codes.code import ICD10CM
from medcoding.codes.model import RuleProblem
from medcoding.codes.rules.model import OUTPATIENT, Report, Rule
from medcoding.codes.rules.order import (
    code_first,
    external_cause_first,
    manifestation_first,
    unacceptable_principal,
    use_additional,
)
from medcoding.codes.rules.patient import age_conflict, sex_conflict
from medcoding.codes.rules.single import existing, whole
from medcoding.codes.rules.together import duplicate, excludes1, laterality
from medcoding.codes.rules.uncertain import observation
from medcoding.codes.table import table

# Rules that hold in every system, and those of ICD-10-CM.
EVERYWHERE: tuple[Rule, ...] = (existing, whole, duplicate)
RULES: tuple[Rule, ...] = (
    *EVERYWHERE,
    manifestation_first,
    external_cause_first,
    unacceptable_principal,
    code_first,
    use_additional,
    excludes1,
    laterality,
    observation,
    age_conflict,
    sex_conflict,
)


def validate(
    codes: Sequence[str],
    *,
    system: str = ICD10CM,
    setting: str = OUTPATIENT,
    on: date,
    age: int | None = None,
    sex: str | None = None,
) -> tuple[RuleProblem, ...]:
    """What is wrong with the codes of one encounter, in the order of the codes.

    `codes` come in the order reported, the principal or first-listed diagnosis first. `setting` is
    "inpatient" or "outpatient", `age` in completed years, `sex` F, M or X.

    Raises:
        NoReleaseError: no release of that system is held.
    """
    report = Report(table(system, on), tuple(codes), setting, on, age, sex)
    found = [problem for rule in (RULES if system == ICD10CM else EVERYWHERE) for problem in rule(report)]
    places = {line.code: line.position for line in reversed(report.lines)}
    return tuple(sorted(found, key=lambda problem: places[problem.code]))
