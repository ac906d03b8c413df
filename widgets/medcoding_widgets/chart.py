"""The chart widget: a record, the codes that a learner reports for it, and the verdict."""

from __future__ import annotations

from typing import Any

from medcoding_widgets.book_desk import BookDesk, book_code, is_for_the_book
from medcoding_widgets.esm import joined
from medcoding_widgets.exercise_widget import ExerciseWidget
from medcoding_widgets.styles import stylesheet


class Chart(ExerciseWidget):
    """Shows one exercise of the kind `codes`."""

    _esm = joined("chart.js")
    _css = stylesheet("dispute.css", "exercise.css", "chart.css")
    _book: BookDesk | None = None

    def _reply(self, message: dict[str, Any]) -> dict[str, Any]:
        """Questions for the code book are answered as of the date of service; all others go to the session."""
        if not is_for_the_book(message):
            return super()._reply(message)
        return book_code() if message["type"] == "book-code" else self._desk().reply(message)

    def _desk(self) -> BookDesk:
        on = self._session.exercise.date_of_service
        if self._book is None or self._book.on != on:
            self._book = BookDesk(on)
        return self._book
