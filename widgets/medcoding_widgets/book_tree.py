"""The tree of the code book, from chapters to codes; where an entry has too many children, folds of some of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from medcoding import codes
from medcoding.codes.pcs import AXES
from medcoding_widgets.book_words import pcs_value

MAX_LISTED = 120


def branch(key: str, system: str, on: date) -> dict[str, Any]:
    """What hangs below one place of the tree: "" is the root, a code its children, `A42*` a fold of many."""
    table = codes.table(system, on)
    if not key:
        return {"key": "", "nodes": [_node(each) for each in table.chapters()]}
    if key.endswith("*"):
        parent = _fold_parent(table, key)
        inside = [each for each in table.children(parent.code) if each.code.startswith(key[:-1])] if parent else []
        return {"key": key, "nodes": [_node(each) for each in inside]}
    entry = table.find(key)
    return {"key": key, "nodes": _folded(table, entry) if entry else []}


def trail(table: codes.Table, entry: codes.Entry) -> list[str]:
    """The keys of the tree that must be open for the entry to show, from the top."""
    keys: list[str] = []
    chain = [*table.ancestors(entry.code), entry]
    for parent, child in pairwise(chain):
        keys.append(parent.code)
        length = _fold_length(parent)
        if length and len(table.children(parent.code)) > MAX_LISTED:
            keys.append(child.code[:length] + "*")
    return keys


def rows_below(table: codes.Table, entry: codes.Entry) -> list[dict[str, Any]]:
    """The entries below; where they are too many, folds that the tree opens."""
    return [] if entry.billable else [{**node, "system": table.system} for node in _folded(table, entry)]


def siblings(table: codes.Table, entry: codes.Entry, parent: codes.Entry) -> Sequence[codes.Entry]:
    """The entries of one fold, or of one parent, with this one among them; () where it stands alone."""
    children: Sequence[codes.Entry] = table.children(parent.code)
    if length := _fold_length(parent):
        children = [each for each in children if each.code[:length] == entry.code[:length]]
    return children[:MAX_LISTED] if len(children) > 1 else ()


def _folded(table: codes.Table, entry: codes.Entry) -> list[dict[str, Any]]:
    children = table.children(entry.code)
    length = _fold_length(entry)
    if not length or len(children) <= MAX_LISTED:
        return [_node(each) for each in children]
    folds: dict[str, list[codes.Entry]] = {}
    for each in children:
        folds.setdefault(each.code[:length], []).append(each)
    return [
        {"key": f"{prefix}*", "code": _fold_code(table, prefix, inside), "title": _fold_title(table, prefix, inside),
         "billable": False, "more": True, "fold": True}
        for prefix, inside in folds.items()
    ]  # fmt: skip


def _fold_length(entry: codes.Entry) -> int:
    """By how many characters the many children of an entry are put together; 0: they never are."""
    if entry.system == codes.ICD10PCS:
        return {"section": 2, "table": 4}.get(entry.level, 0)
    return 3 if entry.system == codes.HCPCS and entry.level == "family" else 0


def _fold_parent(table: codes.Table, key: str) -> codes.Entry | None:
    prefix = key[:-1]
    if table.system == codes.ICD10PCS:
        return table.find(prefix[: {2: 1, 4: 3}.get(len(prefix), 0)])
    return table.find(prefix[:1]) if table.system == codes.HCPCS else None


def _fold_code(table: codes.Table, prefix: str, inside: list[codes.Entry]) -> str:
    if table.system == codes.ICD10PCS:
        return prefix
    return inside[0].code if len(inside) == 1 else f"{inside[0].code}–{inside[-1].code}"


def _fold_title(table: codes.Table, prefix: str, inside: list[codes.Entry]) -> str:
    if table.system == codes.ICD10PCS:
        at = len(prefix) - 1
        return pcs_value(table, prefix, at, prefix[at])["meaning"] or f"{AXES[at]} {prefix[at]}"
    return "1 code" if len(inside) == 1 else f"{len(inside)} codes"


def _node(entry: codes.Entry) -> dict[str, Any]:
    return {
        "key": entry.code,
        "code": entry.code,
        "title": entry.title,
        "billable": entry.billable,
        "more": not entry.billable,
        "fold": False,
    }
