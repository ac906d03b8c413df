"""Flash cards: choose a deck, recall, look, say how well it was known; FSRS says when it comes back."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import traitlets
from IPython.display import display

from medcoding.exercises.course import find_course
from medcoding.learning.cards import Card, Deck, load_decks
from medcoding.learning.days import Clock, local_now
from medcoding.learning.logbook import Log, PageLog
from medcoding.learning.record import CardLook, Rating
from medcoding.learning.study import looks_by_card, next_days, sitting
from medcoding_widgets.esm import joined
from medcoding_widgets.notebook import _guarded
from medcoding_widgets.progress import own_log
from medcoding_widgets.safe import BadMessageError, SafeWidget
from medcoding_widgets.styles import stylesheet

_LABELS = {Rating.AGAIN: "Again", Rating.HARD: "Hard", Rating.GOOD: "Good", Rating.EASY: "Easy"}


class Cards(SafeWidget):
    """Shows decks, then one card after the other. Each rating goes into the record of practice."""

    _esm = joined("cards.js")
    _css = stylesheet("cards.css")

    decks = traitlets.List().tag(sync=True)
    card = traitlets.Dict().tag(sync=True)
    keeps = traitlets.Bool().tag(sync=True)

    def __init__(self, decks: Sequence[Deck], log: Log, clock: Clock = local_now) -> None:
        self._decks = {deck.id: deck for deck in decks}
        self._log = log
        self._clock = clock
        self._open: Deck | None = None
        self._rated = 0
        self._last = ""
        super().__init__(decks=self._rows(), keeps=not isinstance(log, PageLog))

    def _reply(self, message: dict[str, Any]) -> dict[str, Any]:
        match message.get("type"):
            case "ping":
                return {}
            case "open":
                self._start(self._deck(message))
                return {}
            case "close":
                self._open, self._last = None, ""
                self._refresh()
                return {}
            case "rate":
                return self._rate(message)
            case "export":
                return self._export(message)
        raise BadMessageError("of no known type")

    def _deck(self, message: dict[str, Any]) -> Deck:
        found = self._decks.get(str(message.get("deck")))
        if found is None:
            raise BadMessageError("no deck of this list")
        return found

    def _start(self, deck: Deck) -> None:
        self._open, self._rated, self._last = deck, 0, ""
        self._refresh()

    def _rate(self, message: dict[str, Any]) -> dict[str, Any]:
        deck, front = self._open, message.get("front")
        if deck is None or message.get("rating") not in set(Rating):
            raise BadMessageError("no rating of an open card")
        if front != self.card.get("front"):
            return {"stale": True}  # a second press on a card that has gone already
        self._log.add(CardLook(self._clock(), deck.id, str(front), Rating(message["rating"])))
        self._rated += 1
        self._last = str(front)
        self._refresh()
        return {"stale": False, "says": self._log.trouble}

    def _export(self, message: dict[str, Any]) -> dict[str, Any]:
        from medcoding.learning.anki import build_anki

        deck = self._deck(message)
        package = base64.b64encode(build_anki([deck])).decode("ascii")
        return {"name": f"{deck.unit}-{deck.name}.apkg", "package": package}

    def _refresh(self) -> None:
        self.set_trait("card", self._shown())
        if not self.card:
            self.set_trait("decks", self._rows())

    def _shown(self) -> dict[str, Any]:
        """The card on the table; without one left, the end of the deck for today; {} on the list of decks."""
        deck = self._open
        if deck is None:
            return {}
        now, record = self._clock(), self._log.record()
        left = sitting(deck, record, now)
        shown: dict[str, Any] = {
            "deck": deck.id,
            "title": deck.title,
            "unit": deck.number,
            "left": len(left.cards),
            "rated": self._rated,
            "trouble": self._log.trouble,
        }
        card = self._next(left.cards)
        if card is None:
            return shown
        ahead = next_days(looks_by_card(record, deck.id, now).get(card.front, ()), now)
        ratings = [
            {"rating": rating.value, "label": _LABELS[rating], "says": _in_days(ahead[rating])} for rating in Rating
        ]
        return {**shown, "front": card.front, "back": card.back, "note": card.note, "ratings": ratings}

    def _next(self, left: Sequence[Card]) -> Card | None:
        """The first card left, but not the one just seen while there is another."""
        others = [card for card in left if card.front != self._last]
        return next(iter([*others, *left]), None)

    def _rows(self) -> list[dict[str, Any]]:
        now, record = self._clock(), self._log.record()
        rows = []
        for deck in self._decks.values():
            left = sitting(deck, record, now)
            counts = {
                "cards": len(deck.cards),
                "due": len(left.due) + len(left.again),
                "fresh": len(left.fresh),
                "seen": left.seen,
            }
            rows.append({"deck": deck.id, "title": deck.title, "unit": deck.number, **counts})
        return rows


def show_cards() -> None:
    """Display the flash cards of the units that are ready."""
    _guarded(_show_cards)


def _show_cards() -> None:
    course = find_course()
    display(Cards(load_decks(course.root, course.ready_units(), course.glossary), own_log()))


def _in_days(days: int) -> str:
    if days < 1:
        return "today"
    if days < 31:
        return "1 day" if days == 1 else f"{days} days"
    months = round(days / 30.4)
    return "1 month" if months == 1 else f"{months} months"
