"""What a learner sees below the cell of a program: the values that were asked for, and whether they are there yet.

It says nothing about right or wrong, for it holds no key; it looks again after every cell that is run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from IPython import get_ipython
from IPython.display import HTML, display

from medcoding.exercises import Exercise
from medcoding.kinds import Program
from medcoding.sandbox.hand_over import values_of

LONGEST = 80


def show_program(exercise: Exercise, program: Program) -> None:
    """Show the state of a program's values, now and after every cell."""
    shell: Any = get_ipython()
    handle = display(HTML(_state(exercise, program, shell)), display_id=True)
    if shell is not None and handle is not None:
        shell.events.register("post_run_cell", lambda *_: handle.update(HTML(_state(exercise, program, shell))))


def _state(exercise: Exercise, program: Program, shell: Any) -> str:
    values, refused = values_of(program.names, shell.user_ns if shell is not None else {})
    rows = "".join(
        f'<tr><th scope="row"><code>{escape(name)}</code></th><td>{escape(_says(name, values, refused))}</td></tr>'
        for name in program.names
    )
    there = sum(name in values for name in program.names)
    head = f"{there} of {len(program.names)} values of “{exercise.title}” are there"
    return (
        f'<div role="status"><p><strong>{escape(head)}.</strong> Save the notebook before you submit it.</p>'
        f"<table><tbody>{rows}</tbody></table></div>"
    )


def _says(name: str, values: Mapping[str, Any], refused: Mapping[str, str]) -> str:
    if name in values:
        text = json.dumps(values[name], ensure_ascii=False)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]} ..."
    return f"cannot be handed in: {refused[name]}" if name in refused else "not there yet"
