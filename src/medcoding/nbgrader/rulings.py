"""What instructors answered to disputes: one line each in regrades/<assignment>-disputes.jsonl, never changed.

A ruling holds for one finding of one learner and for the reason they gave: a new reason opens the dispute again.
Git ignores the folder: keep it with the gradebook.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from medcoding.disputes import Dispute, one_line, plain_code
from medcoding.errors import GradingError
from medcoding.nbgrader.regrade import FOLDER, append_record, check_writable, find_who

FORMAT = 1
MAX_SAYS = 2_000
_Mark = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A dispute that an instructor has turned down. `says` is what the learner reads; `time` is in UTC, ISO 8601."""

    student: str
    exercise: str
    dispute: Dispute
    says: str
    who: str = ""
    time: str = ""


class Rulings:
    """The rulings of one assignment; of several on one dispute the last counts."""

    def __init__(self, found: Iterable[Ruling] = ()) -> None:
        self._found = {_mark(each.student, each.exercise, each.dispute): each for each in found}

    def find(self, student: str, exercise: str, dispute: Dispute) -> Ruling | None:
        """What was answered to a dispute as it stands now."""
        return self._found.get(_mark(student, exercise, dispute))


def rulings_path(root: Path, assignment: str) -> Path:
    """Where the rulings of an assignment are kept."""
    return root / FOLDER / f"{assignment}-disputes.jsonl"


def load_rulings(root: Path, assignment: str) -> Rulings:
    """Every ruling of an assignment.

    Raises:
        GradingError: the file is there and cannot be read.
    """
    path = rulings_path(root, assignment)
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        return Rulings([_parse(json.loads(line)) for line in lines if line.strip()])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GradingError(
            f"{path}: it cannot be read ({type(error).__name__}: {error}); put it back from a backup"
        ) from None


def make_ruling(student: str, exercise: str, dispute: Dispute, says: str) -> Ruling:
    """A ruling of this moment.

    Raises:
        GradingError: nothing is said, or too much.
    """
    said = one_line(says)
    if not said or len(said) > MAX_SAYS:
        raise GradingError(f"--reject: say why in 1 to {MAX_SAYS} letters; the learner reads it")
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Ruling(student, exercise, dispute, said, find_who(), now)


def append_rulings(root: Path, assignment: str, rulings: Iterable[Ruling]) -> Path:
    """Add rulings to the record, on the disk when this returns. Raises GradingError where it cannot be written."""
    path = rulings_path(root, assignment)
    check_writable(path)
    for each in rulings:
        append_record(path, _as_json(assignment, each))
    return path


def _as_json(assignment: str, ruling: Ruling) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "time": ruling.time,
        "who": ruling.who,
        "assignment": assignment,
        "student": ruling.student,
        "exercise": ruling.exercise,
        "code": ruling.dispute.code,
        "verdict": ruling.dispute.verdict,
        "reason": ruling.dispute.reason,
        "decision": "rejected",
        "says": ruling.says,
    }


def _parse(found: Mapping[str, Any]) -> Ruling:
    names = ("student", "exercise", "says", "who", "time", "code", "verdict", "reason")
    texts = {name: str(found[name]) for name in names}
    dispute = Dispute(texts["code"], texts["verdict"], texts["reason"])
    return Ruling(texts["student"], texts["exercise"], dispute, texts["says"], texts["who"], texts["time"])


def _mark(student: str, exercise: str, dispute: Dispute) -> _Mark:
    return (student, exercise, plain_code(dispute.code), dispute.verdict, dispute.reason)
