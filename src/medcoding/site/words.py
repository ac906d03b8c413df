"""The search index of the static edition: every entry of ICD-10-CM and all its names, as small text in columns.

The file is a script, since a page opened from a folder may load nothing else; a web server sends it
compressed. Columns of like things, each line told by what it shares with the one above, keep it small:
codes of stems with their 7th characters are not written out, the reader makes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from medcoding import codes
from medcoding.build.tables.names import Name, icd10cm_names
from medcoding.build.tables.own_index import load_own_index
from medcoding.build.tables.tabular import Node

_WORD = re.compile(r"[^\W_]+")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# A cost becomes one sign: quarters from -2, beginning at "0".
_LOWEST, _STEPS = -2.0, 4
_MOST_SHARED = 90
_LEVELS = {"chapter": 0, "section": 1, "category": 2, "subcategory": 3}


@dataclass(frozen=True, slots=True)
class Index:
    """The columns, each a text; `seventh` holds the sets of 7th characters that stems have."""

    release: str
    kinds: str
    codes: str
    titles: str
    sets: str
    costs: str
    targets: str
    names: str
    aliases: tuple[tuple[str, str], ...]
    seventh: tuple[tuple[tuple[str, str], ...], ...]


def build_index(on: date, root: Path) -> Index:
    """The index of the ICD-10-CM release in force on a day, with the course's own index below `root`."""
    table = codes.table(codes.ICD10CM, on)
    nodes = _nodes(table)
    kept, sets, seventh = _without_seventh(nodes)
    place = {row: at for at, row in enumerate(kept)}
    titled, others = _names(table, nodes, set(kept), root)
    return Index(
        release=table.release.name,
        kinds="".join(_kind(nodes[row]) for row in kept),
        codes="\n".join(_front_coded(nodes[row].code for row in kept)),
        titles="\n".join(_front_coded(nodes[row].title for row in kept)),
        sets="\n".join(_base36(sets[row]) if row in sets else "" for row in kept),
        costs="".join(_cost(titled[row].cost if row in titled else 9.0) for row in kept),
        targets="\n".join(
            f"{_base36(place[row])} {_base36(place[_stem(titled[row].entry, place, nodes)])}"
            for row in kept
            if row in titled and titled[row].entry != row
        ),
        names="\n".join(_name_lines(others, place, nodes)),
        aliases=tuple(table.rows.execute("SELECT phrase, words FROM alias ORDER BY phrase, words")),
        seventh=seventh,
    )


def index_as_json(index: Index) -> dict[str, object]:
    """The index as the page's script reads it."""
    return {
        "release": index.release,
        "kinds": index.kinds,
        "codes": index.codes,
        "titles": index.titles,
        "sets": index.sets,
        "costs": index.costs,
        "targets": index.targets,
        "names": index.names,
        "aliases": "\n".join(f"{phrase}\t{words}" for phrase, words in index.aliases),
        "seventh": ["\n".join(f"{char}{suffix}" for char, suffix in each) for each in index.seventh],
    }


def _nodes(table: codes.Table) -> list[Node]:
    notes: dict[int, list[tuple[str, str]]] = {}
    for entry, kind, text in table.rows.execute("SELECT entry, kind, text FROM note ORDER BY entry, position"):
        notes.setdefault(entry, []).append((kind, text))
    rows = table.rows.execute("SELECT id, code, title, level, billable, parent, last FROM entry ORDER BY id")
    return [
        Node(code=code, title=title, level=level, billable=bool(billable), parent=parent, last=last,
             notes=notes.get(row, []))
        for row, code, title, level, billable, parent, last in rows
    ]  # fmt: skip


def _without_seventh(
    nodes: Sequence[Node],
) -> tuple[list[int], dict[int, int], tuple[tuple[tuple[str, str], ...], ...]]:
    """Rows to write out; the set of 7th characters of each stem; and the sets themselves."""
    by_stem: dict[int, list[tuple[str, str]]] = {}
    kept: list[int] = []
    for row, node in enumerate(nodes):
        parent = node.parent
        if node.level != "seventh-character" or parent is None:
            kept.append(row)
            continue
        stem = nodes[parent]
        if node.code[:6] != stem.code.ljust(6, "X"):
            raise ValueError(f"{node.code}: a 7th character behind another stem than {stem.code}")
        # A title of its own is written whole, behind a sign that says so.
        follows = node.title.startswith(stem.title)
        by_stem.setdefault(parent, []).append(
            (node.code[6], node.title[len(stem.title) :] if follows else f"={node.title}")
        )
    known: dict[tuple[tuple[str, str], ...], int] = {}
    sets = {row: known.setdefault(tuple(found), len(known)) for row, found in by_stem.items()}
    return kept, sets, tuple(known)


def _names(table: codes.Table, nodes: Sequence[Node], kept: set[int], root: Path) -> tuple[dict[int, Name], list[Name]]:
    """The name that is the entry's own title, by row, and all other names."""
    rows = {node.code: row for row, node in enumerate(nodes)}
    own = [(term, rows[code]) for term, code in load_own_index(codes.ICD10CM, root).terms if code in rows]
    titled: dict[int, Name] = {}
    others: list[Name] = []
    titles = {row: nodes[row].title for row in kept}
    by_title: dict[str, list[int]] = {}
    for row in sorted(kept):
        by_title.setdefault(titles[row], []).append(row)
    for name in icd10cm_names(nodes, own):
        own_row = next((each for each in by_title.get(name.text, ()) if each not in titled), None)
        if own_row is not None and _leads(nodes, own_row, name.entry):
            titled[own_row] = name
        else:
            others.append(name)
    return titled, others


def _leads(nodes: Sequence[Node], row: int, entry: int) -> bool:
    return row <= entry <= nodes[row].last


def _name_lines(names: Iterable[Name], place: dict[int, int], nodes: Sequence[Node]) -> Iterable[str]:
    """Entry (as the step from the line above), cost and words of each name that says more than its entry's title."""
    found: dict[tuple[int, str], float] = {}
    for name in names:
        entry = _stem(name.entry, place, nodes)
        words = " ".join(_WORD.findall(name.text.lower().replace("'s", "")))
        if words and words != " ".join(_WORD.findall(nodes[entry].title.lower().replace("'s", ""))):
            key = (place[entry], words)
            found[key] = min(found.get(key, 99.0), name.cost)
    before = 0
    for (entry, words), cost in sorted(found.items()):
        yield f"{_cost(cost)}{_base36(entry - before) if entry != before else ''} {words}"
        before = entry


def _stem(row: int, place: Mapping[int, int], nodes: Sequence[Node]) -> int:
    """The row itself; that of its stem for a code told by its 7th character."""
    while row not in place:
        row = nodes[row].parent or 0
    return row


def _front_coded(texts: Iterable[str]) -> Iterable[str]:
    """Each text as one sign for how many letters it shares with the one before, and the rest."""
    before = ""
    for text in texts:
        if "\n" in text:
            raise ValueError(f"{text!r}: a line break in a title")
        shared = 0
        while shared < min(len(text), len(before), _MOST_SHARED) and text[shared] == before[shared]:
            shared += 1
        yield chr(33 + shared) + text[shared:]
        before = text


def _kind(node: Node) -> str:
    level = _LEVELS[node.level]
    return chr(ord("A") + level) if node.billable else chr(ord("a") + level)


def _cost(cost: float) -> str:
    return chr(48 + max(0, min(74, round((cost - _LOWEST) * _STEPS))))


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"
