"""Reads what a learner entered with suspicion: the file may come from anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from medcoding.errors import AnswerError

AGAIN = "open the notebook and enter it again"


def text(fields: Mapping[str, Any], name: str, longest: int) -> str:
    """A text of at most `longest` characters, stripped; "" when it is not there. Raises AnswerError."""
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest:
        raise AnswerError(f"answer: its {name} cannot be read; {AGAIN}")
    return value.strip()


def entries(fields: Mapping[str, Any], name: str, most: int) -> list[Any]:
    """A list of at most `most` things, none of them looked at yet. Raises AnswerError."""
    value = fields.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > most:
        raise AnswerError(f"answer: its {name} cannot be read; {AGAIN}")
    return value


def texts(fields: Mapping[str, Any], name: str, most: int, longest: int) -> tuple[str, ...]:
    """A list of at most `most` texts. Raises AnswerError."""
    found = entries(fields, name, most)
    if not all(isinstance(item, str) and len(item) <= longest for item in found):
        raise AnswerError(f"answer: its {name} cannot be read; {AGAIN}")
    return tuple(item.strip() for item in found)


def maps(fields: Mapping[str, Any], name: str, most: int) -> tuple[Mapping[str, Any], ...]:
    """A list of at most `most` mappings. Raises AnswerError."""
    found = entries(fields, name, most)
    if not all(isinstance(item, Mapping) for item in found):
        raise AnswerError(f"answer: its {name} cannot be read; {AGAIN}")
    return tuple(found)


def offered(item: str, choices: object, what: str) -> str:
    """`item`, when it is one of `choices`. Raises AnswerError."""
    if not isinstance(choices, list | tuple) or item not in choices:
        raise AnswerError(f"answer: a {what} that this question does not offer; {AGAIN}")
    return item
