"""A class of attackers and honest learners, graded together in one run."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

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
)
from medcoding.build.notebooks import as_json, build_assignment
from medcoding.disputes import make_dispute, save_disputes
from medcoding.exercises import load_case
from medcoding.exercises.public import FILE, public_half
from medcoding.nbgrader.demo.classroom import Classroom, open_classroom
from medcoding.nbgrader.demo.handins import perfect
from medcoding.nbgrader.run import LearnerResult, Summary, grade_class
from medcoding.scoring import possible

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]


@dataclass
class Siege:
    """A class after one run. `before` are the checksums of all that grading must not change."""

    classroom: Classroom
    world: World
    summary: Summary
    before: dict[str, str]
    left: list[str]
    desks: dict[str, AttackDesk] = field(default_factory=dict)
    impossible: dict[str, str] = field(default_factory=dict)

    def result(self, student: str) -> LearnerResult:
        return next(each for each in self.summary.learners if each.student == student)

    def folder(self, step: str, student: str) -> Path:
        return self.world.root / step / student / self.world.assignment


def build_course(root: Path, cases: Path, unit: str) -> None:
    """A course of one assignment in `root`, built as `medcoding build` does."""
    source = root / "source" / unit
    shutil.copytree(cases, source / "cases")
    for path in sorted((source / "cases").glob("*.md")):
        path.write_text(path.read_text(encoding="utf-8").replace("author: test", f"author: {KEY_SECRET}"))
    exercises = [load_case(path) for path in sorted((source / "cases").glob("*.md"))]
    text = "# Assignment\n\n" + "\n".join(f"[[exercise: {exercise.slug}]]\n" for exercise in exercises)
    points = {exercise.slug: possible(exercise) for exercise in exercises}
    halves = {"format": 1, "exercises": {exercise.slug: public_half(exercise) for exercise in exercises}}
    (source / FILE).write_bytes(as_json(halves, indent=1))
    (source / "assignment.ipynb").write_bytes(build_assignment(text, f"{unit}/assignment", points))
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
    root = course.parent / "class"
    with open_classroom(course, UNIT, root) as classroom:
        classroom.generate()
        world = World(root, UNIT, root / "submitted" / HONEST[0] / UNIT, root.parent / "canary")
        siege = Siege(classroom, world, Summary(UNIT, (), 0.0), {}, [])
        for student in HONEST:
            siege.desks[student] = lay_out(world, student, classroom.exercises)
            perfect(siege.desks[student])
        says = make_dispute("S93.401A", "", NEIGHBOUR_SECRET)
        save_disputes(world.neighbour, "ankle-first-visit", (says,))
        for student, attack in students_of(find_attacks(on_code=False)).items():
            siege.desks[student] = desk = lay_out(world, student, classroom.exercises)
            answer_first(desk)
            try:
                attack.hand_in(desk)
            except NotPossibleError as reason:
                siege.impossible[student] = str(reason)
        watched = (root / "source", root / "release", root / "submitted")
        siege.before = checksums(*watched)
        here = Path.cwd()
        os.chdir(root)  # where nbgrader's command is run
        try:
            siege.summary = grade_class(classroom.app, UNIT)
            classroom.make_feedback()
        finally:
            os.chdir(here)
        after = checksums(*watched)
        siege.left = [path for path in siege.before.keys() | after.keys() if siege.before.get(path) != after.get(path)]
        yield siege


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
