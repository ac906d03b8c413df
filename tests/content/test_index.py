"""The course's own index: two tab-separated files, sorted, without repeats, leading to codes that exist."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from medcoding import codes

INDEX = Path(__file__).parents[2] / "course" / "index"
COLUMNS = {"terms.tsv": ("term", "code"), "lay.tsv": ("says", "means", "code")}


def _rows(name: str) -> list[tuple[str, ...]]:
    lines = (INDEX / name).read_text(encoding="utf-8").splitlines()
    assert tuple(lines[0].split("\t")) == COLUMNS[name]
    return [tuple(line.split("\t")) for line in lines[1:]]


@pytest.mark.parametrize("name", COLUMNS)
def test_every_line_has_its_columns_and_no_stray_marks(name: str) -> None:
    for row in _rows(name):
        assert len(row) == len(COLUMNS[name]), row
        assert all(cell == cell.strip() and '"' not in cell and "  " not in cell for cell in row), row
        assert all(row[:-1]), row


@pytest.mark.parametrize("name", COLUMNS)
def test_sorted_by_the_first_column(name: str) -> None:
    first = [row[0].casefold() for row in _rows(name)]
    assert [(a, b) for a, b in pairwise(first) if a > b] == []


def test_no_term_or_pair_of_saying_and_meaning_stands_twice() -> None:
    terms = Counter(row[0].casefold() for row in _rows("terms.tsv"))
    sayings = Counter((row[0].casefold(), row[1].casefold()) for row in _rows("lay.tsv"))
    assert [term for term, times in terms.items() if times > 1] == []
    assert [pair for pair, times in sayings.items() if times > 1] == []


def test_counts_hold() -> None:
    assert len(_rows("terms.tsv")) >= 2500
    assert len(_rows("lay.tsv")) >= 800


@pytest.mark.parametrize("name", COLUMNS)
def test_every_code_is_billable_and_valid_on_the_default_date(name: str) -> None:
    table = codes.table(codes.ICD10CM, codes.DEFAULT_DATE)
    wrong = []
    for row in _rows(name):
        if not row[-1] and name == "lay.tsv":
            continue
        entry = table.find(row[-1])
        good = entry is not None and entry.code == row[-1] and entry.billable
        if not good or entry is None or not entry.valid_on(codes.DEFAULT_DATE):
            wrong.append(row)
    assert wrong == []


def test_parentheses_in_terms_are_closed() -> None:
    assert [row for row in _rows("terms.tsv") if row[0].count("(") != row[0].count(")")] == []
