"""`medcoding tables add`: whatever of the official files lies in a zip or folder is told apart by what it holds.

Everything is read and checked before anything is held, so what is refused leaves the tables in use as they were.
"""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from medcoding.build.tables import official
from medcoding.build.tables.database import Content
from medcoding.build.tables.index_xml import ROOTS, Line, joined, parse_index, write_index
from medcoding.build.tables.level_ii_file import FIXED_LINE, first_day, hcpcs_file
from medcoding.build.tables.own_index import OwnIndex, load_own_index
from medcoding.build.tables.pcs_files import DEFINITIONS_ROOT, TABLES_ROOT, pcs_files
from medcoding.codes.code import HCPCS, ICD10CM, ICD10PCS
from medcoding.codes.releases import INDEX, added_folder, forget_cards
from medcoding.codes.table import table
from medcoding.errors import NoReleaseError, TablesError

_TABULAR_ROOT = "ICD10CM.tabular"
_ORDER = re.compile(r"\d{5} ([0-9A-Z]{3,7})\s+[01] ")
_CODES = re.compile(r"[A-Z]\d[0-9A-Z]{1,5}\s+[A-Z]\w")
_CHANGE = re.compile(r"\s*(add|delete|revise|no change)\w*\b", re.IGNORECASE)
_READ = {".xml", ".txt", ".csv"}


@dataclass(slots=True)
class _Found:
    """The files of a zip or folder, by what they hold. XML files come with their root element."""

    tabular: list[Path] = field(default_factory=list)
    listed: list[Path] = field(default_factory=list)
    indexes: dict[str, list[tuple[Path, ET.Element]]] = field(default_factory=dict)
    pcs_tables: list[tuple[Path, ET.Element]] = field(default_factory=list)
    pcs_definitions: list[tuple[Path, ET.Element]] = field(default_factory=list)
    pcs_order: list[Path] = field(default_factory=list)
    level_ii: list[Path] = field(default_factory=list)
    addenda: list[Path] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Index:
    system: str
    begins: date
    lines: Sequence[Line]


def add(path: Path, effective_from: date | None = None) -> tuple[str, ...]:
    """Hold every release and index that `path` has, and say in a sentence each what was done.

    Raises:
        TablesError: nothing known in it, a file is damaged, or files do not belong together.
    """
    with official.opened(path) as folder:
        found = _sorted(folder, path)
        says = [_addenda(each) for each in found.addenda]
        contents: list[Content] = []
        indexes = [_index(system, files, effective_from) for system, files in sorted(found.indexes.items())]
        if found.tabular:
            parts = official.parts(found.tabular, found.listed, path)
            begins = effective_from or official.begin(parts.tabular, path)
            contents.append(official.content(parts, begins, path))
        elif found.listed:
            says += [_compared(each, path) for each in found.listed]
        if found.pcs_tables or found.pcs_order:
            contents.append(_pcs(found, effective_from, path))
        contents += [_level_ii(each, effective_from) for each in found.level_ii]
        if not (contents or indexes or says):
            raise TablesError(f"{path.name}: none of its files is of an official release; give one as published")
        for content in contents:
            release = official.hold(content)
            says.append(f"{release.system} {release.name}: added, {release.counts['billable']:,} billable codes")
        says += [_hold_index(each) for each in indexes]
    return tuple(says)


def _sorted(folder: Path, path: Path) -> _Found:
    found = _Found()
    for file in sorted(each for each in folder.rglob("*") if each.is_file() and each.suffix.lower() in _READ):
        if "addend" in file.name.lower():
            found.addenda.append(file)
        elif file.suffix.lower() == ".xml":
            _sort_xml(file, found)
        else:
            _sort_text(file, found)
    return found


def _sort_xml(file: Path, found: _Found) -> None:
    try:
        root = ET.parse(file).getroot()
    except (ET.ParseError, OSError, ValueError) as error:
        raise TablesError(f"{file.name}: not a readable XML file ({error}); get the file again") from error
    if root.tag == _TABULAR_ROOT:
        found.tabular.append(file)
    elif root.tag in ROOTS:
        found.indexes.setdefault(ROOTS[root.tag], []).append((file, root))
    elif root.tag == TABLES_ROOT:
        found.pcs_tables.append((file, root))
    elif root.tag == DEFINITIONS_ROOT:
        found.pcs_definitions.append((file, root))


