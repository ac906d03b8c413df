"""Grades a class again with the keys as they are now, and keeps a record of what that changed."""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.utils import temp_attrs

from medcoding.errors import GradingError
from medcoding.nbgrader.regrade_plan import Plan, StudentChange, compare
from medcoding.nbgrader.run import grade_class
from medcoding.nbgrader.standing import load_standings

FOLDER = "regrades"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a regrade did. `problems` names the students whose submissions need a look; `record` is the file."""

    changes: tuple[StudentChange, ...]
    problems: Mapping[str, tuple[str, ...]]
    record: Path


def regrade_class(
    app: Any, plan: Plan, reason: str = "", on_learner: Callable[[str], None] = lambda _: None
) -> Outcome:
    """Carry out `plan` with nbgrader's own autograde step.

    It keeps what people entered in the Formgrader: points by hand, extra credit, comments. The record is
    written even where the run breaks off, with what the gradebook holds then.

    Raises:
        GradingError: the record cannot be written; nothing was graded then.
    """
    coursedir = app.coursedir
    path = Path(coursedir.root) / FOLDER / f"{plan.assignment}.jsonl"
    check_writable(path)
    before = load_standings(coursedir, plan.assignment)
    excluded = ",".join(filter(None, [coursedir.student_id_exclude, *plan.left_out]))
    changes: tuple[StudentChange, ...] = ()
    problems: dict[str, tuple[str, ...]] = {}
    is_done = False
    try:
        with temp_attrs(coursedir, student_id_exclude=excluded):
            summary = grade_class(app, plan.assignment, force=True, on_learner=on_learner)
        problems = {
            each.student: each.problems
            for each in summary.learners
            if each.problems and each.student not in plan.left_out
        }
        is_done = True
    finally:
        after = load_standings(coursedir, plan.assignment)
        changes = tuple(
            change
            for student in sorted(after)
            if student in before and (change := compare(before[student], after[student]))
        )
        append_record(path, as_record(plan, changes, reason, is_done))
    return Outcome(changes, problems, path)


def as_record(plan: Plan, changes: tuple[StudentChange, ...], reason: str, is_done: bool = True) -> dict[str, Any]:
    """The object of one line of the record: when, who, why, with which keys, for whom what."""
    return {
        "format": FORMAT,
        "time": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "who": find_who(),
        "reason": reason,
        "assignment": plan.assignment,
        "complete": is_done,
        "policy": asdict(plan.policies),
        "keys": {slug: asdict(key) for slug, key in plan.keys.items()},
        "students": changes_as_json(changes),
        "graded": len(plan.students),
        "left_out": dict(plan.left_out),
    }


def changes_as_json(changes: tuple[StudentChange, ...]) -> dict[str, Any]:
    """Per student the total before and after, and the exercises that changed."""
    return {
        each.student: {
            "old": round(each.old, 4),
            "new": round(each.new, 4),
            "exercises": {
                change.exercise: {"old": round(change.old, 4), "new": round(change.new, 4), "by_hand": change.by_hand}
                for change in each.exercises
            },
        }
        for each in changes
    }


def check_writable(path: Path) -> None:
    """Make sure, before anything changes, that the record can be written. Raises GradingError."""
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("ab"):
            pass
    except OSError as error:
        raise GradingError(f"{path}: the record cannot be written ({error.strerror}); nothing was graded") from None


def append_record(path: Path, record: Mapping[str, Any]) -> None:
    """Add one line, on the disk when this returns."""
    with path.open("ab") as file:
        file.write(json.dumps(record, ensure_ascii=False).encode("utf-8") + b"\n")
        file.flush()
        os.fsync(file.fileno())


def find_who() -> str:
    """The user of the operating system; the environment, which anybody may set, only where there is no other."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return getpass.getuser()
