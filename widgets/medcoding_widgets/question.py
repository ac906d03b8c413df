"""The question widget: every kind of exercise but `codes`, with or without a record.

Its JavaScript has one small part for each kind, in parts/.
"""

from __future__ import annotations

from medcoding_widgets.esm import joined
from medcoding_widgets.exercise_widget import ExerciseWidget
from medcoding_widgets.styles import stylesheet


class Question(ExerciseWidget):
    """Shows one exercise of any kind named in `reading.KINDS`."""

    _esm = joined("question.js")
    _css = stylesheet("dispute.css", "exercise.css", "question.css")
