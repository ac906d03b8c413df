"""`medcoding report`: how a class did in an assignment, for its instructors."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from medcoding.cli.output import print_table, progress
from medcoding.cli.quick_start import quick_start
from medcoding.errors import GradingError
from medcoding.exercises.course import find_course

if TYPE_CHECKING:
    from medcoding.report.model import Report


@click.command()
@click.argument("assignment")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the whole report as a page.")
@click.option("--csv", "folder", type=click.Path(file_okay=False, path_type=Path), help="Write it as CSV files here.")
def report(*, assignment: str, html: Path | None, folder: Path | None) -> None:
    """Show how a class did in ASSIGNMENT: scores, each exercise's difficulty and discrimination, frequent findings,
    outcomes and skills, open disputes, who is late or missing.

    For instructors only: page and tables hold learners' names, scores and answers. Grade first; nothing is changed.
    Exit status 1 when something could not be read.
    """
    with quick_start():
        from medcoding.nbgrader.session import open_course
        from medcoding.report.gather import gather_class
        from medcoding.report.page import render_page
        from medcoding.report.tables import write_tables
        from medcoding.report.tally import build_report

    course = find_course()
    with open_course(course.root) as app, progress(f"Reading {assignment}", 0) as step:
        made = build_report(gather_class(app, course, assignment, on_learner=step, on_count=step.expect))
    _print_summary(made)
    if html:
        try:
            html.write_text(render_page(made), encoding="utf-8")
        except OSError as error:
            raise GradingError(f"{html}: it cannot be written ({error.strerror}); name another file") from None
        click.echo(f"The page: {html}")
    if folder:
        write_tables(made, folder)
        click.echo(f"The tables: {folder}")
    if html or folder:
        click.echo("They hold learners' records: keep them among instructors.")
    for problem in made.work.problems:
        click.echo(f"  {problem}")
    sys.exit(1 if made.work.problems else 0)


def _print_summary(made: Report) -> None:
    from medcoding.report.words import points, ratio, share

    rows = [("Exercise", "Points", "Learners", "Mean share", "Discrimination", "Most frequent finding")]
    for each in made.exercises:
        first = each.findings[0] if each.findings else None
        says = f"{first.verdict} {first.code[:20] or first.expected[:20]} ({first.learners})" if first else ""
        cells = (points(each.asked.possible), str(each.learners), share(each.share), ratio(each.discrimination))
        rows.append((each.asked.slug, *cells, says))
    print_table(rows)
    spread, work = made.spread, made.work
    disputes = sum(len(each.students) for each in work.disputes)
    click.echo(
        f"\n{spread.count} graded of {len(work.learners)} learners; mean {points(spread.mean)}, "
        f"median {points(spread.median)} of {points(work.possible)}."
    )
    click.echo(f"{len(made.missing)} not handed in, {len(made.late)} late, {disputes} open disputes.")
