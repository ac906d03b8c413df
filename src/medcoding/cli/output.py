"""What verbs that print JSON share."""

from __future__ import annotations

import json

import click

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


def print_json(value: object) -> None:
    """One JSON value on stdout, indented, letters as they are."""
    click.echo(json.dumps(value, indent=1, ensure_ascii=False))
