"""Makes the plan of a run from nbgrader's course, where nothing in it needs nbgrader's step one by one."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.api import Gradebook
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    IgnorePattern,
    LimitOutput,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from nbgrader.utils import find_all_files

from medcoding.errors import MedcodingError
from medcoding.nbgrader.bulk.fingerprints import code_digest
from medcoding.nbgrader.bulk.plan import ClassPlan
from medcoding.nbgrader.exporters import SubmissionExporter, is_answers_only, load_released
from medcoding.nbgrader.places import places_of
from medcoding.nbgrader.score_answers import ScoreAnswers
from medcoding.nbgrader.score_notebook import grade_cells, slug_of

# What these do to a released notebook is the same for every learner.
_SANITIZING = {ClearOutput, DeduplicateIds, OverwriteKernelspec, OverwriteCells, CheckCellMetadata}
# `bulk` does what these do; the outputs that we write ourselves give the rest of them nothing to do.
_GRADING = {ScoreAnswers, SaveAutoGrades, AssignLatePenalties, CheckCellMetadata}
_IDLE = {IgnorePattern, ClearMetadataPreprocessor, LimitOutput}
STAGING = ".staging"


def find_plan(step: Any, assignment: str, gradebook: Gradebook) -> ClassPlan | None:
    """The plan for grading in bulk, or None where nbgrader's own step must see each submission.

    It must where learners' code runs, where people grade cells, and where the course's configuration
    has preprocessors, hooks or settings of which nothing is known here.
    """
    if not _is_usual(step):
        return None
    coursedir = step.coursedir
    places = places_of(coursedir, assignment, "nobody")
    notebooks = {}
    try:
        for notebook in gradebook.find_assignment(assignment).notebooks:
            released = load_released(places, f"{notebook.name}.ipynb")
            text = _sanitized(step, assignment, notebook.name, released)
            if not is_answers_only(released, places) or not _is_as_recorded(json.loads(text), notebook):
                return None
            notebooks[notebook.name] = text
    except MedcodingError:
        raise
    except Exception as error:
        step.log.warning("Grading one by one: %s: %s", type(error).__name__, error)
        return None
    return ClassPlan(
        assignment=assignment,
        source=places.source.resolve(),
        release=places.release.resolve(),
        staging=staging_folder(coursedir, assignment),
        notebooks=notebooks,
        copied=copied_files(step, assignment),
        mode=int(str(step.permissions), 8),
        code=code_digest(),
    )


def staging_folder(coursedir: Any, assignment: str) -> Path:
    """Where graded folders wait for their place: beside it, so that they can be renamed, and hidden from nbgrader."""
    return Path(coursedir.root).resolve() / str(coursedir.autograded_directory) / STAGING / assignment


def copied_files(step: Any, assignment: str) -> Mapping[str, Path]:
    """The files of source/ that nbgrader copies into every graded folder."""
    coursedir = step.coursedir
    source = coursedir.format_path(coursedir.source_directory, ".", assignment)
    kept = set(step.exclude_overwriting.get(assignment, []))
    found = {os.path.relpath(path, source): path for path in find_all_files(source, [*coursedir.ignore, "*.ipynb"])}
    return {name: Path(path).resolve() for name, path in sorted(found.items()) if name not in kept}


def _is_usual(step: Any) -> bool:
    sanitizing, grading = set(step.sanitize_preprocessors), set(step.autograde_preprocessors)
    return (
        step.exporter_class is SubmissionExporter
        and sanitizing <= _SANITIZING
        and ScoreAnswers in grading
        and SaveAutoGrades in grading
        and grading <= _GRADING | _IDLE
        and not ClearMetadataPreprocessor(parent=step).enabled
        and all(each(parent=step).enabled for each in grading & _GRADING)
        and step.pre_convert_hook is None
        and step.post_convert_hook is None
        and step.coursedir.notebook_id == "*"
    )


def _sanitized(step: Any, assignment: str, name: str, released: Any) -> str:
    """The released notebook after nbgrader's own sanitising, as JSON on one line."""
    told = {"student": "", "assignment": assignment, "notebook": name, "db_url": step.coursedir.db_url}
    exporter = SubmissionExporter(parent=step, config=step.config)
    for each in step.sanitize_preprocessors:
        exporter.register_preprocessor(each)
    text, _ = exporter.from_notebook_node(released, resources={"nbgrader": told})
    return json.dumps(nbformat.reads(text, as_version=4), ensure_ascii=False)


def _is_as_recorded(nb: Any, notebook: Any) -> bool:
    """True where every cell that the gradebook expects points for is a code cell that we score."""
    cells = grade_cells(nb)
    expected = sorted(cell.name for cell in notebook.grade_cells)
    return (
        not notebook.solution_cells
        and not notebook.task_cells
        and sorted(slug_of(cell) for cell in cells) == expected
        and all(cell["cell_type"] == "code" for cell in cells)
    )
