"""A run in bulk: submissions are scored anywhere, then put in their place and recorded here, many at a time."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde

from medcoding.nbgrader.bulk.engines import Engine
from medcoding.nbgrader.bulk.gradebook import Entry, GradebookWriter
from medcoding.nbgrader.bulk.one import failure_of, is_about_the_disk, no_room
from medcoding.nbgrader.bulk.plan import ClassPlan, Done, Task
from medcoding.nbgrader.bulk.stamps import Found
from medcoding.nbgrader.places import places_of
from medcoding.nbgrader.timestamps import has_good_timestamp

BATCH = 50


class BulkRun:
    """One run over the submissions that are new. `step` is nbgrader's step, for its settings."""

    def __init__(self, step: Any, plan: ClassPlan, writer: GradebookWriter, engine: Engine) -> None:
        self._step = step
        self._plan = plan
        self._writer = writer
        self._engine = engine

    def grade(self, found: Mapping[str, Found], on_learner: Callable[[str], None]) -> Mapping[str, Done]:
        """Grade those whom `found` names, each submission as it was found before it is read.

        Raises:
            GradingError: no disk, no gradebook, or no worker is left. What was recorded before stays.
        """
        results: dict[str, Done] = {}
        with _staging(self._plan.staging):
            done = self._engine.run(self._plan, [self._task(student) for student in found])
            for batch in _batches(done, BATCH):
                placed = [self._place(each) for each in batch]
                self._writer.write([self._entry(each, found[each.student]) for each in placed if not each.failure])
                for each in placed:
                    results[each.student] = each
                    self._report(each)
                    on_learner(each.student)
        return results

    def _task(self, student: str) -> Task:
        submitted = self._submitted(student)
        return Task(student, submitted, has_good_timestamp(submitted))

    def _submitted(self, student: str) -> Path:
        return places_of(self._step.coursedir, self._plan.assignment, student).submitted.absolute()

    def _place(self, done: Done) -> Done:
        """Move a graded folder to where nbgrader looks for it."""
        if done.folder is None:
            return done
        coursedir = self._step.coursedir
        target = Path(coursedir.format_path(coursedir.autograded_directory, done.student, self._plan.assignment))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            replace_folder(done.folder, target)
            if coursedir.groupshared:
                Autograde.set_permissions(self._step, self._plan.assignment, done.student)
        except OSError as error:
            if is_about_the_disk(error):
                raise no_room(error, target) from None
            return Done(done.student, {}, failure=failure_of(error))
        return done

    def _entry(self, done: Done, found: Found) -> Entry:
        folder = self._submitted(done.student)
        time = self._step.coursedir.get_existing_timestamp(str(folder)) if has_good_timestamp(folder) else None
        return Entry(done.student, time, done.points, found, done.problems)

    def _report(self, done: Done) -> None:
        for problem in filter(None, [done.failure, *done.problems]):
            self._step.log.warning("%s: %s", done.student, problem)
        self._step.log.info("Autograding %s of %s done", self._plan.assignment, done.student)


def replace_folder(new: Path, target: Path) -> None:
    """Put `new` in the place of `target`, which need not exist. Killed in between, `target` is missing, never half."""
    old = None
    if target.is_dir() and not target.is_symlink():
        old = Path(tempfile.mkdtemp(dir=new.parent)) / "old"
        target.rename(old)
    new.rename(target)
    if old:
        shutil.rmtree(old.parent, ignore_errors=True)


@contextmanager
def _staging(folder: Path) -> Iterator[None]:
    """An empty folder for graded folders on their way; what an interrupted run left in it is thrown away."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise no_room(error, folder) from None
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            folder.parent.rmdir()


def _batches(done: Iterable[Done], size: int) -> Iterator[list[Done]]:
    """Gather into lists of `size`; what has gathered when an error comes is given out before it."""
    batch: list[Done] = []
    try:
        for each in done:
            batch.append(each)
            if len(batch) == size:
                yield batch
                batch = []
    except Exception:
        if batch:
            yield batch
            batch = []
        raise
    if batch:
        yield batch
