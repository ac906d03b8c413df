"""The folder that an edition is written to: only one that is empty, or that this command wrote before."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from medcoding.errors import SiteError

MARK = "medcoding-site.json"
_FORMAT = 1


def claim(folder: Path, files: Iterable[str]) -> tuple[str, ...]:
    """Make the folder ours and note which files will be in it; returns those of before that will not be.

    The note is written first, so that an interrupted run can be repeated.

    Raises:
        SiteError: the folder holds something that this command did not write, or cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = _noted(folder)
        wanted = sorted({*files, MARK})
        _write(folder / MARK, json.dumps({"format": _FORMAT, "files": sorted({*wanted, *before})}, indent=0) + "\n")
    except OSError as error:
        raise SiteError(f"{folder}: the folder cannot be written ({error.strerror}); name another place") from None
    return tuple(sorted(set(before) - set(wanted)))


def write_file(folder: Path, name: str, content: bytes) -> None:
    """Write one file of the edition. Raises SiteError."""
    path = folder / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != content:
            path.write_bytes(content)
    except OSError as error:
        raise SiteError(
            f"{path}: the file cannot be written ({error.strerror}); free space or name another place"
        ) from None


def finish(folder: Path, files: Iterable[str], old: Iterable[str]) -> None:
    """Remove what an earlier edition left, and note what is there now."""
    for name in old:
        path = folder / name
        path.unlink(missing_ok=True)
        for above in path.parents:
            if above == folder or any(above.iterdir()):
                break
            above.rmdir()
    _write(folder / MARK, json.dumps({"format": _FORMAT, "files": sorted({*files, MARK})}, indent=0) + "\n")


def _noted(folder: Path) -> tuple[str, ...]:
    mark = folder / MARK
    if not any(folder.iterdir()):
        return ()
    foreign = SiteError(
        f"{folder}: the folder holds files that `medcoding site` did not write; name an empty folder or a new one"
    )
    try:
        found = json.loads(mark.read_text(encoding="utf-8"))
        names = found["files"] if found["format"] == _FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        raise foreign from None
    if not isinstance(names, list) or not all(_is_inside(name) for name in names):
        raise foreign
    return tuple(names)


def _is_inside(name: object) -> bool:
    """True for a name that stays within the folder: what is noted will be removed one day."""
    return isinstance(name, str) and not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8"))
