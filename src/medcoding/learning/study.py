"""Which flash card comes next: what is due first, then a few new ones a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from medcoding.learning.cards import Card, Deck
from medcoding.learning.days import day_of
from medcoding.learning.record import Rating, Record
from medcoding.learning.schedule import plan

NEW_A_DAY = 15  # of one deck

Looks = Sequence[tuple[date, Rating]]


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is left of a deck for today: cards due, new ones, and those not known a moment ago.

    `seen` counts cards looked at so far, ever.
    """

    due: tuple[Card, ...]
    fresh: tuple[Card, ...]
    again: tuple[Card, ...]
    seen: int

    @property
    def cards(self) -> tuple[Card, ...]:
        """All that is left, in the order in which it comes."""
        return (*self.due, *self.fresh, *self.again)


def looks_by_card(record: Record, deck: str, now: datetime) -> dict[str, list[tuple[date, Rating]]]:
    """How each card of a deck went on each day, by the card's front."""
    found: dict[str, list[tuple[date, Rating]]] = {}
    for look in record.looks:
        if look.deck == deck:
            found.setdefault(look.card, []).append((day_of(look.when, now), look.rating))
    return found


def sitting(deck: Deck, record: Record, now: datetime) -> Sitting:
    """What is left of a deck for today. A card that was not known stays until it is."""
    today = day_of(now, now)
    looks = looks_by_card(record, deck.id, now)
    due: list[tuple[date, int, Card]] = []
    again: list[tuple[int, int, Card]] = []
    begun_today = 0
    for place, card in enumerate(deck.cards):
        seen = looks.get(card.front)
        if not seen:
            continue
        begun_today += seen[0][0] == today
        day, rating = seen[-1]
        if day == today and rating is Rating.AGAIN:
            again.append((len(seen), place, card))
        elif day != today and (when := plan(seen).due) <= today:
            due.append((when, place, card))
    fresh = [card for card in deck.cards if card.front not in looks][: max(NEW_A_DAY - begun_today, 0)]
    return Sitting(
        due=tuple(card for _, _, card in sorted(due, key=lambda each: each[:2])),
        fresh=tuple(fresh),
        again=tuple(card for _, _, card in sorted(again, key=lambda each: each[:2])),
        seen=sum(card.front in looks for card in deck.cards),
    )


def next_days(looks: Looks, now: datetime) -> Mapping[Rating, int]:
    """In how many days a card would come back after each rating; 0 is later today."""
    today = day_of(now, now)
    ahead = {rating: (plan([*looks, (today, rating)]).due - today).days for rating in Rating}
    return ahead | {Rating.AGAIN: 0}
