"""Tells which submissions have changed, in anything that their records depend on, since they were graded."""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, SubmittedAssignment
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import select

from medcoding.nbgrader.bulk import fingerprints
from medcoding.nbgrader.bulk.planning import copied_files
from medcoding.nbgrader.bulk.stamps import Found, Stamp, load_stamps
from medcoding.nbgrader.exporters import is_answers_only, load_released
from medcoding.nbgrader.places import Places, places_of
from medcoding.nbgrader.score_notebook import grade_cells, slug_of


class Freshness:
    """The hashes of one assignment's submissions, and the stamps to compare them with.

    What is common to all of them is worked out once, when this is made.
    """

    def __init__(self, step: Any, assignment: str, gradebook: Gradebook) -> None:
        self._step = step
        self._assignment = assignment
        self._gradebook = gradebook
        places = places_of(step.coursedir, assignment, "nobody")
        found = gradebook.find_assignment(assignment)
        self._id: str = found.id
        self._stamps: Mapping[str, Stamp] = {}
        self._submitted: str = step.coursedir.submitted_directory
        self._duedate: datetime | None = found.duedate
        self._names = tuple(notebook.name for notebook in found.notebooks)
        released = [load_released(places, f"{name}.ipynb") for name in self._names]
        self._runs_code = not all(is_answers_only(nb, places) for nb in released)
        self._slugs = tuple(slug_of(cell) for nb in released for cell in grade_cells(nb))
        self._course = self._course_digest(places, found)

    def found(self, students: Iterable[str]) -> Mapping[str, Found]:
        """Each submission as it lies there now."""
        rows = self._gradebook.db.execute(
            select(SubmittedAssignment.student_id, SubmittedAssignment.extension).where(
                SubmittedAssignment.assignment_id == self._id
            )
        )
        extensions = {row.student_id: row.extension for row in rows}
        self._stamps = load_stamps(self._gradebook.db, self._assignment)
        return {
            student: self._find(student, extensions.get(student), self._stamps.get(student)) for student in students
        }

    def graded(self, found: Mapping[str, Found]) -> Mapping[str, Stamp]:
        """The stamps of those who need no grading: same hash, records and graded notebooks still there."""
        ids = set(
            self._gradebook.db.scalars(
                select(SubmittedAssignment.id).where(SubmittedAssignment.assignment_id == self._id)
            )
        )
        return {
            student: stamp
            for student, each in found.items()
            if (stamp := self._stamps.get(student))
            and stamp.digest == each.digest
            and stamp.submission in ids
            and self._has_notebooks(student)
        }

    def _find(self, student: str, extension: object, stamp: Stamp | None) -> Found:
        folder = Path(self._step.coursedir.format_path(self._submitted, student, self._assignment))
        names = (
            fingerprints.all_files(folder) if self._runs_code else fingerprints.submission_files(folder, self._slugs)
        )
        # Looked at before it is read: a change in between shows at the next look.
        look = fingerprints.look_of(folder, names)
        is_as_stamped = stamp is not None and bool(look) and look == stamp.look
        content = stamp.content if stamp and is_as_stamped else fingerprints.files_digest(folder, names)
        digest = fingerprints.digest_of([self._course, student, str(extension), content])
        return Found(digest, look, content)

    def _has_notebooks(self, student: str) -> bool:
        coursedir = self._step.coursedir
        folder = coursedir.format_path(coursedir.autograded_directory, student, self._assignment)
        return all(os.path.isfile(f"{folder}/{name}.ipynb") for name in self._names)  # noqa: PTH113

    def _course_digest(self, places: Places, assignment: Assignment) -> str:
        authored = [*sorted(places.source.glob("cases/*")), *sorted(places.source.glob("questions/*"))]
        keys = [str(path.relative_to(places.source)) for path in authored]
        copied = copied_files(self._step, self._assignment)
        released = [f"{name}.ipynb" for name in self._names]
        cells = sorted(
            (cell.name, float(cell.max_score)) for notebook in assignment.notebooks for cell in notebook.grade_cells
        )
        return fingerprints.digest_of(
            [
                fingerprints.code_digest(),
                fingerprints.tables_digest(),
                fingerprints.policy_digest(),
                fingerprints.files_digest(places.source, [*keys, *copied]),
                fingerprints.files_digest(places.release, released),
                json.dumps(cells),
                str(self._duedate),
                *self._settings(),
            ]
        )

    def _settings(self) -> list[str]:
        """nbgrader's settings that scores and penalties depend on, and the late penalty's own program."""
        step = self._step
        parts = [*step.sanitize_preprocessors, *step.autograde_preprocessors]
        plugin = AssignLatePenalties(parent=step).plugin_class
        sections = {each.__name__ for each in [*parts, *plugin.__mro__]}
        chosen = {name: step.config[name] for name in sorted(sections) if name in step.config}
        return [
            json.dumps([f"{each.__module__}.{each.__qualname__}" for each in [*parts, plugin]]),
            json.dumps(chosen, default=str, sort_keys=True),
            Path(inspect.getfile(plugin)).read_text(encoding="utf-8"),
        ]
