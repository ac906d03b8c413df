"""The verb portfolio."""

from __future__ import annotations

from pathlib import Path

import click

from medcoding.errors import CourseError
from medcoding.exercises.course import find_course


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--name", default="", help="Your name, as it is to stand on the page.")
@click.option("--most", type=click.IntRange(1, 100), default=12, show_default=True, help="How many charts at most.")
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
def portfolio(file: Path, name: str, most: int, force: bool) -> None:
    """Write your best charts to FILE, one HTML page that needs nothing else.

    They come from lessons and mock exams, with your answer and the verdict; nothing of an assignment is in it.
    """
    from medcoding.answers import replace_text
    from medcoding.learning.exams.files import FOLDER
    from medcoding.learning.logbook import record_path
    from medcoding.learning.portfolio import best_pieces, render_portfolio

    if file.suffix not in (".html", ".htm"):
        raise click.UsageError(f"{file}: the page opens in a browser; end its name with .html")
    if file.exists() and not force:
        raise click.UsageError(f"{file} is there already; give another name, or --force")
    course = find_course()
    found = best_pieces(course, record_path(course.root).parent / FOLDER, most)
    if not found:
        raise CourseError(
            "portfolio: no chart with 80% or more is kept yet; work through the charts of a lesson or a mock exam first"
        )
    try:
        replace_text(file, render_portfolio(found, " ".join(name.split()), course.syllabus.title))
    except OSError as error:
        raise CourseError(f"{file}: the page cannot be written ({error.strerror}); name another place") from None
    click.echo(f"{len(found)} charts on {file}.")
