"""What a graded cell holds once it is scored: a page for people, a number for nbgrader."""

from __future__ import annotations

from functools import cache
from typing import Any

from medcoding.rendering import style

MARK = "medcoding"


def graded_outputs(html: str, points: float) -> list[dict[str, Any]]:
    """The outputs of a graded cell, as nbformat 4 writes them.

    nbgrader takes its points from the first execute_result, so the page comes as display_data.
    """
    return [
        {"output_type": "display_data", "data": {"text/html": html}, "metadata": {}},
        {
            "output_type": "execute_result",
            "execution_count": None,
            "data": {"text/plain": repr(points)},
            "metadata": {},
        },
    ]


def with_style(html: str) -> str:
    """The page with our stylesheet in front, in the one form that `sanitize.clean_html` lets through."""
    return style_element() + html


@cache
def style_element() -> str:
    """Our stylesheet as an element."""
    return f"<style>{style()}</style>"
