"""A downloaded zip into submitted/: whose is what, which attempt counts, and nothing overwritten without a copy."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Any

from nbgrader.utils import parse_utc

from medcoding.disputes import one_line
from medcoding.errors import CollectError
from medcoding.exercises.find import exercise_files, slugs_in
from medcoding.lms.contents import Contents, Limits, sort_contents
from medcoding.lms.file_names import Named, System, find_system, parse_name
from medcoding.lms.known_as import Known, save_known
from medcoding.lms.roster import Roster
from medcoding.lms.zip_files import find_trouble, open_zip, read_entry, time_of
from medcoding.nbgrader.bulk.lock import one_run_at_a_time
from medcoding.nbgrader.places import places_of
from medcoding.nbgrader.records import LONGEST, RECORDS, TIMESTAMP
from medcoding.untrusted import read_plain

REPLACED = "replaced"
# Times of all learners this close together are those of packing, not of handing in.
PACKED_WITHIN = 120.0
_RECEIPT_BYTES = 100_000
_USERNAME = re.compile(r"^Name: .*\(([^()\r\n]+)\)\s*$", re.MULTILINE)


class State(StrEnum):
    """What became of one learner's files."""

    NEW = "new"
    REPLACED = "replaces what was there"
    SAME = "the same is there already"
    OLDER = "left: a later submission is there already"
    NOTHING = "left: nothing that could be taken"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One learner's submission. `when` is in UTC, None where it is not known; `attempts` counts those in the zip."""

    student: str
    state: State
    when: datetime | None
    attempts: int
    is_late: bool
    files: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collected:
    """What a zip held. `unmatched` says of a name in it why nobody got the work; `absent` who has nothing there."""

    system: System
    arrivals: tuple[Arrival, ...]
    unmatched: Mapping[str, str]
    absent: tuple[str, ...]
    times_dropped: bool


@dataclass(slots=True)
class _Owner:
    """The files of one owner in the zip, by attempt: (order of the file, name in it, entry)."""

    named: Named
    attempts: dict[datetime | None, list[tuple[Named, zipfile.ZipInfo]]] = field(default_factory=dict)
    username: str = ""


def collect_zip(
    app: Any,
    assignment: str,
    path: Path,
    roster: Roster,
    *,
    system: System | None = None,
    zone: tzinfo = UTC,
    dry_run: bool = False,
    on_learner: Callable[[str], None] = lambda _: None,
    on_count: Callable[[int], None] = lambda _: None,
) -> Collected:
    """Put every learner's latest attempt into submitted/; what lay there goes to replaced/. Works file by file.

    Raises:
        CollectError: no zip, or one of no known system. GradingError: there is no such assignment.
    """
    root = Path(app.coursedir.root)
    places = places_of(app.coursedir, assignment, "nobody")
    notebooks = tuple(sorted(each.name for each in places.source.glob("*.ipynb")))
    slugs = frozenset(slug for each in exercise_files(places.source) for slug in slugs_in(each))
    if not notebooks:
        raise CollectError(f"{places.source}: there is no such assignment; name a folder of source/")
    limits = Limits(1000 * app.coursedir.max_file_size, 1000 * app.coursedir.max_dir_size)
    with open_zip(path) as archive, one_run_at_a_time(root, assignment, lambda _: None):
        entries = [info for info in archive.infolist() if not info.is_dir() and "__MACOSX" not in info.filename]
        system = system or find_system(info.filename for info in entries)
        if system is None:
            raise CollectError(f"{path}: its files are named as by no system known here; name it with --from")
        owners, unmatched = _by_owner(archive, entries, system)
        meant = _matched(owners, roster, system, unmatched)
        on_count(len(meant))
        times = {student: _time(owner, zone) for student, owner in meant.items()}
        dropped = system is not System.BLACKBOARD and _are_packing_times(list(times.values()))
        arrivals = []
        for student, owner in sorted(meant.items()):
            on_learner(student)
            contents = _contents(archive, owner, notebooks, slugs, limits)
            when = None if dropped else times[student]
            folder = places_of(app.coursedir, assignment, student).submitted
            state = _put(root, folder, contents, when, dry_run=dry_run)
            files = tuple(sorted(contents.files))
            late = any(named.is_late for named, _ in _latest(owner))
            arrivals.append(Arrival(student, state, when, len(owner.attempts), late, files, contents.notes))
    if not dry_run and meant:
        save_known(root, assignment, system, {student: _known(owner) for student, owner in meant.items()})
    absent = tuple(sorted({each.student for each in roster.people} - set(meant)))
    return Collected(system, tuple(arrivals), unmatched, absent, dropped)


