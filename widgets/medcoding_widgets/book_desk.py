"""The desk at which the code book is asked: one untrusted message in, one plain answer out."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from medcoding import codes
from medcoding_widgets import book
from medcoding_widgets.book_tree import branch
from medcoding_widgets.bookmarks import Bookmarks, own_folder
from medcoding_widgets.esm import HERE, joined
from medcoding_widgets.safe import BadMessageError

PREFIX = "book-"
MAX_KEY = 16


def is_for_the_book(message: object) -> bool:
    """True for the messages that `BookDesk.reply` answers."""
    kind = message.get("type") if isinstance(message, dict) else None
    return isinstance(kind, str) and kind.startswith(PREFIX)


def book_code() -> dict[str, Any]:
    """The book's own source and style, for a widget that opens it inside itself."""
    return {"source": joined("parts/book.js"), "css": (HERE / "encoder.css").read_text(encoding="utf-8")}


class BookDesk:
    """Answers for one page. Tables and bookmarks are opened at the first question."""

    def __init__(self, on: date) -> None:
        self.on = on

    @cached_property
    def _bookmarks(self) -> Bookmarks:
        return Bookmarks(own_folder())

    def reply(self, message: dict[str, Any]) -> dict[str, Any]:
        """Answer one message. Raises BadMessageError for one that our front end never sends."""
        match message.get("type"):
            case "book-open":
                return {"book": book.describe(self.on), **self._marked()}
            case "book-search":
                return self._search(message)
            case "book-show":
                return self._show(message)
            case "book-branch":
                return branch(_text(message, "key", MAX_KEY), self._system(message), self.on)
            case "book-build":
                return self._build(message)
            case "book-mark":
                return self._mark(message)
        raise BadMessageError("of no known type")

    def _search(self, message: dict[str, Any]) -> dict[str, Any]:
        text = _text(message, "text", book.MAX_TEXT)
        systems = book.held_systems() if message.get("system", "") == "" else (self._system(message),)
        return {"text": text, **book.search(text, systems, self.on)}

    def _show(self, message: dict[str, Any]) -> dict[str, Any]:
        """One code's page; a link that names no system gets the first book that holds the code."""
        code = _text(message, "code", MAX_KEY)
        if message.get("system") == "":
            held = [system for system in book.held_systems() if codes.table(system, self.on).find(code)]
            return book.page(code, (held or book.held_systems())[0], self.on)
        return book.page(code, self._system(message), self.on)

    def _build(self, message: dict[str, Any]) -> dict[str, Any]:
        from medcoding_widgets import pcs_rows  # only those who open the builder pay for its rows

        chosen = message.get("chosen")
        if codes.ICD10PCS not in book.held_systems() or not isinstance(chosen, str) or not pcs_rows.is_pattern(chosen):
            raise BadMessageError("nothing to build")
        return pcs_rows.build(chosen, self.on)

    def _mark(self, message: dict[str, Any]) -> dict[str, Any]:
        system, marked = self._system(message), message.get("marked")
        entry = codes.table(system, self.on).find(_text(message, "code", MAX_KEY))
        if entry is None or not isinstance(marked, bool):
            raise BadMessageError("no code to mark")
        self._bookmarks.put(system, entry.code, marked=marked)
        return self._marked()

    def _marked(self) -> dict[str, Any]:
        held = set(book.held_systems())
        entries = [
            codes.table(system, self.on).find(code) for system, code in self._bookmarks.marks() if system in held
        ]
        return {"marks": [book.row_of(entry) for entry in entries if entry], "says": self._bookmarks.says}

    def _system(self, message: dict[str, Any]) -> str:
        wanted = message.get("system")
        if not isinstance(wanted, str) or wanted not in book.held_systems():
            raise BadMessageError("of no system that is held")
        return wanted


def _text(message: dict[str, Any], name: str, most: int) -> str:
    value = message.get(name)
    if not isinstance(value, str) or len(value) > most:
        raise BadMessageError(f"{name} is not a short text")
    return value
