"""Where an answer is kept: its file beside the notebook, and the notebook's own copy of it.

The file is written on every change. When it is gone, the copy inside the saved notebook brings the
answer back; when it cannot be read, it is put aside under another name and never lost.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from medcoding.answers import RawAnswer, answer_path, find_in_notebook, load_answer, save_answer
from medcoding.errors import AnswerError

MAX_NOTEBOOK_BYTES = 20_000_000
MAX_NOTEBOOKS = 20


@dataclass(frozen=True, slots=True)
class Loaded:
    """An answer found, or None. `says` tells the learner when something was wrong with the file."""

    answer: RawAnswer | None
    says: str = ""
    from_file: bool = False


class Shelf:
    """Keeps the answer to one exercise for a notebook that lies in `folder`."""

    def __init__(self, folder: Path, slug: str, check: Callable[[RawAnswer], object]) -> None:
        """`check` raises AnswerError for an answer that the exercise cannot show."""
        self.folder = folder
        self.slug = slug
        self._check = check
        self.path = answer_path(folder, slug)

    def load(self) -> Loaded:
        """The answer of the file, else of the notebook, else none."""
        try:
            found = load_answer(self.path, self.slug)
            if found:
                self._check(found)
                return Loaded(found, from_file=True)
        except AnswerError:
            return self._replace_unreadable()
        return Loaded(self._from_notebook())

    def peek(self) -> Loaded:
        """As `load`, but nothing on disk is touched."""
        try:
            found = load_answer(self.path, self.slug)
        except AnswerError:
            found = None
        if found and self._is_good(found):
            return Loaded(found, from_file=True)
        return Loaded(self._from_notebook())

    def save(self, answer: RawAnswer) -> str:
        """Write the file. Returns "" or a sentence that says why it could not be written."""
        try:
            save_answer(self.path, answer)
        except OSError as error:
            reason = error.strerror or "the folder cannot be written"
            return (
                f"Not saved: {reason}. Your answer is still on this page; "
                "free some space or ask your instructor, then change it to save again."
            )
        return ""

    def _replace_unreadable(self) -> Loaded:
        """Put the file aside and start from what else there is."""
        copy = self._from_notebook()
        start = "The copy inside the notebook was used instead." if copy else "This exercise starts empty."
        try:
            kept = self._put_aside()
        except OSError:
            return Loaded(copy, f"The saved answer could not be read. {start}")
        return Loaded(copy, f"The saved answer could not be read. It is kept as {kept.name}. {start}")

    def _put_aside(self) -> Path:
        for number in range(1, 10_000):
            kept = self.path.with_name(f"{self.path.name}.unreadable-{number}")
            if not kept.exists() and not kept.is_symlink():
                return self.path.rename(kept)
        raise OSError("too many unreadable answers are kept")

    def _from_notebook(self) -> RawAnswer | None:
        for path in _notebooks(self.folder):
            try:
                if path.stat().st_size > MAX_NOTEBOOK_BYTES:
                    continue
                notebook = json.loads(path.read_bytes())
            except (OSError, ValueError, RecursionError):
                continue
            found = find_in_notebook(notebook, self.slug) if isinstance(notebook, dict) else None
            if found and self._is_good(found):
                return found
        return None

    def _is_good(self, answer: RawAnswer) -> bool:
        try:
            self._check(answer)
        except AnswerError:
            return False
        return True


def _notebooks(folder: Path) -> Iterator[Path]:
    """The notebook that this kernel belongs to, where the server says so; else those in the folder, newest first."""
    named = os.environ.get("JPY_SESSION_NAME", "")
    own = folder / Path(named).name
    if own.suffix == ".ipynb" and own.is_file():
        yield own
        return
    try:
        found = sorted(folder.glob("*.ipynb"), key=lambda path: path.stat().st_mtime, reverse=True)
    except OSError:
        return
    yield from found[:MAX_NOTEBOOKS]
