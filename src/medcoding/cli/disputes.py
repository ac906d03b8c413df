"""From a dispute to a fair score: `medcoding disputes`, `medcoding amend`, `medcoding regrade`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from medcoding.cli.output import json_option, number, print_json, print_table, progress
from medcoding.exercises.course import find_course

if TYPE_CHECKING:
    from medcoding.nbgrader.disputed import DisputedFinding
    from medcoding.nbgrader.regrade_plan import Plan, StudentChange


@click.command()
@click.argument("assignment")
@click.option(
    "--all", "show_all", is_flag=True, help="Show settled disputes too: the code counts by now, or you answered."
)
@click.option(
    "--answer", metavar="LEARNER/EXERCISE", default="", help="Answer this dispute; */EXERCISE means everybody's."
)
@click.option("--code", metavar="CODE", default="", help="With --answer: the disputed code, where there are several.")
@click.option("--reject", metavar="WHY", default="", help="With --answer: the finding stands; the learner reads why.")
@json_option
def disputes(*, assignment: str, show_all: bool, answer: str, code: str, reject: str, as_json: bool) -> None:
    """List what a class disputes in ASSIGNMENT, the most disputed finding first.

    Disputes come with the submissions: run `nbgrader collect ASSIGNMENT --update` first.
    Where a learner is right, add the code to the key and grade the class again:

    \b
      medcoding amend CASE --alternate CODE --why TEXT
      medcoding regrade ASSIGNMENT --reason TEXT

    Where the finding stands, say so; it is kept in regrades/, and shown in the learner's next feedback:

    \b
      medcoding disputes ASSIGNMENT --answer LEARNER/EXERCISE --reject WHY

    Exit status 1 when a file of disputes cannot be read.
    """
    if bool(answer) != bool(reject) or (code and not answer):
        raise click.UsageError("--answer and --reject go together, and --code belongs to them")
    if answer:
        _reject(assignment, answer, code, reject, as_json)
        return
    from medcoding.nbgrader.disputed import class_disputes
    from medcoding.nbgrader.session import open_course

    with open_course(find_course().root) as app:
        found = class_disputes(app, assignment)
    if as_json:
        print_json(
            {
                "assignment": assignment,
                "open": [_finding_as_json(each) for each in found.findings],
                "settled": [_finding_as_json(each) for each in found.settled],
                "problems": list(found.problems),
            }
        )
    else:
        for finding in found.findings:
            _print_finding(finding)
        if show_all and found.settled:
            click.echo("Settled:")
            for finding in found.settled:
                _print_finding(finding)
        count = sum(len(finding.disputes) for finding in found.findings)
        settled = sum(len(finding.disputes) for finding in found.settled)
        click.echo(f"{count} open disputes of {len(found.findings)} findings, {settled} settled.")
        for problem in found.problems:
            click.echo(f"  {problem}")
    sys.exit(1 if found.problems else 0)


@click.command()
@click.argument("case")
@click.option("--alternate", metavar="CODE", required=True, help="The code that earns full credit too from now on.")
@click.option("--why", metavar="TEXT", required=True, help="Why, in one line; it is kept beside the code in the file.")
@click.option(
    "--for", "line", metavar="CODE", default="", help="The key line it may stand for; needed when several can."
)
@json_option
def amend(case: str, alternate: str, why: str, line: str, as_json: bool) -> None:
    """Accept another code in the key of CASE, the name of a case with a `codes` key.

    The code and a comment with the day and the reason are added to the case's file; nothing else in it
    changes. The amended case must pass `medcoding check`, or nothing is written. A reviewed case becomes
    a draft again: sign it with `medcoding review --accept`. Then run `medcoding regrade ASSIGNMENT`.
    """
    from medcoding.exercises.amend import amend_course

    course = find_course()
    done = amend_course(course, case, alternate, why, line)
    path = done.path.relative_to(course.root)
    if as_json:
        print_json({**asdict(done), "path": str(path)})
        return
    click.echo(f"{path}: {done.alternate} now earns what {done.line} earns.")
    if done.reopened:
        click.echo(f"Its review is open again: read it and run `medcoding review --accept {path}`.")
    if path.parts[0] == "source":
        click.echo(f"Next: `medcoding regrade {path.parts[1]} --dry-run` shows whom it changes.")


@click.command()
@click.argument("assignment")
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
@click.option("--reason", metavar="TEXT", default="", help="Why; it is kept in the record.")
@click.option("--new-answers", is_flag=True, help="Grade those too who handed in other answers since they were graded.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@json_option
def regrade(*, assignment: str, dry_run: bool, reason: str, new_answers: bool, yes: bool, as_json: bool) -> None:
    """Grade everybody in ASSIGNMENT again with the keys and the credit policy as they are now.

    Shows whose points change, asks, and lets nbgrader's own autograde step write them. Points, extra
    credit and comments entered in the Formgrader stay; late penalties are worked out as nbgrader does.
    What changed, for whom, when and why is added to regrades/ASSIGNMENT.jsonl.

    Left out is who was never graded, and who handed in other answers since: they have read the feedback.
    A submission that only adds a dispute is graded again like all others.

    Exit status 1 when a submission needs a look.
    """
    from medcoding.nbgrader.regrade import changes_as_json, regrade_class
    from medcoding.nbgrader.regrade_plan import plan_regrade
    from medcoding.nbgrader.session import open_course

    with open_course(find_course().root) as app:
        plan = plan_regrade(app, assignment, new_answers=new_answers)
        report: dict[str, Any] = {
            "assignment": assignment,
            "dry_run": dry_run,
            "regraded": False,
            "students": changes_as_json(plan.changes),
            "left_out": dict(plan.left_out),
            "problems": {},
            "record": "",
        }
        if not as_json:
            _print_plan(plan)
        if plan.is_needed and not dry_run:
            if not yes:
                click.confirm(f"Grade {len(plan.students)} submissions again?", abort=True, err=True)
            with progress(f"Grading {assignment}", len(plan.students)) as step:
                outcome = regrade_class(app, plan, reason, on_learner=step)
            record = outcome.record.relative_to(app.coursedir.root)
            report |= {
                "regraded": True,
                "students": changes_as_json(outcome.changes),
                "problems": {student: list(found) for student, found in outcome.problems.items()},
                "record": str(record),
            }
            if not as_json:
                if changes_as_json(outcome.changes) != changes_as_json(plan.changes):
                    click.echo("\nIt came out otherwise than announced:")
                    _print_changes(outcome.changes)
                _print_outcome(assignment, outcome.changes, str(record))
                for student, found in outcome.problems.items():
                    click.echo("\n".join(f"  {student}: {problem}" for problem in found))
    if as_json:
        print_json(report)
    sys.exit(1 if report["problems"] else 0)


def _reject(assignment: str, answer: str, code: str, why: str, as_json: bool) -> None:
    student, slash, slug = answer.rpartition("/")
    if not slash or not student or not slug:
        raise click.UsageError("--answer: write LEARNER/EXERCISE, such as anna/ankle-sprain")
    from medcoding.nbgrader.disputed import answer_disputes
    from medcoding.nbgrader.rulings import rulings_path
    from medcoding.nbgrader.session import open_course

    with open_course(find_course().root) as app:
        done = answer_disputes(app, assignment, student, slug, code=code, says=why)
        record = rulings_path(Path(app.coursedir.root), assignment).relative_to(app.coursedir.root)
    if as_json:
        rows = [{"student": each.student, "exercise": slug, "code": each.dispute.code} for each in done]
        print_json({"assignment": assignment, "rejected": rows, "answer": done[0].says, "record": str(record)})
        return
    click.echo(f"{len(done)} answered; the record is in {record}. Give them their feedback again:")
    for each in sorted({each.student for each in done}):
        click.echo(f"  nbgrader generate_feedback {assignment} --force --student={each}")
    click.echo(f"  nbgrader release_feedback {assignment}")


def _finding_as_json(finding: DisputedFinding) -> dict[str, Any]:
    return {
        "exercise": finding.exercise,
        "code": finding.code,
        "verdict": finding.verdict,
        "expected": finding.expected,
        "students": [
            {"student": each.student, "reason": each.reason} | ({"answer": each.answer} if each.answer else {})
            for each in finding.disputes
        ],
    }


def _print_finding(finding: DisputedFinding) -> None:
    key = f" (the key says {finding.expected})" if finding.expected not in ("", finding.code) else ""
    verdict = finding.verdict or "not among the findings"
    count = len(finding.disputes)
    click.echo(f"{finding.exercise}  {finding.code}  {verdict}{key}: {count} {'student' if count == 1 else 'students'}")
    for each in finding.disputes:
        click.echo(f"  {each.student}: {each.reason}")
        if each.answer:
            click.echo(f"    Answered: {each.answer}")
    click.echo()


def _print_plan(plan: Plan) -> None:
    changed = [slug for slug, key in plan.keys.items() if key.is_new]
    if changed:
        click.echo(f"Keys that changed since: {', '.join(changed)}")
    if plan.changes:
        _print_changes(plan.changes)
    count = sum(number(each.old) != number(each.new) for each in plan.changes)
    click.echo(f"{count} of {len(plan.students)} students get another score.")
    for student, why in plan.left_out.items():
        click.echo(f"  {student}: left out: {why}")
    if not plan.is_needed:
        click.echo("Nothing changed; nothing to do.")


def _print_changes(changes: tuple[StudentChange, ...]) -> None:
    rows = [("Student", "Exercise", "Before", "After", "")]
    for each in changes:
        for change in each.exercises:
            says = "points by hand stay" if change.by_hand else ""
            rows.append((each.student, change.exercise, number(change.old), number(change.new), says))
        rows.append((each.student, "all", number(each.old), number(each.new), ""))
    print_table(rows)


def _print_outcome(assignment: str, changes: tuple[StudentChange, ...], record: str) -> None:
    click.echo(f"\nDone; the record is in {record}.")
    if changes:
        click.echo("Their feedback pages are still the old ones. Make them anew and release them:")
        for each in changes:
            click.echo(f"  nbgrader generate_feedback {assignment} --force --student={each.student}")
        click.echo(f"  nbgrader release_feedback {assignment}")
