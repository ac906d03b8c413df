"""Where the servers keep what they need while they run: `.medcoding/` in the course's folder, outside git."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from medcoding.exercises.course import VARIABLE, Course


@dataclass(frozen=True, slots=True)
class State:
    """The folders of `.medcoding/`. Everything in it can be deleted; it is made again."""

    folder: Path

    @property
    def apps(self) -> Path:
        """The practice notebooks that Voila serves, and nothing else."""
        return self.folder / "apps"

    @property
    def settings(self) -> Path:
        """Jupyter's settings for this course, in place of the user's own."""
        return self.folder / "jupyter"

    @property
    def records(self) -> Path:
        """Jupyter's own records: trusted notebooks, submissions listed."""
        return self.folder / "records"

    def log(self, name: str) -> Path:
        """What the server of that name prints."""
        return self.folder / f"{name}.log"


def state_of(course: Course) -> State:
    """The state folder of a course, made if it is missing."""
    state = State(course.root / ".medcoding")
    state.folder.mkdir(exist_ok=True)
    return state


def server_environment(course: Course, state: State) -> dict[str, str]:
    """What a server and its kernels find in their environment.

    A person's own Jupyter settings stay out: a stray extension or an old workspace of theirs must
    not change what a learner sees. The programs of this environment come first on the path, because
    nbgrader calls one of them (alembic) by name.
    """
    programs = str(Path(sys.executable).parent)
    return {
        **os.environ,
        VARIABLE: str(course.root),
        "PATH": os.pathsep.join([programs, os.environ.get("PATH", "")]),
        "JUPYTER_CONFIG_DIR": str(state.settings),
        "JUPYTER_DATA_DIR": str(state.records),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
