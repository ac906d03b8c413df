"""What a certificate asks for, and how much of it a learner has shown: by graded work, and by practice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from medcoding.learning.contents import Contents
from medcoding.learning.exams.result import Result
from medcoding.learning.mastery import Level, skill_standings
from medcoding.learning.record import Record
from medcoding.learning.syllabus import Certificate, Syllabus, Unit


class Proof(StrEnum):
    """Who vouches for it: the course's gradebook, or the learner's own record."""

    GRADED = "graded work"
    PRACTICE = "practice, reported by the learner"


@dataclass(frozen=True, slots=True)
class Marks:
    """The points of one piece of graded work."""

    points: float
    possible: float

    @property
    def percent(self) -> int:
        """Rounded down, so that 70 is never shown for less."""
        return int(100 * self.points / self.possible + 1e-9) if self.possible else 0


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: met or not, and in words how far."""

    name: str
    proof: Proof
    met: bool
    says: str


@dataclass(frozen=True)
class Shown:
    """What a learner has to show. `marks` by assignment folder; `exams` the best result of each mock exam."""

    marks: Mapping[str, Marks]
    record: Record
    exams: Mapping[str, Result]
    now: datetime


def conditions(certificate: Certificate, syllabus: Syllabus, contents: Contents, shown: Shown) -> tuple[Condition, ...]:
    """Every condition of the certificate, in the order in which it is declared."""
    units = [unit for unit in syllabus.units if unit.semester in certificate.semesters]
    return (
        *_written(units),
        *_graded(certificate, units, shown.marks),
        *_mastery(certificate, units, contents, shown),
        *_mock_exams(certificate, shown.exams),
    )


def _written(units: Sequence[Unit]) -> Iterator[Condition]:
    planned = [unit for unit in units if not unit.is_ready]
    if planned:
        numbers = ", ".join(str(unit.number) for unit in planned)
        yield Condition(
            "The course", Proof.GRADED, False, f"units {numbers} are not written yet, so nobody can earn it"
        )


def _graded(certificate: Certificate, units: Sequence[Unit], marks: Mapping[str, Marks]) -> Iterator[Condition]:
    for unit in units:
        for work in unit.graded:
            wanted = certificate.examinations if work.blueprint else certificate.assignments
            if not wanted or not unit.is_ready:
                continue
            found = marks.get(work.folder)
            if found is None:
                yield Condition(work.title, Proof.GRADED, False, f"no marks yet; {wanted}% are asked for")
                continue
            met = found.possible > 0 and found.points + 1e-9 >= found.possible * wanted / 100
            says = f"{found.points:g} of {found.possible:g} points ({found.percent}%), {wanted}% asked for"
            yield Condition(work.title, Proof.GRADED, met, says)


def _mastery(certificate: Certificate, units: Sequence[Unit], contents: Contents, shown: Shown) -> Iterator[Condition]:
    if not certificate.mastery:
        return
    standings = skill_standings(shown.record, shown.now, contents.by_skill())
    skills = list(dict.fromkeys(skill for unit in units if unit.is_ready for skill in unit.skills))
    mastered = [skill for skill in skills if skill in standings and standings[skill].level is Level.MASTERED]
    met = bool(skills) and 100 * len(mastered) >= certificate.mastery * len(skills)
    says = f"{len(mastered)} of {len(skills)} skills mastered, {certificate.mastery}% asked for"
    yield Condition("Skills", Proof.PRACTICE, met, says)


def _mock_exams(certificate: Certificate, exams: Mapping[str, Result]) -> Iterator[Condition]:
    for name in certificate.mock_exams:
        result = exams.get(name)
        if result is None:
            yield Condition(f"Mock exam {name}", Proof.PRACTICE, False, "not tried yet")
            continue
        over = (
            "" if result.is_complete else f" over the {result.asked} of {result.wanted} questions that could be asked"
        )
        says = f"best result {result.percent}%{over}, {result.passing}% asked for"
        yield Condition(f"Mock exam {name}", Proof.PRACTICE, result.passed, says)
