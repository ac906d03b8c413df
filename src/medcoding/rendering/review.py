"""The printable sheet for a second reader: the record beside each code, so that both can be compared."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from medcoding import rendering
from medcoding.exercises.model import Exercise
from medcoding.kinds import kind_of
from medcoding.rendering.record import render_markdown, render_question, render_record
from medcoding.rendering.verdict import facts

_PAGE = (
    "body{font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "section{break-after:page}table{border-collapse:collapse}td,th{border:1px solid #999;padding:.3rem;text-align:left;"
    "vertical-align:top}"
)


def render_review(cases: Iterable[Exercise]) -> str:
    """A self-contained page with one section a case."""
    sections = "".join(_case(case) for case in cases)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Review sheet</title>'
        f"<style>{rendering.style()}{_PAGE}</style></head><body><h1>Review sheet</h1>{sections}</body></html>\n"
    )


def _case(case: Exercise) -> str:
    kind = kind_of(case.kind)
    name = f"{case.slug}, variant {case.variant}" if case.variant else case.slug
    return (
        f"<section><h2>{escape(case.title)}</h2>"
        f"<p>{escape(name)} · {escape(facts(case))} · {escape(case.status)}</p>"
        f'<div class="mc-record">{render_record(case, kind.evidence(case))}</div>'
        f"<div>{render_question(case)}</div>{kind.render_key(case)}<div>{render_markdown(case.note)}</div></section>"
    )
