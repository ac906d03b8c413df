"""What a learning management system calls each learner of an assignment, kept for the way back of scores and feedback.

The record lies in lms/<assignment>.json; Git ignores it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from medcoding.answers import replace_text
from medcoding.errors import CollectError
from medcoding.lms.file_names import System

FOLDER = "lms"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Known:
    """One learner at a system. `owner` begins the names of their files, `lms_id` is their number or ""."""

    owner: str
    lms_id: str
    person: str


def save_known(root: Path, assignment: str, system: System, known: Mapping[str, Known]) -> None:
    """Keep them, beside those of an earlier zip of the same system."""
    path = root / FOLDER / f"{assignment}.json"
    kept = {**load_known_as(root, assignment, system), **known}
    learners = {student: asdict(each) for student, each in sorted(kept.items())}
    value = {"format": FORMAT, "system": system.value, "learners": learners}
    replace_text(path, json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def load_known_as(root: Path, assignment: str, system: System) -> dict[str, Known]:
    """Learners by id; {} where no zip of that system was collected. Raises CollectError for a damaged record."""
    path = root / FOLDER / f"{assignment}.json"
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["system"] != system.value:
            return {}
        return {str(student): Known(**each) for student, each in found["learners"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise CollectError(f"{path}: it cannot be read; delete it and collect the zip again") from None
