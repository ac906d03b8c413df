"""Which widget shows which kind of exercise: one small mapping, used by notebooks and practice apps."""

from __future__ import annotations

from pathlib import Path

from medcoding.errors import CourseError
from medcoding.exercises import Exercise
from medcoding_widgets.exercise_widget import ExerciseWidget
from medcoding_widgets.session import Mode, Session


def session_for(exercise: Exercise, mode: Mode, folder: Path | None = None, *, read_only: bool = False) -> Session:
    """A session of the family that the exercise's kind belongs to.

    Raises:
        CourseError: no widget shows that kind yet.
    """
    if exercise.kind == "codes":
        from medcoding_widgets.chart_session import ChartSession

        return ChartSession(exercise, mode, folder, read_only=read_only)
    from medcoding_widgets.question_session import QuestionSession
    from medcoding_widgets.reading import KINDS

    if exercise.kind not in KINDS:
        raise CourseError(f"{exercise.slug}: exercises of the kind {exercise.kind} cannot be shown here yet")
    return QuestionSession(exercise, mode, folder, read_only=read_only)


def widget_for(session: Session) -> ExerciseWidget:
    """The widget that shows the session's exercise."""
    if session.exercise.kind == "codes":
        from medcoding_widgets.chart import Chart

        return Chart(session)
    from medcoding_widgets.question import Question

    return Question(session)
