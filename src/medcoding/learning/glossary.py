"""The glossary: the terms that the lessons define, one file a unit, one line a term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from medcoding.errors import AuthoringError

FILE = "glossary.tsv"


@dataclass(frozen=True, slots=True)
class Term:
    """One term and its meaning in a sentence; `unit` is the folder of the unit that defines it."""

    name: str
    meaning: str
    unit: str

    @property
    def anchor(self) -> str:
        """The heading's address on the glossary page, as JupyterLab and nbconvert both make it."""
        return self.name.replace(" ", "-")


@dataclass(frozen=True)
class Glossary:
    """All terms of the course, in alphabetical order."""

    terms: tuple[Term, ...]

    @cached_property
    def _by_name(self) -> dict[str, Term]:
        return {term.name.casefold(): term for term in self.terms}

    def find(self, name: str) -> Term | None:
        """The term of that name, however it is capitalized; None without one."""
        return self._by_name.get(name.casefold())


def load_glossary(folders: Sequence[Path]) -> Glossary:
    """Read the glossaries of units' folders; a unit may have none.

    Raises:
        AuthoringError: every line that is not `term<TAB>meaning`, and every term that stands twice.
    """
    terms: list[Term] = []
    problems: list[str] = []
    seen: dict[str, str] = {}
    for folder in folders:
        path = folder / FILE
        for name, meaning in _rows(path, problems) if path.is_file() else ():
            if before := seen.get(name.casefold()):
                problems.append(f"{path}: the term {name!r} is defined in {before} already; keep one of the two")
                continue
            seen[name.casefold()] = folder.name
            terms.append(Term(name, meaning, folder.name))
    if problems:
        raise AuthoringError("\n".join(problems))
    return Glossary(tuple(sorted(terms, key=lambda term: (term.name.casefold(), term.name))))


def _rows(path: Path, problems: list[str]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != 2 or not all(cells):
            problems.append(f"{path}: line {number} should be a term, a tab and its meaning; write it so")
        else:
            yield cells[0], cells[1]
