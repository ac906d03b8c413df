"""Verbs for a learner's own files: the record of practice, and flash cards."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from medcoding.cli.output import json_option, print_json, print_table
from medcoding.exercises.course import find_course

if TYPE_CHECKING:
    from medcoding.learning.mastery import Standing

_FILE = click.Path(dir_okay=False, path_type=Path)
_from = click.option("--from", "source", type=_FILE, help="Another record than your own.")


@click.group()
def progress() -> None:
    """Show, copy or merge your record of practice.

    The record is one file of text, a line for each try: progress/practice.jsonl in the course's folder,
    or in the folder that MEDCODING_PROGRESS names.
    """


@progress.command()
@_from
@json_option
def show(source: Path | None, as_json: bool) -> None:
    """Say how far you have come, skill by skill, and what is due for review."""
    from medcoding.learning.contents import load_contents
    from medcoding.learning.days import day_of, local_now
    from medcoding.learning.logbook import load_record, record_path
    from medcoding.learning.mastery import outcome_standings, skill_standings
    from medcoding.learning.record import Record
    from medcoding.learning.review import items

    course = find_course()
    path = source or record_path(course.root)
    record = load_record(path) if source or path.exists() else Record()
    now = local_now()
    contents = load_contents(course.root, [unit.folder for unit in course.ready_units()])
    skills = skill_standings(record, now, contents.by_skill())
    outcomes = outcome_standings(record, now, contents.by_outcome())
    waiting = items(record, now)
    if as_json:
        print_json(
            {
                "file": str(path),
                "tries": len(record.tries),
                "cards": len(record.looks),
                "unreadable": record.unreadable,
                "skills": {name: _as_json(each) for name, each in skills.items()},
                "outcomes": {name: _as_json(each) for name, each in outcomes.items()},
                "review": [{"skill": item.skill, "due": item.plan.due.isoformat()} for item in waiting],
            }
        )
        return
    click.echo(f"{path}: {len(record.tries)} tries, {len(record.looks)} looks at flash cards.")
    for heading, found in (("skill", skills), ("outcome", outcomes)):
        if found:
            rows = [
                (name, each.level.value, f"{each.share:.0%}", str(each.exercises))
                for name, each in sorted(found.items())
            ]
            click.echo()
            print_table([(heading, "level", "share", "exercises"), *rows])
    today = day_of(now, now)
    click.echo(f"\n{sum(item.plan.due <= today for item in waiting)} skills are due for review, {len(waiting)} in all.")
    if record.unreadable:
        click.echo(f"{record.unreadable} lines could not be read and were left as they are.", err=True)


@progress.command()
@click.argument("file", type=_FILE)
@_from
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def export(file: Path, source: Path | None, force: bool) -> None:
    """Copy your record to FILE, to keep it or to take it to another machine."""
    from medcoding.answers import replace_text
    from medcoding.learning.logbook import load_lines, record_path

    path = source or record_path(find_course().root)
    lines = load_lines(path)
    if file.exists() and not force:
        raise click.UsageError(f"{file} is there already; give another name, or --force")
    replace_text(file, "".join(f"{line}\n" for line in lines))
    click.echo(f"{len(lines)} lines copied to {file}.")


@progress.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--into", type=_FILE, help="Another record than your own.")
def merge(files: tuple[Path, ...], into: Path | None) -> None:
    """Add to your record every line of FILES that it does not hold yet. Nothing in it changes."""
    from medcoding.learning.logbook import merge_lines, record_path

    target = into or record_path(find_course().root)
    try:
        added = merge_lines(target, files)
    except OSError as error:
        click.echo(
            f"medcoding: {target}: the record cannot be written ({error.strerror}); free it and try again", err=True
        )
        sys.exit(1)
    click.echo(f"{added} lines added to {target}.")


def _as_json(standing: Standing) -> dict[str, object]:
    return {
        "level": standing.level.value,
        "share": round(standing.share, 4),
        "exercises": standing.exercises,
        "tries": standing.tries,
    }
