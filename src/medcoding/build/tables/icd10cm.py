"""ICD-10-CM: from the Tabular List and the list of codes to rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from medcoding.build.tables.database import Content, Rows, Source
from medcoding.build.tables.references import Reference, references
from medcoding.build.tables.tabular import Node, parse_tabular
from medcoding.build.tables.validity import Window
from medcoding.codes.code import ICD10CM
from medcoding.codes.table import FORMAT

SCHEMA = """
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL, level TEXT NOT NULL,
  billable INTEGER NOT NULL, parent INTEGER, last INTEGER NOT NULL, seventh INTEGER,
  valid_from TEXT, valid_to TEXT);
CREATE INDEX entry_parent ON entry (parent);
CREATE TABLE note (
  entry INTEGER, position INTEGER, kind TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (entry, position)) WITHOUT ROWID;
CREATE TABLE reference (
  entry INTEGER NOT NULL, note INTEGER NOT NULL, kind TEXT NOT NULL,
  first INTEGER NOT NULL, last INTEGER NOT NULL, pattern TEXT NOT NULL);
CREATE INDEX reference_entry ON reference (entry);
CREATE TABLE seventh (
  entry INTEGER, position INTEGER, character TEXT NOT NULL, meaning TEXT NOT NULL,
  PRIMARY KEY (entry, position)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (
  title, terms, path, content = '', detail = 'column', tokenize = "porter unicode61 remove_diacritics 2")"""

_DATED_LEVELS = frozenset({"category", "subcategory", "seventh-character"})


def icd10cm(
    tabular: Path,
    listed: frozenset[str],
    windows_of: Callable[[Sequence[str]], dict[str, Window]],
    *,
    name: str,
    effective_from: date,
    effective_to: date | None,
    sources: tuple[Source, ...],
) -> Content:
    """The content of one release. `windows_of` tells on which dates codes (bare form) are valid."""
    nodes = parse_tabular(tabular, listed)
    windows = _windows(nodes, windows_of)
    found = list(references(nodes))
    return Content(
        system=ICD10CM,
        name=name,
        effective_from=effective_from,
        effective_to=effective_to,
        format=FORMAT,
        schema=SCHEMA,
        tables=_tables(nodes, windows, found),
        index=Rows("words", ("rowid", "title", "terms", "path"), list(_index(nodes))),
        sources=sources,
        counts={
            "entries": len(nodes),
            "billable": sum(node.billable for node in nodes),
            "notes": sum(len(node.notes) for node in nodes),
            "references": len(found),
        },
    )


def _tables(nodes: Sequence[Node], windows: Sequence[Window], found: Sequence[Reference]) -> tuple[Rows, ...]:
    columns = (
        "id",
        "code",
        "title",
        "level",
        "billable",
        "parent",
        "last",
        "seventh",
        "valid_from",
        "valid_to",
    )
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
        Rows("entry", columns, entries),
        Rows("note", ("entry", "position", "kind", "text"), notes),
        Rows("reference", ("entry", "note", "kind", "first", "last", "pattern"), pointers),
        Rows("seventh", ("entry", "position", "character", "meaning"), choices),
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _windows(nodes: Sequence[Node], windows_of: Callable[[Sequence[str]], dict[str, Window]]) -> list[Window]:
    """The dates of every node. A heading was in the book while it or anything under it was a valid code."""
    known = windows_of([node.code for node in nodes if node.level in _DATED_LEVELS])
    own = [known.get(node.code) if node.level in _DATED_LEVELS else None for node in nodes]
    windows: list[Window] = []
    for row, node in enumerate(nodes):
        spans = [span for span in own[row : node.last + 1] if span]
        begins = min((begin for begin, _ in spans if begin), default=None)
        ends = [end for _, end in spans]
        open_ended = not ends or None in ends
        windows.append((begins, None if open_ended else max(end for end in ends if end)))
    return windows


def _index(nodes: Sequence[Node]) -> Iterator[tuple[object, ...]]:
    """The words to search by. Codes told apart by their 7th character alone share those of their stem."""
    for row, node in enumerate(nodes):
        if node.level in {"chapter", "section"} or _is_written_out(node, nodes):
            continue
        terms = [text for kind, text in node.notes if kind in {"inclusion_terms", "includes"}]
        yield row, node.title, "\n".join(terms), "\n".join(_titles_above(node, nodes))


def _is_written_out(node: Node, nodes: Sequence[Node]) -> bool:
    """True for a stem with a 7th character added; a few full codes have titles of their own."""
    return (
        node.parent is not None
        and len(node.code) == 7
        and node.title.startswith(f"{nodes[node.parent].title},")
    )


def _titles_above(node: Node, nodes: Sequence[Node]) -> Iterator[str]:
    above = node.parent
    while above is not None and nodes[above].level not in {"chapter", "section"}:
        yield nodes[above].title
        yield from (text for kind, text in nodes[above].notes if kind == "inclusion_terms")
        above = nodes[above].parent