def _sort_text(file: Path, found: _Found) -> None:
    with file.open(encoding="latin-1") as opened:
        head = [line for _, line in zip(range(60), opened, strict=False)]
    if file.suffix.lower() == ".csv":
        if head and re.match(r"\W*HCPCS?\b", head[0], re.IGNORECASE):
            found.level_ii.append(file)
    elif ordered := next((match[1] for line in head if (match := _ORDER.match(line))), ""):
        # Codes of diagnoses begin with a letter; an order file of procedures begins with section 0.
        (found.listed if ordered[0].isalpha() else found.pcs_order).append(file)
    elif any(FIXED_LINE.match(line) and len(line) > 92 for line in head):
        found.level_ii.append(file)
    elif sum(bool(_CODES.match(line)) for line in head) > len(head) // 2:
        found.listed.append(file)


def _index(system: str, files: list[tuple[Path, ET.Element]], effective_from: date | None) -> _Index:
    begins = {effective_from or official.begin(file, file) for file, _ in files}
    if len(begins) > 1:
        names = ", ".join(file.name for file, _ in files)
        raise TablesError(f"{names}: indexes of different years; give one edition at a time")
    return _Index(system, begins.pop(), joined([parse_index(root, file) for file, root in files]))


def _pcs(found: _Found, effective_from: date | None, path: Path) -> Content:
    if len(found.pcs_tables) != 1 or len(found.pcs_order) != 1:
        raise TablesError(
            f"{path.name}: ICD-10-PCS wants one tables XML and one order file, found {len(found.pcs_tables)} and "
            f"{len(found.pcs_order)}; put both in one folder or zip"
        )
    ((tables_file, tables),) = found.pcs_tables
    begins = effective_from or official.begin(tables_file, path)
    index = [parse_index(root, file) for file, root in found.indexes.get(ICD10PCS, [])]
    return pcs_files(
        found.pcs_order[0],
        tables,
        found.pcs_definitions[0][1] if found.pcs_definitions else None,
        joined(index),
        own_index(ICD10PCS),
        name=official.release_name(begins),
        begins=begins,
        ends=official.end(begins),
        fewest=official.FEWEST,
    )


def _level_ii(file: Path, effective_from: date | None) -> Content:
    begins = effective_from or first_day(file)
    if begins is None:
        raise TablesError(f"{file.name}: its name says no quarter (2026_APR); say the first day with --from")
    return hcpcs_file(file, own_index(HCPCS), begins, official.FEWEST // 10)


def own_index(system: str) -> OwnIndex:
    """The course's index where the course is; it may name codes that a release lacks."""
    try:
        return load_own_index(system).leniently()
    except OSError:
        return OwnIndex("")


def _compared(file: Path, path: Path) -> str:
    """A list of codes without its Tabular List holds no notes: it is compared, not held."""
    codes = official.listed(file, path)
    try:
        held = table(ICD10CM, date.max)
    except NoReleaseError:
        return f"{file.name}: {len(codes):,} codes (a report only; give the tabular XML with it)"
    here = {entry.code.replace(".", "") for entry in held.billable()}
    return (
        f"{file.name}: {len(codes):,} codes; against {held.release.name} {len(codes - here):,} came and "
        f"{len(here - codes):,} went (a report only; to hold the release, give the tabular XML with it)"
    )


def _addenda(file: Path) -> str:
    counts = {"add": 0, "delete": 0, "revise": 0}
    for line in file.read_text(encoding="latin-1").splitlines():
        words = _CHANGE.match(re.sub(r"<[^>]*>", " ", line))
        if words and words[1].lower() in counts:
            counts[words[1].lower()] += 1
    return (
        f"{file.name}: addenda with {counts['add']} lines added, {counts['delete']} deleted, {counts['revise']} "
        "revised (a report only; `medcoding tables diff` compares whole releases)"
    )


def _hold_index(index: _Index) -> str:
    """Put an index beside the releases in one step; one of the same edition is replaced."""
    folder = added_folder()
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{index.system}_{index.begins.isoformat()}"
    with TemporaryDirectory(dir=folder) as scratch:
        draft = Path(scratch) / "index"
        write_index(draft, index.system, index.begins, index.lines)
        target = folder / f"{stem}.{hashlib.sha256(draft.read_bytes()).hexdigest()[:16]}{INDEX}"
        draft.replace(target)
    for old in folder.glob(f"{stem}.*{INDEX}"):
        if old != target:
            old.unlink()
    forget_cards()
    terms = sum(line.parent is None for line in index.lines)
    return (
        f"{index.system} index of {official.release_name(index.begins)}: added, {terms:,} main terms, "
        f"{len(index.lines):,} lines"
    )
