"""One learner at one question, of any kind but `codes`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from medcoding.answers import RawAnswer
from medcoding.errors import AnswerError
from medcoding.kinds import kind_of
from medcoding_widgets.reading import advice, read
from medcoding_widgets.session import Session


class QuestionSession(Session):
    """A session of a kind named in `reading.KINDS`."""

    def read(self, value: object) -> dict[str, Any]:
        """See `Session.read`; the kind's own reading of an answer says what is checked."""
        if not isinstance(value, Mapping):
            raise AnswerError("answer: it cannot be read; enter it again")
        found = read(self.exercise, RawAnswer(self.exercise.slug, value))
        try:
            json.dumps(found, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            raise AnswerError("answer: it holds half a character, which no file can keep; enter it again") from None
        return found

    def describe(self) -> dict[str, Any]:
        """What every exercise has, and what its kind gives: options, tiles, units ..."""
        return {**super().describe(), "given": kind_of(self.exercise.kind).widget(self.exercise)}

    def status(self) -> dict[str, Any]:
        """What every exercise has, and advice on what is written, where its kind gives any without the key."""
        return {**super().status(), "advice": advice(self.exercise, self.answer)}
