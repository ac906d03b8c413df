"""What a report is worked out from, and the figures in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from medcoding.scoring import Finding


@dataclass(frozen=True, slots=True)
class Asked:
    """One exercise of the assignment. `possible` in points."""

    slug: str
    title: str
    kind: str
    possible: float
    outcomes: tuple[str, ...]
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """One learner's work on one exercise. `points` without extra credit; None where a person has yet to give them.

    `findings` are those of the keys as they stand now. `seconds` is the time spent, None where it was not recorded.
    """

    student: str
    exercise: str
    points: float | None
    findings: tuple[Finding, ...] = ()
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Learner:
    """One learner. `score` counts late penalties and extra credit, None where nothing was graded; `late` in seconds."""

    student: str
    name: str
    score: float | None
    handed_in: bool
    late: float = 0.0


@dataclass(frozen=True, slots=True)
class OpenDispute:
    """A finding that learners dispute and nobody has settled."""

    exercise: str
    code: str
    verdict: str
    students: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassWork:
    """All of it. `texts` names outcomes and skills; `problems` what could not be read."""

    assignment: str
    possible: float
    exercises: tuple[Asked, ...]
    learners: tuple[Learner, ...]
    works: tuple[Work, ...]
    disputes: tuple[OpenDispute, ...]
    texts: Mapping[str, str]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """How scores lie. `bins` counts learners by tenths of the maximum, the last from 90% up; the rest in points."""

    count: int
    mean: float | None
    median: float | None
    deviation: float | None
    lowest: float | None
    highest: float | None
    bins: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Frequent:
    """A finding and how many learners had it. `code` is what they entered, `expected` what the key says."""

    verdict: str
    code: str
    expected: str
    learners: int


@dataclass(frozen=True, slots=True)
class ExerciseFigures:
    """One exercise. `share` is the mean share of its points, in [0, 1]; `discrimination` in [-1, 1].

    Both are None below their least number of learners; the second also where all earned the same.
    """

    asked: Asked
    learners: int
    share: float | None
    discrimination: float | None
    findings: tuple[Frequent, ...]
    wrong_codes: tuple[Frequent, ...]
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a learner, or with `student` "" the class, earned of the points of an outcome or a skill."""

    student: str
    name: str
    points: float
    possible: float
    exercises: int

    @property
    def share(self) -> float:
        """In [0, 1]."""
        return self.points / self.possible if self.possible else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """Every figure of a report."""

    work: ClassWork
    spread: Spread
    exercises: tuple[ExerciseFigures, ...]
    outcomes: tuple[Standing, ...]
    skills: tuple[Standing, ...]
    seconds: Mapping[str, float | None]
    missing: tuple[Learner, ...]
    late: tuple[Learner, ...]
