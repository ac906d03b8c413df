"""The course's own index (`course/index/`): main terms with their codes, lay words and abbreviations.

A file of terms holds one term and one code a line, a file of words one phrase and the words that the
book uses for it. All are tab-separated, with a heading line; lines that begin with # are remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from medcoding.codes.code import HCPCS, ICD10CM, ICD10PCS, normalise
from medcoding.errors import TablesError

FOLDER = Path("course/index")
# System -> its file of terms (None: no terms yet) and its file of words.
_FILES: dict[str, tuple[str | None, str]] = {
    ICD10CM: ("terms.tsv", "words.tsv"),
    ICD10PCS: (None, "words-procedures.tsv"),
    HCPCS: (None, "words-supplies.tsv"),
}
# Lay words and abbreviations with what they mean and, where there is one, their code.
_SAYINGS = "lay.tsv"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class OwnIndex:
    """(term, bare code) and (phrase, words of the book), both in lower case."""

    where: str
    terms: tuple[tuple[str, str], ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    lenient: bool = False

    def leniently(self) -> OwnIndex:
        """The same index for a release that may lack some of the codes."""
        return replace(self, lenient=True)


def load_own_index(system: str, root: Path | None = None) -> OwnIndex:
    """Read the files of one system. Raises TablesError at a line that is not two fields, or one said twice."""
    folder = (root or _course_root()) / FOLDER
    terms_file, words_file = _FILES[system]
    terms = list(_pairs(folder / terms_file)) if terms_file else []
    words = {(_plain(phrase), _plain(means)): None for phrase, means in _pairs(folder / words_file)}
    if system == ICD10CM:
        said = {phrase for phrase, _ in words}
        for says, means, code in _sayings(folder / _SAYINGS):
            if code:
                terms.append((says, code))
            if _plain(says) not in said and means:  # what words.tsv says of a phrase has been tried in searches
                words[_plain(says), _plain(means)] = None
    return OwnIndex(
        where=str(FOLDER / (terms_file or words_file)),
        terms=tuple(dict.fromkeys((term.lower(), normalise(code, system)) for term, code in terms)),
        aliases=tuple(words),
    )


def _sayings(path: Path) -> Iterator[tuple[str, str, str]]:
    """What people say, what they mean, and the code where one code is meant."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:], start=2):
        fields = [field.strip() for field in line.split("\t")]
        if len(fields) != 3 or not fields[0]:
            raise TablesError(f"{path.name}:{number}: not three fields; write what is said, what is meant, the code")
        yield fields[0], fields[1], fields[2]


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
