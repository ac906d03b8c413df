"""The verbs that look codes up: search, show, validate."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date, datetime

import click

from medcoding.cli.output import json_option, print_json
from medcoding.codes import (
    CPT,
    DEFAULT_DATE,
    ICD10CM,
    SYSTEMS,
    Entry,
    IndexTerm,
    InheritedNote,
    Notes,
    Table,
    display,
    table,
)
from medcoding.codes import (
    search as search_everywhere,
)
from medcoding.codes import (
    validate as find_problems,
)
from medcoding.codes.claim_codes import MODIFIER, PLACE_OF_SERVICE, find_label
from medcoding.codes.nearby import nearby
from medcoding.codes.outpatient import outpatient_payment

_KINDS = {
    "includes": "Includes",
    "inclusion_terms": "Inclusion terms",
    "notes": "Note",
    "code_first": "Code first",
    "use_additional": "Use additional code",
    "code_also": "Code also",
    "excludes1": "Excludes1",
    "excludes2": "Excludes2",
    "seventh_character": "7th character",
}

_ALL = "all"

system_option = click.option(
    "--system",
    type=click.Choice([system for system in SYSTEMS if system != CPT], case_sensitive=False),
    default=ICD10CM,
    show_default=True,
    help="The code system.",
)
search_system_option = click.option(
    "--system",
    type=click.Choice([*(system for system in SYSTEMS if system != CPT), _ALL], case_sensitive=False),
    default=ICD10CM,
    show_default=True,
    help="The code system, or all of them at once.",
)
show_system_option = click.option(
    "--system",
    type=click.Choice(
        [*(system for system in SYSTEMS if system != CPT), MODIFIER, PLACE_OF_SERVICE], case_sensitive=False
    ),
    default=ICD10CM,
    show_default=True,
    help="The code system, or modifiers or places of service.",
)
on_option = click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    default=f"{DEFAULT_DATE:%Y-%m-%d}",
    show_default=True,
    callback=lambda _context, _option, value: _as_date(value),
    help="The date of service.",
)


@click.command()
@click.argument("text", nargs=-1, required=True)
@search_system_option
@on_option
@click.option("--limit", type=click.IntRange(min=1, max=1000), default=20, show_default=True, help="Lines at most.")
@json_option
def search(*, text: tuple[str, ...], system: str, on: date, limit: int, as_json: bool) -> None:
    """Find codes by words, abbreviations or the beginning of a code."""
    words = " ".join(text)
    everywhere = system == _ALL
    hits = search_everywhere(words, on=on, limit=limit) if everywhere else table(system, on).search(words, limit)
    if as_json:
        print_json(
            [{"code": hit.code, "system": hit.system, "title": hit.title, "billable": hit.billable} for hit in hits]
        )
        return
    for hit in hits:
        system_named = f"{hit.system:<11}" if everywhere else ""
        click.echo(f"{system_named}{hit.code:<9} {hit.title}{'' if hit.billable else '  (heading)'}")
    if not hits:
        click.echo(f"Nothing in {'any system' if everywhere else system} matches {words!r}; try fewer or other words")


@click.command()
@click.argument("code")
@show_system_option
@on_option
@json_option
def show(*, code: str, system: str, on: date, as_json: bool) -> None:
    """Show all that the book says of one code. Exit status 1 if there is no such code."""
    if system in {MODIFIER, PLACE_OF_SERVICE}:
        _show_label(system, code, as_json)
        return
    held = table(system, on)
    entry = held.find(code)
    if entry is None:
        _refuse(code, held, as_json)
        sys.exit(1)
    if as_json:
        print_json(_as_json(entry, held))
    else:
        _print_page(entry, held)


@click.command()
@click.argument("term", nargs=-1, required=True)
@system_option
@on_option
@json_option
def index(*, term: tuple[str, ...], system: str, on: date, as_json: bool) -> None:
    """Browse the official index by main term, as the book prints it. Exit status 1 if there is no such term."""
    words = " ".join(term)
    found = table(system, on).index(words)
    if as_json:
        print_json([asdict(each) for each in found])
    for each in found if not as_json else ():
        _print_term(each, 0)
    if not found:
        click.echo(f"medcoding: {words}: not a main term; find it with `medcoding search`", err=True)
        sys.exit(1)


@click.command()
@click.argument("codes", metavar="CODE...", nargs=-1, required=True)
@system_option
@click.option(
    "--setting",
    type=click.Choice(["inpatient", "outpatient"]),
    default="outpatient",
    show_default=True,
    help="Setting.",
)
@on_option
@click.option("--age", type=click.IntRange(min=0, max=150), help="The patient's age in completed years.")
@click.option("--sex", type=click.Choice(["F", "M", "X"], case_sensitive=False), help="The patient's sex.")
@json_option
def validate(
    *, codes: tuple[str, ...], system: str, setting: str, on: date, age: int | None, sex: str | None, as_json: bool
) -> None:
    """Check codes as reported, the principal or first-listed diagnosis first.

    Exit status 1 if a claim with these codes would be wrong; reminders alone do not count.
    """
    problems = find_problems(codes, system=system, setting=setting, on=on, age=age, sex=sex)
    if as_json:
        print_json(
            [
                {"code": each.code, "rule": each.rule, "message": each.message, "blocking": each.blocking}
                for each in problems
            ]
        )
    else:
        for each in problems:
            click.echo(f"{'problem ' if each.blocking else 'reminder'} {each.rule}: {each.message}")
        if not problems:
            click.echo(f"Nothing wrong with {', '.join(display(code, system) for code in codes)} on {on}")
    if any(each.blocking for each in problems):
        sys.exit(1)


def _show_label(kind: str, code: str, as_json: bool) -> None:
    found = find_label(kind, code)
    if found is None:
        click.echo(f"medcoding: {code}: not among the {kind} codes held; look it up at CMS", err=True)
        sys.exit(1)
    if as_json:
        print_json(asdict(found))
    else:
        click.echo(f"{found.code}  {found.label}{f'  (level {found.level})' if found.level else ''}")


def _refuse(code: str, held: Table, as_json: bool) -> None:
    near = nearby(held, code, 5)
    says = f"{display(code, held.system) or '(nothing)'}: not a code of {held.system} {held.release.name}"
    if near:
        says += f"; did you mean {', '.join(f'{entry.code} ({entry.title})' for entry in near)}?"
    else:
        says += "; find it with `medcoding search`"
    if as_json:
        print_json({"error": says, "near": [{"code": entry.code, "title": entry.title} for entry in near]})
    click.echo(f"medcoding: {says}", err=True)


def _as_json(entry: Entry, held: Table) -> dict[str, object]:
    return {
        "code": entry.code,
        "system": entry.system,
        "title": entry.title,
        "level": entry.level,
        "billable": entry.billable,
        "parents": [{"code": each.code, "title": each.title} for each in held.ancestors(entry.code)],
        "children": [
            {"code": each.code, "title": each.title, "billable": each.billable} for each in held.children(entry.code)
        ],
        "notes": held.notes(entry.code).by_kind(),
        "inherited_notes": [
            {"code": each.code, "title": each.title, "kind": each.kind, "text": each.text}
            for each in held.inherited(entry.code)
        ],
        "seventh_characters": [
            {"character": character, "meaning": meaning} for character, meaning in held.seventh_characters(entry.code)
        ],
        "valid_from": entry.valid_from.isoformat() if entry.valid_from else None,
        "valid_to": entry.valid_to.isoformat() if entry.valid_to else None,
    }


def _print_page(entry: Entry, held: Table) -> None:
    for depth, above in enumerate(held.ancestors(entry.code)):
        click.echo(f"{'  ' * depth}{_named(above)}")
    click.echo(f"\n{_named(entry)}")
    click.echo(f"{'billable' if entry.billable else 'a heading, not billable'}, {_validity(entry)}")
    if payment := outpatient_payment(held, entry.code):
        click.echo(payment)
    _print_notes(held.notes(entry.code))
    _print_inherited(held.inherited(entry.code))
    if characters := held.seventh_characters(entry.code):
        click.echo("\n7th character")
        for character, meaning in characters:
            click.echo(f"  {character}  {meaning}")
    if children := held.children(entry.code):
        click.echo("\nBelow it")
        for child in children:
            click.echo(f"  {_named(child)}{'' if child.billable else '  (heading)'}")


def _print_notes(notes: Notes) -> None:
    for kind, texts in notes.by_kind().items():
        click.echo(f"\n{_KINDS[kind]}")
        for text in texts:
            click.echo(f"  {text}")


def _print_inherited(notes: tuple[InheritedNote, ...]) -> None:
    heading = ""
    for note in notes:
        if note.kind in {"inclusion_terms", "seventh_character"}:
            continue
        here = f"\n{_KINDS[note.kind]}, at {note.code} {note.title}"
        if here != heading:
            click.echo(here)
        heading = here
        click.echo(f"  {note.text}")


def _print_term(term: IndexTerm, depth: int) -> None:
    says = [f"{'- ' * depth}{term.title}", term.nonessential, term.code]
    says += [f"[{term.manifestation}]"] if term.manifestation else []
    says += [f"see {term.see}"] if term.see else []
    says += [f"see also {term.see_also}"] if term.see_also else []
    click.echo(" ".join(each for each in says if each))
    for heading, code in term.cells:
        click.echo(f"{'  ' * (depth + 1)}{heading}: {code}")
    for below in term.subterms:
        _print_term(below, depth + 1)


def _named(entry: Entry) -> str:
    return f"{'Chapter ' if entry.level == 'chapter' else ''}{entry.code}  {entry.title}"


def _validity(entry: Entry) -> str:
    begins = f"valid since {entry.valid_from}" if entry.valid_from else "valid"
    return f"{begins} until {entry.valid_to}" if entry.valid_to else begins


def _as_date(value: datetime) -> date:
    return value.date()
