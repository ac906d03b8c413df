"""What HTML may reach a browser from a graded notebook: structure and our class names, never behaviour.

nbconvert's own list has no headings, paragraphs, lists of definitions or marks, so that a verdict
would come out as text full of tags; and the Formgrader renders Markdown cells without any
cleaning. These filters replace nbconvert's by name (`c.HTMLExporter.filters`).
"""

from __future__ import annotations

from functools import cache

import bleach
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter

from medcoding.nbgrader.outputs import style_element

_NAMES = (
    "a abbr article aside b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption "
    "figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li mark ol p pre q s samp section small span strong sub "
    "summary sup table tbody td tfoot th thead tr u ul var wbr"
)
TAGS = frozenset(_NAMES.split())
ATTRIBUTES = {
    "*": ["class", "title", "lang", "dir", "role", "aria-label", "aria-hidden"],
    "a": ["href"],
    "details": ["open"],
    "ol": ["start"],
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
}
PROTOCOLS = frozenset({"http", "https", "mailto"})


def clean_html(element: object) -> str:
    """HTML without scripts, handlers, forms, frames, images or foreign styles; all else becomes text.

    Only our own stylesheet, letter by letter, passes: a learner who copies it gains nothing.
    """
    text = element.decode("utf-8", "replace") if isinstance(element, bytes) else str(element)
    ours = style_element()
    start = ours if text.startswith(ours) else ""
    cleaned: str = bleach.clean(text[len(start) :], tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS)
    return start + cleaned


@pass_context
def clean_markdown(context: Context, source: str) -> str:
    """Markdown to cleaned HTML."""
    return clean_html(_markdown().markdown2html(context, source))


@cache
def _markdown() -> HTMLExporter:
    return HTMLExporter(anchor_link_text="", exclude_anchor_links=True)
