"""Grading over a Dask cluster: a scheduler and two workers in processes of their own, on loopback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from distributed import Client

from gradebook_rows import all_records
from medcoding.cli.grading import grade
from medcoding.errors import GradingError
from medcoding.nbgrader.bulk import drive
from medcoding.nbgrader.bulk.engines import InThisProcess
from medcoding.nbgrader.bulk.over_dask import OverDask
from medcoding.nbgrader.run import Summary, grade_class
from medcoding.nbgrader.session import open_course

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
LEARNERS = 24


@dataclass
class Cluster:
    """A scheduler and its workers, each ended by its own process."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]

    def stop(self) -> None:
        for process in [*self.workers, self.scheduler]:
            process.kill()
            process.wait(30)


@pytest.fixture
def cluster(tmp_path) -> Iterator[Cluster]:
    # The scheduler says in this file where it listens, on a port of the system's choosing.
    file = tmp_path / "scheduler.json"
    common = ["--scheduler-file", str(file)]
    quiet = ["--no-dashboard", "--host", "127.0.0.1"]

    def run(module: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *common, *quiet, *words]
        with (tmp_path / "cluster.log").open("ab") as log:
            return subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log)

    scheduler = run("dask_scheduler", "--port", "0")
    single = ("--no-nanny", "--nthreads", "1", "--local-directory", str(tmp_path / "scratch"))
    workers = [run("dask_worker", *single) for _ in range(2)]
    try:
        while not file.is_file() or not file.read_text().strip():
            assert scheduler.poll() is None, (tmp_path / "cluster.log").read_text()
        with Client(scheduler_file=str(file), timeout=60, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address
        yield Cluster(address, scheduler, workers)
    finally:
        Cluster("", scheduler, workers).stop()


@pytest.fixture
def course_of(round_, unit, tmp_path):
    """Makes a course in which some learners handed in, and nobody is graded."""

    def make(name: str) -> Path:
        root = tmp_path / name
        for folder in ("source", "release"):
            shutil.copytree(round_.root / folder, root / folder)
        shutil.copyfile(round_.root / "nbgrader_config.py", root / "nbgrader_config.py")
        with open_course(root, alone=True) as app:
            type(round_.classroom)(app, root, unit).generate()
        ways = ("all right", "every other exercise right", "no notebook")
        for number in range(LEARNERS):
            source = round_.folder("submitted", ways[number % 3])
            shutil.copytree(source, root / "submitted" / f"learner{number:02d}" / unit)
        (root / "course").mkdir()
        (root / "course" / "syllabus.yaml").write_text("")
        return root

    return make


def grade_in(root: Path, assignment: str, **options: Any) -> Summary:
    with open_course(root) as app:
        return grade_class(app, assignment, **options)


def records(root: Path) -> object:
    return all_records(f"sqlite:///{root / 'gradebook.db'}")


def test_a_cluster_gives_the_same_records_and_a_lost_worker_loses_no_submission(
    cluster, course_of, unit, monkeypatch
) -> None:
    here, there = course_of("here"), course_of("there")
    grade_in(here, unit, engine=InThisProcess())
    monkeypatch.setattr(drive, "BATCH", 1)

    def lose_a_worker(student: str) -> None:
        if cluster.workers[0].poll() is None:
            cluster.workers[0].kill()
            cluster.workers[0].wait(30)

    summary = grade_in(there, unit, engine=OverDask(cluster.address), on_learner=lose_a_worker)
    assert cluster.workers[0].poll() is not None
    assert all(each.is_new and each.score is not None for each in summary.learners)
    assert records(there) == records(here)


def test_without_a_worker_a_run_says_so_and_the_next_one_does_the_work(cluster, course_of, unit, monkeypatch) -> None:
    root = course_of("alone")
    monkeypatch.chdir(root)
    for worker in cluster.workers:
        worker.kill()
        worker.wait(30)
    with pytest.raises(GradingError, match="no worker left"):
        grade_in(root, unit, engine=OverDask(cluster.address, patience=1.0))
    done = CliRunner().invoke(grade, [unit])
    assert f"{LEARNERS} graded now" in done.stdout


def test_an_address_where_nobody_answers_is_named(course_of, unit) -> None:
    with pytest.raises(GradingError, match="no Dask scheduler answers"):
        grade_in(course_of("nobody"), unit, engine=OverDask("tcp://127.0.0.1:9", patience=1.0))


@pytest.mark.parametrize("words", [["--engine", "dask"], ["--scheduler", "tcp://127.0.0.1:9"]])
def test_engine_and_scheduler_go_together(words) -> None:
    done = CliRunner().invoke(grade, ["04-test-unit", *words], env=dict(os.environ))
    assert done.exit_code == 2
    assert "go together" in done.stderr
