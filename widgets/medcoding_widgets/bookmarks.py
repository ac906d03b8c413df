"""The codes that a learner has marked in the code book: kept in a file of their own, or for one page only."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from medcoding import codes
from medcoding.answers import FOLDER
from medcoding.errors import CourseError
from medcoding.exercises.course import find_course
from medcoding_widgets.server_log import server_log

FILE = "encoder-bookmarks.json"
FORMAT = 1
MAX_BOOKMARKS = 200
MAX_BYTES = 100_000

Mark = tuple[str, str]


def own_folder() -> Path | None:
    """Where a learner's own files lie: answers/ beside the code book's page; None on a public page."""
    if os.environ.get("SERVER_SOFTWARE", "").startswith("voila") or "NBGRADER_EXECUTION" in os.environ:
        return None
    try:
        return find_course().root / "course" / FOLDER
    except CourseError:
        return Path.cwd() / FOLDER


class Bookmarks:
    """Marked codes as (system, code), the newest first. With a folder they are saved at every change."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / FILE if folder else None
        self._marks: list[Mark] = []
        self._save_problem = ""
        self._read()

    @property
    def says(self) -> str:
        """Why the last change could not be saved; empty when it was."""
        return self._save_problem

    def marks(self) -> tuple[Mark, ...]:
        """All marks, the newest first."""
        return tuple(self._marks)

    def put(self, system: str, code: str, *, marked: bool) -> None:
        """Mark a code, or take its mark away; past 200 the oldest goes."""
        self._read()  # another notebook may have changed them
        mark = (system, code)
        others = [each for each in self._marks if each != mark]
        self._marks = [mark, *others][:MAX_BOOKMARKS] if marked else others
        self._save()

    def _read(self) -> None:
        """Take over what the file holds; one that is missing or cannot be read changes nothing."""
        if self._path is None:
            return
        try:
            if self._path.is_symlink() or self._path.stat().st_size > MAX_BYTES:
                return
            self._marks = _marks(json.loads(self._path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return
        except (OSError, ValueError, RecursionError):
            server_log().warning("%s: the bookmarks cannot be read", FILE)

    def _save(self) -> None:
        if self._path is None:
            return
        text = json.dumps(
            {"format": FORMAT, "bookmarks": [{"system": system, "code": code} for system, code in self._marks]},
            indent=1,
        )
        self._save_problem = ""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            _replace(self._path, text + "\n")
        except OSError as error:
            reason = error.strerror or "the folder cannot be written"
            self._save_problem = f"Bookmarks last as long as this page: {reason}."


def _replace(path: Path, text: str) -> None:
    """Write in one step: a reader sees the old text or the new, never half of one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _marks(found: object) -> list[Mark]:
    """The marks of a decoded file; whatever is no short code of a known system is left out."""
    entries: Any = found.get("bookmarks", []) if isinstance(found, Mapping) else []
    marks = [
        (entry["system"], entry["code"])
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, Mapping)
        and entry.get("system") in codes.SYSTEMS
        and isinstance(entry.get("code"), str)
        and 0 < len(entry["code"]) <= 16
    ]
    return list(dict.fromkeys(marks))[:MAX_BOOKMARKS]
