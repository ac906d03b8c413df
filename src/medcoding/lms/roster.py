"""Who is who: the people of a class, and which of them a name or number of a learning management system means."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from medcoding.errors import CollectError
from medcoding.lms.csv_cells import plain_cell
from medcoding.lms.file_names import Named, System

COLUMNS = "id, name (or first_name, last_name), email, lms_id"


@dataclass(frozen=True, slots=True)
class Person:
    """One learner. `student` is the id that the gradebook knows, `lms_id` the system's own number, or ""."""

    student: str
    name: str = ""
    email: str = ""
    lms_id: str = ""


class Roster:
    """The people of a class, found by number, by username or by name."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = tuple(people)
        self._by_lms_id = _index((each.lms_id, each) for each in self.people if each.lms_id)
        self._by_name = _index((key, each) for each in self.people for key in name_keys(each.name))
        self._by_user = _index((each.student.casefold(), each) for each in self.people)
        for each in self.people:
            if each.email:
                self._by_user.setdefault(each.email.split("@")[0].casefold(), set()).add(each)

    def find(self, named: Named, system: System, username: str = "") -> tuple[Person | None, str]:
        """The one person that is meant; or None and why. `username` comes from Blackboard's receipt."""
        if system is System.BLACKBOARD:
            found = self._by_user.get(username.casefold(), set()) if username else self._by_ending(named.person)
            return _only(found, "the roster has no such username", "several usernames of the roster fit")
        if named.lms_id in self._by_lms_id:
            return _only(self._by_lms_id[named.lms_id], "", "the roster has this lms_id twice")
        found = self._by_name.get(_plain(named.person), set())
        # Whoever has another number in the roster is somebody else of the same name.
        found = {each for each in found if not (each.lms_id and system is System.CANVAS)}
        hint = f"; give the roster a column lms_id with {named.lms_id} for the right one"
        return _only(found, f"the roster has nobody of this name{hint}", f"several people have this name{hint}")

    def _by_ending(self, text: str) -> set[Person]:
        """Everybody whose username ends `<assignment>_<username>`; both may hold underscores."""
        parts = text.casefold().split("_")
        return {each for place in range(1, len(parts)) for each in self._by_user.get("_".join(parts[place:]), set())}


def load_roster(path: Path) -> Roster:
    """A roster as CSV with a heading; its columns are id, name or first_name and last_name, email, lms_id.

    Raises:
        CollectError: it cannot be read, has no column id, or an id that cannot be a learner's or comes twice.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, ValueError, csv.Error) as error:
        raise CollectError(f"{path}: the roster cannot be read ({error}); save it as CSV in UTF-8") from None
    people = []
    for line, row in enumerate(rows, start=2):
        cells = {str(key).strip().casefold(): plain_cell(str(value or "")) for key, value in row.items()}
        if "id" not in cells:
            raise CollectError(f"{path}: the roster has no column id; its columns are {COLUMNS}")
        if not is_student(cells["id"]):
            raise CollectError(f"{path}:{line}: {cells['id']!r} is no learner's id; correct it")
        name = cells.get("name") or f"{cells.get('first_name', '')} {cells.get('last_name', '')}".strip()
        people.append(Person(cells["id"], name, cells.get("email", ""), cells.get("lms_id", "")))
    twice = sorted({each.student for each in people if sum(each.student == other.student for other in people) > 1})
    if twice:
        raise CollectError(f"{path}: {', '.join(twice)}: the id comes twice; give each learner one line")
    return Roster(people)


def is_student(text: str) -> bool:
    """True for an id that can name a folder of its own."""
    is_plain = bool(text) and text.isprintable() and text == text.strip() and len(text) <= 128
    return is_plain and not text.startswith(".") and "/" not in text and "\\" not in text and "*" not in text


def name_keys(name: str) -> set[str]:
    """A name as systems may write it: in either order of its words, letters alone.

    Canvas joins last and first name, Moodle writes first and last; where one ends is not told.
    """
    words = name.replace(",", " ").split()
    keys = {_plain("".join(words[place:] + words[:place])) for place in range(len(words))}
    return keys - {""}


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def _index(pairs: Iterable[tuple[str, Person]]) -> dict[str, set[Person]]:
    found: dict[str, set[Person]] = {}
    for key, person in pairs:
        found.setdefault(key, set()).add(person)
    return found


def _only(found: set[Person], none: str, several: str) -> tuple[Person | None, str]:
    if len(found) == 1:
        return next(iter(found)), ""
    return None, several if found else none
