"""Search from the home page: sections of lessons, terms of the glossary, codes of every system."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from medcoding import codes
from medcoding.errors import MedcodingError
from medcoding.exercises.course import Course
from medcoding.learning.find_lessons import Section, find_passages
from medcoding_widgets.home_view import Links

MAX_TEXT = 200
MAX_CODES = 8
MAX_TERMS = 4


def search_course(text: str, sections: Sequence[Section], course: Course, links: Links) -> dict[str, Any]:
    """Rows for a text, by kind; tables are opened at the first search."""
    text = " ".join(text.split())
    if not text:
        return {"lessons": [], "terms": [], "codes": []}
    return {
        "lessons": _lessons(text, sections, links),
        "terms": _terms(text, course, links),
        "codes": _codes(text, links),
    }


def _lessons(text: str, sections: Sequence[Section], links: Links) -> list[dict[str, Any]]:
    return [
        {
            "title": found.section.heading,
            "says": f"Unit {found.section.number}",
            "excerpt": found.excerpt,
            "href": links.lesson(found.section.unit, found.section.anchor),
        }
        for found in find_passages(sections, text)
    ]


def _terms(text: str, course: Course, links: Links) -> list[dict[str, Any]]:
    wanted = text.casefold()
    terms = [term for term in course.glossary.terms if wanted in term.name.casefold()]
    terms.sort(key=lambda term: (not term.name.casefold().startswith(wanted), term.name.casefold()))
    return [
        {"title": term.name, "excerpt": term.meaning, "href": links.page("glossary", term.anchor)}
        for term in terms[:MAX_TERMS]
    ]


def _codes(text: str, links: Links) -> list[dict[str, Any]]:
    from medcoding.codes import everywhere

    try:
        hits = everywhere.search(text, on=codes.DEFAULT_DATE, limit=MAX_CODES)
    except MedcodingError:
        return []
    return [
        {
            "code": hit.code,
            "title": hit.title,
            "system": hit.system,
            "billable": hit.billable,
            "href": links.page("encoder", f"code={hit.code}"),
        }
        for hit in hits
    ]
