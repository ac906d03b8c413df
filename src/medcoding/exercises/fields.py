"""Reads an authored YAML mapping field by field and gathers every mistake in it.

A reader never stops at the first mistake: it notes it, hands back a harmless value and goes on,
so that an author sees all of a file's problems at once. Scalars are text (`yaml.BaseLoader`),
because YAML's own guesses turn the code 00100 into 64 and the DRG 065 into 53.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from medcoding.errors import AuthoringError

E = TypeVar("E", bound=StrEnum)


# The parser written in C reads a course of hundreds of questions in seconds; without it, the same, slower.
_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Loader(_Base):  # type: ignore[misc]
    """BaseLoader that refuses a field given twice, where YAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for name, _ in node.value:
            if name.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the field {name.value!r} stands twice", name.start_mark
                )
            seen.add(name.value)
        return dict(super().construct_mapping(node, deep))


def load_yaml(text: str, where: str) -> Any:
    """Parse YAML with every scalar kept as text. Raises AuthoringError with the line of the fault."""
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" (line {mark.line + 1} of this block)" if mark else ""
        problem = getattr(error, "problem", None) or "it is not YAML"
        raise AuthoringError(f"{where}: {problem}{line}; check indentation, colons and quotes") from None


class Fields:
    """One YAML mapping. Ask for each field once, then call `finish`, which reports unknown fields."""

    def __init__(self, mapping: object, where: str, problems: list[str], inside: str = "") -> None:
        self._where, self._inside, self._problems = where, inside, problems
        self._left: dict[str, Any] = {}
        if isinstance(mapping, Mapping):
            self._left = {str(name): value for name, value in mapping.items()}
        else:
            self.problem(f"{inside or 'the block'} should be a list of `field: value` lines")

    def problem(self, text: str) -> None:
        """Note a mistake; `text` reads `what is wrong; what to do`."""
        self._problems.append(f"{self._where}: {text}")

    def _name(self, name: str) -> str:
        return f"{self._inside}: `{name}`" if self._inside else f"`{name}`"

    def _inner(self, name: str) -> str:
        return f"{self._inside}: {name}" if self._inside else name

    def _take(self, name: str, required: bool) -> Any:
        if name not in self._left:
            if required:
                self.problem(f"{self._name(name)} is missing; add it")
            return None
        return self._left.pop(name)

    def text(self, name: str, default: str | None = None) -> str:
        """A text; `default` None makes the field required."""
        value = self._take(name, default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str) or (not value.strip() and default is None):
            self.problem(f"{self._name(name)} should be a text; write it on one line after the colon")
            return default or ""
        return value.strip()

    def texts(self, name: str, *, required: bool = False) -> tuple[str, ...]:
        """A text or a list of texts, as a tuple."""
        value = self._take(name, required)
        if value is None:
            return ()
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            self.problem(f"{self._name(name)} should be a text or a list of texts")
            return ()
        return tuple(item.strip() for item in items if item.strip())

    def rows(self, name: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts: the rows of a small table; () when the field is not there."""
        value = self._take(name, required=False)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(
            isinstance(row, list) and all(isinstance(cell, str) for cell in row) for row in value
        ):
            self.problem(f"{self._name(name)} should be a list of rows, each as [Aetna, 12.50]")
            return ()
        return tuple(tuple(cell.strip() for cell in row) for row in value)

    def number(self, name: str, default: float | None, low: float, high: float) -> float:
        """A number in [low, high]; `default` None makes the field required."""
        value = self._take(name, default is None)
        if value is None:
            return default if default is not None else low
        try:
            found = float(value)
        except (TypeError, ValueError):
            found = float("nan")
        if not low <= found <= high:
            self.problem(f"{self._name(name)} is {value!r}; write a number from {low:g} to {high:g}")
            return default if default is not None else low
        return found

    def whole(self, name: str, default: int | None, low: int, high: int) -> int:
        """A whole number in [low, high]; `default` None makes the field required."""
        found = self.number(name, default, low, high)
        if found != int(found):
            self.problem(f"{self._name(name)} is {found:g}; write a whole number")
        return int(found)

    def flag(self, name: str) -> bool:
        """`true` or `false`; false when the field is not there."""
        value = self._take(name, required=False)
        if value not in (None, "true", "false"):
            self.problem(f"{self._name(name)} is {value!r}; write true or false")
        return bool(value == "true")

    def day(self, name: str) -> date:
        """A required date, written YYYY-MM-DD."""
        value = self.text(name)
        try:
            return date.fromisoformat(value)
        except ValueError:
            if value:
                self.problem(f"{self._name(name)} is {value!r}; write the date as 2026-05-15")
            return date.min

    def choice(self, name: str, choices: type[E], default: E | None = None) -> E:
        """One of an enumeration's values; `default` None makes the field required."""
        value = self.text(name, default.value if default is not None else None)
        try:
            return choices(value)
        except ValueError:
            if value:
                allowed = ", ".join(choice.value for choice in choices)
                self.problem(f"{self._name(name)} is {value!r}; write one of: {allowed}")
            return default if default is not None else next(iter(choices))

    def block(self, name: str) -> Fields | None:
        """An optional mapping inside this one; None when the field is not there."""
        value = self._take(name, required=False)
        return None if value is None else Fields(value, self._where, self._problems, self._inner(name))

    def maps(self, name: str, *, required: bool = False) -> tuple[Fields, ...]:
        """A list of mappings, each as Fields of its own."""
        value = self._take(name, required)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.problem(f"{self._name(name)} should be a list; start each entry with a dash")
            return ()
        singular = name.removesuffix("es" if name.endswith("misses") else "s").replace("_", " ")
        return tuple(
            Fields(item, self._where, self._problems, self._inner(f"{singular} {number}"))
            for number, item in enumerate(value, 1)
        )

    def has(self, name: str) -> bool:
        """True while a field of that name is there and was not asked for."""
        return name in self._left

    def finish(self) -> None:
        """Report every field that nobody asked for."""
        for name in self._left:
            self.problem(f"{self._name(name)} is not a field of this file; remove it or correct its spelling")
