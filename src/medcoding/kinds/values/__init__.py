"""The kind `values`: a program that leaves named values, for the unit on spreadsheets and data.

The learner writes a program in a cell of the assignment. It is run locked in (`medcoding.sandbox`), hands over the
values of the names that were asked for as plain JSON, and is judged here, where it cannot reach.
Answer: {"values": {name: number, text, list or list of rows}, "refused": {name: reason}, "ended": reason}.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from medcoding.answers import RawAnswer
from medcoding.errors import AnswerError
from medcoding.exercises.fields import Fields
from medcoding.exercises.model import Exercise
from medcoding.kinds import Form, Program, _html
from medcoding.kinds._base import BaseKind
from medcoding.kinds._grounds import total
from medcoding.kinds.number import read_decimal
from medcoding.kinds.values.judge import brief, judge, shown
from medcoding.kinds.values.key import Key, Shape, Wanted, check_key, parse_values_key
from medcoding.scoring.model import Score
from medcoding.scoring.policy import Policy

MOST_NAMES = 50


@dataclass(frozen=True, slots=True)
class Handed:
    """What a program handed over: its values by name, and why it was ended early, "" if it was not."""

    values: Mapping[str, Any]
    ended: str


class Values(BaseKind[Handed]):
    """See `medcoding.kinds.Kind`. `program` marks a kind whose answers come out of one."""

    needs_record = True

    def parse_key(self, fields: Fields, exercise: Exercise) -> Key:
        """Read `values`, each with `name`, `says`, one of `number`, `text`, `list`, `table`, and how it is judged."""
        return parse_values_key(fields)

    def given(self, exercise: Exercise) -> Mapping[str, Any]:
        """The names, what each one means and its shape; what the program begins with."""
        key: Key = exercise.key
        values = [{"name": each.name, "says": each.says, "shape": each.shape.value} for each in key.values]
        return {"values": values, "starter": key.starter}

    def program(self, exercise: Exercise) -> Program:
        """What the program is asked for and begins with; with a key also the instructor's own."""
        key: Key | None = exercise.key
        names = tuple(str(each["name"]) for each in exercise.given.get("values", ()))
        return Program(names, str(exercise.given.get("starter", "")), key.solution if key else "")

    def parse_answer(self, exercise: Exercise, answer: RawAnswer) -> Handed:
        """The values. Raises AnswerError."""
        ended = answer.fields.get("ended")
        return Handed(_mapping(answer, "values"), ended if isinstance(ended, str) else "")

    def score(self, exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
        """Each value for itself; a list or table by the share of its rows that are right."""
        key: Key = exercise.key
        values, refused = _mapping(answer, "values"), _mapping(answer, "refused")
        findings = [
            judge(each, each.name in values, values.get(each.name), str(refused.get(each.name, ""))[:200], key.grounds)
            for each in key.values
        ]
        points = sum(found.points for found in findings)
        return total(key.grounds, points / key.grounds.points if key.grounds.points else 0.0, findings)

    def form_of(self, exercise: Exercise, entered: Handed) -> Form:
        """Complete: every name has a value."""
        missing = [name for name in self.program(exercise).names if name not in entered.values]
        if missing:
            return Form.not_yet(f"no value named {missing[0]}")
        return Form.ready()

    def full_answer(self, exercise: Exercise) -> RawAnswer:
        """The key's values, as a right program hands them over."""
        key: Key = exercise.key
        return RawAnswer(exercise.slug, {"values": {each.name: _as_value(each) for each in key.values}})

    def render_entered(self, exercise: Exercise, entered: Handed) -> str:
        """The values, and why the program ended early, if it did."""
        ended, values = entered.ended, entered.values
        said = _html.paragraph(f"Your program was ended: {ended}."[:300]) if ended else ""
        names = [name for name in self.program(exercise).names if name in values]
        if not names:
            return said + _html.empty("Your program left none of the values that were asked for.")
        return said + _html.table(("Name", "Value"), [(name, brief(values[name])) for name in names])

    def render_key(self, exercise: Exercise) -> str:
        """The values, how each is judged, and the instructor's program."""
        key: Key = exercise.key
        rows = [
            (each.name, each.shape.value, shown(each), f"± {each.tolerance}", f"{each.points:g}") for each in key.values
        ]
        table = _html.table(("Name", "Shape", "Value", "Tolerance", "Points"), rows)
        return table + _html.listed(key.solution.splitlines()) + _html.reasons(replace(key.grounds, points=0))

    def check_key(self, exercise: Exercise) -> Iterator[str]:
        """Names can be used; values hold something."""
        yield from check_key(exercise.key)


def _mapping(answer: RawAnswer, name: str) -> Mapping[str, Any]:
    found = answer.fields.get(name, {})
    if not isinstance(found, Mapping) or len(found) > MOST_NAMES:
        raise AnswerError(f"answer: its {name} cannot be read; run the notebook's cells and hand it in again")
    return found


def _as_value(wanted: Wanted) -> Any:
    if wanted.shape is Shape.TEXT:
        return wanted.rows[0][0] if wanted.rows else None
    rows = [[_as_cell(cell) for cell in row] for row in wanted.rows]
    if wanted.shape is Shape.TABLE:
        return rows
    if wanted.shape is Shape.LIST:
        return [row[0] for row in rows]
    return rows[0][0] if rows else None


def _as_cell(cell: str) -> str | float:
    number = read_decimal(cell)
    return cell if number is None else float(number)


KIND = Values()
