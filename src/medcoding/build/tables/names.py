"""What each entry is called: the rows that search looks through, the plainest name first.

A name is a title, an inclusion term or a line of the course's own index. Its cost counts the words
that say something; "unspecified", "without complications" and the like cost nothing, because a person
who types "asthma" means the code for asthma without more. Rows are numbered in order of cost, so the
search engine meets the best name first and may stop early.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from medcoding.build.tables.database import Row, Rows
from medcoding.build.tables.tabular import Node

SCHEMA = """
CREATE TABLE name (id INTEGER PRIMARY KEY, entry INTEGER NOT NULL, cost REAL NOT NULL);
CREATE TABLE word (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE alias (phrase TEXT, words TEXT, PRIMARY KEY (phrase, words)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (
  text, context, content = '', detail = 'column', tokenize = "porter unicode61 remove_diacritics 2")"""

_WORD = re.compile(r"[a-z0-9]+")
_PARENTHESIS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# Said of a case in which something is absent; it stands with the headings, not with the name.
_ABSENT = re.compile(r"\bwithout behavioral disturbance.*|\b(?:without|not intractable)\b[^,;]*")
_VAGUE = re.compile(
    r"\bunspecified (?:site|organism|part|side|type|severity|trimester|degree|cause)s?\b"
    r"|\b(?:site |part )?(?:not|un)[ -]?specified(?: as .*)?\b|\buncomplicated\b|\bnos\b"
    r"|\bnot otherwise specified\b|\bnot elsewhere classified\b|\bnec\b"
)
_SMALL = frozenset(
    "a an and any as at by due for from in into it its of on or other the to with".split()  # noqa: SIM905
)
# Words of titles that say the plain thing is meant in a special case.
_SPECIAL = re.compile(
    r"\b(?:secondary|sequelae?|history|complicating|following|postprocedural|due to|in diseases|neonatal|newborn"
    r"|congenital|screening|other)\b"
)
# What most people mean is not found in these chapters unless their words say so.
_RARE_CHAPTERS = {"O": 1.0, "P": 1.0, "Q": 0.5, "T": 0.25, "V": 2.0, "W": 1.0, "X": 2.0, "Y": 2.0, "Z": 0.5}
# Diabetes of no stated type is type 2 (Official Guidelines I.C.4.a.2).
_COMMON = {"E11": 0.75}


@dataclass(frozen=True, slots=True)
class Name:
    """One name of the entry in row `entry`. `trust` is taken off its cost."""

    entry: int
    text: str
    context: str = ""
    cost: float = 0.0


def telling_words(text: str) -> list[str]:
    """The words of a title that set it apart, lower case."""
    plain = _PARENTHESIS.sub(" ", text.lower().replace("'s", ""))
    return [word for word in _WORD.findall(_VAGUE.sub(" ", _ABSENT.sub(" ", plain))) if word not in _SMALL]


def cost_of(text: str, code: str) -> float:
    """How much a name says beyond the plain thing."""
    lower = text.lower()
    special = 0.5 * len(_SPECIAL.findall(lower)) - (0.25 if "unspecified" in lower else 0.0)
    common = _COMMON.get(code[:3], 0.0)
    return len(telling_words(text)) + special + _RARE_CHAPTERS.get(code[0], 0.0) - common


def icd10cm_names(nodes: Sequence[Node], own_index: Iterable[tuple[str, int]]) -> Iterator[Name]:
    """The names of every category and subcategory; `own_index` holds (term, row) of the course's index.

    A heading's names lead to the code that stands for it. Codes told apart by their 7th character
    alone share the names of their stem.
    """
    for row, node in enumerate(nodes):
        if node.level in {"chapter", "section"} or _is_written_out(node, nodes):
            continue
        target = default_below(row, nodes)
        above = " ".join(_titles_above(node, nodes))
        terms = [text for kind, text in node.notes if kind in {"inclusion_terms", "includes"}]
        yield Name(target, node.title, f"{above} {' '.join(terms)}", cost_of(node.title, node.code))
        for term in terms:
            yield Name(target, term, f"{node.title} {above}", cost_of(term, node.code) + 0.25)
    for term, row in own_index:
        yield Name(row, term, nodes[row].title, len(telling_words(term)) - 0.5)


def default_below(row: int, nodes: Sequence[Node]) -> int:
    """The code that stands for a heading: the one under it that adds the least to its title."""
    node = nodes[row]
    said = set(telling_words(node.title))
    stems = [
        each
        for each in range(row, node.last + 1)
        if (nodes[each].billable and not _is_written_out(nodes[each], nodes)) or _is_stem(each, nodes)
    ]
    return min(stems, key=lambda each: (_added(nodes[each], said), each), default=row)


def name_rows(names: Iterable[Name], aliases: Sequence[tuple[str, str]]) -> tuple[tuple[Rows, ...], Rows]:
    """The rows of the tables `name`, `word` and `alias`, and those of the full-text index."""
    ordered = sorted(names, key=lambda name: (name.cost, name.entry, name.text))
    known = [name.text.lower() for name in ordered] + [phrase for phrase, _ in aliases]
    counted = Counter(word for text in known for word in _WORD.findall(text) if word.isalpha())
    plain: list[Row] = [(at, name.entry, name.cost) for at, name in enumerate(ordered)]
    tables = (
        Rows("name", ("id", "entry", "cost"), plain),
        Rows("word", ("word", "count"), sorted(counted.items())),
        Rows("alias", ("phrase", "words"), sorted(aliases)),
    )
    searched: list[Row] = [(at, *_present_and_absent(name)) for at, name in enumerate(ordered)]
    return tables, Rows("words", ("rowid", "text", "context"), searched)


def _present_and_absent(name: Name) -> tuple[str, str]:
    """Who types "bleeding" does not mean "without bleeding": the absent goes to the context."""
    absent = " ".join(_ABSENT.findall(name.text.lower()))
    return _ABSENT.sub(" ", name.text.lower()) if absent else name.text, f"{name.context} {absent}".strip()


def _added(node: Node, said: set[str]) -> float:
    title = node.title.lower()
    words = telling_words(node.title)
    vague = title.count("unspecified") + title.count("without") + title.count("not ")
    other = 1.0 if title.startswith("other") or ", other" in title else 0.0
    return len([word for word in words if word not in said]) + other - 0.3 * min(vague, 3)


def _is_stem(row: int, nodes: Sequence[Node]) -> bool:
    return nodes[row].last > row and _is_written_out(nodes[row + 1], nodes) and nodes[row + 1].parent == row


def _is_written_out(node: Node, nodes: Sequence[Node]) -> bool:
    """True for a stem with a 7th character added; a few full codes have titles of their own."""
    return node.parent is not None and len(node.code) == 7 and node.title.startswith(f"{nodes[node.parent].title},")


def _titles_above(node: Node, nodes: Sequence[Node]) -> Iterator[str]:
    above = node.parent
    while above is not None and nodes[above].level not in {"chapter", "section"}:
        yield nodes[above].title
        yield from (text for kind, text in nodes[above].notes if kind == "inclusion_terms")
        above = nodes[above].parent
