"""ICD-10-PCS: from lists of codes, titles and axis labels to rows.

The sources hold no tables as CMS prints them, and need not: a table is the set of codes that share
their first three characters, so what may stand in a position is read from the codes themselves.
"""

from __future__ import annotations

import csv
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from medcoding.build.tables import names
from medcoding.build.tables.database import ENTRY_COLUMNS, Content, Edition, Row, Rows
from medcoding.build.tables.editor import Editor
from medcoding.build.tables.icd10cm import ENTRY_SCHEMA
from medcoding.build.tables.own_index import OwnIndex
from medcoding.build.tables.witness import Window
from medcoding.codes.code import ICD10PCS

SCHEMA = f"""{ENTRY_SCHEMA};
CREATE TABLE label (
  prefix TEXT, position INTEGER, value TEXT, text TEXT NOT NULL,
  PRIMARY KEY (prefix, position, value)) WITHOUT ROWID;
CREATE TABLE definition (
  kind TEXT, section TEXT, value TEXT, name TEXT NOT NULL, text TEXT NOT NULL, explanation TEXT, examples TEXT,
  PRIMARY KEY (kind, section, value)) WITHOUT ROWID;
CREATE TABLE guideline (
  number TEXT PRIMARY KEY, topic TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE index_entry (id INTEGER PRIMARY KEY, term TEXT NOT NULL, leads_to TEXT NOT NULL)"""

UNTITLED = "Title not in the sources held"
_CODE_LENGTH = 7
# The sections' names, which the sources give for two of them only (ICD-10-PCS, character 1).
_SECTIONS = {
    "0": "Medical and Surgical",
    "1": "Obstetrics",
    "2": "Placement",
    "3": "Administration",
    "4": "Measurement and Monitoring",
    "5": "Extracorporeal or Systemic Assistance and Performance",
    "6": "Extracorporeal or Systemic Therapies",
    "7": "Osteopathic",
    "8": "Other Procedures",
    "9": "Chiropractic",
    "B": "Imaging",
    "C": "Nuclear Medicine",
    "D": "Radiation Therapy",
    "F": "Physical Rehabilitation and Diagnostic Audiology",
    "G": "Mental Health",
    "H": "Substance Abuse Treatment",
    "X": "New Technology",
}
_SEE = re.compile(r"see ([A-Z][A-Za-z ,]+?)\s*\*\*")


@dataclass(frozen=True, slots=True)
class Sources:
    """The files read: titles as CSV, the coder's database, and codes known to be valid without a title."""

    titles: Path
    coder: Path
    untitled: Path


def icd10pcs(
    files: Sources,
    editor: Editor,
    own: OwnIndex,
    edition: Edition,
) -> Content:
    """The content of one release: the codes that `editor` finds valid on its first day."""
    begins = edition.effective_from
    with closing(sqlite3.connect(f"file:{files.coder}?mode=ro", uri=True)) as coder:
        titles = _titles(files, coder)
        windows = {
            code: window
            for code, window in editor.procedure_windows(sorted(titles)).items()
            if window[0] and window[0] <= begins and (window[1] is None or window[1] >= begins)
        }
        labels = list(_labels(coder))
        operations = {(section, value): text for section, value, text in _operations(coder)}
        entries = pcs_entries(windows, titles, labels, operations)
        index = [
            (term.strip(), " ".join(leads.split()))
            for term, leads in coder.execute("SELECT term, content FROM pcs_index ORDER BY term, content")
        ]
        tables: tuple[Rows, ...] = (
            Rows("entry", ENTRY_COLUMNS, entries),
            Rows("label", ("prefix", "position", "value", "text"), labels),
            Rows(
                "definition",
                ("kind", "section", "value", "name", "text", "explanation", "examples"),
                _definitions(coder),
            ),
            Rows(
                "guideline",
                ("number", "topic", "title", "text"),
                coder.execute("SELECT idx, section, type, content FROM pcs_guidelines ORDER BY idx").fetchall(),
            ),
            Rows("index_entry", ("id", "term", "leads_to"), [(at, *entry) for at, entry in enumerate(index)]),
        )
    aliases = tuple(dict.fromkeys((*own.aliases, *_aliases(index))))
    searched, full_text = names.name_rows(pcs_names(entries), aliases)
    return Content(
        system=ICD10PCS,
        edition=edition,
        schema=SCHEMA + ";" + names.SCHEMA,
        tables=(*tables, *searched),
        index=full_text,
        counts={
            "entries": len(entries),
            "billable": len(windows),
            "tables": sum(entry[3] == "table" for entry in entries),
            "untitled": sum(str(entry[2]).startswith(UNTITLED) for entry in entries if entry[4]),
            "labels": len(labels),
            "index": len(index),
        },
    )


