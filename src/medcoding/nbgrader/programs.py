"""Assignments that ask for programs: the learner's cells in the released frame, run locked in, read back as answers.

What a learner writes is a program in a solution cell, and cells of their own beside it. What scores is never run:
a grade cell marks the place where the values that its key asks for are handed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat import from_dict

from medcoding.answers import RawAnswer, parse_answer
from medcoding.errors import AnswerError, GradingError
from medcoding.exercises.public import FILE
from medcoding.kinds import program_of
from medcoding.nbgrader.grading import get_key
from medcoding.nbgrader.places import Places
from medcoding.nbgrader.submission import Note
from medcoding.sandbox.kernel import Handed, Printed
from medcoding.sandbox.limits import Limits, Protection
from medcoding.sandbox.run import Ask, Cell, run_steps

MOST_CELLS = 200
MOST_SOURCE = 100_000
OWN = "medcoding-own"


@dataclass(frozen=True, slots=True)
class Programs:
    """What the programs of one notebook handed over, by exercise, and what to say of the run."""

    handed: Mapping[str, RawAnswer]
    notes: tuple[Note, ...] = ()


def program_slugs(nb: Any, places: Places) -> tuple[str, ...]:
    """The exercises of a notebook that ask for a program."""
    slugs = (str(_marks(cell).get("grade_id")) for cell in nb["cells"] if _marks(cell).get("grade"))
    return tuple(slug for slug in slugs if places.has_key(slug) and program_of(get_key(places, slug)))


def put_work(released: Any, submitted: Mapping[str, Any]) -> Any:
    """The released notebook with a learner's programs in it, and after each cell the code cells they added there.

    Nothing else of a submitted notebook is taken over: no output, no metadata, no cell under another's name. Of
    cells that stand twice the first is the one that was released; the others run where they stand.
    """
    frame = deepcopy(released)
    places = {key: number for number, cell in enumerate(frame["cells"]) for key in _keys(cell)}
    works: dict[int, str] = {}
    own: dict[int, list[str]] = {}
    seen: set[int] = set()
    here = -1
    for cell in submitted["cells"][: 10 * MOST_CELLS]:
        found = next((places[key] for key in _keys(cell) if key in places), None)
        source = _source(cell)
        if found is not None and found not in seen:
            here = found
            seen.add(found)
            if _marks(frame["cells"][found]).get("solution"):
                works[found] = source
        elif isinstance(cell, Mapping) and cell.get("cell_type") == "code" and not _marks(cell).get("grade"):
            own.setdefault(here, []).append(source)
    cells = [_own_cell(source, f"-1-{number}") for number, source in enumerate(own.get(-1, []))]
    for number, cell in enumerate(frame["cells"]):
        cell["source"] = works.get(number, cell["source"])
        cells += [cell, *(_own_cell(source, f"{number}-{place}") for place, source in enumerate(own.get(number, [])))]
    frame["cells"] = cells[: len(frame["cells"]) + MOST_CELLS]
    return frame


def run_programs(nb: Any, places: Places, limits: Limits, protection: Protection) -> Programs:
    """Run a notebook's programs, write what they printed below them, and read what they handed over.

    Raises:
        GradingError: nobody has allowed it. SandboxError: they cannot be locked in here.
    """
    slugs = program_slugs(nb, places)
    if not slugs:
        return Programs({})
    if protection is Protection.NEVER:
        raise GradingError(
            f"source/{places.assignment}: {', '.join(slugs)} ask for programs; allow them to be run with "
            'c.ScoreAnswers.run_code = "sandboxed"'
        )
    cells = [cell for cell in nb["cells"] if cell["cell_type"] == "code" and not _marks(cell).get("grade")]
    steps = list(_steps(nb["cells"], places, slugs))
    ran = run_steps(steps, limits, protection, given_files(places.release))
    for cell, printed in zip(cells, ran.printed, strict=True):
        cell["outputs"] = _outputs(printed)
    handed = {slug: _answer(slug, ran.handed.get(slug, Handed()), ran.ended) for slug in slugs}
    notes = [Note(f"The program was ended: {ran.ended}.")] if ran.ended else []
    return Programs(handed, tuple(notes))


def given_files(release: Path) -> dict[str, Path]:
    """What learners were given beside their notebook, by the names it has there; never what they handed in."""
    return {
        str(path.relative_to(release)): path.resolve()
        for path in sorted(release.rglob("*"))
        if path.is_file() and path.suffix != ".ipynb" and path.name != FILE and not path.is_symlink()
    }


def _steps(cells: Iterable[Any], places: Places, slugs: tuple[str, ...]) -> Iterable[Cell | Ask]:
    for cell in cells:
        slug = str(_marks(cell).get("grade_id"))
        if cell["cell_type"] == "code" and not _marks(cell).get("grade"):
            yield Cell(_source(cell))
        elif slug in slugs and _marks(cell).get("grade"):
            program = program_of(get_key(places, slug))
            yield Ask(slug, program.names if program else ())


def _answer(slug: str, handed: Handed, ended: str) -> RawAnswer:
    """What was handed over, read with the suspicion that a file gets."""
    found = {"exercise": slug, "values": dict(handed.values), "refused": dict(handed.refused), "ended": ended}
    try:
        return parse_answer(json.dumps(found), slug, "program")
    except (AnswerError, ValueError, RecursionError):
        return RawAnswer(slug, {"values": {}, "refused": {}, "ended": ended or "its values cannot be read"})


def _outputs(printed: Printed) -> list[dict[str, Any]]:
    parts = [printed.text, printed.error, f"(Ended: {printed.says}.)" if printed.says else ""]
    text = "\n".join(part.rstrip("\n") for part in parts if part)
    return [{"output_type": "stream", "name": "stdout", "text": text + "\n"}] if text else []


def _own_cell(source: str, name: str) -> Any:
    cell: dict[str, Any] = {"cell_type": "code", "execution_count": None, "id": f"{OWN}-{name}", "outputs": []}
    return from_dict({**cell, "source": source, "metadata": {OWN: True}})


def _keys(cell: object) -> list[tuple[str, str]]:
    """By what a cell is known again: its mark, or where it has none its id."""
    slug = _marks(cell).get("grade_id")
    if isinstance(slug, str):
        return [("mark", slug)]
    name = cell.get("id") if isinstance(cell, Mapping) else None
    return [("id", name)] if isinstance(name, str) else []


def _marks(cell: object) -> Mapping[str, Any]:
    metadata = cell.get("metadata") if isinstance(cell, Mapping) else None
    marks = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
    return marks if isinstance(marks, Mapping) else {}


def _source(cell: object) -> str:
    source = cell.get("source") if isinstance(cell, Mapping) else None
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))[:MOST_SOURCE].encode("utf-8", "replace").decode()
