"""A `codes` answer, and for reviewers its key, as static HTML."""

from __future__ import annotations

from html import escape

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.errors import AnswerError
from medcoding.exercises.model import Exercise
from medcoding.kinds.codes.answer import parse_lines
from medcoding.kinds.codes.key import Key, KeyLine, lead_role
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


def render_key(exercise: Exercise) -> str:
    """The key's lines with official titles, points, reason, rule and evidence; then the near misses."""
    key: Key = exercise.key
    lines = "".join(_key_row(line, exercise) for line in key.lines)
    misses = "".join(
        f"<li>{escape(miss.code)} {escape(title_of(miss.code, codes.ICD10CM, exercise))}: {escape(miss.says)}</li>"
        for miss in key.near_misses
    )
    return (
        "<table><thead><tr><th>Code</th><th>Official title</th><th>Role</th><th>Points</th><th>Why</th><th>Rule</th>"
        f"<th>Evidence</th></tr></thead><tbody>{lines}</tbody></table><p>Near misses</p><ul>{misses}</ul>"
    )


def _key_row(line: KeyLine, exercise: Exercise) -> str:
    extra = [f"or {', '.join(line.alternates)}"] if line.alternates else []
    extra += ["optional"] if line.optional else []
    extra += [f"after {', '.join(line.after)}"] if line.after else []
    cells = (
        f"{line.code} {'; '.join(extra)}".strip(),
        title_of(line.code, line.system, exercise),
        line.role.label,
        f"{line.points:g}",
        line.why,
        line.cite,
        "; ".join(line.evidence),
    )
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
