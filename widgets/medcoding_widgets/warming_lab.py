"""What the parent of a learner's kernels in JupyterLab does once, so that no notebook waits for it.

It imports what lessons and the course's pages use, and keeps nothing else: each of its kernels is one more
notebook of one learner, who pays for the parent with the memory of a laptop. `medcoding.serving.warm` calls
`warm_up`, `wake_up` and `rehearse` by name.
"""

from __future__ import annotations

import os
from contextlib import suppress

from IPython.core.interactiveshell import InteractiveShell

from medcoding import codes
from medcoding.exercises.course import find_course
from medcoding_widgets import warming

_UNITS = 4  # the first ones, which have charts and nearly every kind of question between them


def warm_up() -> None:
    """Let go of the tables that the imports may have opened."""
    codes.close_tables()


def wake_up() -> None:
    """As for a public page; and what a learner's own program plots stands below its cell."""
    warming.wake_up()
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")


def rehearse(shell: InteractiveShell) -> None:
    """Show one exercise of every kind that the first units have and check an empty answer; nothing is saved."""
    from medcoding_widgets import course_home, variants  # noqa: F401
    from medcoding_widgets.by_kind import session_for, widget_for
    from medcoding_widgets.session import Mode

    course = find_course()
    shell.run_cell("from medcoding_widgets import exercise")
    shown = set()
    for unit in course.ready_units()[:_UNITS]:
        for exercise in course.exercises_to_practise(unit.folder):
            if exercise.kind in shown:
                continue
            shown.add(exercise.kind)
            with suppress(Exception):  # an empty answer may be refused; its modules are imported all the same
                session = session_for(exercise, Mode.APP)
                widget_for(session)
                session.reply({"type": "submit", "id": 1, "value": {}})
