"""A `codes` answer, and for reviewers its key, as static HTML."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.errors import AnswerError
from medcoding.exercises.model import Exercise, Role
from medcoding.kinds.codes.answer import AnswerLine, parse_lines
from medcoding.kinds.codes.key import EXEMPT, Key, KeyLine, lead_role
from medcoding.kinds.codes.words import shown, title_of


def render_answer(exercise: Exercise, answer: RawAnswer) -> str:
    """A table of the entered codes in order, with official titles and linked evidence; all text escaped."""
    try:
        lines = parse_lines(answer)
    except AnswerError as error:
        return f'<p class="mc-problem">{escape(str(error))}</p>'
    if not lines:
        return '<p class="mc-empty">No codes entered.</p>'
    first = next((place for place, line in enumerate(lines) if line.is_diagnosis), -1)
    columns = [name for name, has in _COLUMNS if any(has(line) for line in lines)]
    rows = []
    for place, line in enumerate(lines):
        role = line.role or (lead_role(exercise) if place == first else Role.SECONDARY)
        title = title_of(line.code, line.system, exercise) if codes.looks_like(line.code, line.system) else ""
        cells = [title, role.label if line.is_diagnosis else line.system]
        cells += [_cell(name, line) for name in columns] + ["; ".join(line.evidence)]
        rows.append(
            f'<tr><td>{place + 1}</td><td class="mc-code">{escape(shown(line))}</td>'
            f"{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        )
    names = ("Order", "Code", "Title", "Role", *columns, "Evidence you marked")
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    return f'<table class="mc-answer"><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


# What is shown only where some line holds it.
_COLUMNS: tuple[tuple[str, Callable[[AnswerLine], bool]], ...] = (
    ("POA", lambda line: bool(line.poa)),
    ("Modifiers", lambda line: bool(line.modifiers)),
    ("Units", lambda line: line.units != 1),
    ("Points to", lambda line: bool(line.pointers)),
)


def _cell(name: str, line: AnswerLine) -> str:
    if name == "Units":
        return "" if line.is_diagnosis else str(line.units)
    if name == "POA":
        return "exempt" if line.poa == EXEMPT else line.poa
    return " ".join(line.modifiers if name == "Modifiers" else line.pointers)


def render_key(exercise: Exercise) -> str:
    """The key's lines with official titles, points, reason, rule and evidence; then the near misses."""
    key: Key = exercise.key
    lines = "".join(_key_row(line, exercise) for line in key.lines)
    misses = "".join(
        f"<li>{escape(miss.code)} {escape(title_of(miss.code, miss.system, exercise))}: {escape(miss.says)}</li>"
        for miss in key.near_misses
    )
    return (
        "<table><thead><tr><th>Code</th><th>Official title</th><th>Role</th><th>Points</th><th>Why</th><th>Rule</th>"
        f"<th>Evidence</th></tr></thead><tbody>{lines}</tbody></table><p>Near misses</p><ul>{misses}</ul>"
    )


def _key_row(line: KeyLine, exercise: Exercise) -> str:
    extra = [f"or {', '.join(line.alternates)}"] if line.alternates else []
    extra += ["optional"] if line.optional else []
    extra += [f"any one of {line.any_of}"] if line.any_of else []
    extra += [f"needs {', '.join(line.needs)}"] if line.needs else []
    extra += [f"POA {' or '.join(line.poa)}"] if line.poa else []
    extra += [f"points to {', '.join(line.pointers)}"] if line.pointers else []
    extra += [f"after {', '.join(line.after)}"] if line.after else []
    cells = (
        f"{line.shown} {'; '.join(extra)}".strip(),
        title_of(line.code, line.system, exercise),
        line.role.label if line.is_diagnosis else line.system,
        f"{line.points:g}",
        line.why,
        line.cite,
        "; ".join(line.evidence),
    )
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
