"""What verbs that print share: JSON, numbers, tables, a progress bar."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


def print_json(value: object) -> None:
    """One JSON value on stdout, indented, letters as they are."""
    click.echo(json.dumps(value, indent=1, ensure_ascii=False))


def number(value: float | None) -> str:
    """A score with at most two decimals; a dash where there is none."""
    return "-" if value is None else f"{round(value, 2):g}"


def print_table(rows: Sequence[tuple[str, ...]]) -> None:
    """A table on stdout; the first row names the columns."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, row in enumerate(rows):
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        click.echo("  ".join(cells).rstrip())
        if number == 0:
            click.echo("  ".join("-" * width for width in widths).rstrip())


class Steps:
    """A progress bar's steps: call it with a few words at each."""

    def __init__(self, bar: Any) -> None:
        self._bar = bar

    def __call__(self, words: str) -> None:
        """One step."""
        self._bar.update(1, words)

    def expect(self, length: int) -> None:
        """Say how many steps there will be, where that shows only later."""
        self._bar.length = max(length, 1)


@contextmanager
def progress(label: str, length: int) -> Iterator[Steps]:
    """A progress bar on stderr; gives a function to call before each step, with a few words on it."""
    bar: Any = click.progressbar(
        length=max(length, 1), label=label, file=sys.stderr, item_show_func=lambda words: str(words or "")
    )
    with bar:
        yield Steps(bar)
