"""The kind `order`: put things in sequence.

Answer: {"order": [texts]}. An item earns its share when it stands directly behind the item it should
follow, and the first one when it stands first. So one item out of place costs what touches it, and a
run that is right among itself keeps its credit wherever it stands. Counting places instead would give
nothing to a learner who put a single step too early, because all others then move by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from medcoding.answers import RawAnswer
from medcoding.errors import AnswerError
from medcoding.exercises.fields import Fields
from medcoding.exercises.model import Exercise
from medcoding.kinds import Form, _entered, _html
from medcoding.kinds._base import BaseKind
from medcoding.kinds._grounds import Grounds, check_repeats, finding, parse_grounds, total
from medcoding.kinds._shuffle import shuffled
from medcoding.scoring.model import Finding, Score, Verdict
from medcoding.scoring.policy import Policy

MAX_ITEMS = 12
MAX_TEXT = 300


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `says` tells why it stands where it stands; "" where the general reason is enough."""

    text: str
    says: str


@dataclass(frozen=True, slots=True)
class Key:
    """The items in their right order."""

    grounds: Grounds
    items: tuple[Item, ...]


class Order(BaseKind[tuple[str, ...]]):
    """See `medcoding.kinds.Kind`."""

    def parse_key(self, fields: Fields, exercise: Exercise) -> Key:
        """Read `items` (text, says) in their right order, points and reasons."""
        items = tuple(_parse_item(entry) for entry in fields.maps("items", required=True))
        if not 3 <= len(items) <= MAX_ITEMS:
            # Two items, shuffled so that the right order never comes out, would show the answer.
            fields.problem(f"`items` has {len(items)} entries; write 3 to {MAX_ITEMS}")
        return Key(parse_grounds(fields), items)

    def given(self, exercise: Exercise) -> Mapping[str, Any]:
        """The items in an order that is never the right one."""
        key: Key = exercise.key
        texts = [item.text for item in key.items]
        return {"items": shuffled(texts, exercise.slug, never=texts)}

    def parse_answer(self, exercise: Exercise, answer: RawAnswer) -> tuple[str, ...]:
        """The items that have a place, in order. Raises AnswerError, also when one stands twice."""
        found = _entered.texts(answer.fields, "order", MAX_ITEMS, MAX_TEXT)
        if len(set(found)) < len(found):
            raise AnswerError(f"answer: an item stands twice; {_entered.AGAIN}")
        return tuple(_entered.offered(text, exercise.given.get("items"), "item") for text in found)

    def score(self, exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
        """Each item earns its share behind its right predecessor; see the module for the reason."""
        key: Key = exercise.key
        entered = self.parse_answer(exercise, answer)
        findings = [_judge(place, entered, key) for place in range(len(key.items))]
        return total(key.grounds, sum(found.credit for found in findings) / len(key.items), findings)

    def form_of(self, exercise: Exercise, entered: tuple[str, ...]) -> Form:
        """Complete: every item has its place."""
        left = len(exercise.given.get("items", [])) - len(entered)
        if left:
            return Form.not_yet(f"{left} without a place")
        return Form.ready()

    def full_answer(self, exercise: Exercise) -> RawAnswer:
        """The items in their right order."""
        key: Key = exercise.key
        return RawAnswer(exercise.slug, {"order": [item.text for item in key.items]})

    def render_entered(self, exercise: Exercise, entered: tuple[str, ...]) -> str:
        """The items as the learner put them; before that, as they were given."""
        rest = [text for text in exercise.given.get("items", []) if text not in entered]
        placed = _html.listed(entered, ordered=True) if entered else _html.empty("Nothing is in order yet.")
        return placed + (_html.paragraph("Not placed:") + _html.listed(rest) if rest else "")

    def render_key(self, exercise: Exercise) -> str:
        """The items in their right order."""
        key: Key = exercise.key
        rows = ((str(place), item.text, item.says) for place, item in enumerate(key.items, 1))
        return _html.table(("Place", "Item", "Says"), rows) + _html.reasons(key.grounds)

    def check_key(self, exercise: Exercise) -> Iterator[str]:
        """Items differ."""
        key: Key = exercise.key
        yield from check_repeats((item.text for item in key.items), "item")


def _parse_item(fields: Fields) -> Item:
    item = Item(fields.text("text"), fields.text("says", ""))
    fields.finish()
    if len(item.text) > MAX_TEXT:
        fields.problem(f"an item has {len(item.text)} characters; shorten it to {MAX_TEXT}")
    return item


def _judge(place: int, entered: tuple[str, ...], key: Key) -> Finding:
    item = key.items[place]
    possible = key.grounds.points / len(key.items)
    if item.text not in entered:
        return finding(Verdict.MISSED, key.grounds, item.says, expected=item.text, possible=possible)
    before = ["", *entered][entered.index(item.text)]
    wanted = key.items[place - 1].text if place else ""
    if before == wanted:
        return finding(Verdict.CORRECT, key.grounds, item.says, entered=item.text, credit=1, possible=possible)
    where = f"It comes directly after “{wanted}”." if wanted else "It comes first."
    return finding(
        Verdict.WRONG_ORDER,
        key.grounds,
        f"{where} {item.says}".strip(),
        entered=item.text,
        expected=item.text,
        possible=possible,
    )


KIND = Order()
