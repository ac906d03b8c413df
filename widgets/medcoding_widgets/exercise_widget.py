"""What the widgets of all kinds share: one exercise shown, one value taken over, one verdict.

Thin by intent: the `Session` decides, this class carries. The trait `value` is the one thing that a
front end may set.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import traitlets

from medcoding.errors import MedcodingError
from medcoding_widgets.safe import SafeWidget
from medcoding_widgets.session import Session


class ExerciseWidget(SafeWidget):
    """Shows one exercise. Set `value` to play the front end. Subclasses give `_esm` and `_css`."""

    front_end_sets = frozenset({"value"})

    exercise = traitlets.Dict().tag(sync=True)
    value = traitlets.Dict().tag(sync=True)
    status = traitlets.Dict().tag(sync=True)
    verdict_html = traitlets.Unicode().tag(sync=True)

    def __init__(self, session: Session) -> None:
        self._session = session
        self._listeners: list[Callable[[], None]] = []
        self._on_next: Callable[[], None] | None = None
        self._next_title = ""
        super().__init__(**self._traits_now(), value=session.value)
        self.observe(self._take_value, names="value")

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._session.exercise.slug})"

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every change of the answer or of the verdict."""
        self._listeners.append(listener)

    def show(self, session: Session, next_title: str = "", on_next: Callable[[], None] | None = None) -> None:
        """Change to another exercise; with `on_next` the learner is offered the one after it."""
        self._session, self._next_title, self._on_next = session, next_title, on_next
        with self.hold_sync():
            self.value = session.value
            self._refresh()

    def hide(self) -> None:
        """Show nothing until `show` is called."""
        with self.hold_sync():
            self.exercise, self.verdict_html = {}, ""

    @traitlets.validate("value")  # type: ignore[untyped-decorator]
    def _clean(self, proposal: Any) -> dict[str, Any]:
        """The value as Python understands it; what cannot be read never becomes the value."""
        if self._session.read_only:
            return self._session.value
        try:
            return self._session.read(proposal["value"])
        except MedcodingError as error:
            raise traitlets.TraitError(str(error)) from None

    def _take_value(self, change: Any) -> None:
        self._session.change(change["new"])
        self._refresh()

    def _reply(self, message: dict[str, Any]) -> dict[str, Any]:
        reply = self._session.reply(message)
        if message["type"] in ("submit", "again", "dispute"):
            self._refresh()
        if message["type"] == "next" and self._on_next:
            self._on_next()
        return reply

    def _refresh(self) -> None:
        if self.value != self._session.value:
            self.set_trait("value", self._session.value)
        for name, value in self._traits_now().items():
            self.set_trait(name, value)
        for listener in self._listeners:
            listener()

    def _traits_now(self) -> dict[str, Any]:
        session = self._session
        return {
            "exercise": {**session.describe(), "next": self._next_title},
            "status": session.status(),
            "verdict_html": session.verdict_html(),
        }
