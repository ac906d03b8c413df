"""Static HTML of records, answers and verdicts, for widgets, feedback pages, the Formgrader and plain pages.

The HTML is semantic and readable without a stylesheet; classes start with `mc-`. All text that a
learner or an author wrote is escaped.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from medcoding.rendering.record import render_question, render_record
from medcoding.rendering.verdict import render_answer, render_static, render_verdict, summary

__all__ = ["render_answer", "render_question", "render_record", "render_static", "render_verdict", "style", "summary"]


@cache
def style() -> str:
    """The stylesheet that widgets and static pages share."""
    return (resources.files(__name__) / "style.css").read_text(encoding="utf-8")
