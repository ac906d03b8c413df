"""A report as CSV files, one a question. Shares lie in [0, 1], times are in seconds, empty cells are not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from medcoding.errors import GradingError
from medcoding.lms.csv_cells import render_csv
from medcoding.report.model import Report

_Rows = Iterable[Sequence[str]]


def write_tables(report: Report, folder: Path) -> tuple[Path, ...]:
    """Write every table into `folder`. Raises GradingError where that cannot be done."""
    tables: dict[str, _Rows] = {
        "learners.csv": _learners(report),
        "exercises.csv": _exercises(report),
        "findings.csv": _findings(report),
        "standings.csv": _standings(report),
        "disputes.csv": _disputes(report),
        "scores.csv": _bins(report),
    }
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            (folder / name).write_text(render_csv(rows), encoding="utf-8")
            paths.append(folder / name)
    except OSError as error:
        raise GradingError(f"{folder}: it cannot be written ({error.strerror}); name another folder") from None
    return tuple(paths)


def _learners(report: Report) -> _Rows:
    yield ("student", "name", "score", "possible", "handed_in", "late_seconds", "time_spent_seconds")
    for each in report.work.learners:
        time = _number(report.seconds.get(each.student))
        yield (
            each.student,
            each.name,
            _number(each.score),
            _number(report.work.possible),
            "yes" if each.handed_in else "no",
            _number(each.late),
            time or "unknown",
        )


def _exercises(report: Report) -> _Rows:
    yield ("exercise", "title", "kind", "possible", "learners", "mean_share", "discrimination", "median_seconds")
    for each in report.exercises:
        asked = each.asked
        yield (
            asked.slug,
            asked.title,
            asked.kind,
            _number(asked.possible),
            str(each.learners),
            _number(each.share),
            _number(each.discrimination),
            _number(each.seconds) or "unknown",
        )


def _findings(report: Report) -> _Rows:
    yield ("exercise", "list", "finding", "entered", "expected", "learners")
    for each in report.exercises:
        for what, found in (("finding", each.findings), ("wrong code", each.wrong_codes)):
            for one in found:
                yield (each.asked.slug, what, one.verdict, one.code, one.expected, str(one.learners))


def _standings(report: Report) -> _Rows:
    yield ("student", "sort", "name", "points", "possible", "share")
    for sort, found in (("outcome", report.outcomes), ("skill", report.skills)):
        for each in found:
            whose = each.student or "(class)"
            yield (whose, sort, each.name, _number(each.points), _number(each.possible), _number(each.share))


def _disputes(report: Report) -> _Rows:
    yield ("exercise", "code", "finding", "student", "reason")
    for each in report.work.disputes:
        for student, reason in zip(each.students, each.reasons, strict=True):
            yield (each.exercise, each.code, each.verdict, student, reason)


def _bins(report: Report) -> _Rows:
    yield ("from_percent", "learners")
    for place, count in enumerate(report.spread.bins):
        yield (str(100 // len(report.spread.bins) * place), str(count))


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")
