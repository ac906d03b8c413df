"""Scores one submission and writes its graded folder aside: what every worker does."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from medcoding.errors import GradingError, MedcodingError
from medcoding.nbgrader.bulk.fingerprints import code_digest
from medcoding.nbgrader.bulk.plan import ClassPlan, Done, Task
from medcoding.nbgrader.places import Places
from medcoding.nbgrader.records import copy_records
from medcoding.nbgrader.score_notebook import score_notebook

_STOPS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


def grade_some(plan: ClassPlan, tasks: Iterable[Task]) -> Iterator[Done]:
    """Grade several submissions with one plan.

    Raises:
        GradingError: this process runs another version of the program, cannot see the course's
            folder, or cannot write to it.
    """
    if plan.code != code_digest():
        raise GradingError("worker: it runs another version of this program; install the same one everywhere")
    if not plan.staging.is_dir():
        raise GradingError(f"{plan.staging}: a worker cannot see this folder; mount the course at the same place")
    for task in tasks:
        yield grade_one(plan, task)


def grade_one(plan: ClassPlan, task: Task) -> Done:
    """Grade one submission; what is wrong with it becomes its `failure`. Raises GradingError when the disk is full."""
    folder = None
    try:
        folder = Path(tempfile.mkdtemp(dir=plan.staging))
        return _grade_into(folder, plan, task)
    except Exception as error:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)
        if is_about_the_disk(error):
            raise no_room(error, plan.staging) from None
        return Done(task.student, {}, failure=failure_of(error))


def is_about_the_disk(error: Exception) -> bool:
    """True for an error that is not one submission's fault: the run stops."""
    return isinstance(error, OSError) and error.errno in _STOPS


def no_room(error: Exception, folder: Path) -> GradingError:
    """What to tell a person who has to make room first."""
    says = getattr(error, "strerror", None) or error
    return GradingError(f"{folder}: it cannot be written ({says}); make room and grade again, what is done is kept")


def failure_of(error: Exception) -> str:
    """What to tell of a submission that could not be graded."""
    if isinstance(error, MedcodingError):
        return str(error)
    return f"nbgrader could not grade this submission ({type(error).__name__}: {error})"


def _grade_into(folder: Path, plan: ClassPlan, task: Task) -> Done:
    places = Places(task.submitted, plan.source, plan.release, task.student)
    points: dict[str, Mapping[str, float]] = {}
    problems: list[str] = []
    for name, text in plan.notebooks.items():
        nb = json.loads(text)
        scored = score_notebook(nb, places, name, has_good_time=task.has_good_time)
        points[name] = scored.points
        problems += scored.problems
        _write(folder / f"{name}.ipynb", notebook_text(nb))
    copy_records(task.submitted, folder, has_good_time=task.has_good_time)
    for name, path in plan.copied.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / name)
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(plan.mode)
    folder.chmod(0o755)
    return Done(task.student, points, tuple(problems), folder)


def notebook_text(nb: dict[str, Any]) -> str:
    """A notebook as nbformat writes it: sorted, indented, long texts as lists of lines."""
    for cell in nb["cells"]:
        cell["source"] = _lines(cell["source"])
        for output in cell.get("outputs", []):
            bundle = output["data"]
            for mime, value in bundle.items():
                bundle[mime] = _lines(value)
    return json.dumps(nb, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": ")) + "\n"


def _lines(text: str | list[str]) -> list[str]:
    return text.splitlines(keepends=True) if isinstance(text, str) else text


def _write(path: Path, text: str) -> None:
    """Write a new file, on the disk when this returns."""
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
