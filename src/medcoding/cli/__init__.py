"""The `medcoding` command: one verb, one function, one line of help.

Each verb lives in a module of this package that is imported only when the verb is called, so
that `medcoding search` does not pay for nbgrader. Exit status: 0 good, 1 problems found, 2 wrong use.
"""

from __future__ import annotations

import importlib
import sys

import click

from medcoding import __version__
from medcoding.errors import MedcodingError

# verb -> (module of this package, function)
VERBS: dict[str, tuple[str, str]] = {
    "search": ("codes", "search"),
    "show": ("codes", "show"),
    "index": ("codes", "index"),
    "validate": ("codes", "validate"),
    "tables": ("tables", "tables"),
    "check": ("authoring", "check"),
    "build": ("authoring", "build"),
    "score": ("authoring", "score"),
    "review": ("authoring", "review"),
    "audit": ("audit", "audit"),
    "collect": ("lms", "collect"),
    "grade": ("grading", "grade"),
    "scores": ("lms", "scores"),
    "feedback": ("lms", "feedback"),
    "report": ("report", "report"),
    "sandbox": ("sandbox", "sandbox"),
    "disputes": ("disputes", "disputes"),
    "amend": ("disputes", "amend"),
    "regrade": ("disputes", "regrade"),
    "demo": ("grading", "demo"),
    "progress": ("learning", "progress"),
    "cards": ("cards", "cards"),
    "certificate": ("certificate", "certificate"),
    "issuer": ("certificate", "issuer"),
    "verify": ("certificate", "verify"),
    "portfolio": ("portfolio", "portfolio"),
    "start": ("serving", "start"),
    "serve": ("serving", "serve"),
    "site": ("site", "site"),
}


class LazyVerbs(click.Group):
    """A click group whose verbs are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the verbs in the order a newcomer meets them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one verb; None for a verb that does not exist."""
        if cmd_name not in VERBS:
            return None
        module, function = VERBS[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"medcoding.cli.{module}"), function)
        return command


@click.command(cls=LazyVerbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="medcoding")
def cli() -> None:
    """A course in medical coding: look up codes, check cases, build notebooks, grade a class."""


def main() -> None:
    """Run the command; an expected error is one line on stderr and exit status 1."""
    try:
        cli.main(prog_name="medcoding")
    except MedcodingError as error:
        click.echo(f"medcoding: {error}", err=True)
        sys.exit(1)
