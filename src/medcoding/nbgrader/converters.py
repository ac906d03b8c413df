"""nbgrader's autograde and feedback steps, completed where it offers no hook."""

from __future__ import annotations

import glob
import os
import shutil
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.utils import temp_attrs

from medcoding.errors import MedcodingError
from medcoding.nbgrader.bulk.lock import one_run_at_a_time
from medcoding.nbgrader.bulk.one_by_one import Stamper, find_stamper
from medcoding.nbgrader.exporters import is_judged_by_keys, load_released
from medcoding.nbgrader.places import places_of
from medcoding.nbgrader.records import copy_records
from medcoding.nbgrader.timestamps import has_good_timestamp, no_timestamps


class CopyRecords(BaseConverter):  # type: ignore[misc]
    """Copies nbgrader's own records of a submission, not the learner's files.

    Files that a learner adds stay in submitted/ and go no further, except for assignments with test cells
    of an instructor's own, which may need them. It stands between a step and BaseConverter.
    """

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Fill the destination of one submission."""
        places = places_of(self.coursedir, assignment_id, student_id)
        released = [name for name in map(os.path.basename, self.notebooks) if (places.release / name).is_file()]
        if not all(is_judged_by_keys(load_released(places, name), places) for name in released):
            super().init_assignment(assignment_id, student_id)
            return
        source = Path(self._format_source(assignment_id, student_id))
        destination = Path(self._format_dest(assignment_id, student_id))
        destination.mkdir(parents=True, exist_ok=True)
        copy_records(source, destination, has_good_time=has_good_timestamp(source))


class CompleteAutograde(Autograde, CopyRecords):  # type: ignore[misc]
    """Autograde that also takes in submissions whose notebook did not come along.

    `on_learner` is called with each student's id as its turn comes. After a run, `seen` names the
    students in turn, `taken` those whose submission was new, and `failures` says of each that could
    not be graded at all why not.
    """

    on_learner: Callable[[str], None] | None = None
    # Decides in nbgrader's place who need not be graded again.
    is_fresh: Callable[[str], bool] | None = None

    def __init__(self, coursedir: Any = None, **kwargs: Any) -> None:
        super().__init__(coursedir=coursedir, **kwargs)
        self.seen: list[str] = []
        self.taken: set[str] = set()
        self.failures: dict[str, str] = {}
        self._stamper: Stamper | None = None

    def start(self) -> None:
        """Grade, while no other run grades the same assignment."""
        coursedir = self.coursedir
        with (
            one_run_at_a_time(Path(coursedir.root), coursedir.assignment_id, self.log.warning),
            Gradebook(coursedir.db_url, coursedir.course_id) as gradebook,
        ):
            self._stamper = find_stamper(self, coursedir.assignment_id, gradebook)
            try:
                super().start()
            finally:
                self._stamper = None

    def init_notebooks(self) -> None:
        """List every submission with the notebooks that it should hold, whether or not it does."""
        folders = [found for found in glob.glob(self._submissions()) if Path(found).is_dir()]  # noqa: PTH207
        try:
            super().init_notebooks()
        except NbGraderException:
            if not folders:
                raise
        assignment = self.coursedir.assignment_id
        released = Path(self.coursedir.format_path(self.coursedir.release_directory, ".", assignment))
        expected = sorted(path.name for path in released.glob(f"{self.coursedir.notebook_id}.ipynb"))
        for folder in folders:
            found = self.assignments.setdefault(folder, [])
            found += [path for name in expected if (path := str(Path(folder) / name)) not in found]

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Decide whether a submission needs grading."""
        self.seen.append(student_id)
        if self.on_learner:
            self.on_learner(student_id)
        with self._noting_failures(), self._readable_timestamps(assignment_id, student_id):
            is_new = self._init_destination(assignment_id, student_id)
        if is_new:
            self.taken.add(student_id)
        return is_new

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Prepare one submission."""
        if self._stamper:
            self._stamper.begin(student_id)
        with self._noting_failures(), self._readable_timestamps(assignment_id, student_id):
            super().init_assignment(assignment_id, student_id)

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Grade one notebook."""
        with self._noting_failures():
            super().convert_single_notebook(notebook_filename)

    def set_permissions(self, assignment_id: str, student_id: str) -> None:
        """End one submission."""
        super().set_permissions(assignment_id, student_id)
        if self._stamper:
            self._stamper.finish(student_id, Path(self._format_dest(assignment_id, student_id)))

    def _init_destination(self, assignment_id: str, student_id: str) -> bool:
        """By nbgrader's rule, unless somebody decides in its place or an earlier run was interrupted here."""
        if self.is_fresh and self.is_fresh(student_id):
            return False
        was_interrupted = self._stamper is not None and self._stamper.was_interrupted(student_id)
        with temp_attrs(self, force=self.force or bool(self.is_fresh) or was_interrupted):
            return bool(super().init_destination(assignment_id, student_id))

    @contextmanager
    def _noting_failures(self) -> Iterator[None]:
        try:
            yield
        except MedcodingError as error:
            self.failures[self.seen[-1]] = str(error)
            raise
        except Exception as error:
            self.failures[self.seen[-1]] = f"nbgrader could not grade this submission ({type(error).__name__}: {error})"
            raise

    @contextmanager
    def _readable_timestamps(self, assignment_id: str, student_id: str) -> Iterator[None]:
        """Let nbgrader see no timestamp where it would trip over a damaged one."""
        folder = Path(self._format_source(assignment_id, student_id))
        if has_good_timestamp(folder):
            yield
        else:
            with no_timestamps(self.coursedir):
                yield

    def _submissions(self) -> str:
        pattern: str = self.coursedir.format_path(
            self.coursedir.submitted_directory, self.coursedir.student_id, self.coursedir.assignment_id
        )
        return pattern


class CompleteFeedback(GenerateFeedback, CopyRecords):  # type: ignore[misc]
    """Feedback that leaves learners' files where they are."""


def install() -> None:
    """Let `nbgrader autograde`, `nbgrader generate_feedback` and the Formgrader's buttons use these steps.

    nbgrader names its steps by class and has no setting for another one, so the names are
    replaced in the three modules that use them. Called by nbgrader_config.py, which nbgrader
    reads before any step. Everything else is set there by ordinary configuration.
    """
    from nbgrader.apps import api, autogradeapp, generatefeedbackapp

    autogradeapp.Autograde = api.Autograde = CompleteAutograde
    generatefeedbackapp.GenerateFeedback = api.GenerateFeedback = CompleteFeedback
    _find_alembic()


def _find_alembic() -> None:
    """Put this environment's programs on the PATH: nbgrader runs `alembic` by name for a new gradebook."""
    scripts = sysconfig.get_path("scripts")
    if not shutil.which("alembic") and (Path(scripts) / "alembic").exists():
        os.environ["PATH"] = os.pathsep.join(filter(None, [scripts, os.environ.get("PATH", "")]))
