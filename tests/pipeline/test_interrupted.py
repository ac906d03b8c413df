"""Runs that are killed, run into each other, or find no gradebook: the next run finishes, and nothing is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from nbgrader.api import Gradebook
from sqlalchemy import text
from traitlets.config import Config

from gradebook_rows import all_records
from medcoding.nbgrader.bulk import drive, engines
from medcoding.nbgrader.bulk.engines import InThisProcess, Processes
from medcoding.nbgrader.bulk.gradebook import GradebookWriter
from medcoding.nbgrader.run import Summary, grade_class
from medcoding.nbgrader.session import open_course

LEARNERS = 40


class Killed(BaseException):
    """Ends a run as nothing in it expects."""


@pytest.fixture(scope="module")
def ungraded(round_, unit, tmp_path_factory) -> Path:
    """A course in which forty learners handed in, and nobody is graded."""
    root = tmp_path_factory.mktemp("many") / "class"
    skipped = shutil.ignore_patterns("autograded", "feedback", "learners", "submitted", ".medcoding", ".exchange")
    shutil.copytree(round_.root, root, ignore=skipped)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        for student in round_.students.values():
            gradebook.remove_student(student)
        gradebook.db.execute(text("DELETE FROM medcoding_stamp"))
        gradebook.db.commit()
    sources = [round_.folder("submitted", way) for way in ("all right", "every other exercise right", "no notebook")]
    for number in range(LEARNERS):
        shutil.copytree(sources[number % 3], root / "submitted" / f"learner{number:02d}" / unit)
    (root / "course").mkdir()
    (root / "course" / "syllabus.yaml").write_text("")
    return root


@pytest.fixture
def root(ungraded, tmp_path) -> Path:
    shutil.copytree(ungraded, tmp_path / "class")
    return tmp_path / "class"


@pytest.fixture(scope="module")
def expected(ungraded, unit, tmp_path_factory) -> dict[str, Any]:
    """The records of a run that nothing disturbed."""
    root = tmp_path_factory.mktemp("undisturbed") / "class"
    shutil.copytree(ungraded, root)
    grade(root, unit, engine=InThisProcess())
    return records(root)


def grade(root: Path, unit: str, settings: Config | None = None, **options: Any) -> Summary:
    with open_course(root, alone=True, settings=settings) as app:
        return grade_class(app, unit, **options)


def records(root: Path) -> dict[str, Any]:
    return all_records(f"sqlite:///{root / 'gradebook.db'}")


def start(root: Path, unit: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "medcoding", "grade", unit, "--jobs", "2", "--json"],
        cwd=root,
        env={**os.environ, "JUPYTER_CONFIG_DIR": str(root / "no-config")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def check_whole(root: Path, unit: str, expected: dict[str, Any]) -> None:
    assert records(root) == expected
    notebooks = list((root / "autograded").glob(f"*/{unit}/assignment.ipynb"))
    assert len(notebooks) == LEARNERS
    assert not (root / "autograded" / ".staging").exists()


def test_a_command_killed_again_and_again_leaves_the_next_run_to_finish(
    root, unit, expected, checksums, monkeypatch
) -> None:
    before = checksums(root / "submitted")
    seeded = random.Random(5)
    for _ in range(4):
        run = start(root, unit)
        wanted = seeded.randrange(1, LEARNERS)
        # Somewhere between a graded folder put aside and the last records written.
        while run.poll() is None and written(root, unit) < wanted:
            pass
        run.kill()
        run.communicate()
        for row in records(root)["grade"]:
            assert row["auto_score"] is not None
    grade(root, unit)
    check_whole(root, unit, expected)
    assert checksums(root / "submitted") == before
    assert not any(each.is_new for each in grade(root, unit).learners)


def written(root: Path, unit: str) -> int:
    try:
        return sum(1 for _ in (root / "autograded").glob(f".staging/{unit}/*/assignment.ipynb"))
    except FileNotFoundError:  # the run puts it away while we look
        return 0


def before_place(monkeypatch, stop: Callable[[], None]) -> None:
    monkeypatch.setattr(drive, "replace_folder", lambda *_: stop())


def after_place(monkeypatch, stop: Callable[[], None]) -> None:
    replace = drive.replace_folder
    monkeypatch.setattr(drive, "replace_folder", lambda new, target: (replace(new, target), stop()))


def between_records_and_stamps(monkeypatch, stop: Callable[[], None]) -> None:
    monkeypatch.setattr("medcoding.nbgrader.bulk.gradebook.put_stamps", lambda *_: stop())


def before_commit(monkeypatch, stop: Callable[[], None]) -> None:
    write = GradebookWriter._write
    monkeypatch.setattr(GradebookWriter, "_write", lambda self, entries: (write(self, entries), stop()))


@pytest.mark.parametrize("moment", [before_place, after_place, between_records_and_stamps, before_commit])
@pytest.mark.parametrize("is_regrade", [False, True])
def test_a_run_that_ends_at_a_bad_moment_is_finished_by_the_next(
    root, unit, expected, monkeypatch, moment, is_regrade
) -> None:
    if is_regrade:
        grade(root, unit, engine=InThisProcess())
    monkeypatch.setattr(drive, "BATCH", 5)
    calls: list[int] = []

    def stop() -> None:
        calls.append(1)
        if len(calls) == 3:
            raise Killed

    with monkeypatch.context() as patch:
        moment(patch, stop)
        with pytest.raises(Killed):
            grade(root, unit, engine=InThisProcess(), force=True)
    grade(root, unit, engine=InThisProcess())
    check_whole(root, unit, expected)


def test_workers_that_are_killed_cost_no_submission(root, unit, expected, monkeypatch) -> None:
    monkeypatch.setattr(drive, "BATCH", 1)
    killed = []

    def kill_workers(student: str) -> None:
        if len(killed) < 2:
            killed.extend(workers())
            for pid in workers():
                os.kill(pid, signal.SIGKILL)

    summary = grade(root, unit, jobs=2, on_learner=kill_workers)
    assert killed
    assert not [each for each in summary.learners if each.score is None]
    check_whole(root, unit, expected)


def workers() -> list[int]:
    """The processes that this one started to score in."""
    return [each.pid for each in psutil.Process().children() if "bulk.worker" in words_of(each)]


def words_of(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:  # it has ended since
        return ""


def test_a_submission_that_no_worker_survives_is_told_and_the_run_ends(root, unit, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(engines.sys, "executable", shutil.which("false"))
        summary = grade(root, unit, engine=Processes(2))
    assert {each.problems for each in summary.learners} == {(engines.DIED,)}
    assert records(root)["grade"] == []
    assert not workers()


def test_two_runs_at_once_do_each_submission_once(root, unit, expected) -> None:
    runs = [start(root, unit), start(root, unit)]
    printed = [run.communicate(timeout=120) for run in runs]
    assert sum(out.count('"is_new": true') for out, _ in printed) == LEARNERS
    check_whole(root, unit, expected)


@pytest.mark.parametrize("is_first", [True, False])
def test_a_gradebook_that_another_program_holds_is_named_and_the_next_run_finishes(
    root, unit, expected, is_first
) -> None:
    settings = Config({"CourseDirectory": {"db_url": f"sqlite:///{root / 'gradebook.db'}?timeout=0.1"}})
    if not is_first:
        grade(root, unit, student="learner0*", engine=InThisProcess())
    other = sqlite3.connect(root / "gradebook.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE" if is_first else "BEGIN IMMEDIATE")
    try:
        with pytest.raises(Exception, match="end the program that holds it"):
            grade(root, unit, settings, engine=InThisProcess())
    finally:
        other.close()
    grade(root, unit, engine=InThisProcess())
    check_whole(root, unit, expected)
