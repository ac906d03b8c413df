"""Verbs around certificates: how far one is, issuing, checking, and the keys of a school."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from medcoding.cli.output import json_option, print_json
from medcoding.errors import CourseError, CredentialError
from medcoding.exercises.course import Course, find_course

if TYPE_CHECKING:
    from medcoding.learning.conditions import Condition, Marks, Shown
    from medcoding.learning.syllabus import Certificate

_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
def certificate(ctx: click.Context, as_json: bool) -> None:
    """Say how far you are from each certificate, and what is missing.

    Marks come from the feedback you fetched, the rest from your own record of practice. What counts in
    the end is the school's gradebook; `certificate issue` is the instructor's.
    """
    if ctx.invoked_subcommand:
        return
    course = find_course()
    found = [(each, _conditions(course, each, _own(course))) for each in course.syllabus.certificates]
    if as_json:
        print_json([{"certificate": each.name, "conditions": _as_json(shown)} for each, shown in found])
        return
    if not found:
        click.echo("The syllabus declares no certificate.")
    for each, shown in found:
        met = sum(condition.met for condition in shown)
        click.echo(f"{each.title} ({each.name}): {met} of {len(shown)} conditions met")
        _list(shown)
        click.echo()


@certificate.command()
@click.option("--student", required=True, metavar="ID", help="As the gradebook names the learner.")
@click.option("--name", "holder", required=True, metavar="NAME", help="As it is to stand on the certificate.")
@click.option("--certificate", "which", metavar="NAME", help="Which one, when the syllabus declares several.")
@click.option("--progress", type=_FOLDER, help="The learner's own progress folder, for what practice has to show.")
@click.option("--until", type=_DAY, help="The last day on which it is valid; without it, for good.")
@click.option("--on", "issued", type=_DAY, help="The day of issue, if not today.")
@click.option("--secret", type=_FILE, help="The issuer's secret file, if not the usual one.")
@click.option("--out", type=_FOLDER, default=Path(), help="The folder to write to.", show_default="here")
def issue(
    *,
    student: str,
    holder: str,
    which: str | None,
    progress: Path | None,
    until: datetime | None,
    issued: datetime | None,
    secret: Path | None,
    out: Path,
) -> None:
    """Issue a certificate: a signed page (PDF) and a badge (JWT) in FOLDER.

    Graded work is read from the gradebook. What only practice shows is named as the learner's own report.
    Nothing is written while a condition is open.
    """
    from medcoding.credentials.badge import Award, build_credential, sign_credential
    from medcoding.credentials.issuer import default_secret_path, load_secret
    from medcoding.credentials.page import draw_page, seal_page
    from medcoding.nbgrader.marks import load_student_marks

    course, holder = find_course(), " ".join(holder.split())
    if not holder or len(holder) > 100:
        raise click.UsageError("--name: give the name in up to 100 letters")
    wanted = _find(course, which)
    keys = load_secret(secret or default_secret_path())
    day = (issued or datetime.now(UTC)).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
    end = until.replace(hour=23, minute=59, second=59, tzinfo=UTC) if until else None
    if end and end <= day:
        raise click.UsageError("--until: the last day lies before the day of issue")
    marks = load_student_marks(course.root, student, [work.folder for work in course.graded_work()])
    shown = _conditions(course, wanted, _shown(course, marks, progress))
    if not all(each.met for each in shown):
        click.echo(f"{wanted.title}: not issued. Open for {student}:", err=True)
        _list([each for each in shown if not each.met])
        sys.exit(1)
    award = Award(student, holder, wanted.name, wanted.title, day, end, shown)
    badge = sign_credential(build_credential(award, keys.issuer), keys)
    stem = out / f"{wanted.name}-{_plain(student)}"
    try:
        out.mkdir(parents=True, exist_ok=True)
        stem.with_suffix(".jwt").write_text(badge + "\n", encoding="ascii")
        stem.with_suffix(".pdf").write_bytes(seal_page(draw_page(award, keys.issuer), badge, keys, day))
    except OSError as error:
        raise CredentialError(f"{out}: the files cannot be written ({error.strerror}); name another place") from None
    click.echo(f"{wanted.title} for {holder}: {stem}.pdf and {stem}.jwt")


@click.group()
def issuer() -> None:
    """The school that issues certificates: its name and its keys."""


@issuer.command()
@click.option("--name", required=True, help="The school's name, as it is to stand on certificates.")
@click.option("--url", required=True, help="The school's page.")
@click.option("--secret", type=_FILE, help="Where the secret keys go, if not into your own configuration.")
@click.option("--public", type=_FILE, help="Where the issuer's document goes.", show_default="course/issuer.json")
def init(name: str, url: str, secret: Path | None, public: Path | None) -> None:
    """Make a school's keys, once. The secret file stays with you; the document is for everybody."""
    from medcoding.credentials.issuer import PUBLIC, default_secret_path, make_issuer, render_issuer, save_secret

    if not url.startswith("https://") or any(letter.isspace() for letter in url):
        raise click.UsageError("--url: give the page's address, beginning with https://")
    secret = (secret or default_secret_path()).resolve()
    if any((folder / ".git").exists() or (folder / "course" / "syllabus.yaml").exists() for folder in secret.parents):
        raise CredentialError(
            f"{secret}: a secret key does not belong into a folder that is shared or under git; name another place"
        )
    public = public or find_course().root / PUBLIC
    if public.exists():
        raise CredentialError(f"{public}: there is an issuer already; keep it, or remove the document first")
    made = make_issuer(" ".join(name.split()), url, datetime.now(UTC))
    save_secret(secret, made)
    public.write_text(render_issuer(made.issuer), encoding="utf-8")
    click.echo(f"Secret keys: {secret}. Keep a copy offline: without them nothing more can be issued.")
    click.echo(f"For everybody: {public}. Publish it where people look for it: with it certificates are checked.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--issuer", "document", type=_FILE, help="The issuer's document, if not the course's own.")
