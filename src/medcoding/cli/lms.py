"""Work in from learning management systems, scores and feedback out: `collect`, `scores`, `feedback`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from medcoding.cli.output import json_option, print_json, print_table, progress
from medcoding.cli.quick_start import quick_start
from medcoding.exercises.course import find_course

if TYPE_CHECKING:
    from medcoding.lms.collect import Collected

SYSTEMS = ("canvas", "moodle", "blackboard")
IN_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT_FILE = click.Path(dir_okay=False, path_type=Path)


def _zone(_context: click.Context, _parameter: click.Parameter, name: str) -> tzinfo:
    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise click.BadParameter(f"{name}: there is no such time zone; write one like Europe/Berlin") from None


@click.command()
@click.argument("assignment")
@click.argument("zip_file", type=IN_FILE, metavar="ZIP")
@click.option("--roster", type=IN_FILE, help="CSV: id, name, email, lms_id. Without it the gradebook's students.")
@click.option("--from", "system", type=click.Choice(SYSTEMS), help="Whose zip it is; found out unless given.")
@click.option("--zone", default="UTC", show_default=True, callback=_zone, help="The time zone of the zip's times.")
@click.option("--dry-run", is_flag=True, help="Show what would come in and write nothing.")
@json_option
def collect(
    *,
    assignment: str,
    zip_file: Path,
    roster: Path | None,
    system: str | None,
    zone: tzinfo,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take submissions of ASSIGNMENT from a ZIP that Canvas, Moodle or Blackboard gave you.

    Each learner may hand in the notebook, an answers folder, a zip of them, or all of it; the latest attempt
    counts. Nothing is overwritten: what it replaces goes to replaced/. From the exchange use `nbgrader collect`.

    Names become ids by the roster, whose column lms_id (Canvas's user number) settles doubts. Exit status 1 when
    something in the zip could not be given to anybody.
    """
    with quick_start():
        from medcoding.lms.collect import collect_zip
        from medcoding.lms.file_names import System
        from medcoding.lms.gradebook_people import load_people
        from medcoding.lms.roster import Roster, load_roster
        from medcoding.nbgrader.session import open_course

    with open_course(find_course().root) as app, progress(f"Collecting {assignment}", 0) as step:
        found = collect_zip(
            app,
            assignment,
            zip_file,
            load_roster(roster) if roster else Roster(load_people(app.coursedir)),
            system=System(system) if system else None,
            zone=zone,
            dry_run=dry_run,
            on_learner=step,
            on_count=step.expect,
        )
    if as_json:
        print_json({"assignment": assignment, "dry_run": dry_run, **_as_json(found)})
    else:
        _print_collected(found, dry_run)
    sys.exit(1 if found.unmatched else 0)


@click.command()
@click.argument("assignment")
@click.option("--for", "system", type=click.Choice(["canvas", "moodle", "csv"]), required=True, help="Whose columns.")
@click.option("--title", metavar="TEXT", help='Canvas: the column, "Name (id)" as in its own export.')
@click.option("--at-most-full", is_flag=True, help="Nobody gets more than the maximum, whatever the extra credit.")
@click.option("--output", type=OUT_FILE, help="The file to write; the screen unless given.")
def scores(*, assignment: str, system: str, title: str | None, at_most_full: bool, output: Path | None) -> None:
    """Write the scores of ASSIGNMENT as CSV for Canvas or Moodle, late penalties and extra credit counted.

    Canvas and Moodle know their learners by numbers, which `medcoding collect` learns from their zip.
    Exit status 1 when somebody's score is not final or does not fit; each is named.
    """
    with quick_start():
        from medcoding.lms import scores as made
        from medcoding.lms.file_names import System
        from medcoding.lms.known_as import load_known_as
        from medcoding.nbgrader.session import open_course

    with open_course(find_course().root) as app:
        found = made.load_class_scores(app.coursedir, assignment)
        known = {} if system == "csv" else load_known_as(Path(app.coursedir.root), assignment, System(system))
    if at_most_full:
        found = made.at_most_full(found)
    troubles = [f"{row.student}: more than the maximum of {found.possible:g}" for row in found.above]
    troubles += [f"{student}: an exercise waits for points by hand" for student in found.unread]
    if system == "canvas":
        text = made.render_canvas(found, known, title or assignment)
        if not title:
            troubles.append(
                f'the column is called {assignment!r}: Canvas makes a new one; --title "Name (id)" fills yours'
            )
    elif system == "moodle":
        text = made.render_moodle(found, known)
        troubles += [
            f"{row.student}: left out, no participant number" for row in found.rows if row.student not in known
        ]
    else:
        text = made.render_plain(found)
    if output:
        output.write_text(text, encoding="utf-8")
        click.echo(f"{output}: {sum(row.score is not None for row in found.rows)} scores.", err=True)
    else:
        click.echo(text, nl=False)
    for trouble in troubles:
        click.echo(f"  {trouble}", err=True)
    sys.exit(1 if troubles else 0)


