"""A widget that shows exercises inside itself, one at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import traitlets

from medcoding_widgets.by_kind import widget_for
from medcoding_widgets.exercise_widget import ExerciseWidget
from medcoding_widgets.safe import SafeWidget
from medcoding_widgets.session import Session


class StagedWidget(SafeWidget):
    """`stages` are the widgets that show the exercises: one for charts and one for questions, made when first needed.

    In the browser parts/stages.js gives each a place of its own.
    """

    stages = traitlets.List().tag(sync=True)

    def __init__(self, **state: Any) -> None:
        self._widgets: dict[bool, ExerciseWidget] = {}
        super().__init__(**state)

    def _put(self, session: Session, next_title: str = "", on_next: Callable[[], None] | None = None) -> None:
        """Show an exercise in place of the one before."""
        is_chart = session.exercise.kind == "codes"
        for kind, widget in self._widgets.items():
            if kind is not is_chart:
                widget.hide()
        if is_chart not in self._widgets:
            self._widgets[is_chart] = widget_for(session)
            self.stages = [*self.stages, f"anywidget:{self._widgets[is_chart].model_id}"]
        self._widgets[is_chart].show(session, next_title, on_next)

    def _hide(self) -> None:
        """Show no exercise."""
        for widget in self._widgets.values():
            widget.hide()
