"""A class of attackers and honest learners, graded together in one run."""

from __future__ import annotations

import hashlib
import os
import shutil
import socketserver
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import pytest
from traitlets.config import Config

from attacks.desks import (
    HONEST,
    KEY_SECRET,
    NEIGHBOUR_SECRET,
    UNIT,
    AttackDesk,
    NotPossibleError,
    World,
    answer_first,
    find_attacks,
    lay_out,
    students_of,
    write_programs,
)
from medcoding.build.notebooks import as_json, build_assignment
from medcoding.disputes import make_dispute, save_disputes
from medcoding.exercises import Exercise, load_case
from medcoding.exercises.public import FILE, public_half
from medcoding.kinds import program_of
from medcoding.nbgrader.demo.classroom import Classroom, open_classroom
from medcoding.nbgrader.demo.handins import perfect
from medcoding.nbgrader.run import LearnerResult, Summary, grade_class
from medcoding.sandbox.bubblewrap import check_sandbox
from medcoding.scoring import possible

HERE = Path(__file__).parent
CODE_UNIT = "15-test-unit"
CLAIMS = """claim,payer,charge,status
C-1,Northern Mutual,100,paid
C-2,Northern Mutual,200,denied
C-3,Red River Health,150,paid
C-4,Red River Health,150,paid
C-5,Northern Mutual,50,denied
C-6,Red River Health,50,paid
"""
# Enough for an honest program; the attacks should not take all day.
SMALL = {"cell": 3.0, "grace": 0.5, "wall": 90.0, "cpu": 10, "memory": 400_000_000, "scratch": 20_000_000}
REPOSITORY = HERE.parents[1]


@dataclass
class Siege:
    """A class after one run. `before` are the checksums of all that grading must not change.

    `processes` and `scratch` are the processes and the programs' folders that were there before it.
    """

    classroom: Classroom
    world: World
    summary: Summary
    before: dict[str, str]
    left: list[str]
    processes: set[int] = field(default_factory=set)
    scratch: set[Path] = field(default_factory=set)
    desks: dict[str, AttackDesk] = field(default_factory=dict)
    impossible: dict[str, str] = field(default_factory=dict)

    def result(self, student: str) -> LearnerResult:
        return next(each for each in self.summary.learners if each.student == student)

    def folder(self, step: str, student: str) -> Path:
        return self.world.root / step / student / self.world.assignment


def build_course(root: Path, cases: Path, unit: str, given: dict[str, str] | None = None) -> None:
    """A course of one assignment in `root`, built as `medcoding build` does. `given` are files beside its notebook."""
    source = root / "source" / unit
    shutil.copytree(cases, source / "cases")
    for name, content in (given or {}).items():
        (source / name).write_text(content)
    for path in sorted((source / "cases").glob("*.md")):
        path.write_text(path.read_text(encoding="utf-8").replace("author: test", f"author: {KEY_SECRET}"))
    exercises = [load_case(path) for path in sorted((source / "cases").glob("*.md"))]
    if given:  # the honest part of those who attack a program comes first
        exercises.sort(key=possible)
    text = "# Assignment\n\n" + "\n".join(f"[[exercise: {exercise.slug}]]\n" for exercise in exercises)
    points = {exercise.slug: possible(exercise) for exercise in exercises}
    programs = {exercise.slug: exercise for exercise in exercises if program_of(exercise)}
    halves = {"format": 1, "exercises": {exercise.slug: public_half(exercise) for exercise in exercises}}
    (source / FILE).write_bytes(as_json(halves, indent=1))
    (source / "assignment.ipynb").write_bytes(build_assignment(text, f"{unit}/assignment", points, programs))
    shutil.copyfile(REPOSITORY / "nbgrader_config.py", root / "nbgrader_config.py")


def checksums(*folders: Path) -> dict[str, str]:
    """The checksum of every plain file below these folders; of any other what it is."""
    found: dict[str, str] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            status = path.lstat()
            found[str(path)] = f"{status.st_mode} {status.st_rdev} {status.st_ino}"
            if path.is_symlink():
                found[str(path)] += f" {path.readlink()}"
            elif path.is_file() and status.st_size < 10_000_000 and os.access(path, os.R_OK):
                found[str(path)] += f" {hashlib.sha256(path.read_bytes()).hexdigest()}"
    return found


