"""An nbgrader application inside this process: its configuration, its steps, its log in a file."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from nbgrader import api
from nbgrader.apps.baseapp import NbGrader
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from medcoding.errors import CourseError
from medcoding.nbgrader.converters import install

CONFIG = "nbgrader_config.py"
LOG = ".nbgrader.log"


class CourseApp(NbGrader):  # type: ignore[misc]
    """nbgrader for one course. `alone` leaves out whatever else this machine configures for nbgrader."""

    load_cwd_config = False
    alone = False

    def init_syspath(self) -> None:
        """Leave the module path alone: nbgrader would put the current folder first on it."""

    @property
    def config_file_paths(self) -> list[str]:
        """Where nbgrader looks for configuration besides the course's own."""
        return [] if self.alone else list(super().config_file_paths)


def _ask_alembic_once() -> None:
    """Remember the schema's version: nbgrader starts a program of a second or two for each new gradebook to ask it."""
    if not hasattr(api.get_alembic_version, "cache_info"):
        api.get_alembic_version = cache(api.get_alembic_version)


@contextmanager
def open_course(root: Path, *, alone: bool = False, settings: Config | None = None) -> Iterator[Any]:
    """An nbgrader application for the course in `root`, ready to run steps; it writes to `.nbgrader.log` there.

    `settings` come last and win.

    Raises:
        CourseError: `root` has no nbgrader_config.py.
    """
    root = root.resolve()
    if not (root / CONFIG).is_file():
        raise CourseError(f"{root}: {CONFIG} is missing; run this in the course's folder")
    install()
    _ask_alembic_once()
    app = CourseApp()
    app.alone = alone
    app.log_level = logging.CRITICAL
    app.initialize([], root=str(root))
    if settings:
        app.update_config(settings)
    handler = logging.FileHandler(root / LOG, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    # Nothing of nbgrader's log reaches the screen: the caller says what a person needs to know.
    before, app.log.handlers[:] = list(app.log.handlers), [handler]
    app.log.propagate = False
    app.start()
    try:
        with warnings.catch_warnings():
            # SQLAlchemy warns about how nbgrader makes new records; nobody here can act on it.
            warnings.simplefilter("ignore", SAWarning)
            yield app
    finally:
        app.log.handlers[:] = before
        handler.close()
