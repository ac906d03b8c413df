"""The disputes of a class, each beside the finding that it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from medcoding.disputes import Dispute, load_disputes, plain_code
from medcoding.errors import AnswerError, GradingError
from medcoding.exercises.find import exercise_files, slugs_in
from medcoding.nbgrader.grading import score_submission
from medcoding.nbgrader.places import Places, places_of
from medcoding.nbgrader.rulings import Ruling, Rulings, append_rulings, load_rulings, make_ruling
from medcoding.nbgrader.run import find_submissions
from medcoding.nbgrader.submission import load_submission
from medcoding.scoring import Finding, Score, Verdict


@dataclass(frozen=True, slots=True)
class Disputed:
    """One student's dispute, and the finding as the keys stand now.

    `code` and `verdict` are the finding's; where there is none (any more), what the student wrote.
    `expected` is the key's code. `is_settled`: the code counts as correct by now, or an instructor has turned the
    dispute down and `answer` says why. `dispute` is what the learner wrote.
    """

    student: str
    exercise: str
    code: str
    verdict: str
    expected: str
    reason: str
    is_settled: bool
    dispute: Dispute
    answer: str = ""


@dataclass(frozen=True, slots=True)
class DisputedFinding:
    """One finding and everybody who disputes it."""

    exercise: str
    code: str
    verdict: str
    expected: str
    disputes: tuple[Disputed, ...]


@dataclass(frozen=True, slots=True)
class Disputes:
    """A class's disputes: open findings, the most disputed one first. `problems` tells of files that cannot be read."""

    assignment: str
    findings: tuple[DisputedFinding, ...]
    settled: tuple[DisputedFinding, ...]
    problems: tuple[str, ...]


def class_disputes(app: Any, assignment: str) -> Disputes:
    """Read every submission's disputes and score the exercises that they are about.

    Raises:
        GradingError: there is no such assignment. AuthoringError: a case is malformed.
    """
    coursedir = app.coursedir
    rulings = load_rulings(Path(coursedir.root), assignment)
    source = places_of(coursedir, assignment, "nobody").source
    slugs = [slug for path in exercise_files(source) for slug in slugs_in(path)]
    if not slugs:
        raise GradingError(f"{source}: there is no such assignment; name a folder of source/")
    found: list[Disputed] = []
    problems: list[str] = []
    for student in find_submissions(Path(coursedir.root), assignment):
        places = places_of(coursedir, assignment, student)
        for slug in slugs:
            try:
                disputes = load_disputes(places.submitted, slug)
            except AnswerError as error:
                problems.append(f"{student}: {error}")
                continue
            found += _beside_findings(places, slug, disputes, rulings) if disputes else []
    return Disputes(
        assignment,
        _grouped(each for each in found if not each.is_settled),
        _grouped(each for each in found if each.is_settled),
        tuple(problems),
    )


def answer_disputes(app: Any, assignment: str, student: str, slug: str, *, code: str, says: str) -> tuple[Ruling, ...]:
    """Turn down the open disputes of a student, or of everybody with "*", on one exercise; or on one `code` of it.

    Raises:
        GradingError: there is none such, several findings are meant and `code` is "", or nothing is said.
    """
    found = class_disputes(app, assignment)
    meant = [
        each
        for finding in found.findings
        for each in finding.disputes
        if student in ("*", each.student)
        and each.exercise == slug
        and (not code or plain_code(code) in (plain_code(each.code), plain_code(each.dispute.code)))
    ]
    where = f"{assignment}: {'nobody' if student == '*' else student}"
    if not meant:
        raise GradingError(
            f"{where} has no open dispute on {slug} {code}".rstrip() + "; `medcoding disputes` lists them"
        )
    codes = sorted({each.dispute.code for each in meant}, key=plain_code)
    if not code and len({plain_code(each) for each in codes}) > 1:
        raise GradingError(f"{slug}: several findings are disputed ({', '.join(codes)}); name one with --code")
    rulings = tuple(make_ruling(each.student, slug, each.dispute, says) for each in meant)
    append_rulings(Path(app.coursedir.root), assignment, rulings)
    return rulings


def _beside_findings(places: Places, slug: str, disputes: Iterable[Dispute], rulings: Rulings) -> list[Disputed]:
    names = sorted(path.stem for path in places.release.glob("*.ipynb")) or ["assignment"]
    score, _ = score_submission(places, load_submission(places.submitted, names[0]), slug)
    return [
        _beside_finding(places.student, slug, dispute, score, rulings.find(places.student, slug, dispute))
        for dispute in disputes
    ]


def _beside_finding(student: str, slug: str, dispute: Dispute, score: Score, ruling: Ruling | None) -> Disputed:
    finding = _find(score, dispute)
    answer = ruling.says if ruling else ""
    if finding is None:
        return Disputed(
            student, slug, dispute.code, dispute.verdict, "", dispute.reason, ruling is not None, dispute, answer
        )
    return Disputed(
        student,
        slug,
        finding.code or finding.expected,
        finding.verdict.value,
        finding.expected if finding.code else "",
        dispute.reason,
        finding.verdict is Verdict.CORRECT or ruling is not None,
        dispute,
        answer,
    )


def _find(score: Score, dispute: Dispute) -> Finding | None:
    """The finding on what the learner entered, before one on what the key says; the verdict disputed before others."""
    wanted = plain_code(dispute.code)
    entered = [each for each in score.findings if each.code and plain_code(each.code) == wanted]
    keyed = [each for each in score.findings if plain_code(each.expected) == wanted]
    found = entered or keyed
    return next((each for each in found if each.verdict.value == dispute.verdict), next(iter(found), None))


def _grouped(found: Iterable[Disputed]) -> tuple[DisputedFinding, ...]:
    groups: dict[tuple[str, str, str], list[Disputed]] = {}
    for each in found:
        groups.setdefault((each.exercise, plain_code(each.code), each.verdict), []).append(each)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return tuple(
        DisputedFinding(first.exercise, first.code, first.verdict, first.expected, tuple(members))
        for _, members in ordered
        for first in members[:1]
    )
