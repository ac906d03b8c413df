"""The verb about learners' programs: can they be locked in here?"""

from __future__ import annotations

import click


@click.command()
def sandbox() -> None:
    """Tell whether learners' programs can be run locked in on this machine, and what to do where they cannot."""
    from medcoding.sandbox.limits import Limits, Protection
    from medcoding.sandbox.run import Ask, Cell, run_steps

    limits = Limits()
    ran = run_steps([Cell("x = 6 * 7"), Ask("one", ("x",))], limits, Protection.SANDBOXED, {})
    if ran.handed["one"].values != {"x": 42}:
        raise click.ClickException(f"sandbox: a program that should leave 42 left nothing ({ran.ended or 'no reason'})")
    click.echo(
        "Learners' programs can be run locked in here: no network, none of your files, at most "
        f"{limits.memory // 1_000_000} MB, {limits.processes} processes, "
        f"{limits.cell:g} s a cell, {limits.wall:g} s in all."
    )
