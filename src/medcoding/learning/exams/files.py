"""Where sittings are kept: one readable JSON file each, in the learner's own folder, replaced in one step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from medcoding.answers import replace_text
from medcoding.learning.days import parse_moment
from medcoding.learning.exams.paper import Item, Part
from medcoding.learning.exams.sitting import EndedBy, Mark, Sitting

FOLDER = "mock-exams"
FORMAT = 1
MAX_BYTES = 10_000_000
_SAYS = "One try at a mock exam: your answers, saved at every change. Keep it; it is yours."


class Shelf(Protocol):
    """Keeps sittings. `trouble` says why the last one could not be kept, or ""."""

    trouble: str

    def save(self, sitting: Sitting) -> None:
        """Keep it as it is now. Never raises: `trouble` tells."""

    def all_of(self, exam: str) -> tuple[Sitting, ...]:
        """The sittings of an exam, the latest first."""


class PageShelf:
    """Keeps sittings as long as the page lives."""

    def __init__(self) -> None:
        self.trouble = ""
        self._held: dict[str, Sitting] = {}

    def save(self, sitting: Sitting) -> None:
        """See `Shelf`."""
        self._held[sitting.id] = sitting

    def all_of(self, exam: str) -> tuple[Sitting, ...]:
        """See `Shelf`."""
        return _latest_first(each for each in self._held.values() if each.exam == exam)


class FileShelf:
    """Keeps sittings in a folder. A file that cannot be read is left as it is and not counted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trouble = ""

    def save(self, sitting: Sitting) -> None:
        """See `Shelf`."""
        try:
            replace_text(self.folder / f"{sitting.id}.json", render_sitting(sitting))
            self.trouble = ""
        except OSError as error:
            reason = error.strerror or "the folder cannot be written"
            self.trouble = f"Your exam could not be saved: {reason}. Free some space or ask your instructor."

    def all_of(self, exam: str) -> tuple[Sitting, ...]:
        """See `Shelf`."""
        found = (load_sitting(path) for path in sorted(self.folder.glob(f"{exam}-*.json")))
        return _latest_first(each for each in found if each is not None and each.exam == exam)


def load_sitting(path: Path) -> Sitting | None:
    """Read one file; None where it holds no sitting."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        return parse_sitting(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def render_sitting(sitting: Sitting) -> str:
    """The text of its file."""
    fields = asdict(sitting)
    for name in ("started_at", "seen_at", "ended_at"):
        fields[name] = fields[name] and fields[name].isoformat()
    fields["used"] = round(sitting.used, 3)
    fields["flags"] = sorted(sitting.flags)
    fields["ended_by"] = sitting.ended_by and sitting.ended_by.value
    about = {"what": "a try at a mock exam", "format": FORMAT, "says": _SAYS}
    return json.dumps({**about, **fields}, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def parse_sitting(text: str) -> Sitting:
    """Read what `render_sitting` wrote. Raises ValueError for anything else."""
    found = json.loads(text)
    try:
        if found["format"] != FORMAT:
            raise ValueError("of another format")
        sitting = Sitting(
            id=_of_type(found["id"], str),
            exam=_of_type(found["exam"], str),
            title=_of_type(found["title"], str),
            minutes=_whole(found["minutes"]),
            passing=_whole(found["passing"]),
            seed=_of_type(found["seed"], str),
            place=_whole(found["place"]),
            parts=tuple(_part(each) for each in found["parts"]),
            items=tuple(Item(*(_of_type(each[name], str) for name in Item.__slots__)) for each in found["items"]),
            started_at=_moment(found["started_at"]),
            seen_at=_moment(found["seen_at"]),
            used=_seconds(found["used"]),
            answers={_of_type(slug, str): _of_type(each, dict) for slug, each in found["answers"].items()},
            flags=frozenset(_of_type(each, str) for each in found["flags"]),
            ended_at=_moment(found["ended_at"]) if found["ended_at"] else None,
            ended_by=EndedBy(found["ended_by"]) if found["ended_by"] else None,
            marks=tuple(_mark(each) for each in found["marks"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no sitting: {error}") from None
    if not sitting.items or sitting.place >= len(sitting.items) or len(sitting.marks) not in (0, len(sitting.items)):
        raise ValueError("its numbers do not fit together")
    return sitting


def _part(found: Mapping[str, Any]) -> Part:
    return Part(
        _of_type(found["name"], str), _whole(found["wanted"]), _whole(found["there"]), _of_type(found["note"], str)
    )


def _mark(found: Mapping[str, Any]) -> Mark:
    share = found["share"]
    if share is not None and not 0 <= share <= 1:
        raise ValueError("a share out of bounds")
    return Mark(
        _of_type(found["exercise"], str),
        None if share is None else float(share),
        _of_type(found["answered"], bool),
    )


def _of_type(value: Any, wanted: type) -> Any:
    if type(value) is not wanted:
        raise ValueError(f"{str(value)[:40]!r} is not of the type {wanted.__name__}")
    return value


def _whole(value: Any) -> int:
    number = int(_of_type(value, int))
    if not 0 <= number <= 10_000:
        raise ValueError("a number is out of bounds")
    return number


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e9:
        raise ValueError("no seconds")
    return float(value)


def _moment(value: Any) -> datetime:
    return parse_moment(_of_type(value, str))


def _latest_first(sittings: Any) -> tuple[Sitting, ...]:
    return tuple(sorted(sittings, key=lambda each: (each.started_at, each.id), reverse=True))
