"""The chart widget: a record, the codes that a learner reports for it, and the verdict."""

from __future__ import annotations

from medcoding_widgets.esm import joined
from medcoding_widgets.exercise_widget import ExerciseWidget, stylesheet


class Chart(ExerciseWidget):
    """Shows one exercise of the kind `codes`."""

    _esm = joined("chart.js")
    _css = stylesheet("exercise.css", "chart.css")
