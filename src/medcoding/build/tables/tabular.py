"""The ICD-10-CM Tabular List as CDC publishes it (XML), read into a flat list in the book's order.

The XML stops at the sixth character where the seventh is chosen from a list; the codes that carry
one are written out here, as far as the official list of codes holds them.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path

from medcoding.codes.code import ICD10CM, normalise
from medcoding.errors import TablesError

# Tag of the Tabular List -> kind of note.
_KINDS = {
    "includes": "includes",
    "inclusionTerm": "inclusion_terms",
    "notes": "notes",
    "codeFirst": "code_first",
    "useAdditionalCode": "use_additional",
    "codeAlso": "code_also",
    "excludes1": "excludes1",
    "excludes2": "excludes2",
    "sevenChrNote": "seventh_character",
}
_SEVENTH = 7


@dataclass(slots=True)
class Node:
    """One entry of the book. `parent`, `last` and `seventh_from` are positions in the list of nodes.

    `last` is the last descendant (the node itself if it has none); `seventh_from` is where the 7th
    characters in force here are defined, None where none are.
    """

    code: str
    title: str
    level: str
    parent: int | None
    last: int = 0
    billable: bool = False
    seventh_from: int | None = None
    seventh: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def parse_tabular(path: Path, listed: Set[str]) -> list[Node]:
    """Read the Tabular List. `listed` holds the bare form of every code that exists.

    Raises:
        TablesError: not a Tabular List, or a code appears twice.
    """
    try:
        root = ET.parse(path).getroot()
    except (ET.ParseError, OSError) as error:
        raise TablesError(f"{path.name}: not a readable XML file ({error}); get the file again") from error
    if root.tag != "ICD10CM.tabular":
        raise TablesError(f"{path.name}: not a Tabular List (it begins with <{root.tag}>); give the tabular XML")
    nodes: list[Node] = []
    for chapter in root.iter("chapter"):
        _add(nodes, chapter, None, listed)
    _refuse_doubles(nodes, path)
    return nodes


def _add(nodes: list[Node], element: ET.Element, parent: int | None, listed: Set[str]) -> None:
    here = len(nodes)
    node = _node(element, parent)
    nodes.append(node)
    node.notes.extend(_notes(element))
    node.seventh.extend(_seventh_characters(element))
    inherited = nodes[parent].seventh_from if parent is not None else None
    node.seventh_from = here if node.seventh else inherited
    below = [child for child in element if child.tag in {"section", "diag"}]
    for child in below:
        _add(nodes, child, here, listed)
    if not below:
        _add_seventh_codes(nodes, here, listed)
    node.last = len(nodes) - 1
    # The book's outline also names spans of sections (C00-C96); those hold nothing and are no codes.
    node.billable = node.last == here and element.tag == "diag"
    if node.billable and len(node.code) < _SEVENTH:
        node.seventh_from = None


def _add_seventh_codes(nodes: list[Node], stem: int, listed: Set[str]) -> None:
    """Write out the codes that differ from the stem by their 7th character, with placeholders."""
    node = nodes[stem]
    if node.seventh_from is None or len(node.code) == _SEVENTH:
        return
    for character, meaning in nodes[node.seventh_from].seventh:
        code = node.code.ljust(_SEVENTH - 1, "X") + character
        if code in listed:
            nodes.append(
                Node(
                    code=code,
                    title=f"{node.title}, {meaning}",
                    level="seventh-character",
                    parent=stem,
                    last=len(nodes),
                    billable=True,
                    seventh_from=node.seventh_from,
                )
            )


def _node(element: ET.Element, parent: int | None) -> Node:
    title = " ".join((element.findtext("desc") or "").split())
    if element.tag == "chapter":
        return Node(_text(element, "name"), title, "chapter", parent)
    if element.tag == "section":
        ident = element.get("id", "")
        # A section of one category bears the category's name: I11 is told from I11-I11.
        return Node(ident if "-" in ident else f"{ident}-{ident}", title, "section", parent)
    code = normalise(_text(element, "name"), ICD10CM)
    return Node(code, title, _diagnosis_level(code), parent)


def _diagnosis_level(code: str) -> str:
    if len(code) == 3:
        return "category"
    return "seventh-character" if len(code) == _SEVENTH else "subcategory"


def _notes(element: ET.Element) -> Iterator[tuple[str, str]]:
    for child in element:
        if kind := _KINDS.get(child.tag):
            for note in child.iter("note"):
                if text := " ".join((note.text or "").split()):
                    yield kind, text


def _seventh_characters(element: ET.Element) -> list[tuple[str, str]]:
    """The choices defined here. A note after a choice is another name for it, and is left to the book."""
    return [
        (extension.get("char", ""), " ".join((extension.text or "").split()))
        for definition in element.findall("sevenChrDef")
        for extension in definition.findall("extension")
    ]


def _text(element: ET.Element, tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _refuse_doubles(nodes: list[Node], path: Path) -> None:
    seen: set[str] = set()
    for node in nodes:
        if not node.code or node.code in seen:
            raise TablesError(f"{path.name}: code {node.code or '(none)'} appears twice; get the file again")
        seen.add(node.code)
