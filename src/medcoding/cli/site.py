"""The verb that writes the static edition: site."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from medcoding.exercises.course import find_course


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--unit", "units", multiple=True, metavar="UNIT", help="Only this unit, by its folder; may be repeated.")
def site(folder: Path, units: tuple[str, ...]) -> None:
    """Write the static edition of the course to DIR: plain pages that need no server and no account.

    Lessons, glossary, code book and ungraded practice work from any web server, under any path, and from a
    folder on a disk or stick: open index.html. Assignments, examinations and points stay with the course itself.

    DIR is made where it does not exist. One that holds other files is left alone; one that this command wrote
    is brought up to date, and files that no longer belong to it are removed. The same course always gives the
    same bytes.
    """
    from medcoding.site.build import WORDS, compressed, plan_edition, write_item
    from medcoding.site.folder import claim, finish

    edition = plan_edition(find_course(), units)
    names = [item.name for item in edition.items]
    old = claim(folder, names)
    size = 0
    with click.progressbar(
        edition.items,
        label="Writing the pages",
        item_show_func=lambda item: item.says if item else "",
        file=sys.stderr,
    ) as items:
        for item in items:
            size += write_item(item, folder)
    finish(folder, names, old)
    index = compressed((folder / WORDS).read_bytes())
    click.echo(
        f"{len(names)} files, {size / 1e6:.1f} MB: {edition.units} units, {edition.exercises} exercises; "
        f"the search index is {index / 1e6:.2f} MB compressed.\nOpen {folder / 'index.html'} in a browser."
    )