@json_option
def verify(file: Path, document: Path | None, as_json: bool) -> None:
    """Check a certificate, a signed page (PDF) or a badge (JWT), without asking any server."""
    from medcoding.credentials.issuer import PUBLIC, load_issuer
    from medcoding.credentials.verify import State, verify_file

    trusted = load_issuer(document or find_course().root / PUBLIC)
    checked = verify_file(file, trusted, datetime.now(UTC))
    if as_json:
        print_json(
            {
                "file": str(file),
                "state": checked.state.value,
                "says": checked.says,
                "holder": checked.holder,
                "title": checked.title,
                "issued": checked.issued,
                "until": checked.until,
                "evidence": list(checked.evidence),
            }
        )
    else:
        click.echo(f"{file}: {checked.state.value}; {checked.says}")
        if checked.holder:
            until = f", valid until {checked.until}" if checked.until else ""
            click.echo(f"{checked.title}, {checked.holder}, issued on {checked.issued}{until}")
            for each in checked.evidence:
                click.echo(f"  {each}")
    sys.exit(0 if checked.state is State.GOOD else 1)


def _find(course: Course, name: str | None) -> Certificate:
    declared = {each.name: each for each in course.syllabus.certificates}
    if name is None and len(declared) == 1:
        return next(iter(declared.values()))
    if name not in declared:
        raise CourseError(
            f"certificate: name one of these with --certificate: {', '.join(declared) or 'none declared'}"
        )
    return declared[name]


def _own(course: Course) -> Shown:
    """What a learner's own files show."""
    from medcoding.learning.conditions import Marks
    from medcoding.learning.coursework import load_coursework, places_of
    from medcoding.learning.logbook import record_path

    work = load_coursework(course.syllabus.units, places_of(course.root), {})
    marks = {
        each.folder: Marks(each.points, each.possible)
        for each in work
        if each.points is not None and each.possible is not None
    }
    return _shown(course, marks, record_path(course.root).parent)


def _shown(course: Course, marks: dict[str, Marks], progress: Path | None) -> Shown:
    from medcoding.learning.conditions import Shown
    from medcoding.learning.days import local_now
    from medcoding.learning.exams.files import FOLDER, FileShelf
    from medcoding.learning.exams.paper import load_mock_exams
    from medcoding.learning.exams.result import best_of
    from medcoding.learning.logbook import FILE, load_record
    from medcoding.learning.record import Record

    record, exams = Record(), {}
    if progress is not None:
        if (progress / FILE).exists():
            record = load_record(progress / FILE)
        shelf = FileShelf(progress / FOLDER)
        best = {each.name: best_of(shelf.all_of(each.name)) for each in load_mock_exams(course.root)}
        exams = {name: result for name, result in best.items() if result}
    return Shown(marks, record, exams, local_now())


def _conditions(course: Course, wanted: Certificate, shown: Shown) -> tuple[Condition, ...]:
    from medcoding.learning.conditions import conditions
    from medcoding.learning.contents import load_contents

    contents = load_contents(course.root, [unit.folder for unit in course.ready_units()])
    return conditions(wanted, course.syllabus, contents, shown)


def _list(shown: Sequence[Condition]) -> None:
    for each in shown:
        click.echo(f"  {'met ' if each.met else 'open'}  {each.name}: {each.says} ({each.proof.value})")


def _as_json(shown: Sequence[Condition]) -> list[dict[str, object]]:
    return [{"name": each.name, "proof": each.proof.value, "met": each.met, "says": each.says} for each in shown]


def _plain(text: str) -> str:
    """A student's id as a part of a file's name."""
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in text)[:80] or "student"
