"""Hostile submissions: found in their folders, laid out where nbgrader's `collect` would have put them."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from medcoding.answers import answer_path
from medcoding.disputes import dispute_path
from medcoding.exercises.find import find_file
from medcoding.nbgrader.demo import answers
from medcoding.nbgrader.demo.desk import Desk

SUBMISSIONS = Path(__file__).parent / "submissions"
UNIT = "04-test-unit"
# Text that stands in the files of keys and on no page that anybody is shown.
KEY_SECRET = "THE-FILE-OF-A-KEY"
NEIGHBOUR_SECRET = "WHAT-A-NEIGHBOUR-WROTE"
# Graded before, among and after the attackers.
HONEST = ("aaa-honest", "mmm-honest", "zzz-honest")


class NotPossibleError(Exception):
    """This machine does not let anybody hand this in; the text says why."""


@dataclass(frozen=True)
class World:
    """What lies around the attackers. `neighbour` is the submission of one who has everything right.

    `canary` is a file that must never come to be: files that should not run write to it.
    """

    root: Path
    assignment: str
    neighbour: Path
    canary: Path

    def key(self, slug: str) -> Path:
        """The file with the key of an exercise."""
        found = find_file(self.root / "source" / self.assignment, slug)
        assert found
        return found


@dataclass(slots=True)
class AttackDesk(Desk):
    """A desk whose files are already in submitted/. Its first exercise is answered rightly, the others not at all."""

    world: World = field(kw_only=True)
    _loaded: dict[str, Any] = field(default_factory=dict)

    @property
    def notebook_json(self) -> dict[str, Any]:
        """The notebook; `save` writes what was done to it."""
        if not self._loaded:
            self._loaded |= json.loads(self.path.read_text(encoding="utf-8"))
        return self._loaded

    def answer(self, slug: str) -> Path:
        """Where an answer lies; its folder is there."""
        return self._made(answer_path(self.folder, slug))

    def dispute(self, slug: str) -> Path:
        """Where the disputes of an exercise lie; their folder is there."""
        return self._made(dispute_path(self.folder, slug))

    def graded_cells(self) -> list[dict[str, Any]]:
        """The notebook's exercise cells."""
        return [cell for cell in self.notebook_json["cells"] if cell["metadata"].get("nbgrader")]

    def save(self) -> None:
        """Write the notebook, whatever has become of it."""
        self.path.write_text(json.dumps(self.notebook_json), encoding="utf-8")

    @staticmethod
    def _made(path: Path) -> Path:
        path.parent.mkdir(exist_ok=True)
        return path


@dataclass(frozen=True)
class Attack:
    """One hostile submission: a folder with `tries.txt`, files to hand in, and `attack.py` where files are not enough.

    The second line of `tries.txt`, where there is one, says what honest points are left: `earns 0`.
    """

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @cached_property
    def lines(self) -> list[str]:
        return (self.folder / "tries.txt").read_text(encoding="utf-8").splitlines()

    @property
    def tries(self) -> str:
        return self.lines[0]

    @property
    def solution(self) -> str | None:
        """The program that it hands in, where it attacks an exercise that asks for one."""
        path = self.folder / "solution.py"
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def earned(self, honest: float) -> float:
        """The points that this submission deserves."""
        return float(self.lines[1].removeprefix("earns ")) if len(self.lines) > 1 else honest

    def hand_in(self, desk: AttackDesk) -> None:
        """Do to a submission what this attack does. Raises NotPossibleError."""
        if (self.folder / "hand-in").is_dir():
            shutil.copytree(self.folder / "hand-in", desk.folder, dirs_exist_ok=True)
        path = self.folder / "attack.py"
        if path.is_file():
            spec = importlib.util.spec_from_file_location(f"attack_{self.name.replace('-', '_')}", path)
            assert spec
            assert spec.loader
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            do: Callable[[AttackDesk], None] = module.hand_in
            do(desk)


def find_attacks(on_code: bool) -> list[Attack]:
    """All attacks on exercises answered by data, or all on those that ask for a program."""
    found = (Attack(path.parent) for path in sorted(SUBMISSIONS.glob("*/tries.txt")))
    return [attack for attack in found if (attack.solution is not None) == on_code]


def students_of(attacks: list[Attack]) -> dict[str, Attack]:
    """The learners who hand these in; their names put them before, among and after the honest ones."""
    return {f"{'bhnt'[number % 4]}-{attack.name}": attack for number, attack in enumerate(attacks)}


def lay_out(world: World, student: str, exercises: tuple[Any, ...]) -> AttackDesk:
    """A submission as it was fetched, with the record of when it came in."""
    folder = world.root / "submitted" / student / world.assignment
    shutil.copytree(world.root / "release" / world.assignment, folder)
    (folder / "timestamp.txt").write_text("2026-05-20 10:00:00.000000 UTC")
    return AttackDesk(folder, "assignment", exercises, world=world)


def answer_first(desk: Desk) -> None:
    """Answer the first exercise rightly."""
    exercise = desk.exercises[0]
    answer = answers.full(exercise)
    desk.enter(answer, answers.points(exercise, answer))


def write_programs(desk: AttackDesk, programs: dict[str, str]) -> None:
    """Write programs into the cells that are there for them."""

    def change(notebook: dict[str, Any]) -> None:
        for cell in notebook["cells"]:
            slug = cell["metadata"].get("nbgrader", {}).get("grade_id", "").removesuffix("-program")
            if slug in programs and cell["metadata"]["nbgrader"]["solution"]:
                cell["source"] = programs[slug]

    desk.edit(change)
