"""A learner's files, put where nbgrader and the scorer look for them: the notebook, answers/ and disputes/."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from medcoding import answers, disputes
from medcoding.lms.zip_files import read_inner_zip
from medcoding.nbgrader.collect import MOST_FILES
from medcoding.nbgrader.records import RECORDS

# What a browser or a system adds to the name of a second file of the same name.
_AGAIN = re.compile(r"(-\d{1,3}| ?\(\d{1,3}\))$")
_FOLDERS = (answers.FOLDER, disputes.FOLDER)
_RUBBISH = ("__MACOSX", ".DS_Store", ".ipynb_checkpoints")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one learner may hand in, in bytes and files."""

    file_bytes: int
    all_bytes: int
    files: int = MOST_FILES


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a learner's folder, by its path there; `notes` says what was left out or renamed."""

    files: dict[str, bytes]
    notes: tuple[str, ...]


def sort_contents(
    handed: Iterable[tuple[str, bytes | None]], notebooks: tuple[str, ...], slugs: frozenset[str], limits: Limits
) -> Contents:
    """Sort what was handed in, the oldest first: of two files for one place the later counts.

    `notebooks` are the names of the assignment's, with their ending; `slugs` its exercises.
    """
    notes: list[str] = []
    files: dict[str, bytes] = {}
    found: list[tuple[PurePosixPath, bytes]] = []
    left = limits.all_bytes
    for name, content in _unpacked(handed, limits):
        if any(part in _RUBBISH for part in name.split("/")):
            continue
        if content is None or len(content) > left or len(found) >= limits.files:
            notes.append(f"{name[-80:]!r} was left: damaged, too large, or no plain file")
            continue
        left -= len(content)
        found.append((PurePosixPath(name), content))
    places = _notebook_places([path for path, _ in found], notebooks)
    for path, content in found:
        place = places.get(path) or _place(path, content, slugs)
        if not place:
            notes.append(f"{path.name[:80]!r} was left: its name is none for a submission")
            continue
        if files.get(place, content) != content:
            notes.append(f"{place}: handed in twice, the later one counts")
        if path.suffix == ".ipynb" and path.name != place:
            notes.append(f"{path.name[:80]!r} is taken as {place}")
        files[place] = content
    return Contents(files, tuple(dict.fromkeys(notes)))


def _unpacked(handed: Iterable[tuple[str, bytes | None]], limits: Limits) -> Iterable[tuple[str, bytes | None]]:
    left = limits.all_bytes
    for name, content in handed:
        if content is None or not name.lower().endswith(".zip"):
            yield name, content
            continue
        inner = 0
        for path, found in read_inner_zip(content, left, limits.files):
            left -= len(found or b"")
            inner += 1
            too_large = found is not None and len(found) > limits.file_bytes
            yield path, None if too_large else found
        if not inner:
            yield name, None


def _notebook_places(paths: list[PurePosixPath], notebooks: tuple[str, ...]) -> dict[PurePosixPath, str]:
    """Which notebook is which: by its name, or because there is but one of each."""
    given = [path for path in paths if path.suffix == ".ipynb"]
    places = {path: name for path in given if (name := _AGAIN.sub("", path.stem) + path.suffix) in notebooks}
    if not places and len(given) == 1 == len(notebooks):
        places = {given[0]: notebooks[0]}
    return places


def _place(path: PurePosixPath, content: bytes, slugs: frozenset[str]) -> str:
    """Where a file belongs; "" for one that has no place in a submission."""
    name = path.name
    if not name.isprintable() or name.startswith(".") or len(name) > 120 or name in (*RECORDS, *_FOLDERS):
        return ""
    if path.suffix == ".json":
        folder = path.parent.name
        slug = path.stem if path.stem in slugs else ""
        if folder in _FOLDERS and slug:
            return f"{folder}/{name}"
        told = _folder_and_slug(content)
        if told and told[1] in slugs:
            return f"{told[0]}/{told[1]}.json"
    return name


def _folder_and_slug(content: bytes) -> tuple[str, str] | None:
    """What a JSON file says that it is, where a system has flattened the folders."""
    try:
        found = json.loads(content[: answers.MAX_BYTES + 1])
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("exercise"), str):
        return None
    return (disputes.FOLDER if "disputes" in found else answers.FOLDER), found["exercise"]
