"""ICD-10-CM: from the Tabular List and the list of codes to rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from medcoding.build.tables import names
from medcoding.build.tables.database import ENTRY_COLUMNS, Content, Edition, Rows
from medcoding.build.tables.own_index import OwnIndex
from medcoding.build.tables.references import Reference, references
from medcoding.build.tables.tabular import Node, parse_tabular
from medcoding.build.tables.witness import Edit, Window, Witness
from medcoding.codes.code import ICD10CM
from medcoding.errors import TablesError

# The tables that every system has.
ENTRY_SCHEMA = """
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL, level TEXT NOT NULL,
  billable INTEGER NOT NULL, parent INTEGER, last INTEGER NOT NULL, seventh INTEGER,
  valid_from TEXT, valid_to TEXT);
CREATE INDEX entry_parent ON entry (parent);
CREATE TABLE note (
  entry INTEGER, position INTEGER, kind TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (entry, position)) WITHOUT ROWID;
CREATE TABLE seventh (
  entry INTEGER, position INTEGER, character TEXT NOT NULL, meaning TEXT NOT NULL,
  PRIMARY KEY (entry, position)) WITHOUT ROWID;
CREATE TABLE edit (
  entry INTEGER, name TEXT, low INTEGER, high INTEGER, PRIMARY KEY (entry, name)) WITHOUT ROWID;
CREATE TABLE former (
  code TEXT NOT NULL, successor INTEGER NOT NULL, valid_from TEXT, valid_to TEXT,
  PRIMARY KEY (code, successor)) WITHOUT ROWID;
CREATE TABLE reference (
  entry INTEGER NOT NULL, note INTEGER NOT NULL, kind TEXT NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, pattern TEXT NOT NULL);
CREATE INDEX reference_entry ON reference (entry)"""

_DATED_LEVELS = frozenset({"category", "subcategory", "seventh-character"})


def icd10cm(
    tabular: Path,
    listed: frozenset[str],
    witness: Witness,
    own: OwnIndex,
    edition: Edition,
) -> Content:
    """The content of one release. `witness` tells on which dates codes are valid and what edits they meet."""
    nodes = parse_tabular(tabular, listed)
    windows = _windows(nodes, witness)
    found = list(references(nodes))
    tables, index = names.name_rows(names.icd10cm_names(nodes, _own_terms(nodes, own)), own.aliases)
    return Content(
        system=ICD10CM,
        edition=edition,
        schema=f"{ENTRY_SCHEMA};{names.SCHEMA}",
        tables=(*_tables(nodes, windows, found), _edits(nodes, witness), _former(nodes, windows, witness), *tables),
        index=index,
        counts={
            "entries": len(nodes),
            "billable": sum(node.billable for node in nodes),
            "notes": sum(len(node.notes) for node in nodes),
            "references": len(found),
        },
    )


def _tables(nodes: Sequence[Node], windows: Sequence[Window], found: Sequence[Reference]) -> tuple[Rows, ...]:
    entries = [
        (
            row,
            n.code,
            n.title,
            n.level,
            int(n.billable),
            n.parent,
            n.last,
            n.seventh_from,
            *map(_iso, windows[row]),
        )
        for row, n in enumerate(nodes)
    ]
    notes = [(row, at, *note) for row, node in enumerate(nodes) for at, note in enumerate(node.notes)]
    pointers = [(each.entry, each.note, each.kind, each.first, each.last, each.pattern) for each in found]
    choices = [(row, at, *each) for row, node in enumerate(nodes) for at, each in enumerate(node.seventh)]
    return (
        Rows("entry", ENTRY_COLUMNS, entries),
        Rows("note", ("entry", "position", "kind", "text"), notes),
        Rows("reference", ("entry", "note", "kind", "first", "last", "pattern"), pointers),
        Rows("seventh", ("entry", "position", "character", "meaning"), choices),
    )


def _edits(nodes: Sequence[Node], witness: Witness) -> Rows:
    """What the editor holds against a code. A code too new for a list is treated as its category's others are."""
    rows_of = {node.code: row for row, node in enumerate(nodes) if node.billable}
    met = witness.diagnosis_edits(list(rows_of))
    rows = [(rows_of[code], edit.name, edit.low, edit.high) for code, edits in met.items() for edit in edits]
    rows += [(rows_of[code], name, None, None) for code, name in _sex_by_category(list(rows_of), met)]
    return Rows("edit", ("entry", "name", "low", "high"), sorted(rows, key=lambda row: row[:2]))


def _sex_by_category(codes: Sequence[str], met: dict[str, list[Edit]]) -> Iterator[tuple[str, str]]:
    """Give codes without a sex the one that nearly every code of their category has.

    The editor's lists of sex end in 2024; categories have grown since.
    """
    for name in ("female-only", "male-only"):
        having = {code for code in codes if any(edit.name == name for edit in met.get(code, []))}
        whole = Counter(code[:3] for code in codes)
        share = Counter(code[:3] for code in having)
        for code in codes:
            if code not in having and share[code[:3]] >= 0.9 * whole[code[:3]]:
                yield code, name


def _former(nodes: Sequence[Node], windows: Sequence[Window], witness: Witness) -> Rows:
    """The codes that are codes no more, with those that took their place.

    Most are headings now, and the codes under them are their successors. What became of the others
    only CMS's conversion table tells.
    """
    begins = {node.code: windows[row][0] for row, node in enumerate(nodes) if node.billable}
    row_of = {node.code: row for row, node in enumerate(nodes)}
    pairs = {
        (node.code, below)
        for row, node in enumerate(nodes)
        if not node.billable and node.level in _DATED_LEVELS
        for below in range(row + 1, node.last + 1)
        if nodes[below].billable
    }
    origins = witness.predecessors({code: day for code, day in begins.items() if day})
    pairs |= {(old, row_of[code]) for code, old in origins.items() if old not in begins}
    spans = witness.diagnosis_windows(sorted({old for old, _ in pairs}))
    rows = [(old, row, *map(_iso, spans[old])) for old, row in sorted(pairs) if old in spans]
    return Rows("former", ("code", "successor", "valid_from", "valid_to"), rows)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _own_terms(nodes: Sequence[Node], own: OwnIndex) -> Iterator[tuple[str, int]]:
    """The course's index as (term, row). Full codes are given by their stem, whose 7th character words choose."""
    row_of = {node.code: row for row, node in enumerate(nodes)}
    for term, code in own.terms:
        row = row_of.get(code)
        if row is None:
            if own.lenient:
                continue
            raise TablesError(f"{own.where}: {term!r} leads to {code}, which is no code; mend the line")
        parent = nodes[row].parent
        is_full = nodes[row].level == "seventh-character" and parent is not None
        yield term, names.default_below(parent if is_full and parent is not None else row, nodes)


def _windows(nodes: Sequence[Node], witness: Witness) -> list[Window]:
    """The dates of every node. A heading was in the book while it or anything under it was a valid code."""
    dated = [node for node in nodes if node.level in _DATED_LEVELS]
    known: dict[str, Window] = {}
    for billable in (True, False):  # headings were seldom codes: asked apart, whole batches settle at once
        known |= witness.diagnosis_windows([node.code for node in dated if node.billable is billable])
    own = [known.get(node.code) if node.level in _DATED_LEVELS else None for node in nodes]
    windows: list[Window] = []
    for row, node in enumerate(nodes):
        spans = [span for span in own[row : node.last + 1] if span]
        begins = min((begin for begin, _ in spans if begin), default=None)
        ends = [end for _, end in spans]
        open_ended = not ends or None in ends
        windows.append((begins, None if open_ended else max(end for end in ends if end)))
    return windows
