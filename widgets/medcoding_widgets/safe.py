"""The base of every widget here: what a browser sends is checked, answered, and never believed.

Whoever opens a page can set every synced trait and send any message. So a widget names the traits that
a front end may set, puts the others back, answers each message, and lets no traceback out.
"""

from __future__ import annotations

from typing import Any

import anywidget
import ipywidgets
import traitlets

from medcoding_widgets.server_log import server_log

SORRY = "Something went wrong here. Your answer is kept; reload the page and try again."


class BadMessageError(ValueError):
    """A message that our own front end never sends."""


class DeafLayout(ipywidgets.Layout):  # type: ignore[misc]
    """A layout that a front end cannot change, so that it cannot make it raise either."""

    def _handle_msg(self, msg: Any) -> None:
        """Ignore the message."""


class SafeWidget(anywidget.AnyWidget):  # type: ignore[misc]
    """Subclasses write `_reply` and name in `front_end_sets` the traits that they validate themselves."""

    front_end_sets: frozenset[str] = frozenset()

    def __init__(self, **state: Any) -> None:
        super().__init__(**state, layout=DeafLayout())
        self.on_msg(self._answer)

    def __repr__(self) -> str:
        return type(self).__name__

    def _reply(self, message: dict[str, Any]) -> dict[str, Any]:
        """Answer one message. Raises BadMessageError for one that our front end never sends."""
        raise NotImplementedError

    def _handle_msg(self, msg: Any) -> None:
        """Everything from the front end comes through here."""
        try:
            content = msg["content"]["data"]
            match content.get("method"):
                case "update":
                    self.set_state(content["state"])
                case "custom":
                    self._handle_custom_msg(content["content"], [])
                case "request_state":
                    self.send_state()
                case method:
                    raise BadMessageError(f"of no known method {str(method)[:40]!r}")
        except Exception as error:
            self._note(error)
            self._send_error(0)

    def set_state(self, sync_data: Any) -> None:
        """Take over what the front end may set; put back whatever else it tries to."""
        if not isinstance(sync_data, dict):
            raise BadMessageError("not a state")
        tampered = [name for name in sync_data if name in self.keys and name not in self.front_end_sets]
        if tampered:
            server_log().warning("%s: the front end tried to set %s", self, ", ".join(sorted(tampered)))
            self.send_state(tampered)
        for name in self.front_end_sets & sync_data.keys():
            try:
                super().set_state({name: sync_data[name]})
            except traitlets.TraitError:
                server_log().warning("%s: the front end sent a %s that cannot be read", self, name)
            if getattr(self, name) != sync_data[name]:
                self.send_state(name)

    def _answer(self, _widget: Any, message: Any, _buffers: Any) -> None:
        number = message.get("id") if isinstance(message, dict) else None
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 2**53:
            number = 0
        try:
            if not isinstance(message, dict):
                raise BadMessageError("not an object")
            self.send({**self._reply(message), "type": message["type"], "id": number})
        except Exception as error:
            self._note(error)
            self._send_error(number)

    def _note(self, error: Exception) -> None:
        if isinstance(error, BadMessageError):
            server_log().warning("%s: a message was refused: it is %s", self, error)
        else:
            server_log().error("%s: a message could not be answered", self, exc_info=error)

    def _send_error(self, number: int) -> None:
        self.send({"type": "error", "id": number, "says": SORRY})
