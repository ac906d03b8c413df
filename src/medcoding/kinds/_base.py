"""What every kind but `codes` does alike, so that a kind says only what is its own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

from medcoding.answers import RawAnswer
from medcoding.errors import AnswerError
from medcoding.exercises.fields import Fields
from medcoding.exercises.model import Exercise
from medcoding.kinds import Form, _html
from medcoding.kinds._grounds import Grounds, check_marks, check_quotes
from medcoding.scoring.model import Score
from medcoding.scoring.policy import Policy

Entered = TypeVar("Entered")


class BaseKind(ABC, Generic[Entered]):
    """A kind whose key has `grounds`. See `medcoding.kinds.Kind` for the methods that others call.

    An answer is read in one place, `parse_answer`; what is to be said of an answer that cannot be read is said here.
    """

    needs_record = False

    @abstractmethod
    def parse_key(self, fields: Fields, exercise: Exercise) -> Any:
        """Read the authored key block; mistakes are noted on `fields`."""

    @abstractmethod
    def parse_answer(self, exercise: Exercise, answer: RawAnswer) -> Entered:
        """What a learner entered. Raises AnswerError for another shape."""

    @abstractmethod
    def score(self, exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
        """Judge an answer. Raises AnswerError as `parse_answer`."""

    @abstractmethod
    def form_of(self, exercise: Exercise, entered: Entered) -> Form:
        """Say whether what was entered is complete and well formed, without the key."""

    @abstractmethod
    def full_answer(self, exercise: Exercise) -> RawAnswer:
        """The key, entered as an answer."""

    @abstractmethod
    def render_entered(self, exercise: Exercise, entered: Entered) -> str:
        """What was entered, as static HTML."""

    @abstractmethod
    def render_key(self, exercise: Exercise) -> str:
        """The key as static HTML, for a second reader. Never shown to learners."""

    def check_key(self, exercise: Exercise) -> Iterator[str]:
        """The mistakes that only a key of this kind can have."""
        yield from ()

    def given(self, exercise: Exercise) -> Mapping[str, Any]:
        """Nothing: record and question say it all."""
        return {}

    def possible(self, exercise: Exercise) -> float:
        """The points that the author gave."""
        return float(_grounds(exercise).points)

    def evidence(self, exercise: Exercise) -> tuple[str, ...]:
        """The quotes that the key as a whole rests on."""
        return _grounds(exercise).evidence

    def widget(self, exercise: Exercise) -> dict[str, Any]:
        """What learners are given."""
        return dict(exercise.given)

    def form(self, exercise: Exercise, answer: RawAnswer) -> Form:
        """Say whether an answer is complete and well formed, without the key."""
        try:
            entered = self.parse_answer(exercise, answer)
        except AnswerError as error:
            return Form.unclear(str(error))
        return self.form_of(exercise, entered)

    def render_answer(self, exercise: Exercise, answer: RawAnswer) -> str:
        """The answer as static HTML."""
        try:
            entered = self.parse_answer(exercise, answer)
        except AnswerError as error:
            return _html.problem(error)
        return self.render_entered(exercise, entered)

    def check(self, exercise: Exercise) -> Iterator[str]:
        """The kind's own mistakes; then quotes stand in the record, and marks are as they should be."""
        yield from self.check_key(exercise)
        yield from check_quotes(exercise, _grounds(exercise).evidence)
        yield from check_marks(self, exercise)


def _grounds(exercise: Exercise) -> Grounds:
    grounds: Grounds = exercise.key.grounds
    return grounds
