"""The encoder: the code books to search, read and walk, and the builder of ICD-10-PCS codes.

It works alone, in a notebook cell or on a page of its own; the chart widget opens the same book.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import traitlets
from IPython.display import display

from medcoding import codes
from medcoding_widgets.book_desk import BookDesk
from medcoding_widgets.esm import joined
from medcoding_widgets.notebook import _guarded
from medcoding_widgets.safe import BadMessageError, SafeWidget
from medcoding_widgets.styles import stylesheet


class Encoder(SafeWidget):
    """Shows the book as of a day. `value` is the code shown last: {} or {"code", "system"}."""

    _esm = joined("encoder.js")
    _css = stylesheet("encoder.css")

    view = traitlets.Unicode("book").tag(sync=True)
    value = traitlets.Dict().tag(sync=True)

    def __init__(self, on: date = codes.DEFAULT_DATE, view: str = "book") -> None:
        """`view` is "book", or "builder" for the builder of procedure codes alone."""
        self._desk = BookDesk(on)
        super().__init__(view=view)

    def _reply(self, message: dict[str, Any]) -> dict[str, Any]:
        if message.get("type") == "ping":
            return {}
        if message.get("type") in ("book-mark", "book-branch", "book-search") and self.view == "builder":
            raise BadMessageError("not a question for the builder")
        reply = self._desk.reply(message)
        if message["type"] == "book-show" and reply["known"]:
            self.set_trait("value", {"code": reply["code"], "system": reply["system"]})
        return reply


def encoder() -> None:
    """Show the code book: search, pages, the tree, bookmarks and the builder of procedure codes."""
    _guarded(lambda: display(Encoder()))


def pcsbuilder() -> None:
    """Show the builder of ICD-10-PCS codes alone."""
    _guarded(lambda: display(Encoder(view="builder")))
