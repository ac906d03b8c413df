"""The verbs that keep the code tables."""

from __future__ import annotations

import sys

import click

from medcoding.cli.output import json_option, print_json
from medcoding.codes import Release, held_releases


@click.group()
def tables() -> None:
    """Say which code tables are held, and build those that are shipped."""


@tables.command(name="list")
@json_option
def list_releases(as_json: bool) -> None:
    """List the releases held."""
    held = held_releases()
    if as_json:
        print_json([_as_json(release) for release in held])
        return
    for release in held:
        until = release.effective_to or "further notice"
        counts = ", ".join(f"{number:,} {name}" for name, number in release.counts.items())
        click.echo(f"{release.system:<11} {release.name:<14} {release.effective_from} until {until}  {counts}")


@tables.command()
@click.option("--check", "check_only", is_flag=True, help="Write nothing; fail when a shipped table is out of date.")
def build(check_only: bool) -> None:
    """Build the shipped tables from pinned packages (the `tables` extra)."""
    from medcoding.build.tables.database import digest_of
    from medcoding.build.tables.pinned import RECIPES, build_release, make

    stale = 0
    shipped = {(release.system, release.effective_from): release.digest for release in held_releases()}
    for recipe in RECIPES:
        digest = digest_of(make(recipe))
        if digest == shipped.get((recipe.system, recipe.effective_from)):
            click.echo(f"{recipe.stem}: up to date")
        elif check_only:
            stale += 1
            click.echo(f"{recipe.stem}: out of date; run `medcoding tables build`")
        else:
            release = build_release(recipe)
            click.echo(f"{recipe.stem}: built, {release.path.stat().st_size / 1e6:.1f} MB packed")
    sys.exit(1 if stale else 0)


def _as_json(release: Release) -> dict[str, object]:
    return {
        "system": release.system,
        "name": release.name,
        "effective_from": release.effective_from.isoformat(),
        "effective_to": release.effective_to.isoformat() if release.effective_to else None,
        "counts": dict(release.counts),
        "digest": release.digest,
    }