def _by_owner(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], system: System
) -> tuple[dict[str, _Owner], dict[str, str]]:
    owners: dict[str, _Owner] = {}
    unmatched: dict[str, str] = {}
    for info in entries:
        trouble = find_trouble(info)
        named = None if trouble else parse_name(info.filename, system)
        if named is None:
            unmatched[one_line(info.orig_filename)[:120]] = (
                trouble or f"its name is none that {system.value.title()} gives"
            )
            continue
        owner = owners.setdefault(named.owner, _Owner(named))
        if not named.file:
            receipt = (read_entry(archive, info, _RECEIPT_BYTES) or b"").decode("utf-8", "replace")
            found = _USERNAME.search(receipt)
            owner.username = found[1].strip() if found else ""
            continue
        owner.attempts.setdefault(named.when, []).append((named, info))
    return {name: owner for name, owner in owners.items() if owner.attempts}, unmatched


def _matched(
    owners: Mapping[str, _Owner], roster: Roster, system: System, unmatched: dict[str, str]
) -> dict[str, _Owner]:
    """Who is meant. Two owners who would be the same learner are both left: one may call themselves as the other."""
    found: dict[str, list[_Owner]] = {}
    for name, owner in owners.items():
        person, why = roster.find(owner.named, system, owner.username)
        if person is None:
            unmatched[name] = why
        else:
            found.setdefault(person.student, []).append(owner)
    for student, several in found.items():
        if len(several) > 1:
            for owner in several:
                unmatched[owner.named.owner] = f"more than one in the zip would be {student}; tell them apart by lms_id"
    return {student: several[0] for student, several in found.items() if len(several) == 1}


def _latest(owner: _Owner) -> list[tuple[Named, zipfile.ZipInfo]]:
    attempt = max(owner.attempts, key=lambda when: when or datetime.min)
    return sorted(owner.attempts[attempt], key=lambda each: (each[0].order, each[0].file))


def _time(owner: _Owner, zone: tzinfo) -> datetime | None:
    latest = _latest(owner)
    told = latest[0][0].when
    if told:
        return told.replace(tzinfo=zone).astimezone(UTC)
    return max((found for _, info in latest if (found := time_of(info, zone))), default=None)


def _are_packing_times(times: list[datetime | None]) -> bool:
    known = [each for each in times if each]
    return len(known) > 2 and (max(known) - min(known)).total_seconds() <= PACKED_WITHIN


def _contents(
    archive: zipfile.ZipFile, owner: _Owner, notebooks: tuple[str, ...], slugs: frozenset[str], limits: Limits
) -> Contents:
    handed = ((named.file, read_entry(archive, info, limits.file_bytes)) for named, info in _latest(owner))
    return sort_contents(handed, notebooks, slugs, limits)


def _put(root: Path, folder: Path, contents: Contents, when: datetime | None, *, dry_run: bool) -> State:
    if not contents.files:
        return State.NOTHING
    state = State.NEW
    if folder.exists():
        if _held(folder) == contents.files:
            return State.SAME
        there = _time_there(folder)
        if when and there and there > when:
            return State.OLDER
        state = State.REPLACED
    if not dry_run:
        _write(root, folder, contents, when)
    return state


def _held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and path.name not in RECORDS
    }


def _time_there(folder: Path) -> datetime | None:
    try:
        text = read_plain(folder / TIMESTAMP, LONGEST).decode("utf-8").strip()
        found: datetime = parse_utc(text)
    except Exception:
        return None
    return found.replace(tzinfo=UTC)


def _write(root: Path, folder: Path, contents: Contents, when: datetime | None) -> None:
    """Fill a folder beside and put it in its place in one step, so that nobody meets half a submission."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".incoming-", dir=folder.parent.parent))
    try:
        for name, content in contents.files.items():
            path = fresh / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        if when:
            (fresh / TIMESTAMP).write_text(f"{when:%Y-%m-%d %H:%M:%S.%f} UTC", encoding="utf-8")
        fresh.chmod(0o755)
        if folder.exists():
            now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
            kept = root / REPLACED / folder.name / folder.parent.name / now
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(folder, kept)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _known(owner: _Owner) -> Known:
    first = _latest(owner)[0][0]
    # Canvas finds the submission by the number of its file as well.
    handle = f"{owner.named.owner}_{first.order}" if first.order and not first.when else owner.named.owner
    return Known(handle, owner.named.lms_id, owner.named.person)
