"""The figures of a report, worked out from plain objects."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterable

from medcoding.report.model import Asked, ClassWork, ExerciseFigures, Frequent, Report, Spread, Standing, Work
from medcoding.scoring import Finding, Verdict

# Below these a figure says more of a few people than of the exercise.
LEAST_FOR_SHARE = 5
LEAST_FOR_DISCRIMINATION = 10
MOST_LISTED = 5
BINS = 10
_NO_FAULTS = (Verdict.CORRECT, Verdict.ADVICE)


def build_report(work: ClassWork) -> Report:
    """Work out every figure."""
    by_exercise: dict[str, list[Work]] = {each.slug: [] for each in work.exercises}
    for each in work.works:
        by_exercise[each.exercise].append(each)
    totals = _totals(work)
    scores = [each.score for each in work.learners if each.score is not None]
    return Report(
        work,
        spread_of(scores, work.possible),
        tuple(_figures(asked, by_exercise[asked.slug], totals) for asked in work.exercises),
        tuple(_standings(work, lambda asked: asked.outcomes)),
        tuple(_standings(work, lambda asked: asked.skills)),
        _times(work),
        tuple(each for each in work.learners if not each.handed_in),
        tuple(each for each in work.learners if each.late > 0),
    )


def spread_of(scores: list[float], possible: float) -> Spread:
    """How scores lie between 0 and the maximum."""
    bins = [0] * BINS
    for score in scores:
        # A share that is a tenth but for rounding belongs to that tenth.
        place = int(score / possible * BINS + 1e-9) if possible else 0
        bins[min(max(place, 0), BINS - 1)] += 1
    if not scores:
        return Spread(0, None, None, None, None, None, tuple(bins))
    deviation = statistics.stdev(scores) if len(scores) > 1 else None
    mean, median = statistics.fmean(scores), statistics.median(scores)
    return Spread(len(scores), mean, median, deviation, min(scores), max(scores), tuple(bins))


def discrimination(item: list[float], rest: list[float]) -> float | None:
    """Pearson's correlation of an exercise's points with those of all other exercises, the same learners in each.

    The corrected item-total correlation of classical test theory: the exercise is not part of its own total.
    None for fewer than 10 learners, or where all of them earned the same in either.
    """
    if len(item) < LEAST_FOR_DISCRIMINATION or len(set(item)) < 2 or len({round(each, 9) for each in rest}) < 2:
        return None
    return statistics.correlation(item, rest)


def _totals(work: ClassWork) -> dict[str, float]:
    """The points of all exercises, of those learners whose every exercise has points."""
    found: dict[str, list[float]] = {}
    for each in work.works:
        if each.points is not None:
            found.setdefault(each.student, []).append(each.points)
    return {student: sum(points) for student, points in found.items() if len(points) == len(work.exercises)}


def _figures(asked: Asked, works: list[Work], totals: dict[str, float]) -> ExerciseFigures:
    earned = {each.student: each.points for each in works if each.points is not None}
    whole = [student for student in earned if student in totals]
    share = None
    if len(earned) >= LEAST_FOR_SHARE and asked.possible:
        share = statistics.fmean(earned.values()) / asked.possible
    times = [each.seconds for each in works if each.seconds is not None]
    return ExerciseFigures(
        asked,
        len(earned),
        share,
        discrimination([earned[each] for each in whole], [totals[each] - earned[each] for each in whole]),
        _frequent(works, lambda finding: (finding.verdict.value, finding.code, finding.expected)),
        _frequent(works, lambda finding: ("", finding.code, "") if finding.code else None),
        statistics.median(times) if times else None,
    )


def _frequent(works: Iterable[Work], key: Callable[[Finding], tuple[str, str, str] | None]) -> tuple[Frequent, ...]:
    """What most learners did not have right; a learner counts once for each."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for each in works:
        faults = (finding for finding in each.findings if finding.verdict not in _NO_FAULTS)
        counts.update({found for finding in faults if (found := key(finding))})
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Frequent(*found, count) for found, count in ordered[:MOST_LISTED])


def _standings(work: ClassWork, names: Callable[[Asked], tuple[str, ...]]) -> list[Standing]:
    """The class first, then each learner, by outcome or skill; an exercise counts for each that it names."""
    asked = {each.slug: each for each in work.exercises}
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for each in work.works:
        exercise = asked[each.exercise]
        if each.points is None:
            continue
        for name in names(exercise):
            for whose in ("", each.student):
                found.setdefault((whose, name), []).append((each.points, exercise.possible))
    count = {name: sum(name in names(each) for each in work.exercises) for _, name in found}
    return [
        Standing(student, name, sum(each for each, _ in pairs), sum(each for _, each in pairs), count[name])
        for (student, name), pairs in sorted(found.items())
    ]


def _times(work: ClassWork) -> dict[str, float | None]:
    """The time of each learner who handed in; None where no answer tells any."""
    found: dict[str, float | None] = {each.student: None for each in work.learners if each.handed_in}
    for each in work.works:
        if each.seconds is not None:
            found[each.student] = (found.get(each.student) or 0.0) + each.seconds
    return found
