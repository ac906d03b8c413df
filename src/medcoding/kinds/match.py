"""The kind `match`: join each left text with the right text that belongs to it.

Answer: {"pairs": {left: right}}. Several left texts may share one right text, and `decoys` are right
texts that belong to none.
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

MAX_PAIRS = 16
MAX_TEXT = 300


@dataclass(frozen=True, slots=True)
class Pair:
    """One right pair. `says` explains it; "" where the general reason is enough."""

    left: str
    right: str
    says: str


@dataclass(frozen=True, slots=True)
class Key:
    """The right pairs, and the right texts that belong nowhere."""

    grounds: Grounds
    pairs: tuple[Pair, ...]
    decoys: tuple[str, ...]


class Match(BaseKind[dict[str, str]]):
    """See `medcoding.kinds.Kind`."""

    def parse_key(self, fields: Fields, exercise: Exercise) -> Key:
        """Read `pairs` (left, right, says), `decoys`, points and reasons."""
        pairs = tuple(_parse_pair(entry) for entry in fields.maps("pairs", required=True))
        if not 2 <= len(pairs) <= MAX_PAIRS:
            fields.problem(f"`pairs` has {len(pairs)} entries; write 2 to {MAX_PAIRS}")
        elif len({pair.right for pair in pairs}) < 2:
            fields.problem("all pairs have the same right text; give at least two different ones")
        return Key(parse_grounds(fields), pairs, fields.texts("decoys"))

    def given(self, exercise: Exercise) -> Mapping[str, Any]:
        """Both columns, each in an order of its own."""
        key: Key = exercise.key
        rights = [pair.right for pair in key.pairs]
        return {
            "left": shuffled((pair.left for pair in key.pairs), f"{exercise.slug}/left"),
            "right": shuffled([*rights, *key.decoys], f"{exercise.slug}/right"),
        }

    def parse_answer(self, exercise: Exercise, answer: RawAnswer) -> dict[str, str]:
        """Left text -> right text, for those that are joined. Raises AnswerError."""
        found = answer.fields.get("pairs", {})
        if not isinstance(found, Mapping) or len(found) > MAX_PAIRS:
            raise AnswerError(f"answer: its pairs cannot be read; {_entered.AGAIN}")
        pairs = {}
        for left in found:
            right = _entered.text(found, left, MAX_TEXT)
            if right:
                _entered.offered(left, exercise.given.get("left"), "text")
                pairs[left] = _entered.offered(right, exercise.given.get("right"), "text")
        return pairs

    def score(self, exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
        """Each pair earns its share: a wrong one and an empty one earn the same, so that trying costs nothing."""
        key: Key = exercise.key
        pairs = self.parse_answer(exercise, answer)
        findings = [_judge(pair, pairs.get(pair.left, ""), key) for pair in key.pairs]
        return total(key.grounds, sum(found.credit for found in findings) / len(key.pairs), findings)

    def form_of(self, exercise: Exercise, pairs: dict[str, str]) -> Form:
        """Complete: every left text has its partner."""
        left = len(exercise.given.get("left", [])) - len(pairs)
        if left:
            return Form.not_yet(f"{left} without a partner")
        return Form.ready()

    def full_answer(self, exercise: Exercise) -> RawAnswer:
        """Every pair."""
        key: Key = exercise.key
        return RawAnswer(exercise.slug, {"pairs": {pair.left: pair.right for pair in key.pairs}})

    def render_entered(self, exercise: Exercise, pairs: dict[str, str]) -> str:
        """The left texts with what was joined to them, and below them what there was to choose from."""
        rows = ((left, pairs.get(left, "")) for left in exercise.given.get("left", []))
        offered = "; ".join(exercise.given.get("right", []))
        return _html.table(("Text", "Your match"), rows) + _html.paragraph(f"To choose from: {offered}.")

    def render_key(self, exercise: Exercise) -> str:
        """The pairs with what is said of each."""
        key: Key = exercise.key
        rows = [(pair.left, pair.right, pair.says) for pair in key.pairs]
        rows += [("(nothing)", decoy, "decoy") for decoy in key.decoys]
        return _html.table(("Left", "Right", "Says"), rows) + _html.reasons(key.grounds)

    def check_key(self, exercise: Exercise) -> Iterator[str]:
        """Left texts differ; decoys belong nowhere."""
        key: Key = exercise.key
        yield from check_repeats((pair.left for pair in key.pairs), "left text")
        for decoy in key.decoys:
            if decoy in {pair.right for pair in key.pairs}:
                yield f"the decoy {decoy!r} belongs to a pair; remove it"


def _parse_pair(fields: Fields) -> Pair:
    pair = Pair(fields.text("left"), fields.text("right"), fields.text("says", ""))
    fields.finish()
    if max(len(pair.left), len(pair.right)) > MAX_TEXT:
        fields.problem(f"a text of a pair is too long; shorten it to {MAX_TEXT} characters")
    return pair


def _judge(pair: Pair, right: str, key: Key) -> Finding:
    possible = key.grounds.points / len(key.pairs)
    both = f"{pair.left} → {pair.right}"
    if right == pair.right:
        return finding(Verdict.CORRECT, key.grounds, pair.says, entered=both, credit=1, possible=possible)
    reason = f"It belongs with “{pair.right}”. {pair.says}".strip()
    if not right:
        return finding(Verdict.MISSED, key.grounds, reason, expected=both, possible=possible)
    entered = f"{pair.left} → {right}"
    return finding(Verdict.WRONG, key.grounds, reason, entered=entered, expected=both, possible=possible)


KIND = Match()
