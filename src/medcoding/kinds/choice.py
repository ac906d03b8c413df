"""The kind `choice`: tick the right option, or all that are right.

Answer: {"chosen": [texts of options]}. An option is named by its text and not by a letter or number,
so that an answer stays readable and no numbering can hint at the key.
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

MAX_OPTIONS = 12
MAX_TEXT = 400


@dataclass(frozen=True, slots=True)
class Option:
    """One option. `says` is what a learner reads who chose it, or who should have."""

    text: str
    right: bool
    says: str


@dataclass(frozen=True, slots=True)
class Key:
    """`several` is True when a learner may choose more than one, even if only one is right."""

    grounds: Grounds
    options: tuple[Option, ...]
    several: bool

    @property
    def right(self) -> tuple[Option, ...]:
        """The options to choose."""
        return tuple(option for option in self.options if option.right)


class Choice(BaseKind[tuple[str, ...]]):
    """See `medcoding.kinds.Kind`."""

    def parse_key(self, fields: Fields, exercise: Exercise) -> Key:
        """Read `options` (text, right, says), `several`, points and reasons."""
        options = tuple(_parse_option(entry) for entry in fields.maps("options", required=True))
        rights = sum(option.right for option in options)
        if not 2 <= len(options) <= MAX_OPTIONS:
            fields.problem(f"`options` has {len(options)} entries; write 2 to {MAX_OPTIONS}")
        elif rights in (0, len(options)):
            fields.problem("all options are alike; mark those that are right with `right: true` and no others")
        return Key(parse_grounds(fields), options, fields.flag("several") or rights > 1)

    def given(self, exercise: Exercise) -> Mapping[str, Any]:
        """The options' texts, and whether several may be chosen."""
        key: Key = exercise.key
        return {
            "several": "true" if key.several else "false",
            "options": shuffled((option.text for option in key.options), exercise.slug),
        }

    def parse_answer(self, exercise: Exercise, answer: RawAnswer) -> tuple[str, ...]:
        """The chosen options, each once. Raises AnswerError for another shape, or two where one is asked for."""
        given = exercise.given
        found = _entered.texts(answer.fields, "chosen", MAX_OPTIONS, MAX_TEXT)
        chosen = tuple(_entered.offered(text, given.get("options"), "option") for text in dict.fromkeys(found))
        if len(chosen) > 1 and given.get("several") != "true":
            raise AnswerError("answer: more than one option is chosen; choose one")
        return chosen

    def score(self, exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
        """One: right or not. Several: (right - wrong) / all right ones, never below 0: each guess has its price."""
        key: Key = exercise.key
        chosen = self.parse_answer(exercise, answer)
        if not key.several:
            return _score_one(key, chosen)
        share = 1 / len(key.right)
        findings = [_judge(option, option.text in chosen, key, share) for option in key.options]
        right = sum(option.text in chosen for option in key.right)
        wrong = len(chosen) - right
        return total(key.grounds, max(0, right - wrong) * share, (found for found in findings if found))

    def form_of(self, exercise: Exercise, chosen: tuple[str, ...]) -> Form:
        """Complete: at least one option is chosen."""
        if not chosen:
            return Form.not_yet("choose an answer")
        return Form.ready()

    def full_answer(self, exercise: Exercise) -> RawAnswer:
        """Every right option."""
        key: Key = exercise.key
        return RawAnswer(exercise.slug, {"chosen": [option.text for option in key.right]})

    def render_entered(self, exercise: Exercise, chosen: tuple[str, ...]) -> str:
        """All options, with those that were chosen marked in words."""
        options = exercise.given.get("options", [])
        return _html.table(("Option", "Your choice"), ((text, "chosen" if text in chosen else "") for text in options))

    def render_key(self, exercise: Exercise) -> str:
        """Options with what is said of each."""
        key: Key = exercise.key
        rows = ((option.text, "right" if option.right else "", option.says) for option in key.options)
        return _html.table(("Option", "Right", "Says"), rows) + _html.reasons(key.grounds)

    def check_key(self, exercise: Exercise) -> Iterator[str]:
        """Options differ."""
        key: Key = exercise.key
        yield from check_repeats((option.text for option in key.options), "option")


def _parse_option(fields: Fields) -> Option:
    option = Option(fields.text("text"), fields.flag("right"), fields.text("says"))
    fields.finish()
    if len(option.text) > MAX_TEXT:
        fields.problem(f"an option has {len(option.text)} characters; shorten it to {MAX_TEXT}")
    return option


def _score_one(key: Key, chosen: tuple[str, ...]) -> Score:
    right, points = key.right[0], key.grounds.points
    taken = next((option for option in key.options if option.text in chosen), None)
    if taken is right:
        found = finding(Verdict.CORRECT, key.grounds, right.says, entered=right.text, credit=1, possible=points)
    elif taken:
        found = finding(
            Verdict.WRONG,
            key.grounds,
            f"{taken.says} Right: “{right.text}” {right.says}",
            entered=taken.text,
            expected=right.text,
            possible=points,
        )
    else:
        found = finding(Verdict.MISSED, key.grounds, right.says, expected=right.text, possible=points)
    return total(key.grounds, found.credit, [found])


def _judge(option: Option, is_chosen: bool, key: Key, share: float) -> Finding | None:
    """None for a wrong option that was rightly left alone."""
    possible = key.grounds.points * share
    if option.right and is_chosen:
        return finding(Verdict.CORRECT, key.grounds, option.says, entered=option.text, credit=1, possible=possible)
    if option.right:
        return finding(Verdict.MISSED, key.grounds, option.says, expected=option.text, possible=possible)
    return finding(Verdict.EXTRA, key.grounds, option.says, entered=option.text) if is_chosen else None


KIND = Choice()
