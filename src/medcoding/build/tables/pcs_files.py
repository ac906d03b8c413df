"""ICD-10-PCS as CMS publishes it every year: the order file, the tables, the index and the definitions (XML).

The order file says which codes there are, the tables what their values mean; a release is taken only
where the rows of the tables expand to exactly the codes of the order file.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from pathlib import Path

from medcoding.build.tables import names
from medcoding.build.tables.database import ENTRY_COLUMNS, Content, Edition, Row, Rows, Source
from medcoding.build.tables.icd10pcs import SCHEMA, pcs_entries, pcs_names
from medcoding.build.tables.index_xml import Line
from medcoding.build.tables.own_index import OwnIndex
from medcoding.codes.code import ICD10PCS
from medcoding.errors import TablesError

TABLES_ROOT = "ICD10PCS.tabular"
DEFINITIONS_ROOT = "ICD10PCS.definitions"
ORDER_LINE = re.compile(r"\d{5} ([0-9A-HJ-NP-Z]{3,7})\s+([01]) (.{60}) ?(.*)")
_KINDS = {"3": "operation", "5": "approach"}


@dataclass(slots=True)
class PcsTables:
    """What the tables say: every code, (section, operation) -> name, (prefix, position, value) -> label."""

    codes: set[str] = field(default_factory=set)
    operations: dict[tuple[str, str], str] = field(default_factory=dict)
    labels: dict[tuple[str, int, str], str] = field(default_factory=dict)


def pcs_files(
    order: Path,
    tables: ET.Element,
    definitions: ET.Element | None,
    index: Sequence[Line],
    own: OwnIndex,
    *,
    name: str,
    begins: date,
    ends: date | None,
    fewest: int,
) -> Content:
    """The content of one release. Raises TablesError where order file and tables do not agree."""
    titles = _titles(order)
    found = read_tables(tables, order)
    if len(titles) < fewest:
        raise TablesError(f"{order.name}: {len(titles)} codes, too few for a release; get it again")
    if odd := found.codes.symmetric_difference(titles):
        some = ", ".join(sorted(odd)[:3])
        raise TablesError(
            f"{order.name}: the tables expand to {len(found.codes):,} codes and the order file holds {len(titles):,} "
            f"({some} in one of them only); the two are not of one release: give files that belong together"
        )
    labels = [(*key, text) for key, text in sorted(found.labels.items())]
    rows = pcs_entries(dict.fromkeys(titles, (None, None)), titles, labels, found.operations)
    leads = [(line.title, f"see {line.see}" if line.see else line.code) for line in index if line.see or line.code]
    says = _definitions(definitions, found.operations, found.labels) if definitions is not None else []
    searched, full_text = names.name_rows(pcs_names(rows), own.aliases)
    source = Source(order.name, begins.isoformat(), "public domain (CMS)", "codes, titles, labels", "")
    return Content(
        system=ICD10PCS,
        edition=Edition(name, begins, ends, (source,)),
        schema=f"{SCHEMA};{names.SCHEMA}",
        tables=(
            Rows("entry", ENTRY_COLUMNS, rows),
            Rows("label", ("prefix", "position", "value", "text"), labels),
            Rows("definition", ("kind", "section", "value", "name", "text", "explanation", "examples"), says),
            Rows("index_entry", ("id", "term", "leads_to"), [(at, *entry) for at, entry in enumerate(leads)]),
            *searched,
        ),
        index=full_text,
        counts={
            "entries": len(rows),
            "billable": len(titles),
            "tables": sum(row[3] == "table" for row in rows),
            "labels": len(labels),
            "definitions": len(says),
        },
    )


def read_tables(root: ET.Element, path: Path) -> PcsTables:
    """Expand every row of every table. Raises TablesError at a table without its first three values."""
    found = PcsTables()
    for table in root.iter("pcsTable"):
        first = [_labels(axis) for axis in table.findall("axis")]
        if len(first) != 3 or not all(first):
            raise TablesError(f"{path.name}: a PCS table without section, body system and operation; get it again")
        prefix = "".join(next(iter(labels)) for labels in first)
        found.operations[prefix[0], prefix[2]] = first[2][prefix[2]]
        for row in table.findall("pcsRow"):
            values = [_labels(axis) for axis in row.findall("axis")]
            if len(values) != 4:
                raise TablesError(f"{path.name}: a row of table {prefix} without four positions; get the file again")
            for position, labels in enumerate(values, start=4):
                found.labels.update(((prefix, position, value), text) for value, text in labels.items())
            found.codes.update(prefix + "".join(each) for each in product(*values))
    return found


def _labels(axis: ET.Element) -> dict[str, str]:
    return {each.get("code", ""): " ".join((each.text or "").split()) for each in axis.findall("label")}


def _titles(order: Path) -> dict[str, str]:
    """The long title of each code of an order file."""
    lines = order.read_text(encoding="utf-8", errors="replace").splitlines()
    matched = [found for line in lines if (found := ORDER_LINE.match(line))]
    return {each[1]: " ".join((each[4] or each[3]).split()) for each in matched if each[2] == "1"}


def _definitions(
    root: ET.Element, operations: Mapping[tuple[str, str], str], labels: Mapping[tuple[str, int, str], str]
) -> list[Row]:
    """The definitions of root operations and approaches, whose values the tables know by name."""
    rows: dict[tuple[str, str, str], Row] = {}
    for section in root.iter("section"):
        code = section.get("code", "")
        values = {
            "operation": {text: value for (at, value), text in operations.items() if at == code},
            "approach": {
                text: value for (prefix, at, value), text in labels.items() if at == 5 and prefix.startswith(code)
            },
        }
        for axis in section.findall("axis"):
            kind = _KINDS.get(axis.get("pos", ""))
            for term in axis.findall("terms") if kind else []:
                name = _said(term, "title")
                value = values[kind or ""].get(name)
                if kind and value:
                    texts = (_said(term, "definition"), _said(term, "explanation"), _said(term, "includes"))
                    rows[kind, code, value] = (kind, code, value, name, *texts)
    return [rows[key] for key in sorted(rows)]


def _said(term: ET.Element, tag: str) -> str:
    return "; ".join(" ".join("".join(each.itertext()).split()) for each in term.findall(tag))
