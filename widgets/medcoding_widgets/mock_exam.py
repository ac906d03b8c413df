"""Mock exams: choose one, read what it asks, answer question by question, see how it went.

Thin by intent: the `Desk` holds the sitting and its clock and judges at the end; the exercises are shown by
the widgets of every other page, without their keys until the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import traitlets
from IPython.display import display

from medcoding.answers import RawAnswer
from medcoding.errors import AnswerError, CourseError, MedcodingError
from medcoding.exercises import Exercise
from medcoding.exercises.course import Course, find_course
from medcoding.exercises.draw import find_variant
from medcoding.exercises.find import find_file, load_file
from medcoding.learning.contents import load_contents
from medcoding.learning.exams.clock import steady_clock
from medcoding.learning.exams.desk import Desk, Hall
from medcoding.learning.exams.files import FOLDER, FileShelf, PageShelf, Shelf
from medcoding.learning.exams.paper import Item, load_mock_exams
from medcoding.learning.exams.result import Load, judge_item
from medcoding.learning.logbook import FileLog, Log, PageLog
from medcoding_widgets.by_kind import session_for
from medcoding_widgets.esm import joined
from medcoding_widgets.exam_view import card_of, map_of, result_row, start_of
from medcoding_widgets.notebook import _guarded
from medcoding_widgets.progress import own_log
from medcoding_widgets.safe import BadMessageError
from medcoding_widgets.server_log import server_log
from medcoding_widgets.session import Mode, Session
from medcoding_widgets.stages import StagedWidget
from medcoding_widgets.styles import stylesheet

_SLUG = re.compile(r"[a-z0-9-]+")
GONE = "The course no longer has this question."


class MockExam(StagedWidget):
    """Shows exams, and inside it their questions."""

    _esm = joined("mock_exam.js")
    _css = stylesheet("mock_exam.css")

    page = traitlets.Dict().tag(sync=True)
    start = traitlets.Dict().tag(sync=True)
    map = traitlets.List().tag(sync=True)
    result = traitlets.Dict().tag(sync=True)

    def __init__(self, desks: Sequence[Desk], *, keeps: bool) -> None:
        self._desks = {desk.blueprint.name: desk for desk in desks}
        self._keeps = keeps
        running = next((desk for desk in desks if desk.is_running), None)
        self._desk: Desk | None = running or (desks[0] if len(desks) == 1 else None)
        self._view = "start" if self._desk else "list"
        self._place = 0
        self._says = ""
        super().__init__()
        self._refresh()

    # ---- messages -----------------------------------------------------------------------------

    def _reply(self, message: dict[str, Any]) -> dict[str, Any]:
        match message.get("type"):
            case "ping":
                return {}
            case "tick":
                self._tick()
            case "open":
                self._open(message)
            case "close":
                self._leave("list" if len(self._desks) > 1 else "start")
            case "start":
                self._leave("start")
            case "begin":
                self._begin(message.get("resume") is True)
            case "go":
                self._go(message)
            case "flag":
                self._flag(message)
            case "hand-in":
                self._hand_in()
            case "result":
                self._look_back(message)
            case _:
                raise BadMessageError("of no known type")
        return {"left": self._desk.left if self._desk and self._desk.is_running else None}

    def _current(self) -> Desk:
        if self._desk is None:
            raise BadMessageError("about no open exam")
        return self._desk

    def _open(self, message: dict[str, Any]) -> None:
        desk = self._desks.get(str(message.get("name")))
        if desk is None:
            raise BadMessageError("no exam of this list")
        self._desk = desk
        self._leave("start")

    def _leave(self, view: str) -> None:
        """Away from the questions; a sitting that goes on keeps its clock running."""
        if self._desk:
            self._desk.tick()
        self._hide()
        self._view = view
        self._refresh()

    def _begin(self, resume: bool) -> None:
        """Begin, or go on where it was left; what the time has ended meanwhile shows its result."""
        desk = self._current()
        if desk.check_time() or (resume and desk.open is not None and desk.open.is_over):
            self._finished()
            return
        if not any(part.there for part in desk.parts):
            raise BadMessageError("about an exam without questions")
        sitting = desk.begin()
        self._view = "sitting"
        self._show(sitting.place)

    def _go(self, message: dict[str, Any]) -> None:
        desk, place = self._current(), message.get("place")
        sitting = desk.open
        if self._view == "start" or sitting is None or type(place) is not int or not 0 <= place < len(sitting.items):
            raise BadMessageError("no question of this exam")
        if desk.is_running:
            desk.go(place)
        if self._view == "sitting" and not desk.is_running:
            self._finished()
            return
        if self._view == "result":
            self._view = "looking"
        self._show(place)

    def _flag(self, message: dict[str, Any]) -> None:
        desk = self._current()
        if self._view != "sitting" or desk.open is None or type(message.get("on")) is not bool:
            raise BadMessageError("no flag of this exam")
        desk.flag(desk.open.items[self._place].exercise, message["on"])
        if not desk.is_running:
            self._finished()
            return
        self._refresh()

    def _hand_in(self) -> None:
        desk = self._current()
        if self._view != "sitting":
            raise BadMessageError("nothing to hand in")
        desk.end()
        self._finished()

    def _tick(self) -> None:
        """Count the time; a page whose time is up gets its result."""
        if self._desk is None:
            return
        was_running = self._desk.is_running
        self._desk.tick()
        if not self._desk.is_running and (was_running or self._view == "sitting"):
            self._finished()

    def _look_back(self, message: dict[str, Any]) -> None:
        """The result of this sitting, or of a former one that `id` names."""
        desk = self._current()
        name = message.get("id")
        if desk.is_running or (isinstance(name, str) and not desk.look_back(name)):
            raise BadMessageError("no result of this exam")
        self._finished()

    def _finished(self) -> None:
        self._hide()
        self._view = "result"
        self._refresh()

    # ---- questions ----------------------------------------------------------------------------

    def _show(self, place: int) -> None:
        desk = self._current()
        self._place, self._says = place, ""
        try:
            session = self._session(desk, place)
        except MedcodingError:
            server_log().exception("a question of an exam could not be shown")
            self._says = GONE
            self._hide()
        else:
            self._put(session)
        self._refresh()

    def _session(self, desk: Desk, place: int) -> Session:
        """While it goes on a session without the key, that keeps each answer; afterwards one with the verdict."""
        sitting = desk.open
        if sitting is None:
            raise BadMessageError("about no question")
        item = sitting.items[place]
        fields = sitting.answers.get(item.exercise, {})
        if sitting.is_over:
            exercise, score = judge_item(sitting, item, desk.load)
            session = session_for(exercise, Mode.RESULT, read_only=True)
            session.score = score
        else:
            session = session_for(desk.load(item), Mode.EXAM)
            session.keeper = lambda answer: self._keep(desk, session, answer)
        try:
            session.value = session.read(fields)
        except AnswerError:
            session.value = session.read({})
        return session

    def _keep(self, desk: Desk, session: Session, answer: RawAnswer) -> str:
        problem = desk.answer(answer.exercise, None if session.is_empty else answer.fields)
        if desk.is_running and desk.open is not None:
            self.set_trait("map", map_of(desk.open))
        return problem

    # ---- showing ------------------------------------------------------------------------------

    def _refresh(self) -> None:
        desk, sitting = self._desk, self._desk.open if self._desk else None
        at_work = sitting is not None and self._view in ("sitting", "looking", "result")
        with self.hold_sync():
            self.map = map_of(sitting) if at_work and sitting else []
            self.start = start_of(desk) if desk and self._view == "start" else {}
            self.result = result_row(desk) if desk and self._view in ("result", "looking") else {}
            self.page = {
                "view": self._view,
                "title": desk.blueprint.title if desk else "Mock exams",
                "place": self._place,
                "says": self._says,
                "left": desk.left if desk and desk.is_running else None,
                "minutes": desk.blueprint.minutes if desk else 0,
                "keeps": self._keeps,
                "trouble": desk.trouble if desk else "",
                "exams": [card_of(each) for each in self._desks.values()] if self._view == "list" else [],
                "alone": len(self._desks) == 1,
            }


def show_exam(name: str = "") -> None:
    """Show one mock exam, or all of them to choose from."""
    _guarded(lambda: _display(name))


def _display(name: str) -> None:
    course, log = find_course(), own_log()
    found = [each for each in load_mock_exams(course.root) if name in ("", each.name)]
    if not found:
        raise CourseError(f"{name}: there is no such mock exam; the files of course/exams name them")
    contents = load_contents(course.root, [unit.folder for unit in course.ready_units()])
    hall = Hall(contents, shelf_beside(log), log, loader(course), steady_clock())
    display(MockExam([Desk(each, hall) for each in found], keeps=not isinstance(log, PageLog)))


def shelf_beside(log: Log) -> Shelf:
    """Sittings are kept where the record of practice is."""
    return FileShelf(log.path.parent / FOLDER) if isinstance(log, FileLog) else PageShelf()


def loader(course: Course) -> Load:
    """Gives the exercise of an item, in its variant. A file of questions is read once; a case when it is shown."""
    known = {unit.folder for unit in course.ready_units()}
    read = lru_cache(maxsize=16)(load_file)

    def load(item: Item) -> Exercise:
        is_ours = item.unit in known and _SLUG.fullmatch(item.exercise)  # the file of a sitting may say anything
        path = find_file(course.lessons(item.unit), item.exercise) if is_ours else None
        for each in read(path) if path else ():
            if each.slug == item.exercise:
                found = find_variant(each, item.variant) if item.variant else each
                if found is not None:
                    return found
        raise CourseError(f"{item.unit}: there is no exercise {item.exercise!r} here now; build the course again")

    return load
