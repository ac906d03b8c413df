"""What a run hands to its workers, and what they hand back. All of it can be pickled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ClassPlan:
    """What is the same for every submission of a run.

    `notebooks` maps each notebook's name to its JSON text as nbgrader's sanitising leaves it: the
    released one, with no answers. `copied` are the files of source/ that go into every graded folder, by
    their path there. `mode` is for the files written. `code` is the fingerprint of the program.
    """

    assignment: str
    source: Path
    release: Path
    staging: Path
    notebooks: Mapping[str, str]
    copied: Mapping[str, Path]
    mode: int
    code: str


@dataclass(frozen=True, slots=True)
class Task:
    """One submission to score. `has_good_time`: its record of when it came in can be read, or there is none."""

    student: str
    submitted: Path
    has_good_time: bool = True


@dataclass(frozen=True, slots=True)
class Done:
    """One submission scored: points by notebook and grade cell, and its folder, not yet in its place.

    Where it could not be graded `failure` says why, and there is no folder.
    """

    student: str
    points: Mapping[str, Mapping[str, float]]
    problems: tuple[str, ...] = ()
    folder: Path | None = None
    failure: str = ""
