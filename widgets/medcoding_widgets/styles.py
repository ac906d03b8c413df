"""The style that a widget sends: the course's rules, the family's, then the widget's own files."""

from __future__ import annotations

from functools import cache

from medcoding import rendering
from medcoding_widgets.esm import HERE


@cache
def stylesheet(*names: str) -> str:
    """The rules for record, answer and verdict, what all widgets share, and the files of these names."""
    own = [(HERE / file).read_text(encoding="utf-8") for file in ("family.css", *names)]
    return "\n".join([rendering.style(), *own])
