"""Reading what learners handed in, and writing what they get back."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import HTMLExporter, NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import is_grade, is_solution, is_task

from medcoding.errors import GradingError
from medcoding.nbgrader.course_of import coursedir_of
from medcoding.nbgrader.outputs import style_element
from medcoding.nbgrader.places import Places, places_of
from medcoding.nbgrader.programs import put_work
from medcoding.nbgrader.submission import MAX_NOTEBOOK_BYTES, load_submission
from medcoding.untrusted import read_plain


class SubmissionExporter(NotebookExporter):  # type: ignore[misc]
    """Reads a submitted notebook; where it cannot, or need not, takes the released one.

    When every exercise is scored from its answer, nothing else in a learner's notebook can change
    the score, so the released notebook is graded in its place: cells removed, copied, retyped or
    forged, and damaged files, are then one case and not many.
    """

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        """Convert a notebook file, which may be missing when it is a learner's."""
        told = (resources or {}).get("nbgrader", {})
        path = Path(filename)
        if "student" not in told:
            return self._plain(filename, resources, **kw)
        places = places_of(coursedir_of(self), told["assignment"], told["student"])
        if path.parent != places.submitted:
            return self._plain(filename, resources, **kw)
        resources["metadata"] = ResourcesDict(name=path.stem, path=str(path.parent))
        released = load_released(places, path.name)
        notebook = released if is_answers_only(released, places) else _load_work(path, released, places)
        return self._convert(notebook, resources, **kw)

    def _plain(self, filename: str, resources: Any, **kw: Any) -> tuple[str, Any]:
        text, resources = super().from_filename(filename, resources=resources, **kw)
        return str(text), resources

    def _convert(self, notebook: Any, resources: Any, **kw: Any) -> tuple[str, Any]:
        text, resources = self.from_notebook_node(notebook, resources=resources, **kw)
        return str(text), resources


class FeedbackExporter(HTMLExporter):  # type: ignore[misc]
    """Writes one self-contained feedback page: no script, nothing fetched from elsewhere."""

    def _init_resources(self, resources: Any) -> Any:
        found = super()._init_resources(resources)
        found["medcoding_style"] = style_element()
        return found


def load_released(places: Places, name: str) -> Any:
    """The notebook that learners were given. It is shared: do not change it.

    Raises:
        GradingError: it is not there or cannot be read.
    """
    path = places.release / name
    if not path.is_file():
        raise GradingError(
            f"{path}: the released notebook is missing; run `nbgrader generate_assignment {places.release.name}`"
        )
    status = path.stat()
    return _read_released(path, status.st_mtime_ns, status.st_size)


def is_answers_only(notebook: Any, places: Places) -> bool:
    """True when every point in the notebook comes from an answer that has a key."""
    cells = [cell for cell in notebook.cells if is_grade(cell) or is_solution(cell) or is_task(cell)]
    return bool(cells) and all(
        (is_grade(cell) or is_task(cell))
        and not is_solution(cell)
        and places.has_key(str(cell.metadata.nbgrader["grade_id"]))
        for cell in cells
    )


def is_judged_by_keys(notebook: Any, places: Places) -> bool:
    """True when no cell of the notebook scores by running: its points come from keys, or from people."""
    cells = [cell for cell in notebook.cells if is_grade(cell) and not is_solution(cell)]
    return bool(cells) and all(places.has_key(str(cell.metadata.nbgrader["grade_id"])) for cell in cells)


@lru_cache(maxsize=32)
def _read_released(path: Path, modified: int, size: int) -> Any:
    """A released notebook, read again only when its file changes."""
    try:
        return nbformat.read(path, as_version=4)
    except Exception:
        raise GradingError(f"{path}: the released notebook cannot be read; generate it again") from None


def _load_work(path: Path, released: Any, places: Places) -> Any:
    """The released notebook with the learner's programs where keys judge all of it, else the learner's own."""
    if not is_judged_by_keys(released, places):
        return _load_or(path, released)
    submitted = load_submission(path.parent, path.stem).notebooks
    return put_work(released, submitted[0]) if submitted else released


def _load_or(path: Path, released: Any) -> Any:
    """The learner's notebook, or the released one where it cannot be read.

    Marks that nbgrader would refuse are taken off their cells: one such cell would otherwise stop
    the whole class.
    """
    try:
        notebook = nbformat.reads(read_plain(path, MAX_NOTEBOOK_BYTES).decode("utf-8"), as_version=4)
        nbformat.validate(notebook)
    except Exception:
        return released
    for cell in notebook.cells:
        try:
            MetadataValidator().validate_cell(cell)
        except Exception:
            cell.metadata.pop("nbgrader", None)
    return notebook
