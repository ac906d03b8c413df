"""Scores one notebook in memory: verdict and points into every grade cell that has a key.

Whoever grades comes through here: nbgrader's own steps by way of `ScoreAnswers`, a whole class by way of
`bulk`. Notebooks are plain JSON or nbformat's nodes, which read alike; nothing of nbgrader is imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from typing import Any

from medcoding.answers import RawAnswer
from medcoding.errors import GradingError
from medcoding.nbgrader.grading import Graded, grade_exercise
from medcoding.nbgrader.outputs import MARK, graded_outputs, with_style
from medcoding.nbgrader.places import Places
from medcoding.nbgrader.submission import Note, Submission, load_submission

NO_TIME = Note("timestamp.txt: cannot be read. It is not known when this was handed in.")


@dataclass(frozen=True, slots=True)
class ScoredNotebook:
    """What scoring gave: points by grade cell, and what a person should look at."""

    points: Mapping[str, float]
    problems: tuple[str, ...]


def score_notebook(
    nb: Any,
    places: Places,
    name: str,
    *,
    has_good_time: bool = True,
    runs_code: bool = False,
    handed: Mapping[str, RawAnswer] | None = None,
    about: tuple[Note, ...] = (),
) -> ScoredNotebook:
    """Score the notebook `name` of one submission and write the results into `nb`.

    `runs_code`: some cells are judged by other means, so that learners may have changed theirs. `handed` are the
    answers that programs gave, by exercise; `about` is what to say of their run.

    Raises:
        GradingError: key and cell disagree on points. AuthoringError: a case is malformed.
    """
    submission = replace(load_submission(places.submitted, name), handed=handed or {})
    notes = [*submission.notes, *about] + ([] if has_good_time else [NO_TIME])
    sources = {slug_of(cell): cell["source"] for cell in grade_cells(nb)}
    graded = _score(nb, places, submission)
    if graded and not runs_code:
        changed = submission.changed_cells(sources)
        notes += [changed] if changed else []
    problems = _problems(notes, graded)
    nb["metadata"][MARK] = {**nb["metadata"].get(MARK, {}), "problems": problems}
    if notes:
        nb["cells"].insert(0, _notes_cell(notes))
    machine = {slug_of(cell) for cell in grade_cells(nb)}
    return ScoredNotebook({each.slug: each.points for each in graded if each.slug in machine}, tuple(problems))


def grade_cells(nb: Any) -> list[Any]:
    """The cells that carry points."""
    return [cell for cell in nb["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")]


def scored_cells(nb: Any) -> list[tuple[Any, Any]]:
    """Every cell that carries points, behind the cell that shows its exercise.

    That is mostly the same cell; where a person gives the points it is the one above nbgrader's task cell.
    """
    tasks = [pair for pair in pairwise(nb["cells"]) if pair[1]["metadata"].get("nbgrader", {}).get("task")]
    return [(cell, cell) for cell in grade_cells(nb)] + tasks


def slug_of(cell: Any) -> str:
    """The exercise of a grade cell, or of a task cell."""
    return str(cell["metadata"]["nbgrader"]["grade_id"])


def _score(nb: Any, places: Places, submission: Submission) -> list[Graded]:
    done: list[Graded] = []
    for shown, cell in scored_cells(nb):
        if not places.has_key(slug_of(cell)):
            continue
        graded = grade_exercise(places, submission, slug_of(cell))
        worth = float(cell["metadata"]["nbgrader"]["points"])
        if abs(graded.possible - worth) > 1e-9:
            raise GradingError(
                f"{places.key_file(graded.slug)}: the key is worth {graded.possible:g} points, the released cell "
                f"{worth:g}; run `medcoding build` and `nbgrader generate_assignment`"
            )
        html = with_style(graded.html) if not done else graded.html
        by_hand = shown is not cell
        shown["outputs"] = graded_outputs(html, graded.points)[: 1 if by_hand else None]
        cell["metadata"][MARK] = {"title": graded.title, **graded.marks}
        done.append(graded)
    return done


def _problems(notes: list[Note], graded: list[Graded]) -> list[str]:
    problems = [note.text for note in notes if note.is_problem]
    for item in graded:
        if item.note and item.note.is_problem:
            about = "" if item.slug in item.note.text else f"{item.slug}: "
            problems.append(f"{about}{item.note.text}")
    return problems


def _notes_cell(notes: list[Note]) -> dict[str, Any]:
    items = "".join(f"<li>{escape(note.text)}</li>" for note in notes)
    source = f'<div class="mc-problem"><p><strong>About this submission</strong></p><ul>{items}</ul></div>'
    return {"cell_type": "markdown", "id": "medcoding-notes", "metadata": {}, "source": source}
