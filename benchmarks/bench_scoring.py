"""Scoring an answer with reasons and partial credit, against comparing two sets of codes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence

from measure import ROOT, Row

from medcoding.answers import RawAnswer
from medcoding.exercises.course import Course
from medcoding.exercises.model import Exercise
from medcoding.exercises.parse import parse_case
from medcoding.kinds import kind_of
from medcoding.kinds.codes import compare, lookup
from medcoding.payment.grouper import group
from medcoding.scoring import score

Pair = tuple[Exercise, RawAnswer]
ROUNDS = 5
STAY = """---
id: stay
title: A stay
kind: codes
setting: inpatient
date_of_service: 2026-05-15
age: 71
sex: F
outcomes: [A3]
skills: [drg]
difficulty: 2
---
Sepsis.

## Question
Code the stay.

## Key
```yaml
lines:
  - {code: A41.9, system: ICD-10-CM, role: principal, why: x, cite: x, evidence: Sepsis.}
  - {code: R65.20, system: ICD-10-CM, role: secondary, why: x, cite: x, evidence: Sepsis.}
  - {code: N39.0, system: ICD-10-CM, role: secondary, why: x, cite: x, evidence: Sepsis.}
drg: {expected: "872", base_rate: 6500}
```
"""


def rows() -> list[Row]:
    """Median time of one score over answers such as a class hands in: right, one line short, each near miss."""
    course = Course(ROOT)
    cases = [
        case for unit in course.ready_units() for case in course.practice_cases(unit.folder) if case.kind == "codes"
    ]
    pairs = [(case, answer) for case in cases for answer in _answers(case)]
    stay = parse_case(STAY, "stay.md")
    stays = [(stay, answer) for answer in _answers(stay)] * 10
    keys = {case.slug: frozenset(line.code for line in case.key.lines) for case in (*cases, stay)}

    def plain(case: Exercise, answer: RawAnswer) -> None:
        entered = frozenset(str(line["code"]) for line in answer.fields["lines"])
        len(entered & keys[case.slug]) / max(len(keys[case.slug]), 1)

    compared = _median_ms(pairs, plain)
    what = f"{len(pairs)} answers to {len(cases)} cases"
    return [
        Row(f"One answer scored, median of {what}", "two sets compared", _median_ms(pairs, score), compared, most=1),
        Row(
            f"One answer that nobody handed in before, its codes known, median of {what}",
            "two sets compared",
            _median_ms(pairs, score, before=_forget_answers),
            compared,
            most=2,
        ),
        Row(
            "One inpatient answer scored and grouped to its DRG, beside the key's, neither remembered",
            "two sets compared",
            _median_ms(stays, score, before=group.cache_clear),
            _median_ms(stays, plain),
            most=20,
        ),
    ]


def _answers(case: Exercise) -> list[RawAnswer]:
    full = kind_of(case.kind).full_answer(case)
    lines = full.fields["lines"]
    wrong = [[*lines[:-1], {**lines[-1], "code": miss.code}] for miss in case.key.near_misses]
    return [full, *(RawAnswer(case.slug, {"lines": each}) for each in (lines[:-1], *wrong))]


def _forget_answers() -> None:
    """Forget what was worked out for whole answers; what the tables say of single codes stays."""
    lookup._edits.cache_clear()
    compare._faults.cache_clear()


def _median_ms(
    pairs: Sequence[Pair],
    work: Callable[[Exercise, RawAnswer], object],
    before: Callable[[], None] = lambda: None,
) -> float:
    """The median time of one call in ms; the first round, which warms what is remembered, is left out."""
    times = []
    for number in range(ROUNDS + 1):
        for case, answer in pairs:
            before()
            started = time.perf_counter()
            work(case, answer)
            if number:
                times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)
