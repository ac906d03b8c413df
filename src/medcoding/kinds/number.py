"""The kind `number`: units, money, percentages, days.

Answer: {"value": "152.40", "unit": "USD"}. Arithmetic is decimal, never binary: money has no 0.1 + 0.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from enum import StrEnum
from typing import Any

from medcoding.answers import RawAnswer
from medcoding.exercises.fields import Fields
from medcoding.exercises.model import Exercise
from medcoding.kinds import Form, _entered, _html
from medcoding.kinds._base import BaseKind
from medcoding.kinds._grounds import Grounds, check_repeats, finding, parse_grounds, total
from medcoding.kinds._shuffle import shuffled
from medcoding.scoring.model import Finding, Score, Verdict
from medcoding.scoring.policy import Policy

MAX_TEXT = 40
MAX_PLACES = 6
MONEY = "USD"
# The arithmetic is right and the last step is not: the number as a number, or the number before rounding.
HALF = 0.5
_WRITTEN = re.compile(r"[-−]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?")


class Rounding(StrEnum):
    """How the last digit is found. Drug units are rounded up where a rule says so, money to the nearest cent."""

    NEAREST = "nearest"
    UP = "up"
    DOWN = "down"

    def round(self, value: Decimal, places: int) -> Decimal:
        """`value` with that many decimal places."""
        mode = {"nearest": ROUND_HALF_UP, "up": ROUND_UP, "down": ROUND_DOWN}[self.value]
        return value.quantize(Decimal(1).scaleb(-places), mode)


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A wrong number that learners are expected to enter, what to tell them, and its credit in [0, 1)."""

    value: Decimal
    says: str
    credit: float


@dataclass(frozen=True, slots=True)
class Key:
    """The right number, in `unit`. `units` is what a learner must choose from; empty where the unit is given.

    `value` has `places` decimal places; `unrounded` is what `rounding` made it from, where that matters.
    """

    grounds: Grounds
    value: Decimal
    unit: str
    units: tuple[str, ...]
    tolerance: Decimal
    places: int
    rounding: Rounding
    unrounded: Decimal | None
    near_misses: tuple[NearMiss, ...]


@dataclass(frozen=True, slots=True)
class Entered:
    """What a learner entered. `value` is None when nothing was, or when it is no number."""

    value: Decimal | None
    unit: str
    written: str