def running() -> set[int]:
    """The processes of this machine."""
    return {int(path.name) for path in Path("/proc").glob("[0-9]*")}


def scratch_folders() -> set[Path]:
    """The folders in which learners' programs run."""
    return set(Path("/tmp").glob("mc-cells-*"))


def name_of(pid: int) -> str:
    """The command of a process, for a message; "" once it has gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


@pytest.fixture(scope="session")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    """Everybody who attacks an assignment answered by data, and three honest learners among them."""
    course = tmp_path_factory.mktemp("siege") / "course"
    build_course(course, REPOSITORY / "tests" / "pipeline" / "cases", UNIT)
    with open_classroom(course, UNIT, course.parent / "class") as classroom:
        yield hold_siege(classroom, on_code=False)


@pytest.fixture(scope="session")
def code_siege(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    """Everybody who attacks an assignment that asks for programs, and three honest learners among them."""
    check_sandbox()
    course = tmp_path_factory.mktemp("code-siege") / "course"
    build_course(course, HERE / "cases", CODE_UNIT, {"claims.csv": CLAIMS})
    with (
        open_classroom(course, CODE_UNIT, course.parent / "class") as classroom,
        socketserver.TCPServer(("127.0.0.1", 0), Caught) as server,
    ):
        classroom.app.update_config(Config({"ScoreAnswers": {"limits": SMALL}}))
        Caught.heard = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield hold_siege(classroom, on_code=True, port=server.server_address[1])
        finally:
            server.shutdown()


class Caught(socketserver.BaseRequestHandler):
    """Hears whoever calls out to this machine."""

    heard: ClassVar[list[bytes]] = []

    def handle(self) -> None:
        self.heard.append(self.request.recv(100))


def hold_siege(classroom: Classroom, *, on_code: bool, port: int = 0) -> Siege:
    """Lay out every submission, grade all in one run, make feedback, and note what that changed."""
    root, unit = classroom.root, classroom.assignment
    classroom.generate()
    world = World(root, unit, root / "submitted" / HONEST[0] / unit, root.parent / "canary")
    siege = Siege(classroom, world, Summary(unit, (), 0.0), {}, [])
    exercises = tuple(sorted(classroom.exercises, key=possible)) if on_code else classroom.exercises
    for student in HONEST:
        siege.desks[student] = desk = lay_out(world, student, exercises)
        write_programs(desk, {each.slug: answer_with(each) for each in exercises}) if on_code else perfect(desk)
    says = make_dispute("S93.401A", "", NEIGHBOUR_SECRET)
    save_disputes(world.neighbour, exercises[0].slug, (says,))
    for student, attack in students_of(find_attacks(on_code=on_code)).items():
        siege.desks[student] = desk = lay_out(world, student, exercises)
        if attack.solution is not None:
            tried = attack.solution.replace("PORT", str(port)).replace("CANARY-FOLDER", str(world.canary.parent))
            write_programs(desk, {exercises[0].slug: answer_with(exercises[0]), exercises[1].slug: tried})
        else:
            answer_first(desk)
        try:
            attack.hand_in(desk)
        except NotPossibleError as reason:
            siege.impossible[student] = str(reason)
    watched = (root / "source", root / "release", root / "submitted")
    siege.before = checksums(*watched)
    here, siege.processes, siege.scratch = Path.cwd(), running(), scratch_folders()
    os.chdir(root)  # where nbgrader's command is run
    try:
        siege.summary = grade_class(classroom.app, unit)
        classroom.make_feedback()
    finally:
        os.chdir(here)
    after = checksums(*watched)
    siege.left = [path for path in siege.before.keys() | after.keys() if siege.before.get(path) != after.get(path)]
    return siege


def answer_with(exercise: Exercise) -> str:
    """The instructor's program for an exercise."""
    program = program_of(exercise)
    assert program
    return f"{program.starter}\n{program.solution}"


@pytest.fixture
def wait_until():
    """Wait for something to become true; False when it does not."""

    def wait(is_true, seconds: float = 10.0) -> bool:
        end = time.monotonic() + seconds
        while not is_true():
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    return wait