@click.command()
@click.argument("assignment")
@click.option("--zip", "zip_file", type=OUT_FILE, required=True, help="The zip to write.")
@click.option("--for", "system", type=click.Choice(SYSTEMS), help="Name the files as this system wants them.")
@json_option
def feedback(*, assignment: str, zip_file: Path, system: str | None, as_json: bool) -> None:
    """Pack everybody's feedback page of ASSIGNMENT into a zip to upload.

    Make the pages first: `nbgrader generate_feedback ASSIGNMENT`. Moodle takes the zip at "Upload multiple feedback
    files", Canvas at "Upload submissions"; both by names that `medcoding collect` learns from their zip.
    Exit status 1 when somebody is left out.
    """
    with quick_start():
        from medcoding.lms.feedback import pack_feedback
        from medcoding.lms.file_names import System
        from medcoding.lms.known_as import load_known_as
        from medcoding.nbgrader.session import open_course

    chosen = System(system) if system else None
    with open_course(find_course().root) as app:
        known = load_known_as(Path(app.coursedir.root), assignment, chosen) if chosen else {}
        packed = pack_feedback(app.coursedir, assignment, zip_file, chosen, known)
    if as_json:
        print_json({"assignment": assignment, **asdict(packed)})
    else:
        click.echo(f"{zip_file}: pages of {len(packed.pages)} learners.")
        for student in packed.without:
            click.echo(f"  {student}: has no feedback page; run `nbgrader generate_feedback {assignment}`")
        for student in packed.unnamed:
            click.echo(f"  {student}: was in no zip of {str(system).title()}'s; give them theirs yourself")
    sys.exit(1 if packed.without or packed.unnamed else 0)


def _as_json(found: Collected) -> dict[str, object]:
    arrivals = [asdict(each) | {"when": each.when.isoformat() if each.when else None} for each in found.arrivals]
    return asdict(found) | {"arrivals": arrivals, "system": found.system.value}


def _print_collected(found: Collected, dry_run: bool) -> None:
    rows = [("Student", "Handed in (UTC)", "Files", "")]
    for each in found.arrivals:
        says = each.state.value + (", marked LATE" if each.is_late else "")
        says += f", the latest of {each.attempts} attempts" if each.attempts > 1 else ""
        rows.append(
            (each.student, f"{each.when:%Y-%m-%d %H:%M}" if each.when else "unknown", str(len(each.files)), says)
        )
    print_table(rows)
    for each in found.arrivals:
        for note in each.notes:
            click.echo(f"  {each.student}: {note}")
    word = "would be taken" if dry_run else "taken"
    click.echo(
        f"\n{found.system.value.title()}: {sum(bool(each.files) for each in found.arrivals)} learners' work {word}."
    )
    if found.times_dropped:
        click.echo("All files have nearly the same time, that of packing: no time was kept, so nobody counts as late.")
    if found.unmatched:
        click.echo(f"{len(found.unmatched)} could not be given to anybody:")
    for name, why in found.unmatched.items():
        click.echo(f"  {name}: {why}")
    if found.absent:
        click.echo(f"{len(found.absent)} of the roster have nothing in it: {', '.join(found.absent)}")
