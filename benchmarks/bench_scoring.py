"""Scoring an answer with reasons and partial credit, against comparing two sets of codes."""

from __future__ import annotations

from measure import ROOT, Row, median_ms

from medcoding.exercises.course import Course
from medcoding.nbgrader.demo import answers
from medcoding.scoring import score

MANY = 20


def rows() -> list[Row]:
    """Time of one score, mean over every practice case of the ready units."""
    course = Course(ROOT)
    cases = [
        case for unit in course.ready_units() for case in course.practice_cases(unit.folder) if case.kind == "codes"
    ]
    pairs = [(case, answers.full(case)) for case in cases]
    keys = {case.slug: frozenset(line.code for line in case.key.lines) for case in cases}

    def ours() -> None:
        for case, answer in pairs:
            score(case, answer)

    def plain() -> None:
        for _ in range(MANY):
            for case, answer in pairs:
                entered = frozenset(str(line["code"]) for line in answer.fields["lines"])
                len(entered & keys[case.slug]) / max(len(keys[case.slug]), 1)

    each = len(pairs)
    return [
        Row(
            f"One answer scored with findings and reasons, mean of {each} cases",
            "two sets of codes compared, no reasons",
            median_ms(ours) / each,
            median_ms(plain) / each / MANY,
            most=5,
        )
    ]