def _titles(files: Sources, coder: sqlite3.Connection) -> dict[str, str]:
    titles = dict.fromkeys(files.untitled.read_text(encoding="utf-8").split(), "")
    titles |= dict(coder.execute("SELECT code, long_name FROM pcs_codes WHERE length(code) = 7"))
    with files.titles.open(encoding="utf-8", newline="") as file:
        titles |= {row[0]: row[1] for row in csv.reader(file) if len(row[0]) == _CODE_LENGTH}
    return titles


def _labels(coder: sqlite3.Connection) -> Iterator[tuple[str, int, str, str]]:
    """What each value of positions 4 to 7 means in each table, as far as the source says."""
    for position, column, text in (
        (4, "body_part", "bp_def"),
        (5, "approach", "ap_def"),
        (6, "device", "dv_def"),
        (7, "qualifier", "qu_def"),
    ):
        yield from (
            (prefix, position, value, " ".join(says.split()))
            for prefix, value, says in coder.execute(
                f"SELECT section || body_system || root_op AS prefix, {column}, min({text}) FROM pcs_tree"
                f" WHERE {text} IS NOT NULL GROUP BY prefix, {column} ORDER BY prefix, {column}"
            )
        )


def _operations(coder: sqlite3.Connection) -> list[tuple[str, str, str]]:
    return coder.execute("SELECT section, code, value FROM pcs_root_operation").fetchall()


def _definitions(coder: sqlite3.Connection) -> list[Row]:
    operations = coder.execute(
        "SELECT 'operation', section, code, value, ifnull(definition, ''), explanation, examples"
        " FROM pcs_root_operation ORDER BY section, code"
    ).fetchall()
    approaches = coder.execute(
        "SELECT 'approach', section, code, value, ifnull(definition, ''), NULL, NULL FROM pcs_approach"
        " ORDER BY section, code"
    ).fetchall()
    return [*approaches, *operations]


def pcs_entries(
    windows: Mapping[str, Window],
    titles: Mapping[str, str],
    labels: Sequence[tuple[str, int, str, str]],
    operations: Mapping[tuple[str, str], str],
) -> list[Row]:
    """Sections, their tables and codes, in the order of the codes; `last` closes each span."""
    says = {(prefix, position, value): text for prefix, position, value, text in labels}
    rows: list[list[object]] = []
    open_rows: dict[int, int] = {}
    for code in sorted(windows):
        for length, level in ((1, "section"), (3, "table")):
            head = code[:length]
            if length not in open_rows or rows[open_rows[length]][1] != head:
                parent = open_rows[1] if length == 3 else None
                title = _SECTIONS[code[0]] if length == 1 else operations.get((code[0], code[2]), f"Table {head}")
                open_rows[length] = len(rows)
                rows.append([len(rows), head, title, level, 0, parent, len(rows), None, None, None])
        begins, ends = windows[code]
        title = titles[code] or _composed(code, says, operations)
        rows.append(
            [
                len(rows),
                code,
                title,
                "code",
                1,
                open_rows[3],
                len(rows),
                None,
                begins.isoformat() if begins else None,
                ends.isoformat() if ends else None,
            ]
        )
        for length in (1, 3):
            rows[open_rows[length]][6] = len(rows) - 1
    return [tuple(row) for row in rows]


def _composed(code: str, says: Mapping[tuple[str, int, str], str], operations: Mapping[tuple[str, str], str]) -> str:
    """A title for a code newer than the lists of titles: the labels of its values, where all are known."""
    operation = operations.get((code[0], code[2]))
    parts = [says.get((code[:3], position, code[position - 1])) for position in (4, 5, 6, 7)]
    if operation is None or None in parts:
        return f"{UNTITLED} ({code})"
    body, approach, device, qualifier = (part or "" for part in parts)
    extra = [part for part in (device, qualifier) if part not in {"No Device", "No Qualifier"}]
    return f"{operation} of {body}{' with ' + ', '.join(extra) if extra else ''}, {approach} Approach"


def pcs_names(entries: Sequence[Row]) -> Iterator[names.Name]:
    """What search calls each code."""
    for row in entries:
        if row[4]:
            title = str(row[2]).replace(" Approach", "")
            yield names.Name(int(str(row[0])), title, "", len(names.telling_words(title)))


def _aliases(index: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """One-word terms of the Index ("Appendectomy see Resection, Appendix") as words of the titles.

    Where the Index offers Excision and Resection, most people mean Resection: all of the body part.
    """
    for term, leads in index:
        found: list[str] = _SEE.findall(leads)
        if term.isalpha() and found:
            best = next((each for each in found if each.startswith("Resection")), found[0])
            yield term.lower(), " ".join(re.findall(r"[a-z]+", best.lower()))
