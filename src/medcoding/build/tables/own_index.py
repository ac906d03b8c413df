"""The course's own index (`course/index/`): main terms with their codes, lay words and abbreviations.

`terms.tsv` holds one term and one code a line, `words.tsv` one phrase and the words that the book
uses for it. Both are tab-separated, with a heading line; lines that begin with # are remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from medcoding.codes.code import ICD10CM, normalise
from medcoding.errors import TablesError

FOLDER = Path("course/index")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class OwnIndex:
    """(term, bare code) and (phrase, words of the book), both in lower case."""

    where: str
    terms: tuple[tuple[str, str], ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()


def load_own_index(root: Path | None = None) -> OwnIndex:
    """Read both files. Raises TablesError at a line that is not two fields, or one said twice."""
    folder = (root or _course_root()) / FOLDER
    terms = tuple((term.lower(), normalise(code, ICD10CM)) for term, code in _pairs(folder / "terms.tsv"))
    aliases = tuple((_plain(phrase), _plain(words)) for phrase, words in _pairs(folder / "words.tsv"))
    return OwnIndex(str(FOLDER / "terms.tsv"), terms, aliases)


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        if not line or line.startswith("#"):
            continue
        first, tab, second = line.partition("\t")
        pair = (first.strip(), second.strip())
        if not (tab and all(pair)) or "\t" in second:
            raise TablesError(f"{path.name}:{number}: not two fields; write the term, one tab, and what it leads to")
        if pair in seen:
            raise TablesError(f"{path.name}:{number}: {pair[0]!r} stands here twice; remove one line")
        seen.add(pair)
        yield pair


def _plain(phrase: str) -> str:
    return " ".join(_WORD.findall(phrase.lower().replace("'s", "")))


def _course_root() -> Path:
    """The repository that this package is installed from: tables are built nowhere else."""
    return Path(__file__).parents[4]
