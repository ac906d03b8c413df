"""What a score is: findings, the four results, points."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a finding says of one line. The value is what files and the command line show."""

    CORRECT = "correct"
    MISSED = "missed"
    EXTRA = "extra"
    LESS_SPECIFIC = "less specific"
    MORE_SPECIFIC = "more specific than documented"
    WRONG_SIDE = "wrong side"
    WRONG_SEVENTH_CHARACTER = "wrong 7th character"
    WRONG_ORDER = "wrong order"
    WRONG_ROLE = "wrong role"
    WRONG_POA = "wrong POA"
    WRONG_MODIFIER = "wrong modifier"
    WRONG_UNITS = "wrong units"
    WRONG_POINTER = "wrong pointer"
    WRONG_CHARACTER = "wrong character"
    NEEDS_ANOTHER = "needs another line"
    NOT_BILLABLE = "not billable"
    NOT_VALID = "not valid on that date"
    NOT_A_CODE = "not a code"
    CONTRADICTS = "contradicts another line"
    DUPLICATE = "duplicate"
    NOT_DOCUMENTED = "not documented"
    WRONG = "wrong"
    PARTLY = "partly right"
    ADVICE = "look again"


@dataclass(frozen=True, slots=True)
class Finding:
    """One judged line.

    `code` is what the learner entered ("" when missed), `expected` what the key says ("" when
    extra), both as printed. `credit` lies in [0, 1]; `points` = credit x `possible`. `evidence`
    holds quotes from the record.
    """

    verdict: Verdict
    code: str
    expected: str
    system: str
    title: str
    credit: float
    points: float
    possible: float
    reason: str
    cite: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sequence:
    """Result 3: is the first diagnosis the right one, and does every mandatory pair stand in order?"""

    correct: bool
    first_correct: bool
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What an inpatient claim groups to and what it pays.

    `drg` has three digits. `weight` is the relative weight, `gmlos` the geometric mean length of stay in
    days, `payment` weight x base rate in US dollars; None where CMS publishes none or no rate is given.
    """

    drg: str
    title: str
    weight: float | None = None
    gmlos: float | None = None
    payment: float | None = None


@dataclass(frozen=True, slots=True)
class Severity:
    """What one secondary diagnosis does to the DRG. `level` is MCC, CC or "" as the claim counts it."""

    code: str
    level: str
    says: str


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """Result 4: what would become of the claim. `says` gives each edit that would stop it.

    For inpatients `group` is the learner's DRG, `right` the key's, and `severities` what each entered
    secondary diagnosis did; `lost` names the MCC and CC of the key that the answer does not capture.
    `remark` is a sentence on the grouping, such as why there is none.
    """

    clean: bool
    says: tuple[str, ...] = ()
    group: Group | None = None
    right: Group | None = None
    severities: tuple[Severity, ...] = ()
    lost: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A scored answer. `points` is a built-in float in [0, possible].

    The four results are `accuracy` (in [0, 1]), `missed` and `extra` (codes as printed),
    `sequence` and `outcome`. The last two are None for kinds that have no such result.
    `problem` is a sentence when the answer could not be read or was empty. `manual` is True where a
    person gives the points: `points` is then 0 and the findings are advice. `why` explains the whole,
    where a kind has more to say than its lines do.
    """

    points: float
    possible: float
    accuracy: float
    missed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    sequence: Sequence | None = None
    outcome: CaseOutcome | None = None
    findings: tuple[Finding, ...] = ()
    problem: str = ""
    manual: bool = False
    why: str = ""
