"""The kinds of exercise. A kind is one module (or package) in this folder with an object `KIND`.

To add a kind, add its module: nothing else names kinds one by one. `choice` is the model to follow; it builds on
`_base`, which says what most kinds do alike. Modules whose names start with `_` are what several kinds share.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from medcoding.answers import RawAnswer
    from medcoding.exercises.fields import Fields
    from medcoding.exercises.model import Exercise
    from medcoding.scoring.model import Score
    from medcoding.scoring.policy import Policy


@dataclass(frozen=True, slots=True)
class Form:
    """How an answer looks before anybody judges it: is it all there, and can it be read?

    `says` is a sentence for the learner. It is worked out without the key, so it gives nothing away.
    """

    complete: bool
    well_formed: bool
    says: str

    @classmethod
    def ready(cls, says: str = "Complete.") -> Form:
        """All there, all readable."""
        return cls(complete=True, well_formed=True, says=says)

    @classmethod
    def not_yet(cls, missing: str) -> Form:
        """Readable so far; `missing` tells what is still to do, without a full stop."""
        return cls(complete=False, well_formed=True, says=f"Not yet complete: {missing}.")

    @classmethod
    def unclear(cls, says: str, *, complete: bool = False) -> Form:
        """Something in it cannot be what was meant."""
        return cls(complete=complete, well_formed=False, says=says)


class Kind(Protocol):
    """What every kind of exercise can do. Only the kind itself looks inside its keys and answers.

    `needs_record` is True for a kind that asks about a record; the others may stand in a list of
    short questions.
    """

    needs_record: bool

    def parse_key(self, fields: Fields, exercise: Exercise) -> Any:
        """Read the authored key block; mistakes are noted on `fields`."""

    def given(self, exercise: Exercise) -> Mapping[str, Any]:
        """What learners must see besides record and question, worked out from the key and giving none of it away.

        It becomes `exercise.given`, travels with the public half as YAML whose scalars are texts, and
        so holds nothing but texts, lists and mappings.
        """

    def possible(self, exercise: Exercise) -> float:
        """The points of a full answer."""

    def score(self, exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
        """Judge an answer. Raises AnswerError when its fields cannot be read."""

    def form(self, exercise: Exercise, answer: RawAnswer) -> Form:
        """Say whether an answer is complete and well formed, without the key."""

    def widget(self, exercise: Exercise) -> dict[str, Any]:
        """What a front end needs besides record and question; JSON-able, worked out without the key."""

    def full_answer(self, exercise: Exercise) -> RawAnswer:
        """The key, entered as an answer."""

    def render_answer(self, exercise: Exercise, answer: RawAnswer) -> str:
        """The answer as static HTML."""

    def render_key(self, exercise: Exercise) -> str:
        """The key as static HTML, for a second reader. Never shown to learners."""

    def evidence(self, exercise: Exercise) -> tuple[str, ...]:
        """Every quote from the record that the key rests on."""

    def check(self, exercise: Exercise) -> Iterator[str]:
        """Every mistake of the author that a machine can find, each `what is wrong; what to do`."""


@dataclass(frozen=True, slots=True)
class Program:
    """What an exercise asks a program for: values of these names. `solution` is "" where there is no key."""

    names: tuple[str, ...]
    starter: str
    solution: str


def program_of(exercise: Exercise) -> Program | None:
    """What an exercise asks a program for; None for all exercises that are answered otherwise."""
    find = getattr(kind_of(exercise.kind), "program", None)
    found: Program | None = find(exercise) if find else None
    return found


@cache
def kind_names() -> tuple[str, ...]:
    """The names that a case may give as its `kind`."""
    return tuple(sorted(name.replace("_", "-") for _, name, _ in pkgutil.iter_modules(__path__) if name[0] != "_"))


@cache
def kind_of(name: str) -> Kind:
    """The kind of that name. Raises KeyError for a name that is not in `kind_names()`."""
    if name not in kind_names():
        raise KeyError(name)
    kind: Kind = importlib.import_module(f"{__name__}.{name.replace('-', '_')}").KIND
    return kind
