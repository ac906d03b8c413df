"""One learner at one exercise: what was entered, what is saved, what may be shown. No Jupyter in here.

A Session owns the truth; the widget only carries it to the front end. In an assignment it does not
even hold the key.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.exercises import Exercise, Role
from medcoding.kinds import kind_of
from medcoding.rendering import render_question, render_record, render_static, render_verdict, summary
from medcoding.scoring import Score, score
from medcoding_widgets.dispute import Disputes
from medcoding_widgets.entry import Line, lines_as_json, rules_of
from medcoding_widgets.lookup import MAX_TEXT, search_codes, show_code
from medcoding_widgets.safe import BadMessageError
from medcoding_widgets.saving import Shelf

_SEXES = {"F": "female", "M": "male", "X": "sex not recorded"}
NOT_HELD = "Not in the tables for this date of service."


class Mode(StrEnum):
    """Where an exercise stands: in a lesson, in an assignment, or on a page that keeps nothing."""

    PRACTICE = "practice"
    ASSIGNMENT = "assignment"
    APP = "app"


class Session:
    """An exercise in progress.

    With a `folder` the answer is kept in its answers/, without one nothing is saved. With `read_only`
    nothing changes either: so an exercise shows itself while nbgrader runs the notebook.
    """

    def __init__(self, exercise: Exercise, mode: Mode, folder: Path | None = None, *, read_only: bool = False) -> None:
        self.exercise = exercise.without_key() if mode is Mode.ASSIGNMENT else exercise
        self.mode = mode
        self.read_only = read_only
        self.rules = rules_of(exercise)
        self.lines: tuple[Line, ...] = ()
        self.score: Score | None = None
        self.on_scored: Callable[[Score], None] | None = None
        self._notice = ""
        self._save_problem = ""
        self._shelf = Shelf(folder, exercise.slug, self._read) if folder is not None else None
        self._disputes = Disputes(folder if not read_only else None, exercise.slug)
        self._load()

    def _read(self, answer: RawAnswer) -> tuple[Line, ...]:
        return self.rules.lines(answer.fields)

    def _load(self) -> None:
        if self._shelf is None:
            return
        loaded = self._shelf.load() if not self.read_only else self._shelf.peek()
        self._notice = loaded.says
        if loaded.answer:
            self.lines = self._read(loaded.answer)
            if not loaded.from_file and not self.read_only:
                self._save_problem = self._shelf.save(self.answer)

    @property
    def answer(self) -> RawAnswer:
        """What is entered now."""
        return RawAnswer(self.exercise.slug, self.value)

    @property
    def value(self) -> dict[str, Any]:
        """What is entered now, as the front end holds it."""
        return lines_as_json(self.lines)

    def change(self, lines: tuple[Line, ...]) -> None:
        """Take over what the learner entered and save it; a verdict on what was there before goes away."""
        if self.read_only or lines == self.lines:
            return
        self.lines = lines
        self.score = None
        self._notice = ""
        if self._shelf:
            self._save_problem = self._shelf.save(self.answer)

    def describe(self) -> dict[str, Any]:
        """The trait `exercise`: all that the front end shows of it, and nothing of the key before a verdict."""
        exercise = self.exercise
        evidence = [quote for finding in self.score.findings for quote in finding.evidence] if self.score else []
        return {
            "slug": exercise.slug,
            "title": exercise.title,
            "mode": self.mode.value,
            "setting": exercise.setting.value,
            "setting_label": exercise.setting.label,
            "date_of_service": exercise.date_of_service.isoformat(),
            "patient": _patient(exercise),
            "facts": _facts(exercise),
            "record_html": render_record(exercise, evidence),
            "question_html": render_question(exercise),
            "roles": [self.rules.lead.value, Role.SECONDARY.value],
            "role_labels": [self.rules.lead.label, Role.SECONDARY.label],
            "systems": list(self.rules.systems),
            "read_only": self.read_only,
            "keeps": self._shelf is not None and not self.read_only,
            "disputes": self._disputes.as_json(),
        }

    def status(self) -> dict[str, Any]:
        """The trait `status`: saved, complete, well formed, one sentence, and each line's official title."""
        form = kind_of(self.exercise.kind).form(self.exercise, self.answer)
        saved = self._shelf is not None and not self.read_only and not self._save_problem
        return {
            "saved": saved,
            "complete": form.complete,
            "well_formed": form.well_formed,
            "says": self._says(form.says),
            "trouble": bool(self._save_problem),
            "lines": [self._line_status(line) for line in self.lines],
        }

    def _says(self, form_says: str) -> str:
        if self.read_only:
            return "This page is for reading only."
        if self._save_problem:
            return self._save_problem
        saved = "Saved." if self._shelf and self.lines else ""
        if self.mode is Mode.ASSIGNMENT:
            saved = f"Saved. {form_says}" if self._shelf else form_says
        return " ".join(part for part in (self._notice, saved) if part)

    def _line_status(self, line: Line) -> dict[str, Any]:
        entry = codes.table(line.system, self.exercise.date_of_service).find(line.code)
        if entry is None:
            return {"code": line.code, "title": "", "billable": False, "says": NOT_HELD}
        return {"code": line.code, "title": entry.title, "billable": entry.billable, "says": ""}

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
            case "search":
                return self._search(message)
            case "show":
                return self._show(message)
            case "submit":
                return self._submit(message)
            case "again":
                self.score = None
                return {}
            case "dispute":
                return self._disputes.reply(message, self.score, any_code=self.mode is Mode.ASSIGNMENT)
        raise BadMessageError("of no known type")

    def _search(self, message: dict[str, Any]) -> dict[str, Any]:
        text = _text(message, "text")
        return {"text": text, **search_codes(text, self._system(message), self.exercise.date_of_service)}

    def _show(self, message: dict[str, Any]) -> dict[str, Any]:
        return show_code(_text(message, "code"), self._system(message), self.exercise.date_of_service)

    def _system(self, message: dict[str, Any]) -> str:
        wanted = message.get("system", self.rules.systems[0])
        if wanted not in self.rules.systems:
            raise BadMessageError("of another system")
        return str(wanted)

    def _submit(self, message: dict[str, Any]) -> dict[str, Any]:
        """Judge what is entered. A slow page sends its latest value along, since the trait may come after."""
        if self.mode is Mode.ASSIGNMENT or self.read_only or self.exercise.key is None:
            raise BadMessageError("nothing is judged here")
        if "value" in message:
            self.change(self.rules.lines(message["value"]))
        if not self.lines:
            return {"says": "Enter at least one code first.", "scored": False}
        self.score = score(self.exercise, self.answer)
        if self.on_scored:
            self.on_scored(self.score)
        return {"says": summary(self.score), "scored": True}


def _text(message: dict[str, Any], name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise BadMessageError(f"{name} is not a short text")
    return value


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
