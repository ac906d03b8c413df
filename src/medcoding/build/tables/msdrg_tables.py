"""MS-DRG: CMS's Table 5 (weights) and 6K (CC, MCC and what takes them away) of one fiscal year, to rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from medcoding.build.tables import names
from medcoding.build.tables.database import ENTRY_COLUMNS, Content, Edition, Row, Rows
from medcoding.build.tables.icd10cm import ENTRY_SCHEMA
from medcoding.codes.code import MSDRG

# `weight` is the one Medicare pays by (a fall of more than a tenth is capped); stays are days.
# `alive_only` marks diagnoses that count only for a patient discharged alive.
SCHEMA = f"""{ENTRY_SCHEMA};
CREATE TABLE drg (
  entry INTEGER PRIMARY KEY, mdc TEXT NOT NULL, type TEXT NOT NULL, weight REAL, uncapped_weight REAL,
  geometric_stay REAL, arithmetic_stay REAL, post_acute INTEGER NOT NULL, special_pay INTEGER NOT NULL);
CREATE TABLE severity (
  code TEXT PRIMARY KEY, level TEXT NOT NULL, collection TEXT, alive_only INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE exclusion (collection TEXT, principal TEXT, PRIMARY KEY (collection, principal)) WITHOUT ROWID"""

_SEVERITY = re.compile(r"^ ([A-Z]\w{2,6})\s+(CC|MCC)\s+(?:(\d{4}):[\d,]+ codes?|No Excl)\s")
_COLLECTION = re.compile(r"^PDX collection (\d{4})$")
_MEMBER = re.compile(r"^  ([A-Z]\w{2,6})\s")
_DRG = re.compile(r"\d{3}\Z")


@dataclass(frozen=True, slots=True)
class _Severity:
    rows: tuple[Row, ...]
    exclusions: tuple[Row, ...]


def msdrg_tables(
    weights: Path,
    exclusions: Path,
    edition: Edition,
) -> Content:
    """The content of one fiscal year."""
    drgs = list(_drgs(weights))
    entries: list[Row] = [
        (at, fields[0], fields[5].strip(), "drg", 0, None, at, None, None, None) for at, fields in enumerate(drgs)
    ]
    severity = _severity(exclusions)
    paid = [(at, *_paid(fields)) for at, fields in enumerate(drgs)]
    searched, full_text = names.name_rows(_names(entries), ())
    return Content(
        system=MSDRG,
        edition=edition,
        schema=f"{SCHEMA};{names.SCHEMA}",
        tables=(
            Rows("entry", ENTRY_COLUMNS, entries),
            Rows(
                "drg",
                (
                    "entry",
                    "mdc",
                    "type",
                    "weight",
                    "uncapped_weight",
                    "geometric_stay",
                    "arithmetic_stay",
                    "post_acute",
                    "special_pay",
                ),
                paid,
            ),
            Rows("severity", ("code", "level", "collection", "alive_only"), severity.rows),
            Rows("exclusion", ("collection", "principal"), severity.exclusions),
            *searched,
        ),
        index=full_text,
        counts={
            "entries": len(entries),
            "weighted": sum(row[3] is not None for row in paid),
            "severities": len(severity.rows),
            "exclusions": len(severity.exclusions),
        },
    )


def _drgs(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="cp1252", newline="") as file:
        for fields in csv.reader(file, delimiter="\t"):
            if fields and _DRG.match(fields[0].strip()):
                yield [field.strip() for field in fields]


def _paid(fields: Sequence[str]) -> Row:
    """MDC, type, the capped and the uncapped weight, both mean stays, both transfer flags."""
    before_cap, capped, geometric, arithmetic = (_number(field) for field in fields[6:10])
    return fields[3], fields[4], capped, before_cap, geometric, arithmetic, fields[1] == "Yes", fields[2] == "Yes"


def _number(field: str) -> float | None:
    """None for the full stop that stands for "no value"."""
    return float(field) if field not in {"", "."} else None


def _severity(path: Path) -> _Severity:
    levels: dict[str, tuple[str, str | None]] = {}
    members: list[Row] = []
    alive: set[str] = set()
    part, collection = 1, ""
    for line in path.read_text(encoding="cp1252").splitlines():
        if line.startswith("K Part "):
            part = int(line[7])
        elif part == 1 and (found := _SEVERITY.match(line)):
            levels[found[1]] = (found[2], found[3])
        elif part == 1 and (found := _COLLECTION.match(line)):
            collection = found[1]
        elif part == 1 and collection and (found := _MEMBER.match(line)):
            members.append((collection, found[1]))
        elif part == 2 and (found := _MEMBER.match(line)):
            alive.add(found[1])
    rows = tuple((code, level, listed, int(code in alive)) for code, (level, listed) in sorted(levels.items()))
    return _Severity(rows, tuple(sorted(set(members))))


def _names(entries: Sequence[Row]) -> Iterator[names.Name]:
    for row in entries:
        title = str(row[2])
        yield names.Name(int(str(row[0])), title, "", len(names.telling_words(title)))
