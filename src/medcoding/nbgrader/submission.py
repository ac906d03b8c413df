"""What a learner handed in, read with suspicion: any file may be missing, damaged or hostile.

Nothing here raises for a bad submission: what is wrong becomes a `Note`, and reading goes on.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from medcoding.answers import RawAnswer, answer_path, find_in_notebook, load_answer
from medcoding.errors import AnswerError
from medcoding.untrusted import NotPlainError, TooLargeError, read_plain

MAX_NOTEBOOK_BYTES = 20_000_000
Notebook = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence about a submission. A problem also goes into the run's summary."""

    text: str
    is_problem: bool = True


@dataclass(frozen=True, slots=True)
class Submission:
    """One learner's folder. `notebooks` are those that can be read, the expected one first.

    `handed` are the answers of exercises that ask for a program, which ran before.
    """

    folder: Path
    name: str
    notebooks: tuple[Notebook, ...] = ()
    notes: tuple[Note, ...] = ()
    handed: Mapping[str, RawAnswer] = field(default_factory=dict)

    def load_answer(self, slug: str) -> RawAnswer | None:
        """What a program handed over, else the answer file; None where there is none. Raises AnswerError."""
        if slug in self.handed:
            return self.handed[slug]
        path = answer_path(self.folder, slug)
        if path.parent.is_symlink():
            raise AnswerError(f"{path.parent.name}: is not a plain folder; hand the assignment in again")
        return load_answer(path, slug)

    def find_copy(self, slug: str) -> RawAnswer | None:
        """The copy of the answer that a notebook carries in its outputs; None without one, or where a program ran."""
        if slug in self.handed:
            return None
        copies = (find_in_notebook(notebook, slug) for notebook in self.notebooks)
        return next((copy for copy in copies if copy is not None), None)

    def changed_cells(self, released: Mapping[str, str]) -> Note | None:
        """What was done to the exercise cells. `released` maps each grade_id to its cell's source."""
        if not self.notebooks:
            return None
        found = _sources(self.notebooks[0])
        seen = Counter(slug for slug, _ in found)
        parts = []
        for says, slugs in (
            ("removed", [slug for slug in released if not seen[slug]]),
            ("copied", [slug for slug in released if seen[slug] > 1]),
            (
                "changed",
                [slug for slug in released if any(name == slug and text != released[slug] for name, text in found)],
            ),
        ):
            if slugs:
                parts.append(f"{says}: {_some(slugs)}")
        if not parts:
            return None
        return Note(f"{self.name}.ipynb: exercise cells were {'; '.join(parts)}. Only the saved answers count.")


def load_submission(folder: Path, name: str) -> Submission:
    """Read what lies in submitted/<student>/<assignment> for the notebook `name` (without .ipynb)."""
    expected = folder / f"{name}.ipynb"
    notebook, trouble = read_notebook(expected)
    if notebook is not None:
        return Submission(folder, name, (notebook,))
    others = []
    for path in sorted(folder.glob("*.ipynb")):
        other = read_notebook(path)[0] if path != expected else None
        if other is not None:
            others.append(other)
    text = f"{expected.name}: {trouble}. "
    text += (
        "Another notebook was handed in with it; answers were read from that one and from the answer files."
        if others
        else "The answers were read from the answer files."
    )
    return Submission(folder, name, tuple(others), (Note(text),))


def read_notebook(path: Path) -> tuple[Notebook | None, str]:
    """A notebook as plain JSON, or None and what is the matter with it."""
    try:
        found = json.loads(read_plain(path, MAX_NOTEBOOK_BYTES))
        if isinstance(found, dict) and isinstance(found.get("cells"), list):
            return found, ""
        trouble = "is not a notebook of format 4"
    except FileNotFoundError:
        trouble = "was not handed in"
    except NotPlainError:
        trouble = "is not a plain file"
    except TooLargeError:
        trouble = "is larger than 20 MB"
    except OSError:
        trouble = "cannot be opened"
    except (ValueError, RecursionError):
        trouble = "cannot be read: it is damaged or cut short"
    return None, trouble


def _some(slugs: list[str]) -> str:
    """The first few of a list."""
    more = f" and {len(slugs) - 3} more" if len(slugs) > 3 else ""
    return ", ".join(slugs[:3]) + more


def _sources(notebook: Notebook) -> list[tuple[str, str]]:
    """(grade_id, source) of every cell that carries a grade_id."""
    found = []
    for cell in notebook["cells"]:
        metadata = cell.get("metadata") if isinstance(cell, Mapping) else None
        marks = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
        slug = marks.get("grade_id") if isinstance(marks, Mapping) else None
        if isinstance(slug, str):
            source = cell.get("source")
            lines = source if isinstance(source, list) else [source]
            found.append((slug, "".join(line for line in lines if isinstance(line, str))))
    return found
