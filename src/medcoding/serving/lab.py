"""JupyterLab as the course opens it: its settings and its command line."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

from medcoding.exercises.course import Course
from medcoding.serving.lab_extensions import disabled_extensions
from medcoding.serving.state import State

HOME = "course/home.ipynb"
# What stays in sight in the file browser of a learner; the rest of the repository is not theirs.
_FOR_LEARNERS = frozenset({"course", "my-assignments", "progress"})
_AUTHORED = (
    "cases",
    "questions",
    "cards",
    "index",
    "exams",
    "answers",
    "*.md",
    "*.yaml",
    "*.svg",
    "*.tsv",
    "contents.json",
)
_FIRST = (
    "lab",
    "lab/api/settings",
    "lab/api/translations/default",
    "api/kernelspecs",
    f"api/contents/{HOME}",
)
_PATIENCE = 10.0  # seconds for each of them
_WARM = "medcoding.serving.warm.jupyter_server"
# The server's halves of extensions that only instructors have.
_SERVER_FOR_INSTRUCTORS = (
    "jupyter_lsp",
    "jupyter_server_terminals",
    "nbgrader.server_extensions.course_list",
    "nbgrader.server_extensions.formgrader",
    "nbgrader.server_extensions.validate_assignment",
)


@dataclass(frozen=True, slots=True)
class Lab:
    """How JupyterLab is to run. `apps_url` is where the practice pages answer ("" for none)."""

    host: str
    port: int
    token: str
    apps_url: str
    instructor: bool = False

    @property
    def url(self) -> str:
        """The address of the course's home page, with the token that opens it."""
        return f"http://{self.host}:{self.port}/lab/tree/{quote(HOME)}?token={self.token}"

    @property
    def health_url(self) -> str:
        """An address that answers as soon as the server does."""
        return f"http://{self.host}:{self.port}/api"


def write_settings(lab: Lab, course: Course, state: State) -> None:
    """Write the settings that JupyterLab reads from the state folder."""
    _write(
        state.settings / "labconfig" / "page_config.json",
        {
            "medcodingHome": HOME,
            "medcodingApps": lab.apps_url,
            "medcodingLearner": not lab.instructor,
            # Whether its scripts could be built anew is worked out for seconds; ours are not built here.
            "buildAvailable": False,
            "buildCheck": False,
            "disabledExtensions": disabled_extensions(instructor=lab.instructor),
        },
    )
    extensions = dict.fromkeys(_SERVER_FOR_INSTRUCTORS, lab.instructor)
    _write(
        state.settings / "jupyter_server_config.json",
        {
            "ServerApp": {
                "ip": lab.host,
                "port": lab.port,
                "port_retries": 0,
                "open_browser": False,
                "allow_root": _is_root(),
                "root_dir": str(course.root),
                "default_url": f"/lab/tree/{HOME}",
                # Voila inside this server would let a visitor of its pages run code.
                "jpserver_extensions": {"voila.server_extension": False, _WARM: not lab.instructor, **extensions},
            },
            "IdentityProvider": {"token": lab.token},
            "KernelProvisionerFactory": {
                "default_provisioner_name": "local-provisioner" if lab.instructor else "medcoding-warm"
            },
            "ContentsManager": {"hide_globs": _hidden(course.root, lab.instructor)},
            "FileContentsManager": {"pre_save_hook": "medcoding.serving.saving.keep_as_built"},
        },
    )
    # The list of assignments looks for its settings in the learner's folder first, where there are none.
    lines = ["c = get_config()", f"load_subconfig('nbgrader_config.py', path={str(course.root)!r})", ""]
    (state.settings / "nbgrader_config.py").write_text("\n".join(lines), encoding="utf-8")
    (course.root / "my-assignments").mkdir(exist_ok=True)
    state.records.mkdir(exist_ok=True)


def ask_ahead(lab: Lab) -> None:
    """Ask JupyterLab once for what every page asks first: it imports and reads much for the first who asks."""
    for path in _FIRST:
        request = Request(f"http://{lab.host}:{lab.port}/{path}", headers={"Authorization": f"token {lab.token}"})
        with suppress(OSError), urlopen(request, timeout=_PATIENCE) as answer:
            answer.read()


def command() -> list[str]:
    """How to start JupyterLab in this environment."""
    return [sys.executable, "-m", "jupyterlab"]


def _hidden(root: Path, instructor: bool) -> list[str]:
    always = ["__pycache__", "*.pyc", "*~"]
    if instructor:
        return always
    return always + sorted(path.name for path in root.iterdir() if path.name not in _FOR_LEARNERS) + [*_AUTHORED]


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _write(path: Path, settings: dict[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)  # the token goes into one of them
    path.write_text(json.dumps(settings, indent=1), encoding="utf-8")
