"""PostgreSQL as the gradebook: a real server of the tests' own, on loopback, with a class graded into it."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.utils import parse_utc, temp_attrs
from traitlets.config import Config

from gradebook_rows import all_records
from medcoding.errors import GradingError
from medcoding.nbgrader.converters import CompleteAutograde
from medcoding.nbgrader.demo.classroom import Classroom
from medcoding.nbgrader.run import grade_class
from medcoding.nbgrader.session import open_course

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
# A server refuses to run as root.
NOBODY = "nobody" if os.geteuid() == 0 else getpass.getuser()
WAYS = ("all right", "every other exercise right", "an answer file cut short", "no notebook")

pytestmark = [
    pytest.mark.skipif(not PROGRAMS, reason="no PostgreSQL server here: apt-get install postgresql"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@dataclass
class Server:
    """A running server: its port and its process."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://grader@127.0.0.1:{self.port}/postgres"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    bin_ = PROGRAMS[-1].parent
    top = Path(tempfile.mkdtemp(prefix="medcoding-pg-"))
    data = top / "data"
    data.mkdir()
    if os.geteuid() == 0:
        shutil.chown(top, NOBODY)
        shutil.chown(data, NOBODY)
    try:
        make = [bin_ / "initdb", "--pgdata", data, "--username", "grader", "--auth", "trust", "--no-sync"]
        as_nobody([*make, "--encoding", "UTF8", "--locale", "C"])
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = ["-h", "127.0.0.1", "-p", str(port), "-k", top, "-c", "fsync=off"]
        with (top / "log").open("wb") as log:
            process = subprocess.Popen(
                [bin_ / "postgres", "-D", data, *options], stdout=log, stderr=log, cwd=top, **rights()
            )
        try:
            while subprocess.run(
                [bin_ / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False
            ).returncode:
                assert process.poll() is None, (top / "log").read_text()
            yield Server(port, process)
        finally:
            process.terminate()
            process.wait(60)
    finally:
        shutil.rmtree(top)


def rights() -> dict[str, str]:
    return {"user": NOBODY} if os.geteuid() == 0 else {}


def as_nobody(command: Sequence[str | Path]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **rights())
    assert done.returncode == 0, done.stderr


def graded(round_, unit: str, root: Path, db_url: str) -> Iterator[object]:
    """A class graded in bulk, changed by people, graded again; then once more by nbgrader's own step."""
    for folder in ("source", "release"):
        shutil.copytree(round_.root / folder, root / folder)
    shutil.copyfile(round_.root / "nbgrader_config.py", root / "nbgrader_config.py")
    for way in WAYS:
        shutil.copytree(round_.folder("submitted", way), root / "submitted" / round_.students[way] / unit)
    settings = Config({"CourseDirectory": {"db_url": db_url}, "LateSubmissionPlugin": {"penalty_method": "zero"}})
    with open_course(root, alone=True, settings=settings) as app:
        Classroom(app, root, unit).generate()
        first = grade_class(app, unit, jobs=2)
        yield [each.is_new for each in first.learners], [each.score for each in first.learners]
        yield [each.is_new for each in grade_class(app, unit).learners]
        with Gradebook(db_url, "medcoding") as gradebook:
            gradebook.update_or_create_assignment(unit, duedate=parse_utc("2020-01-01 00:00:00"))
            gradebook.find_grade("foot-ulcer", "assignment", unit, round_.students[WAYS[1]]).manual_score = 2.5
            gradebook.grant_extension(unit, round_.students[WAYS[2]], weeks=2000)
        yield [each.score for each in grade_class(app, unit).learners]
        yield all_records(db_url)
        with temp_attrs(app.coursedir, assignment_id=unit, student_id="*"):
            step = CompleteAutograde(coursedir=app.coursedir, parent=app)
            step.force = True
            step.start()
        yield all_records(db_url)
        yield [each.is_new for each in grade_class(app, unit).learners]


def test_a_class_has_the_same_records_on_a_server_as_in_a_file(server, round_, unit, tmp_path) -> None:
    on_server = graded(round_, unit, tmp_path / "server", server.url)
    in_file = graded(round_, unit, tmp_path / "file", f"sqlite:///{tmp_path / 'file' / 'gradebook.db'}")
    for there, here in zip(on_server, in_file, strict=True):
        assert there == here


def test_a_server_that_is_not_there_is_named(round_, unit) -> None:
    settings = Config({"CourseDirectory": {"db_url": "postgresql+psycopg://grader@127.0.0.1:9/postgres"}})
    with (
        open_course(round_.root, alone=True, settings=settings) as app,
        pytest.raises(GradingError, match="see that it is there"),
    ):
        grade_class(app, unit)
