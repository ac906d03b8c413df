"""One learner at one chart: the codes entered, their official titles, and what is looked up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from medcoding import codes
from medcoding.exercises import Exercise, Role
from medcoding_widgets.entry import Line, lines_as_json, rules_of
from medcoding_widgets.lookup import MAX_TEXT, search_codes, show_code
from medcoding_widgets.safe import BadMessageError
from medcoding_widgets.session import Mode, Session

NOT_HELD = "Not in the tables for this date of service."


class ChartSession(Session):
    """A session of the kind `codes`."""

    nothing_entered = "Enter at least one code first."

    def __init__(self, exercise: Exercise, mode: Mode, folder: Path | None = None, *, read_only: bool = False) -> None:
        self.rules = rules_of(exercise)
        super().__init__(exercise, mode, folder, read_only=read_only)

    def read(self, value: object) -> dict[str, Any]:
        """See `Session.read`; `Rules.lines` says what is checked."""
        return lines_as_json(self.rules.lines(value))

    @property
    def lines(self) -> tuple[Line, ...]:
        """The codes entered now."""
        return self.rules.lines(self.value)

    @property
    def says_entered(self) -> str:
        """How many codes."""
        count = len(self.lines)
        return f"{count} {'code' if count == 1 else 'codes'} entered"

    def describe(self) -> dict[str, Any]:
        """What every exercise has, and which roles and systems a code may have here."""
        lead = self.rules.lead
        return {
            **super().describe(),
            "roles": [lead.value, Role.SECONDARY.value],
            "role_labels": [lead.label, Role.SECONDARY.label],
            "systems": list(self.rules.systems),
        }

    def status(self) -> dict[str, Any]:
        """What every exercise has, and each line's official title."""
        return {**super().status(), "lines": [self._line_status(line) for line in self.lines]}

    def _line_status(self, line: Line) -> dict[str, Any]:
        entry = codes.table(line.system, self.exercise.date_of_service).find(line.code)
        if entry is None:
            return {"code": line.code, "title": "", "billable": False, "says": NOT_HELD}
        return {"code": line.code, "title": entry.title, "billable": entry.billable, "says": ""}

    def reply(self, message: dict[str, Any]) -> dict[str, Any]:
        """What every exercise answers, and what is looked up."""
        match message.get("type"):
            case "search":
                return self._search(message)
            case "show":
                return self._show(message)
        return super().reply(message)

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


def _text(message: dict[str, Any], name: str) -> str:
    value = message.get(name)
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise BadMessageError(f"{name} is not a short text")
    return value
