"""The releases that are held: those shipped with the package and those that somebody added.

Each release is one SQLite file with a card beside it (`<stem>.json`) that says what it is. A shipped
release is packed (`.sqlite.xz`); it is unpacked once into the user's cache and opened read-only.
Both folders are replaced by the one that `MEDCODING_TABLES` names.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from medcoding.codes.model import Release
from medcoding.errors import NoReleaseError, TablesError

SHIPPED = Path(__file__).parent / "releases"
FOLDER_VARIABLE = "MEDCODING_TABLES"
PACKED = ".sqlite.xz"
PLAIN = ".sqlite"
# Ends the name of an official index, which belongs to no one release: `<system>_<first day>.<sum>.index.sqlite`.
INDEX = ".index.sqlite"


def cache_folder() -> Path:
    """Where shipped releases are unpacked."""
    return _folder("XDG_CACHE_HOME", ".cache")


def added_folder() -> Path:
    """Where `medcoding tables add` keeps the releases that somebody added."""
    return _folder("XDG_DATA_HOME", ".local/share", "added")


def held_releases() -> tuple[Release, ...]:
    """Every release held, by system and date; an added one replaces a shipped one of the same date.

    Raises:
        TablesError: a card beside a release cannot be read.
    """
    return _read_cards(SHIPPED, added_folder())


@dataclass(frozen=True, slots=True)
class HeldIndex:
    """The file of an official index, and the edition it belongs to."""

    system: str
    effective_from: date
    path: Path


def held_indexes() -> tuple[HeldIndex, ...]:
    """Every official index that somebody added, by system and date."""
    return _read_indexes(added_folder())


def release_on(system: str, on: date) -> Release:
    """The release in force on that date; else the last that began before it; else the earliest.

    Each entry carries its own dates, so a neighbouring release still tells what was valid.

    Raises:
        NoReleaseError: no release of that system is held.
    """
    held = [release for release in held_releases() if release.system == system]
    if not held:
        raise NoReleaseError(f"{system}: no release is held; add one with `medcoding tables add`")
    begun = [release for release in held if release.effective_from <= on]
    return begun[-1] if begun else held[0]


def unpacked(release: Release) -> Path:
    """The plain SQLite file of a release, unpacking it on first use.

    The file's name carries its checksum, and it appears in one step: what has the name and the size
    is whole. Any number of processes may ask at once; one of them does the work.

    Raises:
        TablesError: the packed file is damaged, or the cache cannot be written.
    """
    if release.path.name.endswith(PLAIN):
        return release.path
    stem = release.path.name.removesuffix(PACKED)
    target = cache_folder() / f"{stem}.{release.sha256[:16]}{PLAIN}"
    if _is_whole(target, release):
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(target.with_suffix(".lock")):
            if not _is_whole(target, release):
                _unpack(release, target)
    except OSError as error:
        raise TablesError(
            f"{target.parent}: the code tables cannot be unpacked here ({error.strerror}); "
            f"set {FOLDER_VARIABLE} to a folder that can be written"
        ) from error
    return target


def card_beside(path: Path) -> Path:
    """The card of a release file."""
    return path.with_name(path.name.removesuffix(PACKED).removesuffix(PLAIN) + ".json")


def write_card(release: Release) -> None:
    """Write the card beside `release.path`: sorted, indented, ending in a newline."""
    card = {
        "system": release.system,
        "name": release.name,
        "effective_from": release.effective_from.isoformat(),
        "effective_to": release.effective_to.isoformat() if release.effective_to else None,
        "file": release.path.name,
        "size": release.size,
        "sha256": release.sha256,
        "digest": release.digest,
        "counts": dict(release.counts),
    }
    card_beside(release.path).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def read_card(path: Path) -> Release:
    """The release that a card describes. Raises TablesError if it cannot be read."""
    try:
        card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        ends = card["effective_to"]
        return Release(
            system=card["system"],
            name=card["name"],
            effective_from=date.fromisoformat(card["effective_from"]),
            effective_to=date.fromisoformat(ends) if ends else None,
            path=path.with_name(card["file"]),
            digest=card["digest"],
            sha256=card["sha256"],
            size=card["size"],
            counts=card["counts"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TablesError(
            f"{path.name}: this release's card cannot be read ({error}); remove it and add the release again"
        ) from error


def forget_cards() -> None:
    """Read the cards afresh at the next call: a release was added or built."""
    _read_cards.cache_clear()
    _read_indexes.cache_clear()


@cache
def _read_indexes(added: Path) -> tuple[HeldIndex, ...]:
    found = []
    for path in sorted(added.glob(f"*{INDEX}")):
        system, _, day = path.name.partition(".")[0].rpartition("_")
        try:
            found.append(HeldIndex(system, date.fromisoformat(day), path))
        except ValueError:
            continue  # not named as ours are
    return tuple(sorted(found, key=lambda each: (each.system, each.effective_from)))


@cache
def _read_cards(shipped: Path, added: Path) -> tuple[Release, ...]:
    held: dict[tuple[str, date], Release] = {}
    for folder in (shipped, added):
        for path in sorted(folder.glob("*.json")):
            release = read_card(path)
            held[release.system, release.effective_from] = release
    return tuple(held[key] for key in sorted(held))


def _folder(variable: str, fallback: str, below: str = "") -> Path:
    surroundings = (os.environ.get(each, "") for each in (FOLDER_VARIABLE, variable, "HOME"))
    return _folder_in(*surroundings, fallback, below)


# A search asks for the folders several times, and making a path costs as much as a query.
@cache
def _folder_in(named: str, base: str, _home: str, fallback: str, below: str) -> Path:
    if named:
        return Path(named).expanduser() / below
    top = Path(base)
    return (top if top.is_absolute() else Path.home() / fallback) / "medcoding" / "tables" / below


def _is_whole(path: Path, release: Release) -> bool:
    try:
        return path.stat().st_size == release.size
    except OSError:
        return False


def _unpack(release: Release, target: Path) -> None:
    import lzma  # only the first use of a release pays for it

    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}.", suffix=".tmp")
    part = Path(name)
    try:
        seen = hashlib.sha256()
        with os.fdopen(handle, "wb") as plain, lzma.open(release.path) as packed:
            while block := packed.read(1 << 20):
                seen.update(block)
                plain.write(block)
        if seen.hexdigest() != release.sha256:
            raise lzma.LZMAError("checksum differs")
        part.chmod(0o444)
        part.replace(target)
    except (lzma.LZMAError, EOFError) as error:
        raise TablesError(
            f"{release.path.name}: the packed code table is damaged ({error}); install the course again"
        ) from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """Hold a lock between processes. Without `fcntl` (Windows) work may be done twice, never wrongly."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def renamed(release: Release, path: Path) -> Release:
    """The same release held in another file."""
    return replace(release, path=path)
