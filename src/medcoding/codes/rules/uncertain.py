"""What codes alone can show of an uncertain diagnosis in an outpatient record: very little.

"Rule out pneumonia" coded as J18.9 looks like pneumonia that was found: the word that forbids the code
(Official Guidelines IV.H) stands in the record and nowhere in the code. A case's key says it, or nobody.
Only the codes for observation say of themselves that a condition was suspected.
"""

from __future__ import annotations

from collections.abc import Iterator

from medcoding.codes.model import RuleProblem
from medcoding.codes.rules.model import OUTPATIENT, Report

# Observation for conditions suspected and ruled out, in patients and in newborns.
_OBSERVATION = ("Z03", "Z05")


def observation(report: Report) -> Iterator[RuleProblem]:
    """rule-out: outpatient, a code that stands for a suspicion which the encounter removed."""
    if report.setting != OUTPATIENT:
        return
    for line in report.known:
        if line.bare.startswith(_OBSERVATION):
            yield line.problem(
                "rule-out",
                f"{line.names}: only where the condition was ruled out and no sign or symptom was the reason; what is "
                "still suspected is not coded in outpatient care: report the sign or symptom instead "
                "(ICD-10-CM Official Guidelines I.C.21.c.6 and IV.H)",
                blocking=False,
            )
