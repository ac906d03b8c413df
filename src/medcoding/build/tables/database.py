"""Writes one release as one SQLite file: the same rows give the same digest, and the same bytes.

Bytes depend on the SQLite library, the digest on the rows alone; so tests compare digests.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from medcoding.codes.model import Release
from medcoding.codes.table import FORMAT

Row = tuple[object, ...]

# Offsets in the SQLite header that count writes or name the library that wrote last.
_VOLATILE = ((24, 4), (92, 4), (96, 4))


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from: a file of a pinned package or of an official release."""

    name: str
    version: str
    licence: str
    holds: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table. `ordered_by` makes the digest independent of how they are stored."""

    table: str
    columns: tuple[str, ...]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Edition:
    """Which release of a system is made: its name, its first and last day, and what it is made from."""

    name: str
    effective_from: date
    effective_to: date | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that goes into one file: what it is, its schema, rows and search index."""

    system: str
    edition: Edition
    schema: str
    tables: tuple[Rows, ...]
    index: Rows
    counts: dict[str, int] = field(default_factory=dict)
    format: int = FORMAT


# The columns of the table `entry`, which every system has.
ENTRY_COLUMNS = ("id", "code", "title", "level", "billable", "parent", "last", "seventh", "valid_from", "valid_to")

_COMMON = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (name TEXT, version TEXT, licence TEXT, holds TEXT, sha256 TEXT);
"""


def digest_of(content: Content) -> str:
    """SHA-256 over every row of every table and every source, in order."""
    seen = hashlib.sha256()
    edition = content.edition
    head = [content.system, edition.name, edition.effective_from.isoformat(), content.format]
    seen.update(json.dumps(head).encode())
    for table in (*content.tables, content.index):
        seen.update(json.dumps([table.table, table.columns]).encode())
        for row in table.rows:
            seen.update(json.dumps(row, ensure_ascii=False).encode())
    return seen.hexdigest()


def write_database(path: Path, content: Content) -> Release:
    """Write a new file at `path` and return its description."""
    path.unlink(missing_ok=True)
    digest = digest_of(content)
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        base.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        base.execute("BEGIN")
        for statement in (_COMMON + content.schema).split(";\n"):
            base.execute(statement)
        _insert(base, "meta", sorted(_meta(content, digest).items()))
        _insert(base, "source", [(s.name, s.version, s.licence, s.holds, s.sha256) for s in content.edition.sources])
        for table in content.tables:
            _insert(base, table.table, table.rows)
        index = content.index
        marks = ", ".join("?" for _ in index.columns)
        base.executemany(f"INSERT INTO {index.table} ({', '.join(index.columns)}) VALUES ({marks})", index.rows)
        base.execute(f"INSERT INTO {index.table} ({index.table}) VALUES ('optimize')")
        base.execute("COMMIT")
        base.execute("ANALYZE")
        base.execute("VACUUM")
    _calm_header(path)
    whole = path.read_bytes()
    return Release(
        system=content.system,
        name=content.edition.name,
        effective_from=content.edition.effective_from,
        effective_to=content.edition.effective_to,
        path=path,
        digest=digest,
        sha256=hashlib.sha256(whole).hexdigest(),
        size=len(whole),
        counts=content.counts,
    )


def _meta(content: Content, digest: str) -> dict[str, str]:
    edition = content.edition
    return {
        "system": content.system,
        "name": edition.name,
        "effective_from": edition.effective_from.isoformat(),
        "effective_to": edition.effective_to.isoformat() if edition.effective_to else "",
        "format": str(content.format),
        "digest": digest,
        **{f"count {name}": str(number) for name, number in content.counts.items()},
    }


def _insert(base: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    rows = list(rows)
    if rows:
        base.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' for _ in rows[0])})", rows)


def _calm_header(path: Path) -> None:
    """Give the counters of the file's header one value, whatever it took to write the file."""
    with path.open("r+b") as file:
        for offset, length in _VOLATILE:
            file.seek(offset)
            file.write((1).to_bytes(length, "big"))
