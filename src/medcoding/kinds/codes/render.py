"""A `codes` answer as static HTML."""

from __future__ import annotations

from html import escape

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.errors import AnswerError
from medcoding.exercises.model import Exercise
from medcoding.kinds.codes.answer import parse_lines
from medcoding.kinds.codes.key import lead_role
from medcoding.kinds.codes.words import shown, title_of


def render_answer(exercise: Exercise, answer: RawAnswer) -> str:
    """A table of the entered codes in order, with official titles and linked evidence; all text escaped."""
    try:
        lines = parse_lines(answer)
    except AnswerError as error:
        return f'<p class="mc-problem">{escape(str(error))}</p>'
    if not lines:
        return '<p class="mc-empty">No codes entered.</p>'
    rows = []
    for place, line in enumerate(lines):
        role = line.role or (lead_role(exercise) if place == 0 else None)
        title = title_of(line.code, line.system, exercise) if codes.looks_like(line.code, line.system) else ""
        evidence = "; ".join(line.evidence)
        rows.append(
            f'<tr><td>{place + 1}</td><td class="mc-code">{escape(shown(line))}</td><td>{escape(title)}</td>'
            f"<td>{escape(role.label if role else 'Secondary')}</td><td>{escape(evidence)}</td></tr>"
        )
    return (
        '<table class="mc-answer"><thead><tr><th scope="col">Order</th><th scope="col">Code</th>'
        '<th scope="col">Title</th><th scope="col">Role</th><th scope="col">Evidence you marked</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
