"""Tries and lists of exercises for tests of learning: say only what the test is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from medcoding.learning.contents import Entry
from medcoding.learning.record import Judged, Record, Try, Where

NOW = datetime(2026, 5, 20, 18, 30, tzinfo=UTC)


def a_try(
    exercise: str = "one",
    share: float | None = 1.0,
    *,
    days_ago: float = 0,
    skills: tuple[str, ...] = ("laterality",),
    findings: tuple[tuple[str, float, float], ...] = (),
    **more: object,
) -> Try:
    fields = {
        "when": NOW - timedelta(days=days_ago),
        "exercise": exercise,
        "variant": "",
        "kind": "codes",
        "unit": "04-unit",
        "skills": skills,
        "outcomes": ("A3",),
        "difficulty": 3,
        "share": share,
        "points": (share or 0) * 2,
        "possible": 2.0,
        "findings": tuple(Judged(*each) for each in findings),
        "where": Where.LESSON,
        **more,
    }
    return Try(**fields)


def a_record(*tries: Try) -> Record:
    return Record(tuple(sorted(tries, key=lambda each: each.when)))


def an_entry(slug: str, *skills: str, **more: object) -> Entry:
    fields = {
        "slug": slug,
        "unit": "04-unit",
        "kind": "choice",
        "title": slug,
        "skills": skills or ("laterality",),
        "outcomes": ("A3",),
        "difficulty": 2,
        "is_question": True,
        "in_lesson": False,
        "variants": (),
        **more,
    }
    return Entry(**fields)
