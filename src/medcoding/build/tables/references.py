"""What the notes of the Tabular List point at: codes, ranges and lists in their parentheses.

`(I50.-)`, `(E08-E13 with .62-)`, `(T36-T50 with fifth or sixth character 5)`, `(S02.- with 7th
character B)` become ranges of rows and a pattern on the bare code, so that a rule asks one query
instead of reading English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from medcoding.build.tables.tabular import Node

# Notes whose references rules ask about.
POINTING = frozenset({"excludes1", "excludes2", "code_first", "use_additional", "code_also"})


@dataclass(frozen=True, slots=True)
class Reference:
    """From note number `note` of row `entry` to the rows `first`..`last` whose bare code matches `pattern`.

    `pattern` is an SQLite GLOB; `*` matches every code of the range.
    """

    entry: int
    note: int
    kind: str
    first: int
    last: int
    pattern: str = "*"


_CODE = r"[A-Z][0-9A][0-9A-Z](?:\.[0-9A-Z]{0,4})?"
_RANGE = re.compile(rf"(?<![\w.-])({_CODE})-?(?:\s?(?:-|–|to)\s?({_CODE})-?)?(?![\w])")
_PARENTHESIS = re.compile(r"\(([^()]*)[)}]")
# Outside parentheses A15 may be a code and CD30 never is: a dot or one of these words makes it one.
_CLASSIFIED = re.compile(r"(?:classified (?:in|to)|classifiable to|(?:sub)?categor(?:y|ies)|from)\b(.*)")
_DOTTED = re.compile(r"(?<![\w.-])[A-Z]\d[0-9A-Z]\.\d.*")

_POSITIONS = {"5th": 5, "fifth": 5, "sixth": 6, "6th": 6, "7th": 7, "seventh": 7}


def references(nodes: Sequence[Node]) -> Iterator[Reference]:
    """Every reference of every note, in the book's order."""
    rows = {node.code: row for row, node in enumerate(nodes)}
    for entry, node in enumerate(nodes):
        for number, (kind, text) in enumerate(node.notes):
            if kind in POINTING:
                for first, last, pattern in _pointed_at(text, nodes, rows):
                    yield Reference(entry, number, kind, first, last, pattern)


def _pointed_at(text: str, nodes: Sequence[Node], rows: dict[str, int]) -> Iterator[tuple[int, int, str]]:
    found = False
    for inside in _PARENTHESIS.findall(text):
        for first, last in _ranges(inside, nodes, rows):
            found = True
            for pattern in _patterns(inside):
                yield first, last, pattern
    if not found and (bare := _CLASSIFIED.search(text) or _DOTTED.search(text)):
        for first, last in _ranges(bare[0], nodes, rows):
            for pattern in _patterns(bare[0]):
                yield first, last, pattern


def _ranges(text: str, nodes: Sequence[Node], rows: dict[str, int]) -> Iterator[tuple[int, int]]:
    for begins, ends in _RANGE.findall(text):
        first = rows.get(begins.replace(".", ""))
        last = rows.get((ends or begins).replace(".", ""))
        if first is not None and last is not None and first <= last:
            yield first, nodes[last].last


def _patterns(text: str) -> tuple[str, ...]:
    """The GLOB patterns (any of them) that the words after the range ask for."""
    for wording, patterns in _WORDINGS:
        if found := wording.search(text):
            return patterns(found)
    return ("*",)


def _digits(begins: str, ends: str | None) -> str:
    return f"[{begins}-{ends}]" if ends else begins


def _last_before_seventh(found: re.Match[str]) -> tuple[str, ...]:
    """T36.95-, T36.0X5-: position six, or five where six is a placeholder or not there."""
    digit = _digits(found[1], found[2])
    return f"????{digit}", f"????{digit}X?", f"?????{digit}*"


def _after_the_dot(found: re.Match[str]) -> tuple[str, ...]:
    final, other = found[1], found[2]
    return (f"???{final[:-1]}{_digits(final[-1], other[-1] if other else None)}*",)


def _at_position(found: re.Match[str]) -> tuple[str, ...]:
    # "5th character .6" after F10-F19 is the book's way to say the place after the dot.
    before = 3 if found[2] else _POSITIONS[found[1]] - 1
    return ("?" * before + _digits(found[3], found[4]) + "*",)


_WORDINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str, ...]]], ...] = (
    (re.compile(r"with fifth or sixth character (\d)(?:-(\d))?"), _last_before_seventh),
    (re.compile(r"\bwith \.(\d{1,3})(?:-\.(\d+))?"), _after_the_dot),
    (re.compile(r"with final characters -(\d+)"), lambda found: (f"*{found[1]}",)),
    (re.compile(r"with fifth to sixth characters (\d\d)"), lambda found: (f"????{found[1]}*",)),
    (re.compile(rf"with ({'|'.join(_POSITIONS)})[ -]characters? (\.?)([0-9A-Z])(?:-(\d))?"), _at_position),
    (re.compile(r"with open fracture 7th character"), lambda _: ("??????[BC]",)),
)
