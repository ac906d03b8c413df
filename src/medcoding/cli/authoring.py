"""Verbs for those who write cases: check, build, score, review."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click

from medcoding.exercises.course import Course, find_course

DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--on", type=DAY, help="Judge every case as if its date of service were this day.")
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option("--coverage", is_flag=True, help="Print what teaches, practises and examines each skill instead.")
def check(paths: tuple[Path, ...], on: datetime | None, as_json: bool, coverage: bool) -> None:
    """Check authored cases, lessons and the syllabus; report every problem at once.

    Without PATHS the whole course is checked. Exit status 1 when there are problems, or holes in the coverage.
    """
    from medcoding.exercises.check import check_course

    course = find_course(paths[0].resolve().parent if paths else None)
    if coverage:
        _print_coverage(course)
    report = check_course(course, paths, on.date() if on else None)
    if as_json:
        click.echo(json.dumps([{"file": p.where, "problem": p.says} for p in report.problems], indent=1))
    else:
        for problem in report.problems:
            click.echo(f"{problem.where}: {problem.says}")
        click.echo(f"{report.exercises} exercises read, {len(report.problems)} problems.", err=True)
    sys.exit(1 if report.problems else 0)


def _print_coverage(course: Course) -> NoReturn:
    from medcoding.exercises.coverage import cover, coverage_as_text

    found = cover(course)
    click.echo(coverage_as_text(found))
    holes = sum(len(unit.holes) for unit in found.units) + sum(count == 0 for _, count in found.chapters)
    click.echo(f"{holes} holes." if holes else "No holes.", err=True)
    sys.exit(1 if holes else 0)


@click.command()
@click.option("--check", "check_only", is_flag=True, help="Write nothing; fail when a built file is out of date.")
def build(check_only: bool) -> None:
    """Build notebooks and releases from what is authored."""
    from medcoding.build.course import check_course_build, write_course

    course = find_course()
    if check_only:
        problems = list(check_course_build(course))
        for problem in problems:
            click.echo(problem)
        click.echo(f"{len(problems)} files out of date." if problems else "Everything built is up to date.", err=True)
        sys.exit(1 if problems else 0)
    written = 0
    for path in write_course(course):
        click.echo(f"wrote {path}")
        written += 1
    click.echo(f"{written} files written." if written else "Everything built is up to date.", err=True)


@click.command()
@click.argument("case", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--answer", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The answer file."
)
@click.option("--variant", default="", help="The variant of the case; without it, the one that the answer names.")
@click.option("--policy", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Another credit policy.")
@click.option("--json", "as_json", is_flag=True, help="Print the score as JSON.")
def score(case: Path, answer: Path, variant: str, policy: Path | None, as_json: bool) -> None:
    """Score one ANSWER against one CASE and say why."""
    from medcoding import scoring
    from medcoding.answers import load_answer
    from medcoding.errors import AnswerError
    from medcoding.exercises import load_case
    from medcoding.exercises.draw import find_variant
    from medcoding.scoring.policy import load_policy
    from medcoding.scoring.report import score_as_json, score_as_text

    exercise = load_case(case)
    if exercise.key is None:
        raise click.UsageError(f"{case}: this file has no key; only a whole case can be scored")
    try:
        raw, problem = load_answer(answer, exercise.slug), ""
    except AnswerError as error:
        raw, problem = None, str(error)
    wanted = variant or (raw.variant if raw and exercise.variants else "")
    chosen = find_variant(exercise, wanted) if wanted or exercise.variants else exercise
    if chosen is None:
        known = ", ".join(each.variant for each in exercise.variants)
        raise click.UsageError(f"{case}: " + (f"give --variant one of: {known}" if known else "it has no variants"))
    exercise = chosen
    result = scoring.score(exercise, raw, load_policy(policy) if policy else None, problem)
    click.echo(json.dumps(score_as_json(result), indent=1, ensure_ascii=False) if as_json else score_as_text(result))
    sys.exit(1 if problem else 0)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("review.html"), show_default=True)
@click.option("--accept", is_flag=True, help="Sign the cases: mark them reviewed as they stand now.")
def review(paths: tuple[Path, ...], out: Path, accept: bool) -> None:
    """Write a sheet for a second reader: each record beside its codes, titles, reasons and near misses.

    PATHS are cases, lists of questions, or folders of them. A later change to a signed case opens its review again.
    """
    from medcoding.exercises import load_file, variants_of
    from medcoding.exercises.check import authored_files
    from medcoding.exercises.review import sign_file
    from medcoding.rendering.review import render_review

    files = authored_files(paths)
    cases = [case for path in files for case in load_file(path)]
    if not accept:
        out.write_text(render_review([each for case in cases for each in variants_of(case)]), encoding="utf-8")
        click.echo(f"{len(cases)} exercises on {out}")
        return
    for path in files:
        path.write_text(sign_file(path.read_text(encoding="utf-8"), load_file(path)), encoding="utf-8")
    click.echo(f"{len(cases)} exercises signed as reviewed.")
