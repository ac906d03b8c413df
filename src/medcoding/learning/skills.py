"""What a try says of each skill of its exercise.

The rule: a try counts for each skill of its exercise with the share of points earned. Where a finding
names the skill that failed (a wrong side: laterality) and the exercise asks for that skill, the loss
counts against it alone. And of several tries at one variant on one day only the first counts, because
the verdict shows how it is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from medcoding.learning.days import day_of
from medcoding.learning.record import Try
from medcoding.scoring.model import Verdict

# Of the kind `codes` alone: elsewhere the same words mean something else.
BLAMED = {
    Verdict.WRONG_SIDE.value: "laterality",
    Verdict.WRONG_SEVENTH_CHARACTER.value: "seventh-character",
    Verdict.WRONG_POA.value: "poa-indicator",
    Verdict.WRONG_MODIFIER.value: "modifiers",
    Verdict.WRONG_UNITS.value: "hcpcs-supplies-drugs",
    Verdict.WRONG_POINTER.value: "medical-necessity",
    Verdict.NOT_BILLABLE.value: "code-structure",
}


def counted(tries: Iterable[Try], now: datetime) -> Iterator[Try]:
    """The tries that say something: judged by machine, and the first at that variant on that day."""
    seen = set()
    for each in tries:
        key = (day_of(each.when, now), each.exercise, each.variant)
        if each.share is not None and key not in seen:
            seen.add(key)
            yield each


def shares(each: Try) -> dict[str, float]:
    """The share earned on each skill of the exercise, in [0, 1]."""
    share = each.share or 0.0
    if each.kind != "codes" or not each.possible:
        return dict.fromkeys(each.skills, share)
    lost: dict[str, float] = {}
    for finding in each.findings:
        skill = BLAMED.get(finding.verdict, "")
        if skill in each.skills:
            lost[skill] = lost.get(skill, 0.0) + max(finding.possible - finding.points, 0.0) / each.possible
    blamed = min(sum(lost.values()), 1.0 - share)
    rest = 1.0 - share - blamed  # lost on what no finding ties to one skill
    return {skill: min(max(1.0 - rest - lost.get(skill, 0.0), 0.0), 1.0) for skill in each.skills}
