"""`medcoding cards`: the decks there are, and their way to Anki."""

from __future__ import annotations

from pathlib import Path

import click

from medcoding.cli.output import json_option, print_json, print_table
from medcoding.errors import CourseError
from medcoding.exercises.course import find_course
from medcoding.learning.cards import Deck, load_decks


@click.group()
def cards() -> None:
    """List the flash cards, or take them to Anki."""


@cards.command(name="list")
@json_option
def list_decks(as_json: bool) -> None:
    """List the decks of the units that are ready."""
    decks = _decks()
    if as_json:
        print_json([{"deck": deck.id, "title": deck.title, "cards": len(deck.cards)} for deck in decks])
        return
    if decks:
        print_table([("deck", "cards"), *((deck.id, str(len(deck.cards))) for deck in decks)])
    click.echo(f"{len(decks)} decks, {sum(len(deck.cards) for deck in decks)} cards.", err=True)


@cards.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--deck", "names", multiple=True, metavar="DECK", help="Only this deck, as `list` names it; may be repeated."
)
def export(file: Path, names: tuple[str, ...]) -> None:
    """Write the flash cards to FILE, an Anki package (.apkg).

    Import it in Anki. A later export brings the cards up to date and keeps Anki's schedule.
    """
    from medcoding.learning.anki import build_anki

    if file.suffix != ".apkg":
        raise click.UsageError(f"{file}: Anki opens files that end with .apkg; name it so")
    decks = _decks()
    known = {deck.id for deck in decks}
    for name in names:
        if name not in known:
            raise CourseError(f"{name}: there is no such deck; `medcoding cards list` names them")
    wanted = [deck for deck in decks if not names or deck.id in names]
    if not wanted:
        raise CourseError("there are no flash cards yet; write a deck course/<unit>/cards/<name>.tsv")
    try:
        file.write_bytes(build_anki(wanted))
    except OSError as error:
        raise CourseError(f"{file}: the file cannot be written ({error.strerror}); name another place") from None
    click.echo(f"{sum(len(deck.cards) for deck in wanted)} cards in {len(wanted)} decks on {file}.")


def _decks() -> tuple[Deck, ...]:
    course = find_course()
    return load_decks(course.root, course.ready_units(), course.glossary)
