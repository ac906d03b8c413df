"""The ways in which people hand in, from perfect to damaged. Each leaves on the desk what it should score."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from medcoding.answers import answer_path
from medcoding.nbgrader.demo import answers
from medcoding.nbgrader.demo.desk import Desk
from medcoding.scoring import Verdict


@dataclass(frozen=True, slots=True)
class Way:
    """One way to hand in. `is_problem`: the grading run should report it."""

    says: str
    do: Callable[[Desk], None]
    is_problem: bool = False


def perfect(desk: Desk) -> None:
    """Everything right."""
    for exercise in desk.exercises:
        answer = answers.full(exercise)
        desk.enter(answer, answers.points(exercise, answer))


def every_other(desk: Desk) -> None:
    """The first, third, fifth exercise right, nothing else answered."""
    for number, exercise in enumerate(desk.exercises):
        if number % 2 == 0:
            answer = answers.full(exercise)
            desk.enter(answer, answers.points(exercise, answer))


def first_half(desk: Desk) -> None:
    """The first half of the exercises right, nothing else answered."""
    for exercise in desk.exercises[: len(desk.exercises) // 2]:
        answer = answers.full(exercise)
        desk.enter(answer, answers.points(exercise, answer))


def nothing(desk: Desk) -> None:
    """Leave everything as fetched."""


def _nearly(verdict: Verdict) -> Callable[[Desk], None]:
    def do(desk: Desk) -> None:
        for exercise in desk.exercises:
            answer = answers.nearly(exercise, verdict)
            desk.enter(answer, answers.points(exercise, answer))

    return do


def turned_round(desk: Desk) -> None:
    """The right codes in the wrong order."""
    for exercise in desk.exercises:
        answer = answers.turned_round(exercise)
        desk.enter(answer, answers.points(exercise, answer))


def extra_codes(desk: Desk) -> None:
    """The right codes and two that do not belong."""
    for exercise in desk.exercises:
        answer = answers.with_extra(exercise, "Z00.00", "R51.9")
        desk.enter(answer, answers.points(exercise, answer))


def _spoil_first(content: bytes) -> Callable[[Desk], None]:
    """Perfect, but the first answer file is spoilt and the notebook was never saved."""

    def do(desk: Desk) -> None:
        fetched = desk.path.read_bytes()
        perfect(desk)
        desk.path.write_bytes(fetched)
        slug = desk.exercises[0].slug
        answer_path(desk.folder, slug).write_bytes(content)
        desk.worth_nothing(slug)

    return do


def truncated_file(desk: Desk) -> None:
    """The first answer file is cut short; the copy in the notebook saves it."""
    perfect(desk)
    path = answer_path(desk.folder, desk.exercises[0].slug)
    path.write_bytes(path.read_bytes()[:40])


def foreign_answer(desk: Desk) -> None:
    """The first answer file holds the answer to the second exercise."""
    fetched = desk.path.read_bytes()
    perfect(desk)
    desk.path.write_bytes(fetched)
    first, second = (exercise.slug for exercise in desk.exercises[:2])
    answer_path(desk.folder, first).write_bytes(answer_path(desk.folder, second).read_bytes())
    desk.worth_nothing(first)


def notebook_only(desk: Desk) -> None:
    """Everything right, but the answer files stay at home."""
    perfect(desk)
    for path in (desk.folder / "answers").iterdir():
        path.unlink()
    (desk.folder / "answers").rmdir()


def no_notebook(desk: Desk) -> None:
    """Everything right, but the notebook stays at home."""
    perfect(desk)
    desk.path.unlink()


def renamed_notebook(desk: Desk) -> None:
    """Only the notebook, under the name that a browser gave it."""
    notebook_only(desk)
    desk.path.rename(desk.folder / f"{desk.notebook} (1).ipynb")


def cut_notebook(desk: Desk) -> None:
    """Everything right, but half of the notebook is lost."""
    perfect(desk)
    text = desk.path.read_bytes()
    desk.path.write_bytes(text[: len(text) // 2])


def old_notebook(desk: Desk) -> None:
    """The notebook claims a format that nobody reads."""
    perfect(desk)
    desk.path.write_text(json.dumps({"nbformat": 2, "nbformat_minor": 0, "metadata": {}, "worksheets": []}))


def removed_cells(desk: Desk) -> None:
    """Everything right, then the first exercise cell deleted."""
    perfect(desk)
    slug = desk.exercises[0].slug
    desk.edit(lambda notebook: notebook.update(cells=[cell for cell in notebook["cells"] if _slug(cell) != slug]))


def all_cells_removed(desk: Desk) -> None:
    """Everything right, then every cell deleted."""
    perfect(desk)
    desk.edit(lambda notebook: notebook.update(cells=[]))


def copied_cells(desk: Desk) -> None:
    """Every exercise cell stands twice, the copy with a number typed in its place."""
    every_other(desk)

    def change(notebook: dict[str, Any]) -> None:
        copies = [deepcopy(cell) for cell in notebook["cells"] if _slug(cell)]
        for number, cell in enumerate(copies):
            cell.update(source="99.0", id=f"copy-{number}")
        notebook["cells"] += copies

    desk.edit(change)


def retyped_cells(desk: Desk) -> None:
    """Every exercise cell is retyped so that it prints full marks, output included."""
    first_half(desk)

    def change(notebook: dict[str, Any]) -> None:
        for cell in notebook["cells"]:
            if _slug(cell):
                cell["source"] = "100.0"
                cell["metadata"]["nbgrader"]["points"] = 100
                bundle = {"text/plain": "100.0"}
                cell["outputs"] += [
                    {"output_type": "execute_result", "execution_count": 1, "data": bundle, "metadata": {}}
                ]

    desk.edit(change)


def extra_files(desk: Desk) -> None:
    """Everything right, and files that nobody asked for."""
    perfect(desk)
    (desk.folder / "notes.txt").write_text("my notes\n")
    (desk.folder / "medcoding.py").write_text("raise SystemExit('shadowed')\n")
    (desk.folder / "answers" / "not-an-exercise.json").write_text('{"exercise": "not-an-exercise"}')
    (desk.folder / "scratch.ipynb").write_text("{}")


def odd_fields(desk: Desk) -> None:
    """The first answer is JSON of the right exercise, but its lines are none."""
    _spoil_first(json.dumps({"exercise": desk.exercises[0].slug, "lines": "E11.9"}).encode())(desk)


def _slug(cell: dict[str, Any]) -> str:
    slug: str = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
    return slug


WAYS: tuple[Way, ...] = (
    Way("all right", perfect),
    Way("every other exercise right", every_other),
    Way("less specific codes", _nearly(Verdict.LESS_SPECIFIC)),
    Way("wrong side", _nearly(Verdict.WRONG_SIDE)),
    Way("wrong 7th character", _nearly(Verdict.WRONG_SEVENTH_CHARACTER)),
    Way("wrong order", turned_round),
    Way("extra codes", extra_codes),
    Way("first half only", first_half),
    Way("nothing answered", nothing),
    Way("an answer file that is not JSON", _spoil_first(b"E11.621, L97.412\n"), is_problem=True),
    Way("an answer file cut short", truncated_file, is_problem=True),
    Way("an answer file over 1 MB", _spoil_first(b'{"exercise": "' + b"x" * 1_200_000 + b'"}'), is_problem=True),
    Way("an answer to another exercise", foreign_answer, is_problem=True),
    Way("only the notebook", notebook_only),
    Way("no notebook", no_notebook, is_problem=True),
    Way("a notebook cut short", cut_notebook, is_problem=True),
    Way("exercise cells removed", removed_cells, is_problem=True),
    Way("exercise cells copied", copied_cells, is_problem=True),
    Way("exercise cells retyped", retyped_cells, is_problem=True),
    Way("extra files", extra_files),
    Way("an answer with odd fields", odd_fields, is_problem=True),
    Way("a renamed notebook, no files", renamed_notebook, is_problem=True),
    Way("a notebook of another format", old_notebook, is_problem=True),
    Way("every cell removed", all_cells_removed, is_problem=True),
)
