"""Runs a learner's cells in order and comes back with what they printed and the values they left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from medcoding.sandbox.bubblewrap import check_sandbox
from medcoding.sandbox.kernel import Handed, LearnersKernel, Printed
from medcoding.sandbox.limits import Limits, Protection


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell to run."""

    source: str


@dataclass(frozen=True, slots=True)
class Ask:
    """The place where an exercise's values are asked for by their names."""

    exercise: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ran:
    """A run. `printed` goes with the cells, in their order; `handed` with the exercises.

    `ended` says why the run ended before its last step, "" where it did not.
    """

    printed: tuple[Printed, ...]
    handed: Mapping[str, Handed]
    ended: str = ""


def run_steps(steps: Sequence[Cell | Ask], limits: Limits, protection: Protection, files: Mapping[str, Path]) -> Ran:
    """Run a notebook's steps in one kernel.

    `files` lie beside it, read-only in the sandbox, by the names they have there.

    Raises:
        SandboxError: learners' programs may not or cannot be run here.
    """
    if protection is Protection.SANDBOXED:
        check_sandbox()
    printed: list[Printed] = []
    handed: dict[str, Handed] = {}
    with LearnersKernel(limits, protection, files) as kernel:
        for step in steps:
            if isinstance(step, Cell):
                printed.append(kernel.execute(step.source))
            else:
                handed[step.exercise] = kernel.hand_over(step.names)
        return Ran(tuple(printed), handed, kernel.ended)
