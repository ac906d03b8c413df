"""What the course covers: each unit's skills and outcomes taught, practised and examined, and the chapters met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from medcoding import codes
from medcoding.exercises.course import Course
from medcoding.exercises.lesson import referenced
from medcoding.exercises.model import Exercise
from medcoding.kinds import kind_of
from medcoding.learning.syllabus import Unit


@dataclass(frozen=True, slots=True)
class Row:
    """How many exercises teach (stand in the lesson), practise and examine one skill or outcome of a unit."""

    name: str
    taught: int
    practised: int
    examined: int

    @property
    def is_hole(self) -> bool:
        """True when nothing teaches, practises or examines it."""
        return not (self.taught and self.practised and self.examined)


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """One ready unit: how much it holds, and a row for each of its skills and outcomes."""

    unit: Unit
    words: int
    embedded: int
    cases: int
    varied: int
    questions: int
    graded: int
    skills: tuple[Row, ...]
    outcomes: tuple[Row, ...]

    @property
    def holes(self) -> tuple[str, ...]:
        """The names of the rows with nothing in one of their columns."""
        return tuple(row.name for row in (*self.skills, *self.outcomes) if row.is_hole)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole course. `chapters` counts the exercises with a code of each ICD-10-CM chapter, by `1: title`."""

    units: tuple[UnitCoverage, ...]
    planned: tuple[Unit, ...]
    chapters: tuple[tuple[str, int], ...]


def cover(course: Course) -> Coverage:
    """Read every exercise of the ready units and count. Raises AuthoringError."""
    units, exercises = [], []
    for unit in course.ready_units():
        text = (course.lessons(unit.folder) / "lesson.md").read_text(encoding="utf-8")
        slugs = set(referenced(text))
        practice = course.practice_exercises(unit.folder)
        graded = [case for work in unit.graded for case in course.graded_exercises(work.folder)]
        pools = ([case for case in practice if case.slug in slugs], practice, graded)
        cases = [case for case in practice if not case.is_question]
        units.append(
            UnitCoverage(
                unit,
                len(text.split()),
                len(slugs),
                len(cases),
                sum(bool(case.variants) for case in cases),
                len(practice) - len(cases),
                len(graded),
                _rows(unit.skills, pools, lambda case: case.skills),
                _rows(unit.outcomes, pools, lambda case: case.outcomes),
            )
        )
        exercises += [*practice, *graded]
    planned = tuple(unit for unit in course.syllabus.units if not unit.is_ready)
    return Coverage(tuple(units), planned, _chapters(exercises))


def _rows(
    names: Iterable[str], pools: tuple[Iterable[Exercise], ...], of: Callable[[Exercise], tuple[str, ...]]
) -> tuple[Row, ...]:
    return tuple(Row(name, *(sum(name in of(case) for case in pool) for pool in pools)) for name in names)


def _chapters(exercises: Iterable[Exercise]) -> tuple[tuple[str, int], ...]:
    """Every chapter of ICD-10-CM with the number of exercises whose answer has a code of it, 0 included."""
    table = codes.table(codes.ICD10CM, codes.DEFAULT_DATE)
    met: Counter[str] = Counter()
    for case in exercises:
        met.update({table.ancestors(code)[0].code for code in _diagnoses(case) if table.find(code)})
    return tuple((f"{chapter.code}: {chapter.title}", met[chapter.code]) for chapter in table.chapters())


def _diagnoses(case: Exercise) -> set[str]:
    """The ICD-10-CM codes that a full answer enters, over all variants; none for kinds that enter no codes."""
    found = set()
    for each in case.variants or (case,):
        lines = kind_of(each.kind).full_answer(each).fields.get("lines")
        for line in lines if isinstance(lines, list) else ():
            if isinstance(line, dict) and line.get("system") == codes.ICD10CM:
                found.add(str(line["code"]))
    return found


def coverage_as_text(coverage: Coverage) -> str:
    """The matrix for a terminal: a block for each unit, then the chapters, then what is planned."""
    blocks = [_unit_as_text(unit) for unit in coverage.units]
    chapters = "\n".join(f"  {count:>5}  {name}" for name, count in coverage.chapters)
    blocks.append(f"ICD-10-CM chapters, exercises with a code of each\n{chapters}")
    if coverage.planned:
        planned = "\n".join(f"  {unit.number:>2} {unit.title}" for unit in coverage.planned)
        blocks.append(f"Planned, nothing to count yet\n{planned}")
    return "\n\n".join(blocks)


def _unit_as_text(found: UnitCoverage) -> str:
    head = (
        f"Unit {found.unit.number}: {found.unit.title}\n"
        f"  lesson of {found.words:,} words with {found.embedded} exercises; {found.cases} cases "
        f"({found.varied} with variants) and {found.questions} questions; {found.graded} graded"
    )
    rows = [f"  {'':34} taught  practised  examined"]
    for row in (*found.skills, *found.outcomes):
        hole = "   <- hole" if row.is_hole else ""
        rows.append(f"  {row.name:34} {row.taught:>6}  {row.practised:>9}  {row.examined:>8}{hole}")
    return "\n".join([head, *rows])
