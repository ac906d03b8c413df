"""What a learner entered: its file, read with suspicion and written atomically.

An answer travels as `answers/<slug>.json` beside the notebook, and as a copy inside the saved
notebook's own output, from which it is read when the file did not come along.
"""

from __future__ import annotations

import json
import math
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medcoding.errors import AnswerError
from medcoding.untrusted import NotPlainError, TooLargeError, read_plain

FOLDER = "answers"
MIME = "application/vnd.medcoding.answer+json"
MAX_BYTES = 1_000_000
MAX_DEPTH = 12
MAX_VARIANT = 200
_TOO_LARGE = "the answer file is larger than 1 MB; open the notebook and enter the answer again"


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """An answer as its file holds it. Only the exercise's kind knows what `fields` mean.

    `variant` names the variant of a case that was answered, "" where the case has none.
    """

    exercise: str
    fields: Mapping[str, Any]
    variant: str = ""

    def as_json(self) -> dict[str, Any]:
        """The object that the file and the notebook's copy hold."""
        named = {"variant": self.variant} if self.variant else {}
        return {"exercise": self.exercise, **named, **self.fields}


def answer_path(folder: Path, slug: str) -> Path:
    """Where the answer to `slug` lies for a notebook in `folder`."""
    return folder / FOLDER / f"{slug}.json"


def parse_answer(text: str | bytes, slug: str, where: str) -> RawAnswer:
    """Read an answer from JSON text.

    Raises:
        AnswerError: over 1 MB, not UTF-8, not JSON, nested too deep, a number that is not finite,
            or the answer to another exercise.
    """
    if len(text) > MAX_BYTES:
        raise AnswerError(f"{where}: {_TOO_LARGE}")
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8")
        found = json.loads(text, parse_constant=_refuse_constant)
        _refuse_odd_values(found)
    except (ValueError, RecursionError) as error:
        raise AnswerError(
            f"{where}: the answer file cannot be read ({_first_line(error)}); "
            "open the notebook and enter the answer again"
        ) from None
    return parse_fields(found, slug, where)


def parse_fields(found: object, slug: str, where: str) -> RawAnswer:
    """Check that a decoded object is the answer to `slug`. Raises AnswerError."""
    if not isinstance(found, dict):
        raise AnswerError(f"{where}: the answer file holds no answer; open the notebook and enter the answer again")
    if found.get("exercise") != slug:
        raise AnswerError(f"{where}: this is the answer to another exercise; expected {slug!r}")
    fields = {str(name): value for name, value in found.items() if name not in ("exercise", "variant")}
    variant = found.get("variant")
    # Whether the case has a variant of that name is for those who hold the case to see.
    is_name = isinstance(variant, str) and len(variant) <= MAX_VARIANT
    return RawAnswer(slug, fields, str(variant) if is_name else "")


def load_answer(path: Path, slug: str) -> RawAnswer | None:
    """Read an answer file; None where there is none.

    Raises:
        AnswerError: as `parse_answer`, or when the file cannot be opened or is not a plain file.
    """
    where = f"{FOLDER}/{path.name}"
    try:
        text = read_plain(path, MAX_BYTES)
    except FileNotFoundError:
        return None
    except NotPlainError:
        raise AnswerError(
            f"{where}: the answer is not a plain file; open the notebook and enter the answer again"
        ) from None
    except TooLargeError:
        raise AnswerError(f"{where}: {_TOO_LARGE}") from None
    except OSError as error:
        raise AnswerError(f"{where}: the answer file cannot be opened ({error.strerror}); hand it in again") from None
    return parse_answer(text, slug, where)


def find_in_notebook(notebook: Mapping[str, Any], slug: str) -> RawAnswer | None:
    """The copy of an answer that a saved notebook carries in its outputs; None without one.

    Of several copies the last that can be read counts.
    """
    found = None
    for copy in _copies(notebook):
        try:
            _refuse_odd_values(copy)
            if len(json.dumps(copy)) <= MAX_BYTES:
                found = parse_fields(copy, slug, "notebook")
        except (AnswerError, ValueError, TypeError, RecursionError):
            continue
    return found


def save_answer(path: Path, answer: RawAnswer) -> None:
    """Replace an answer file in one step."""
    replace_text(path, json.dumps(answer.as_json(), indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def replace_text(path: Path, text: str) -> None:
    """Replace a file in one step: a reader sees the old text or the new, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _copies(notebook: Mapping[str, Any]) -> Iterator[object]:
    cells = notebook.get("cells")
    for cell in cells if isinstance(cells, list) else []:
        outputs = cell.get("outputs") if isinstance(cell, Mapping) else None
        for output in outputs if isinstance(outputs, list) else []:
            bundle = output.get("data") if isinstance(output, Mapping) else None
            if isinstance(bundle, Mapping) and MIME in bundle:
                yield bundle[MIME]


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


def _refuse_odd_values(value: object, depth: int = 0) -> None:
    """Raise ValueError for what JSON allows and no answer holds: deep nesting, 1e400, lone surrogates."""
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a number is not finite")
    if isinstance(value, str):
        value.encode("utf-8")
    elif isinstance(value, Mapping):
        for name, part in value.items():
            _refuse_odd_values(name, depth + 1)
            _refuse_odd_values(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            _refuse_odd_values(part, depth + 1)


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:120]
