"""The record as HTML: every authored line becomes one span that a learner can mark as evidence.

Authors write one sentence or clinical phrase a line, so the spans follow the sense of the text;
cutting sentences by machine would break at "Mrs." and "q.d.".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from html import unescape

import mistune

from medcoding.exercises.model import Exercise

_SPAN = re.compile(r'<span class="mc-span" data-span="\d+">(.*?)</span>', re.DOTALL)
# Private-use characters hold the places of marks while Markdown is rendered.
_OPEN, _CLOSE = "\ue000", "\ue001"


class _RecordRenderer(mistune.HTMLRenderer):
    """Wraps each source line of a paragraph, list item or table cell in a numbered span."""

    def __init__(self) -> None:
        super().__init__(escape=True)
        self.spans = 0

    def softbreak(self) -> str:
        return "\n"

    def paragraph(self, text: str) -> str:
        """A line that starts with a bold label opens a section, and each section is a paragraph."""
        sections = re.split(r"\n(?=<strong>)", text)
        return "".join(f"<p>{self._lines(section)}</p>\n" for section in sections)

    def block_text(self, text: str) -> str:
        return self._lines(text)

    def table_cell(self, text: str, align: str | None = None, head: bool = False) -> str:
        return f'<th scope="col">{text}</th>' if head else f"<td>{self._lines(text)}</td>"

    def _lines(self, text: str) -> str:
        return "\n".join(self._span(line) for line in text.split("\n") if line.strip())

    def _span(self, line: str) -> str:
        self.spans += 1
        return f'<span class="mc-span" data-span="{self.spans - 1}">{line}</span>'


def render_record(exercise: Exercise, evidence: Iterable[str] = ()) -> str:
    """The record, with quotes given in `evidence` marked. Quotes that do not stand in it are passed over."""
    return _render(exercise.record, evidence)


def _render(text: str, evidence: Iterable[str] = ()) -> str:
    for quote in sorted(set(evidence), key=len, reverse=True):
        if quote and quote in text:
            text = text.replace(quote, f"{_OPEN}{quote}{_CLOSE}", 1)
    return _render_marked(text)


# A class works on the same few records, and most learners mark the same words.
@lru_cache(maxsize=512)
def _render_marked(text: str) -> str:
    renderer = _RecordRenderer()
    markdown = mistune.create_markdown(renderer=renderer, plugins=["table", "strikethrough"])
    return _with_marks(str(markdown(text)))


def record_spans(exercise: Exercise) -> tuple[str, ...]:
    """The plain text of each span, in order: what an answer may name as evidence."""
    return _spans(exercise.record)


def spans_of(exercise: Exercise, quote: str) -> tuple[str, ...]:
    """The plain text of the spans that a quote from the record's source lies in; () when it is not there.

    The source has Markdown that the spans have not, so the quote is looked for where it is rendered.
    """
    return tuple(_plain(span) for span in _SPAN.findall(_render(exercise.record, [quote])) if "<mark" in span)


@lru_cache(maxsize=256)
def _spans(record: str) -> tuple[str, ...]:
    return tuple(_plain(span) for span in _SPAN.findall(_render(record)))


def render_question(exercise: Exercise) -> str:
    """The question as HTML."""
    return render_markdown(exercise.question)


@lru_cache(maxsize=512)
def render_markdown(text: str) -> str:
    """Authored Markdown as HTML, raw HTML in it escaped."""
    return str(_plain_markdown()(text))


@cache
def _plain_markdown() -> mistune.Markdown:
    return mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])


def _with_marks(html: str) -> str:
    """Turn placeholders into marks; a mark must not cross a tag, so it is closed and opened again around tags."""
    out: list[str] = []
    depth = 0
    for piece in re.split(f"(<[^>]+>|{_OPEN}|{_CLOSE})", html):
        if piece == _OPEN:
            depth += 1
        elif piece == _CLOSE:
            depth -= 1
        elif depth and piece and not piece.startswith("<") and piece.strip():
            out.append(f'<mark class="mc-mark">{piece}</mark>')
        else:
            out.append(piece)
    return "".join(out)


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html)).strip()
