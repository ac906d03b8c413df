"""The official indexes as CDC and CMS publish them (XML), written as one file that search and browsing read.

One root element serves the Index to Diseases, the Index to External Causes and the tables of drugs and
neoplasms (`ICD10CM.index`), another the ICD-10-PCS Index (`ICD10PCS.index`): letters hold main terms, these
hold terms to any depth. In the tables of drugs and neoplasms codes stand in numbered cells.
"""

from __future__ import annotations

import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from medcoding.build.tables.names import telling_words
from medcoding.codes.code import ICD10CM, ICD10PCS, normalise
from medcoding.codes.official_index import FORMAT
from medcoding.errors import TablesError

ROOTS = {"ICD10CM.index": ICD10CM, "ICD10PCS.index": ICD10PCS}
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE term (
  id INTEGER PRIMARY KEY, last INTEGER NOT NULL, parent INTEGER, part TEXT NOT NULL, title TEXT NOT NULL,
  nonessential TEXT NOT NULL, code TEXT NOT NULL, manifestation TEXT NOT NULL, see TEXT NOT NULL,
  see_also TEXT NOT NULL);
CREATE INDEX term_main ON term (title) WHERE parent IS NULL;
CREATE TABLE cell (
  term INTEGER, position INTEGER, heading TEXT NOT NULL, code TEXT NOT NULL,
  PRIMARY KEY (term, position)) WITHOUT ROWID;
CREATE TABLE name (id INTEGER PRIMARY KEY, code TEXT NOT NULL, cost REAL NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (
  text, content = '', detail = 'column', tokenize = "porter unicode61 remove_diacritics 2")"""


@dataclass(slots=True)
class Line:
    """One line of an index; `parent` and `last` are positions in the list of lines, `last` the last line under it."""

    part: str
    title: str
    parent: int | None
    nonessential: str
    code: str
    manifestation: str
    see: str
    see_also: str
    last: int = 0
    cells: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Where:
    file: str
    part: str


def parse_index(root: ET.Element, path: Path) -> list[Line]:
    """Read one index file. Raises TablesError where it holds no term, a term without title, or leads to no code."""
    where = _Where(path.name, _part(root))
    headings = {each.get("col", ""): _text(each) for each in root.iter("head")}
    lines: list[Line] = []
    for main in root.iter("mainTerm"):
        _add(lines, main, None, headings, where)
    if not any(line.code or line.cells or line.see for line in lines):
        raise TablesError(f"{path.name}: an index without a term that leads anywhere; get the file again")
    return lines


def write_index(path: Path, system: str, begins: date, lines: Sequence[Line]) -> None:
    """Write a new index file at `path`."""
    names = sorted(_names(lines), key=lambda name: (name[2], name[0], name[1]))
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        base.execute("BEGIN")
        for statement in _SCHEMA.split(";\n"):
            base.execute(statement)
        meta = {"format": str(FORMAT), "system": system, "effective_from": begins.isoformat()}
        base.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        base.executemany(
            "INSERT INTO term VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    at,
                    line.last,
                    line.parent,
                    line.part,
                    line.title,
                    line.nonessential,
                    line.code,
                    line.manifestation,
                    line.see,
                    line.see_also,
                )
                for at, line in enumerate(lines)
            ],
        )
        cells = [(at, place, *cell) for at, line in enumerate(lines) for place, cell in enumerate(line.cells)]
        base.executemany("INSERT INTO cell VALUES (?, ?, ?, ?)", cells)
        base.executemany(
            "INSERT INTO name VALUES (?, ?, ?)", [(at, code, cost) for at, (_, code, cost) in enumerate(names)]
        )
        base.executemany(
            "INSERT INTO words (rowid, text) VALUES (?, ?)", [(at, text) for at, (text, _, _) in enumerate(names)]
        )
        base.execute("COMMIT")
        base.execute("ANALYZE")


def joined(parts: Sequence[Sequence[Line]]) -> list[Line]:
    """The lines of several files as one list."""
    lines: list[Line] = []
    for part in parts:
        moved = len(lines)
        for line in part:
            line.last += moved
            line.parent = None if line.parent is None else line.parent + moved
            lines.append(line)
    return lines


def _part(root: ET.Element) -> str:
    title = (root.findtext("title") or "").lower()
    if ROOTS[root.tag] == ICD10PCS:
        return "procedures"
    for word, part in (("neoplasm", "neoplasms"), ("drug", "drugs"), ("external", "external causes")):
        if word in title:
            return part
    return "diseases"


def _add(lines: list[Line], element: ET.Element, parent: int | None, headings: dict[str, str], where: _Where) -> None:
    here = len(lines)
    title, nonessential = _title(element)
    if not title:
        raise TablesError(f"{where.file}: a term without a title, the {here + 1}th; get the file again")
    line = Line(
        part=where.part,
        title=title,
        parent=parent,
        nonessential=nonessential,
        code=_all(element, "code", "codes"),
        manifestation=_all(element, "manif"),
        see=_all(element, "see", "seecat", "subcat", "use", "tab"),
        see_also=_all(element, "seeAlso"),
    )
    lines.append(line)
    for cell in element.findall("cell"):
        if any(character.isdigit() for character in _text(cell)):  # a dash: nothing stands there
            line.cells.append((headings.get(cell.get("col", ""), ""), _text(cell)))
    for child in element.findall("term"):
        _add(lines, child, here, headings, where)
    line.last = len(lines) - 1


def _title(element: ET.Element) -> tuple[str, str]:
    """The words of a title, and those in its parentheses that change no code."""
    title = element.find("title")
    if title is None:
        return "", ""
    extra = " ".join(_text(each) for each in title.iter("nemod"))
    extra = " ".join([extra, *(_text(each) for each in element.findall("nemod"))])
    own = [title.text or ""]
    for child in title:
        own += [child.tail or ""] if child.tag == "nemod" else [_text(child), child.tail or ""]
    return " ".join(" ".join(own).split()), " ".join(extra.split())


def _names(lines: Sequence[Line]) -> Iterator[tuple[str, str, float]]:
    """What search may look for: (words of the line and those above it, bare code, cost)."""
    for line in lines:
        said = [line.title]
        above = line.parent
        while above is not None:
            said.insert(0, lines[above].title)
            above = lines[above].parent
        text = " ".join(said)
        if line.code:
            yield text, _bare(line.code), len(telling_words(text)) - 0.5
        for heading, code in line.cells:
            yield f"{text} {heading}", _bare(code), len(telling_words(f"{text} {heading}"))


def _bare(code: str) -> str:
    """`S72.00-` -> `S7200`; of several codes the first."""
    first = code.replace(",", " ").split()[0]
    return normalise(first, ICD10CM).split("-")[0]


def _all(element: ET.Element, *tags: str) -> str:
    return "; ".join(text for tag in tags for each in element.findall(tag) if (text := _text(each)))


def _text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())
