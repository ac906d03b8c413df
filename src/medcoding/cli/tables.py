"""The verbs that keep the code tables: list, build, add, fetch, diff."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from medcoding.cli.output import json_option, print_json
from medcoding.codes import ICD10CM, Entry, Release, Table, held_releases
from medcoding.errors import NoReleaseError


@click.group()
def tables() -> None:
    """Say which code tables are held, build those that are shipped, add new releases."""


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


@tables.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--from", "begins", type=click.DateTime(["%Y-%m-%d"]), help="First day in force, if the files do not say."
)
def add(path: Path, begins: datetime | None) -> None:
    """Add official releases and indexes as CDC and CMS publish them: a zip, a folder or one file.

    ICD-10-CM: tabular XML with the order or codes file; index, external cause, neoplasm and drug XML.
    ICD-10-PCS: tables XML with the order file; index and definitions XML. HCPCS: the alpha-numeric file
    (fixed-width or CSV). Addenda are reported. What is damaged or unknown is refused.
    """
    from medcoding.build.tables.added import add as add_files

    for says in add_files(path, begins.date() if begins else None):
        click.echo(says)


@tables.command()
@click.argument("edition")
@click.option("--system", "systems", multiple=True, help="Only this code system; may be given again.")
@click.option("--base", help="Another address to get the files from, in place of CDC's and CMS's.")
def fetch(edition: str, systems: tuple[str, ...], base: str | None) -> None:
    """Get a release over the network from CDC and CMS and add it: FY2027, FY2027-April, 2026-Q3."""
    from medcoding.build.tables.fetched import fetch as fetch_release

    for says in fetch_release(edition, _show_progress, systems=systems, base=base):
        click.echo(says)


def _show_progress(name: str, got: int, whole: int) -> None:
    """A bar on stderr, drawn over itself; nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        return
    done = got / whole if whole else 0.0
    bar = "#" * round(30 * done)
    click.echo(f"\r{name[:40]:<40} [{bar:<30}] {got / 1e6:6.1f} MB", nl=got == whole, err=True)


@tables.command()
@click.argument("before")
@click.argument("after")
@click.option("--system", default=ICD10CM, show_default=True, help="The code system.")
@json_option
def diff(before: str, after: str, system: str, as_json: bool) -> None:
    """Say what came, went and was retitled between two releases, given by name or first day."""
    from medcoding.codes.changes import changes

    found = changes(_held(before, system), _held(after, system))
    if as_json:
        print_json(
            {
                "came": [_code_and_title(entry) for entry in found.came],
                "went": [_code_and_title(entry) for entry in found.went],
                "retitled": [
                    {"code": old.code, "before": old.title, "after": new.title} for old, new in found.retitled
                ],
            }
        )
        return
    for sign, entries in (("came", found.came), ("went", found.went)):
        for entry in entries:
            click.echo(f"{sign}      {entry.code:<9} {entry.title}")
    for old, new in found.retitled:
        click.echo(f"retitled  {old.code:<9} {old.title} -> {new.title}")
    click.echo(f"{len(found.came)} came, {len(found.went)} went, {len(found.retitled)} retitled.", err=True)


def _held(named: str, system: str) -> Table:
    """The release that a name (`FY2027`) or a first day (`2026-10-01`) means."""
    held = [release for release in held_releases() if release.system == system]
    for release in held:
        if named.lower() in {release.name.lower(), release.effective_from.isoformat()}:
            return Table(release)
    names = ", ".join(release.name for release in held) or "none"
    raise NoReleaseError(f"{system} {named}: no such release is held; held are {names}")


def _code_and_title(entry: Entry) -> dict[str, str]:
    return {"code": entry.code, "title": entry.title}


def _as_json(release: Release) -> dict[str, object]:
    return {
        "system": release.system,
        "name": release.name,
        "effective_from": release.effective_from.isoformat(),
        "effective_to": release.effective_to.isoformat() if release.effective_to else None,
        "counts": dict(release.counts),
        "digest": release.digest,
    }
