"""What Canvas, Moodle and Blackboard write into the names of the files in a downloaded zip.

Canvas     lastfirst[_LATE]_<user>_<file>_<name>; it keeps `_<digits>_` out of people's names
Moodle     Full Name_<participant>_assignsubmission_file[_]/<name>, or all of it in one name
Blackboard <assignment>_<username>_attempt_<date>[_<name>]; without a name it is the receipt, a .txt
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class System(StrEnum):
    """A learning management system whose zips can be read."""

    CANVAS = "canvas"
    MOODLE = "moodle"
    BLACKBOARD = "blackboard"


@dataclass(frozen=True, slots=True)
class Named:
    """What a name tells. `owner` is the same for all files of one person, and names feedback on the way back.

    `lms_id` is the system's number of the person, "" at Blackboard; `person` their name, or for Blackboard all that
    stands before the attempt. `file` is "" for a receipt. `when` has no time zone. `order` grows with time.
    """

    owner: str
    person: str
    lms_id: str
    file: str
    when: datetime | None = None
    order: int = 0
    is_late: bool = False


_CANVAS = re.compile(r"(?P<person>.+?)_(?:(?P<late>LATE)_)?(?P<user>\d+)_(?P<file>\d+)_(?P<rest>.+)", re.DOTALL)
_MOODLE = re.compile(r"_(\d+)_assignsubmission_(file|onlinetext)(?:_|$)")
_BLACKBOARD = re.compile(
    r"(?P<person>.+?)_attempt_(?P<when>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<rest>.+)|\.txt)", re.DOTALL
)


def parse_name(path: str, system: System) -> Named | None:
    """What the name of one file tells; None where it is not of that system, or could be read in two ways."""
    parts = path.split("/")
    if system is System.CANVAS:
        return _parse_canvas(parts[-1])
    return _parse_moodle(parts) if system is System.MOODLE else _parse_blackboard(parts[-1])


def find_system(paths: Iterable[str]) -> System | None:
    """The system that most of the names come from; None where no name is of any."""
    votes: Counter[System] = Counter()
    for path in paths:
        # A name of Moodle's or Blackboard's may by chance look like Canvas's, hardly the other way round.
        for system in (System.MOODLE, System.BLACKBOARD, System.CANVAS):
            if parse_name(path, system):
                votes[system] += 1
                break
    return votes.most_common(1)[0][0] if votes else None


def _parse_canvas(name: str) -> Named | None:
    found = _CANVAS.fullmatch(name)
    if not found:
        return None
    owner = f"{found['person']}_{found['user']}"
    late = bool(found["late"])
    return Named(owner, found["person"], found["user"], found["rest"], order=int(found["file"][:18]), is_late=late)


def _parse_moodle(parts: list[str]) -> Named | None:
    for place, part in enumerate(parts):
        marks = list(_MOODLE.finditer(part))
        is_last = place == len(parts) - 1
        # In a single name what follows the mark is the learner's: two marks could be read in two ways.
        if not marks or (is_last and len(marks) > 1):
            if marks:
                return None
            continue
        mark = marks[-1]
        rest = part[mark.end() :] if is_last else "/".join(parts[place + 1 :])
        if not part[: mark.start()] or not rest or (not is_last and mark.end() != len(part)):
            return None
        person = part[: mark.start()]
        return Named(f"{person}_{mark[1]}_assignsubmission_file_", person, mark[1], rest)
    return None


def _parse_blackboard(name: str) -> Named | None:
    found = _BLACKBOARD.fullmatch(name)
    if not found:
        return None
    try:
        when = datetime.strptime(found["when"], "%Y-%m-%d-%H-%M-%S")
    except ValueError:
        return None
    return Named(found["person"], found["person"], "", found["rest"] or "", when, int(found["when"].replace("-", "")))
