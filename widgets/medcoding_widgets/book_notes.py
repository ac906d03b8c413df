"""The notes of a code as the book lays them out: where each stands, under which heading, with its codes as links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from medcoding import codes

MAX_NOTES = 400

# Kind of note -> its heading in the book, in the book's order.
HEADINGS = {
    "includes": "Includes",
    "inclusion_terms": "Inclusion terms",
    "notes": "Notes",
    "code_first": "Code first",
    "use_additional": "Use additional code",
    "code_also": "Code also",
    "excludes1": "Excludes1",
    "excludes2": "Excludes2",
    "seventh_character": "7th characters",
}
EXPLAINED = {
    "excludes1": "not coded here: the two are never reported together",
    "excludes2": "not part of this code: both may be reported when the patient has both",
}
_ONE = r"[A-Z]\d[0-9A-Z](?:\.(?:[0-9A-Z]{1,4}-?|-)|-)?"
_CODES = re.compile(rf"(?<![\w.-])({_ONE})(?:(\s*(?:-|to|–)\s*)({_ONE}))?(?![\w-])")
# What the heading has said already: "Use additional code" / "code to identify ...".
_SAID = re.compile(r"^(?:code(?:\(s\)|s)?(?= ))?[\s,]*")


def notes_page(table: codes.Table, code: str) -> list[dict[str, Any]]:
    """Blocks of notes: those of the code itself, then those of each heading above it, the nearest first.

    Each block is {code, title, own, groups: [{heading, says, items: [{parts, depth}]}]}; a part is
    {text} or {text, code} for a link.
    """
    own = list(table.notes(code))
    blocks = [_block(table, table.get(code), own, own=True)] if own else []
    inherited = table.inherited(code)
    for above in reversed(table.ancestors(code)):
        found = [(note.kind, note.text) for note in inherited if note.code == above.code]
        if found:
            blocks.append(_block(table, above, found, own=False))
    return blocks


def own_notes(table: codes.Table, code: str) -> dict[str, Any]:
    """The block of notes that stands at an entry itself, as `notes_page` has it. Raises UnknownCodeError."""
    return _block(table, table.get(code), list(table.notes(code)), own=True)


def linked(table: codes.Table, text: str) -> list[dict[str, str]]:
    """A text in parts, the codes of the table in it as links."""
    parts: list[dict[str, str]] = []
    at = 0
    for found in _CODES.finditer(text):
        for begin, end, code in _targets(table, found):
            if begin > at:
                parts.append({"text": text[at:begin]})
            parts.append({"text": text[begin:end], "code": code})
            at = end
    if at < len(text) or not parts:
        parts.append({"text": text[at:]})
    return parts


def _targets(table: codes.Table, found: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """Where a link begins and ends and which code it opens: a whole section, or each code by itself."""
    first, _, last = found.groups()
    if last and (section := table.find(f"{first}-{last}")):
        yield found.start(1), found.end(3), section.code
        return
    for group in (1, 3):
        named = found.group(group)
        if named and (entry := table.find(named.rstrip("-."))):
            yield found.start(group), found.end(group), entry.code


def _block(table: codes.Table, entry: codes.Entry, found: list[tuple[str, str]], *, own: bool) -> dict[str, Any]:
    groups = []
    for kind, heading in HEADINGS.items():
        texts = [text for each, text in found[:MAX_NOTES] if each == kind]
        if texts:
            items = list(_items(table, kind, texts))
            groups.append({"kind": kind, "heading": heading, "says": EXPLAINED.get(kind, ""), "items": items})
    return {"code": entry.code, "level": entry.level, "title": entry.title, "own": own, "groups": groups}


def _items(table: codes.Table, kind: str, texts: list[str]) -> Iterator[dict[str, Any]]:
    """The lines of one heading; what follows a line that ends in a colon stands under it."""
    depth = 0
    for text in texts:
        says = _SAID.sub("", text, count=1) if kind in ("use_additional", "code_first", "code_also") else text
        leads = says.endswith(":")
        yield {"parts": linked(table, says), "depth": 0 if leads else depth}
        depth = 1 if leads else depth
