"""`medcoding grade` and `medcoding demo`: a class graded in one go, and a made-up class to see it with."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from medcoding.cli.output import number, print_table, progress
from medcoding.cli.quick_start import quick_start
from medcoding.exercises.course import find_course

if TYPE_CHECKING:
    from medcoding.nbgrader.run import LearnerResult, Summary

DEMO_ASSIGNMENT = "04-icd10cm-conventions"


@click.command()
@click.argument("assignment")
@click.option("--student", metavar="ID", default="*", help="Grade one student's submission only.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), metavar="N", help="Processes to grade in; as many as pay, unless given."
)
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Score on this machine, or on a Dask cluster that sees the course's folder at the same place.",
)
@click.option("--scheduler", metavar="ADDRESS", help="The Dask scheduler, such as tcp://10.0.0.5:8786.")
@click.option("--force", is_flag=True, help="Grade again what has not changed since it was graded.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def grade(
    *, assignment: str, student: str, jobs: int | None, engine: str, scheduler: str | None, force: bool, as_json: bool
) -> None:
    """Score every submission of an assignment that is new or has changed, and say how it went.

    A submission has changed when its answers, a key, the credit policy, the code tables, the due date or this
    program have. What nbgrader records, and the graded notebooks, are those of `nbgrader autograde`. A run that
    was interrupted, in whatever way, is finished by the next one.
    """
    if (engine == "dask") != (scheduler is not None):
        raise click.UsageError("--engine dask and --scheduler ADDRESS go together")
    with quick_start():
        from medcoding.nbgrader.bulk.over_dask import OverDask
        from medcoding.nbgrader.run import grade_class
        from medcoding.nbgrader.session import open_course

    root = find_course().root
    with progress(f"Grading {assignment}", 0) as step, open_course(root) as app:
        summary = grade_class(
            app,
            assignment,
            student=student,
            force=force,
            jobs=jobs,
            engine=OverDask(scheduler) if scheduler else None,
            on_learner=step,
            on_count=step.expect,
            on_wait=lambda says: click.echo(f"\n{says}", err=True),
        )
    if as_json:
        click.echo(json.dumps(asdict(summary), indent=1))
    else:
        _print_summary(summary)
    sys.exit(1 if summary.has_problems else 0)


@click.command()
@click.option("--learners", type=click.IntRange(1, 400), default=20, show_default=True, help="How many.")
@click.option("--assignment", default=DEMO_ASSIGNMENT, show_default=True, help="A folder of source/.")
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="Make the course in this empty folder.")
def demo(learners: int, assignment: str, keep: Path | None) -> None:
    """Take a class of made-up learners through an assignment with nbgrader, from release to feedback."""
    from medcoding.nbgrader.demo.walk import steps_of, walk_class

    if keep and keep.exists() and any(keep.iterdir()):
        raise click.UsageError(f"{keep}: this folder is not empty; name another one")
    root = (keep or Path(tempfile.mkdtemp(prefix="medcoding-demo-"))).resolve()
    started = time.monotonic()
    with progress(f"{learners} learners, {assignment}", steps_of(learners)) as step:
        outcome = walk_class(find_course().root, assignment, root, learners, step)
    rows = [("Learner", "Handed in", "Score", "Expected", "Of", "")]
    rows += [
        (
            row.learner.name,
            row.way.says,
            number(row.result.score),
            number(row.expected),
            number(row.result.possible),
            "as expected" if row.is_right else "DIFFERENT",
        )
        for row in outcome.rows
    ]
    print_table(rows)
    wrong = sum(not row.is_right for row in outcome.rows)
    click.echo(
        f"\n{learners} learners in {time.monotonic() - started:.0f} s; {learners - wrong} as expected, {wrong} not."
    )
    click.echo(f"The course with its gradebook: {root}")
    click.echo(f"One feedback page: {outcome.page}")
    sys.exit(1 if wrong else 0)


def _print_summary(summary: Summary) -> None:
    rows = [("Student", "Score", "Of", "")]
    rows += [(each.student, number(each.score), number(each.possible), _state(each)) for each in summary.learners]
    print_table(rows)
    new = sum(each.is_new for each in summary.learners)
    troubled = [each for each in summary.learners if each.problems]
    click.echo(f"\n{new} graded now, {len(summary.learners) - new} before; {summary.seconds:.1f} s.")
    if troubled:
        click.echo(f"{len(troubled)} with problems:")
    for each in troubled:
        for problem in each.problems:
            click.echo(f"  {each.student}: {problem}")


def _state(result: LearnerResult) -> str:
    if result.score is None:
        return "not graded"
    return ("" if result.is_new else "graded before") + (" see below" if result.problems else "")
