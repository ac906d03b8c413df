"""Feedback pages as one zip, named as a learning management system finds its learners again."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medcoding.errors import CollectError
from medcoding.lms.file_names import System
from medcoding.lms.known_as import Known
from medcoding.nbgrader.run import find_submissions
from medcoding.untrusted import read_plain

MOST_PAGE_BYTES = 50_000_000
# Two zips of the same pages are the same, letter by letter.
_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Packed:
    """What a zip holds: each learner's pages. `without` names who has no page, `unnamed` whom the system's name is
    not known of.
    """

    pages: Mapping[str, tuple[str, ...]]
    without: tuple[str, ...]
    unnamed: tuple[str, ...]


def pack_feedback(
    coursedir: Any, assignment: str, path: Path, system: System | None, known: Mapping[str, Known]
) -> Packed:
    """Write `path` in one step.

    Raises:
        CollectError: there is no page at all, or the file cannot be written.
    """
    pages: dict[str, tuple[str, ...]] = {}
    contents: list[tuple[str, bytes]] = []
    without, unnamed = [], []
    for student in find_submissions(Path(coursedir.root), assignment):
        folder = Path(coursedir.format_path(coursedir.feedback_directory, student, assignment))
        found = sorted(folder.glob("*.html"))
        if not found:
            without.append(student)
            continue
        if system and system is not System.BLACKBOARD and student not in known:
            unnamed.append(student)
            continue
        named = [(_name(system, student, known, page.name), read_plain(page, MOST_PAGE_BYTES)) for page in found]
        pages[student] = tuple(name for name, _ in named)
        contents += named
    if not contents:
        raise CollectError(
            f"feedback/: there is no page to pack; run `nbgrader generate_feedback {assignment}`"
            + (" and collect the system's zip first, which tells its names" if unnamed else "")
        )
    _write(path, contents)
    return Packed(pages, tuple(without), tuple(unnamed))


def _name(system: System | None, student: str, known: Mapping[str, Known], page: str) -> str:
    if system is System.MOODLE:
        return f"{known[student].owner}/{page}"
    if system is System.CANVAS:
        return f"{known[student].owner}_{page}"
    return f"{student}_{page}" if system else f"{student}/{page}"


def _write(path: Path, contents: list[tuple[str, bytes]]) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".feedback-")
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for inner, content in contents:
                info = zipfile.ZipInfo(inner, _TIME)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
        Path(name).replace(path)
    except OSError as error:
        raise CollectError(f"{path}: it cannot be written ({error.strerror}); name another file") from None
