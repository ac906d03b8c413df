"""One learner at one exercise: what was entered, what is saved, what may be shown. No Jupyter in here.

A Session owns the truth; the widget only carries it to the front end. In an assignment it does not
even hold the key. What an answer looks like is left to the session of each family of kinds:
`ChartSession` for codes, `QuestionSession` for the others.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

from medcoding.answers import RawAnswer
from medcoding.exercises import Exercise
from medcoding.kinds import kind_of
from medcoding.learning.days import Clock, local_now
from medcoding.learning.logbook import Log
from medcoding.learning.record import Where, try_of
from medcoding.rendering import render_question, render_record, render_static, render_verdict, summary
from medcoding.scoring import Score, score
from medcoding_widgets.dispute import Disputes
from medcoding_widgets.safe import BadMessageError
from medcoding_widgets.saving import Shelf

_SEXES = {"F": "female", "M": "male", "X": "sex not recorded"}


class Mode(StrEnum):
    """Where an exercise stands: in a lesson, in an assignment, on a page that keeps nothing; in a mock exam
    that goes on, or in the result of one, where it is read and not answered.
    """

    PRACTICE = "practice"
    ASSIGNMENT = "assignment"
    APP = "app"
    EXAM = "exam"
    RESULT = "result"

    @property
    def hides_key(self) -> bool:
        """True where no verdict is given here, so that the session does not even hold the key."""
        return self in (Mode.ASSIGNMENT, Mode.EXAM)


class Session:
    """An exercise in progress.

    With a `folder` the answer is kept in its answers/, without one nothing is saved. With `read_only`
    nothing changes either: so an exercise shows itself while nbgrader runs the notebook. With a `log` each
    verdict goes into the record of practice. A `keeper` takes each changed answer in place of a file, and
    says why it could not, or "".
    """

    nothing_entered = "Answer first, then check."

    def __init__(self, exercise: Exercise, mode: Mode, folder: Path | None = None, *, read_only: bool = False) -> None:
        self.exercise = exercise.without_key() if mode.hides_key else exercise
        self.mode = mode
        self.read_only = read_only
        self.value = self.read({})
        self.score: Score | None = None
        self.on_scored: Callable[[Score], None] | None = None
        self.log: Log | None = None
        self.keeper: Callable[[RawAnswer], str] | None = None
        self.clock: Clock = local_now
        self.where = Where.LESSON if mode is Mode.PRACTICE else Where.PRACTICE
        self._notice = ""
        self._save_problem = ""
        self._shelf = Shelf(folder, exercise.slug, self._read_answer) if folder is not None else None
        self._disputes = Disputes(folder if not read_only else None, exercise.slug)
        self._load()

    def read(self, value: object) -> dict[str, Any]:
        """A value of the front end or of a file as Python understands it: nothing in it that was not checked.

        Raises:
            AnswerError: it cannot be an answer to this exercise.
        """
        raise NotImplementedError

    @property
    def is_empty(self) -> bool:
        """True while nothing is entered."""
        return self.value == self.read({})

    @property
    def says_entered(self) -> str:
        """What is entered, in two words for a page without widgets."""
        return "not answered yet" if self.is_empty else "answered"

    def _read_answer(self, answer: RawAnswer) -> dict[str, Any]:
        return self.read(answer.fields)

    def _load(self) -> None:
        if self._shelf is None:
            return
        loaded = self._shelf.load() if not self.read_only else self._shelf.peek()
        self._notice = loaded.says
        if loaded.answer:
            self.value = self._read_answer(loaded.answer)
            if not loaded.from_file and not self.read_only:
                self._save_problem = self._shelf.save(self.answer)

    @property
    def answer(self) -> RawAnswer:
        """What is entered now."""
        return RawAnswer(self.exercise.slug, self.value, self.exercise.variant)

    def change(self, value: dict[str, Any]) -> None:
        """Take over what `read` made of an entry and save it; a verdict on what was there before goes away."""
        if self.read_only or value == self.value:
            return
        self.value = value
        self.score = None
        self._notice = ""
        if self._shelf:
            self._save_problem = self._shelf.save(self.answer)
        elif self.keeper:
            self._save_problem = self.keeper(self.answer)

    def describe(self) -> dict[str, Any]:
        """The trait `exercise`: all that the front end shows of it, and nothing of the key before a verdict."""
        exercise = self.exercise
        evidence = [quote for finding in self.score.findings for quote in finding.evidence] if self.score else []
        return {
            "slug": exercise.slug,
            "title": exercise.title,
            "kind": exercise.kind,
            "mode": self.mode.value,
            "facts": [] if exercise.is_question else _facts(exercise),
            "record_html": render_record(exercise, evidence),
            "question_html": render_question(exercise),
            "read_only": self.read_only,
            "keeps": (self._shelf is not None or self.keeper is not None) and not self.read_only,
            "disputes": self._disputes.as_json(),
        }

    def status(self) -> dict[str, Any]:
        """The trait `status`: saved, complete, well formed, and one sentence."""
        form = kind_of(self.exercise.kind).form(self.exercise, self.answer)
        saved = self._shelf is not None and not self.read_only and not self._save_problem
        return {
            "saved": saved,
            "complete": form.complete,
            "well_formed": form.well_formed,
            "says": self._says(form.says),
            "trouble": bool(self._save_problem),
        }

    def _says(self, form_says: str) -> str:
        if self.mode is Mode.RESULT:
            return ""
        if self.read_only:
            return "This page is for reading only."
        if self._save_problem:
            return self._save_problem
        if self.mode is Mode.EXAM:
            return "Saved." if self.keeper and not self.is_empty else ""
        saved = "Saved." if self._shelf and not self.is_empty else ""
        if self.mode is Mode.ASSIGNMENT:
            saved = f"Saved. {form_says}" if self._shelf else form_says
        return " ".join(part for part in (self._notice, saved) if part)

    def verdict_html(self) -> str:
        """The verdict, "" until the learner asked for it. Always "" in an assignment."""
        return render_verdict(self.exercise, self.score) if self.score else ""

    def static_html(self) -> str:
        """The exercise as a page without a kernel shows it."""
        return render_static(self.exercise, self.answer, self.score)

    def reply(self, message: dict[str, Any]) -> dict[str, Any]:
        """Answer one message of the front end.

        Raises:
            BadMessageError: not a message that our front end sends in this mode.
        """
        match message.get("type"):
            case "ping" | "next":
                return {}
            case "submit":
                return self._submit(message)
            case "again":
                self.score = None
                return {}
            case "dispute":
                return self._disputes.reply(message, self.score, any_code=self.mode is Mode.ASSIGNMENT)
        raise BadMessageError("of no known type")

    def _submit(self, message: dict[str, Any]) -> dict[str, Any]:
        """Judge what is entered. A slow page sends its latest value along, since the trait may come after."""
        if self.mode.hides_key or self.read_only or self.exercise.key is None:
            raise BadMessageError("nothing is judged here")
        if "value" in message:
            self.change(self.read(message["value"]))
        if self.is_empty:
            return {"says": self.nothing_entered, "scored": False}
        self.score = score(self.exercise, self.answer)
        if self.log:
            self.log.add(try_of(self.exercise, self.score, self.where, self.clock()))
        if self.on_scored:
            self.on_scored(self.score)
        return {"says": summary(self.score), "scored": True}


def _patient(exercise: Exercise) -> str:
    patient = exercise.patient
    age = f"{patient.age} years" if patient.age is not None else ""
    if patient.age == 0:
        age = "under 1 year"
    elif patient.age == 1:
        age = "1 year"
    return ", ".join(part for part in (age, _SEXES.get(patient.sex or "", "")) if part)


def _facts(exercise: Exercise) -> list[dict[str, str]]:
    """The small facts under the title, each with its name."""
    day = exercise.date_of_service
    found = {
        "Setting": exercise.setting.label,
        "Date of service": f"{day:%B} {day.day}, {day.year}",
        "Patient": _patient(exercise),
    }
    return [{"name": name, "text": text} for name, text in found.items() if text]