class Number(BaseKind[Entered]):
    """See `medcoding.kinds.Kind`."""

    def parse_key(self, fields: Fields, exercise: Exercise) -> Key:
        """Read `value`, `unit`, `units`, `tolerance`, `places`, `rounding`, `unrounded`, `near_misses`."""
        value = _parse_decimal(fields, "value") or Decimal(0)
        written = -int(value.as_tuple().exponent) if isinstance(value.as_tuple().exponent, int) else 0
        return Key(
            grounds=parse_grounds(fields),
            value=value,
            unit=fields.text("unit", ""),
            units=fields.texts("units"),
            tolerance=_parse_decimal(fields, "tolerance", required=False) or Decimal(0),
            places=fields.whole("places", max(0, written), 0, MAX_PLACES),
            rounding=fields.choice("rounding", Rounding, Rounding.NEAREST),
            unrounded=_parse_decimal(fields, "unrounded", required=False),
            near_misses=tuple(parse_near_miss(entry) for entry in fields.maps("near_misses")),
        )

    def given(self, exercise: Exercise) -> Mapping[str, Any]:
        """The unit, or the units to choose from; how many decimal places are wanted."""
        key: Key = exercise.key
        if key.units:
            return {"places": str(key.places), "units": shuffled(key.units, exercise.slug)}
        return {"places": str(key.places), "unit": key.unit}

    def parse_answer(self, exercise: Exercise, answer: RawAnswer) -> Entered:
        """Read a number and its unit. Raises AnswerError for another shape; a text that is no number has value None."""
        raw = answer.fields.get("value")
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            raw = repr(raw)
        written = _entered.text({"value": raw}, "value", MAX_TEXT)
        unit = _entered.text(answer.fields, "unit", MAX_TEXT)
        given = exercise.given
        choices = given.get("units")
        if unit and choices:
            _entered.offered(unit, choices, "unit")
        return Entered(read_decimal(written), unit if choices else str(given.get("unit", "")), written)

    def score(self, exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
        """Right number in the right unit, or half for one of the two last steps, or what a near miss is worth."""
        key: Key = exercise.key
        found = _judge(self.parse_answer(exercise, answer), key)
        return total(key.grounds, found.credit, [found])

    def form_of(self, exercise: Exercise, entered: Entered) -> Form:
        """Complete: a number, and a unit where one is to be chosen."""
        if not entered.written:
            return Form.not_yet("enter a number")
        if entered.value is None:
            return Form.unclear(f"“{entered.written}” is not a number; write digits.", complete=True)
        if exercise.given.get("units") and not entered.unit:
            return Form.not_yet("choose the unit")
        return Form.ready()

    def full_answer(self, exercise: Exercise) -> RawAnswer:
        """The number in its unit."""
        key: Key = exercise.key
        return RawAnswer(exercise.slug, {"value": str(key.value), "unit": key.unit})

    def render_entered(self, exercise: Exercise, entered: Entered) -> str:
        """The number as it was written, with its unit."""
        if not entered.written:
            return _html.empty("No number entered.")
        return _html.paragraph(shown(entered.value, entered.unit) if entered.value is not None else entered.written)

    def render_key(self, exercise: Exercise) -> str:
        """The number, how it is judged, and the near misses."""
        key: Key = exercise.key
        rows = [(shown(key.value, key.unit), f"± {key.tolerance}, rounded {key.rounding.value}", "right")]
        rows += [(shown(key.unrounded, key.unit), "not rounded", f"{HALF:g}")] if key.unrounded is not None else []
        rows += [(shown(miss.value, key.unit), miss.says, f"{miss.credit:g}") for miss in key.near_misses]
        return _html.table(("Number", "Says", "Credit"), rows) + _html.reasons(key.grounds)

    def check_key(self, exercise: Exercise) -> Iterator[str]:
        """The number is rounded as it says; near misses miss; the unit is among the units."""
        key: Key = exercise.key
        if key.value != key.rounding.round(key.value, key.places):
            yield f"`value` has more than {key.places} decimal places; round it or raise `places`"
        if key.unrounded is not None and key.rounding.round(key.unrounded, key.places) != key.value:
            yield f"`unrounded` {key.unrounded} does not round to {key.value}; correct one of them"
        if key.units and (key.unit not in key.units or len(key.units) < 2):
            yield "`units` should hold `unit` and at least one other; add it"
        yield from check_repeats(key.units, "unit")
        yield from check_repeats((str(miss.value.normalize()) for miss in key.near_misses), "near miss")
        for miss in key.near_misses:
            if abs(miss.value - key.value) <= key.tolerance:
                yield f"the near miss {miss.value} is right within the tolerance; remove it"


def read_decimal(written: str) -> Decimal | None:
    """A number as people write it: `$1,234.50`, `20 %`, ` -3 `; None for anything else."""
    plain = written.replace("$", "").removesuffix("%").strip()
    if not _WRITTEN.fullmatch(plain) or not re.search(r"\d", plain):
        return None
    return Decimal(plain.replace(",", "").replace("−", "-"))


def shown(value: Decimal, unit: str) -> str:
    """The number as a learner reads it: $1,234.50, 20 %, 3 units."""
    if unit == MONEY:
        sign = "-" if value < 0 else ""
        return f"{sign}${abs(value):,}"
    return f"{value:,} {unit}".strip()


def _parse_decimal(fields: Fields, name: str, *, required: bool = True) -> Decimal | None:
    written = fields.text(name, None if required else "")
    if not written:
        return None
    value = read_decimal(written)
    if value is None:
        fields.problem(f"`{name}` is {written!r}; write a number")
    return value


def parse_near_miss(fields: Fields) -> NearMiss:
    """One entry of `near_misses`: value, says, credit."""
    miss = NearMiss(
        _parse_decimal(fields, "value") or Decimal(0), fields.text("says"), fields.number("credit", 0.0, 0, 0.9)
    )
    fields.finish()
    return miss


def _judge(entered: Entered, key: Key) -> Finding:
    points, right = key.grounds.points, shown(key.value, key.unit)
    if entered.value is None:
        if not entered.written:
            return finding(Verdict.MISSED, key.grounds, f"The answer is {right}.", expected=right, possible=points)
        reason = f"This is not a number. The answer is {right}."
        return finding(Verdict.WRONG, key.grounds, reason, entered=entered.written, expected=right, possible=points)
    credit, says = _credit(entered.value, key)
    if key.units and entered.unit != key.unit and credit:
        credit *= HALF
        says = f"{says} The unit should be {key.unit}.".strip()
    verdict = Verdict.CORRECT if credit == 1 else Verdict.PARTLY if credit else Verdict.WRONG
    return finding(
        verdict,
        key.grounds,
        says if credit == 1 else f"{says} The answer is {right}.".strip(),
        entered=shown(entered.value, entered.unit),
        expected=right,
        credit=credit,
        possible=points,
    )


def _credit(value: Decimal, key: Key) -> tuple[float, str]:
    """The credit of a number without its unit, and what to say of it."""
    if abs(value - key.value) <= key.tolerance:
        return 1.0, ""
    near = next((miss for miss in key.near_misses if miss.value == value), None)
    if near:
        return near.credit, near.says
    if key.unrounded is not None and _agrees(value, key.unrounded):
        wanted = "a whole number" if key.places == 0 else f"{key.places} decimal places"
        how = "to the nearest" if key.rounding is Rounding.NEAREST else f"always {key.rounding.value}"
        return HALF, f"The arithmetic is right; the result is rounded {how}, to {wanted}."
    return 0.0, ""


def _agrees(value: Decimal, exact: Decimal) -> bool:
    """True when `value` is `exact`, or `exact` with as many decimal places as the learner wrote, at least one."""
    exponent = value.as_tuple().exponent
    written = -exponent if isinstance(exponent, int) else 0
    if value == exact:
        return True
    return 0 < written <= MAX_PLACES and value == Rounding.NEAREST.round(exact, written)


KIND = Number()
