"""The chooser of a practice app: which exercise comes next, and how the tried ones went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import traitlets

from medcoding.exercises import Exercise
from medcoding.learning.logbook import Log
from medcoding.scoring import Score
from medcoding_widgets.by_kind import session_for, widget_for
from medcoding_widgets.esm import joined
from medcoding_widgets.exercise_widget import ExerciseWidget
from medcoding_widgets.safe import BadMessageError, SafeWidget
from medcoding_widgets.session import Mode, Session
from medcoding_widgets.styles import stylesheet

DIFFICULTIES = ("very easy", "easy", "medium", "hard", "very hard")


class Chooser(SafeWidget):
    """Lists the exercises of a unit above the one that is open. No answer is saved; marks last as long as the page.

    `widgets` are to be displayed below it: one for charts and one for questions, of which one shows itself.
    """

    _esm = joined("chooser.js")
    _css = stylesheet("chooser.css")

    heading = traitlets.Unicode().tag(sync=True)
    cases = traitlets.List().tag(sync=True)
    current = traitlets.Int(0).tag(sync=True)

    def __init__(self, heading: str, exercises: Sequence[Exercise], log: Log | None = None) -> None:
        self._sessions = [session_for(exercise, Mode.APP) for exercise in exercises]
        self._best: list[Score | None] = [None] * len(exercises)
        for place, session in enumerate(self._sessions):
            session.on_scored = lambda score, place=place: self._mark(place, score)
            session.log = log
        super().__init__(heading=heading, cases=self._rows())
        self._by_kind: dict[bool, ExerciseWidget] = {}
        for session in self._sessions:
            if _is_chart(session) not in self._by_kind:
                self._by_kind[_is_chart(session)] = widget_for(session)
        self.widgets = tuple(self._by_kind.values())
        self._open(0)

    def _reply(self, message: dict[str, Any]) -> dict[str, Any]:
        place = message.get("place")
        if message.get("type") == "ping":
            return {}
        if message.get("type") != "open" or type(place) is not int or not 0 <= place < len(self._sessions):
            raise BadMessageError("no exercise of this list")
        self._open(place)
        return {"place": place}

    def _open(self, place: int) -> None:
        self.current = place
        following = place + 1 if place + 1 < len(self._sessions) else None
        title = self._sessions[following].exercise.title if following is not None else ""
        shown = self._by_kind[_is_chart(self._sessions[place])]
        for widget in self.widgets:
            if widget is not shown:
                widget.hide()
        shown.show(self._sessions[place], title, None if following is None else lambda: self._open(following))

    def _mark(self, place: int, score: Score) -> None:
        best = self._best[place]
        if best is None or score.points > best.points:
            self._best[place] = score
        self.cases = self._rows()

    def _rows(self) -> list[dict[str, Any]]:
        return [row_of(session.exercise, best) for session, best in zip(self._sessions, self._best, strict=True)]


def _is_chart(session: Session) -> bool:
    return session.exercise.kind == "codes"


def row_of(exercise: Exercise, best: Score | None) -> dict[str, Any]:
    """One exercise as the chooser lists it, with the best score so far."""
    done = best is not None and best.points >= best.possible
    says = "" if best is None else f"{best.points:g} of {best.possible:g} points"
    return {
        "slug": exercise.slug,
        "title": exercise.title,
        "setting": "Short question" if exercise.is_question else exercise.setting.label,
        "difficulty": exercise.difficulty,
        "difficulty_label": DIFFICULTIES[exercise.difficulty - 1],
        "state": "new" if best is None else ("done" if done else "tried"),
        "says": f"Done, {says}" if done else (f"Tried, best {says}" if best else "Not tried yet"),
    }
