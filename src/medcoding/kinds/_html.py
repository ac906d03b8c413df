"""Small pieces of static HTML; every text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from medcoding.kinds._grounds import Grounds


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in rows)
    return f'<table class="mc-answer"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def listed(texts: Iterable[str], *, ordered: bool = False) -> str:
    """A list of texts."""
    tag = "ol" if ordered else "ul"
    return f'<{tag} class="mc-entered">{"".join(f"<li>{escape(text)}</li>" for text in texts)}</{tag}>'


def paragraph(text: str) -> str:
    """One paragraph."""
    return f"<p>{escape(text)}</p>"


def empty(text: str) -> str:
    """What stands where nothing was entered."""
    return f'<p class="mc-empty">{escape(text)}</p>'


def problem(error: Exception) -> str:
    """What stands where an answer cannot be read."""
    return f'<p class="mc-problem">{escape(str(error))}</p>'


def reasons(grounds: Grounds) -> str:
    """The end of a key, for a second reader."""
    return f"<p>{escape(grounds.why)} [{escape(grounds.cite)}] {grounds.points:g} points</p>"
