"""The course's home: the next step, today's review, units, assignments, mastery, and a search.

Thin like the others: what a learner sees here is worked out by `medcoding.learning` from the record of
practice and from what nbgrader left with the learner; `home_view` puts it into words.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

import traitlets
from IPython.display import display

from medcoding.errors import MedcodingError
from medcoding.exercises.course import Course, find_course
from medcoding.exercises.draw import another_variant, find_variant
from medcoding.exercises.find import load_exercise
from medcoding.learning.contents import Contents, load_contents
from medcoding.learning.coursework import load_coursework, places_of
from medcoding.learning.days import Clock, local_now
from medcoding.learning.find_lessons import Section, load_sections
from medcoding.learning.logbook import Log, PageLog
from medcoding.learning.record import Where
from medcoding.learning.review import KNOWN_FROM, Chosen, choose, items, next_due_day
from medcoding.learning.standing import next_step, unit_states
from medcoding.scoring import Score
from medcoding_widgets.by_kind import session_for
from medcoding_widgets.esm import joined
from medcoding_widgets.home_search import MAX_TEXT, search_course
from medcoding_widgets.home_view import Links, cards_row, mastery_rows, review_says, step_row, unit_rows, work_rows
from medcoding_widgets.notebook import _guarded, _is_voila
from medcoding_widgets.progress import own_log
from medcoding_widgets.safe import BadMessageError
from medcoding_widgets.server_log import server_log
from medcoding_widgets.session import Mode, Session
from medcoding_widgets.stages import StagedWidget
from medcoding_widgets.styles import stylesheet

_LAST = "how it went"


class Home(StagedWidget):
    """Shows the course, and inside it the exercises of a review."""

    _esm = joined("home.js")
    _css = stylesheet("home.css")

    course = traitlets.Dict().tag(sync=True)
    step = traitlets.Dict().tag(sync=True)
    review = traitlets.Dict().tag(sync=True)
    units = traitlets.List().tag(sync=True)
    work = traitlets.List().tag(sync=True)
    mastery = traitlets.Dict().tag(sync=True)
    cards = traitlets.Dict().tag(sync=True)

    def __init__(self, course: Course, log: Log, links: Links, clock: Clock = local_now) -> None:
        self._course, self._log, self._links, self._clock = course, log, links, clock
        self._queue: list[Chosen] = []
        self._place = -1  # in the queue; -1 while no review is open
        self._results: list[bool] = []
        self._due = 0
        self._next_day: date | None = None
        super().__init__()
        self._refresh()

    @cached_property
    def _contents(self) -> Contents:
        return load_contents(self._course.root, [unit.folder for unit in self._course.ready_units()])

    @cached_property
    def _sections(self) -> tuple[Section, ...]:
        return load_sections(self._course.root, self._course.ready_units())

    # ---- messages -----------------------------------------------------------------------------

    def _reply(self, message: dict[str, Any]) -> dict[str, Any]:
        match message.get("type"):
            case "ping":
                return {}
            case "refresh":
                self._refresh()
                return {}
            case "review-start":
                self._start()
                return {}
            case "review-end":
                self._end()
                return {}
            case "search":
                text = message.get("text")
                if not isinstance(text, str) or len(text) > MAX_TEXT:
                    raise BadMessageError("not a short text")
                return {"text": text, **search_course(text, self._sections, self._course, self._links)}
        raise BadMessageError("of no known type")

    # ---- review -------------------------------------------------------------------------------

    def _start(self) -> None:
        """Begin with what is due now; whatever was open is left."""
        record, now = self._log.record(), self._clock()
        self._queue = list(choose(self._contents, record, items(record, now), now))
        self._results = []
        self._place = -1
        self._advance()

    def _advance(self) -> None:
        """Show the next exercise that can be shown, or how it went."""
        self._place += 1
        while self._place < len(self._queue):
            try:
                self._put(self._session(self._queue[self._place]), self._following(), self._advance)
                break
            except MedcodingError:
                server_log().exception("an exercise of a review could not be shown")
                del self._queue[self._place]
        else:
            self._hide()
        self._refresh()

    def _end(self) -> None:
        self._place = -1
        self._queue, self._results = [], []
        self._hide()
        self._refresh()

    def _session(self, chosen: Chosen) -> Session:
        entry = chosen.entry
        exercise = load_exercise(self._course.lessons(entry.unit), entry.slug)
        exercise = find_variant(exercise, chosen.variant) or another_variant(exercise)
        session = session_for(exercise, Mode.APP)
        session.log, session.where, session.clock = self._log, Where.REVIEW, self._clock
        place = self._place
        session.on_scored = lambda score: self._scored(place, score)
        return session

    def _scored(self, place: int, score: Score) -> None:
        """Only the first verdict on each exercise counts."""
        if place == len(self._results):
            self._results.append(score.possible > 0 and score.points / score.possible >= KNOWN_FROM)
            self.set_trait("review", self._review_now())

    def _following(self) -> str:
        """What the learner is offered next."""
        return self._queue[self._place + 1].entry.title if self._place + 1 < len(self._queue) else _LAST

    # ---- showing ------------------------------------------------------------------------------

    def _refresh(self) -> None:
        """Work everything out anew from what the files say now."""
        syllabus, record, now = self._course.syllabus, self._log.record(), self._clock()
        work = load_coursework(syllabus.units, places_of(self._course.root), syllabus.starts)
        states = unit_states(syllabus.units, self._contents, record, work)
        in_review = items(record, now)
        self._due = len(choose(self._contents, record, in_review, now))
        self._next_day = next_due_day(in_review, now)
        step, otherwise = next_step(states, self._due), next_step(states, 0)
        with self.hold_sync():
            self.course = {
                "title": syllabus.title,
                "keeps": not isinstance(self._log, PageLog),
                "trouble": self._log.trouble,
                "glossary": self._links.page("glossary"),
                "book": self._links.page("encoder"),
                "exams": self._links.page("daily-ten" if self._links.is_voila else "mock-exams"),
            }
            first = step_row(step, states, bool(record.tries), self._links)
            then = step_row(otherwise, states, bool(record.tries), self._links) if step != otherwise else {}
            self.step = {**first, "then": then}
            self.review = self._review_now()
            self.units = unit_rows(states, self._links)
            self.work = work_rows(work, now, self._links)
            self.mastery = mastery_rows(syllabus, record, self._contents, now)
            self.cards = cards_row(self._course, record, now, self._links)

    def _review_now(self) -> dict[str, Any]:
        state = "closed"
        if self._place >= 0:
            state = "open" if self._place < len(self._queue) else "over"
        return {
            "state": state,
            "due": self._due,
            "place": self._place + 1,
            "all": len(self._queue),
            "says": review_says(self._due, self._next_day, self._clock(), self._results if state == "over" else None),
        }


def show_home() -> None:
    """Display the course's home."""
    _guarded(lambda: display(Home(find_course(), own_log(), Links(is_voila=_is_voila()))))
