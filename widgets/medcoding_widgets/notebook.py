"""The three words that a notebook says: `exercise`, `grade` and `practice`.

Each displays and returns None; only `grade` returns its points, and only while nbgrader grades. What
goes wrong is shown as a sentence; the details go to the server's log.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from html import escape
from pathlib import Path

from IPython.display import HTML, display

from medcoding.answers import MIME
from medcoding.errors import CourseError, MedcodingError
from medcoding.exercises import Exercise, load_exercise
from medcoding.exercises.course import find_course
from medcoding.kinds import program_of
from medcoding_widgets.by_kind import session_for, widget_for
from medcoding_widgets.progress import own_log
from medcoding_widgets.quiet import close_to_visitors
from medcoding_widgets.server_log import server_log
from medcoding_widgets.session import Mode, Session


def exercise(slug: str) -> None:
    """Show a practice exercise of this unit: a case, or a short question, of the notebook's folder."""
    _guarded(lambda: _show(load_exercise(Path.cwd(), slug), Mode.APP if _is_voila() else Mode.PRACTICE))


def grade(slug: str) -> float | None:
    """Show a graded exercise, without its key; while nbgrader grades, show the verdict and return the points.

    Raises:
        GradingError: while grading, when there is no key; nbgrader then gives 0 points.
    """
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        from medcoding.nbgrader.grading import score_in_kernel

        return score_in_kernel(slug)
    _guarded(lambda: _show_graded(_public(Path.cwd(), slug)))
    return None


def practice(unit: str) -> None:
    """Show the practice app of a unit: its cases and short questions, one after the other. Nothing is saved."""
    _guarded(lambda: _show_practice(unit))


def _guarded(show: Callable[[], None]) -> None:
    try:
        if _is_voila():
            close_to_visitors()
        show()
    except MedcodingError as error:
        _show_problem(str(error))
    except Exception:
        server_log().exception("an exercise could not be shown")
        _show_problem("Something went wrong. Reload the page; if it happens again, tell your instructor.")


def _show_graded(found: Exercise) -> None:
    program = program_of(found)
    if program is None:
        _show(found, Mode.ASSIGNMENT)
        return
    from medcoding_widgets.program import show_program

    show_program(found, program)


def _show(found: Exercise, mode: Mode) -> None:
    from medcoding_widgets.variants import variant_to_show

    found = variant_to_show(found, mode, Path.cwd())
    folder = None if _is_voila() or _is_preview(mode) else Path.cwd()
    session = session_for(found, mode, folder, read_only="NBGRADER_EXECUTION" in os.environ)
    session.log = own_log()
    widget = widget_for(session)
    display(widget)
    if folder is not None:
        handle = display(_bundle(session), raw=True, display_id=True)
        widget.on_change(lambda: handle.update(_bundle(session), raw=True))


def _bundle(session: Session) -> dict[str, object]:
    """The answer's copy for the saved notebook, and how it reads on a page without a kernel."""
    return {
        MIME: session.answer.as_json(),
        "text/html": session.static_html(),
        "text/plain": f"{session.exercise.title}: {session.says_entered}",
    }


def _show_practice(unit: str) -> None:
    from medcoding.exercises.draw import another_variant
    from medcoding_widgets.chooser import Chooser
    from medcoding_widgets.warming import exercises_of

    course = find_course()
    found = [another_variant(each) for each in exercises_of(course, unit)]
    if not found:
        raise CourseError(f"{unit}: this unit has no practice exercises yet; choose another unit")
    chooser = Chooser(course.unit(unit).title, found, own_log())
    for widget in (chooser, *chooser.widgets):
        display(widget)


def _public(folder: Path, slug: str) -> Exercise:
    """The exercise as learners receive it; in source/, where an instructor looks, the exercise without its key."""
    from medcoding.exercises.find import find_file
    from medcoding.exercises.public import FILE, load_public

    if not (folder / FILE).exists() and find_file(folder, slug):
        return load_exercise(folder, slug).without_key()
    return load_public(folder, slug)


def _is_preview(mode: Mode) -> bool:
    """True where an instructor tries an assignment beside its keys: an answer kept there would be released."""
    return mode is Mode.ASSIGNMENT and Path.cwd().parent.name == "source"


def _is_voila() -> bool:
    return os.environ.get("SERVER_SOFTWARE", "").startswith("voila")


def _show_problem(text: str) -> None:
    lines = "<br>".join(escape(line) for line in text.splitlines())
    display(HTML(f'<p class="mc-problem" role="alert"><strong>This exercise cannot be shown.</strong> {lines}</p>'))
