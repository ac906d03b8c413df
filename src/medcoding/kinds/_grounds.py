"""What every key but that of `codes` begins with: its points, and what the verdict rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from medcoding.answers import RawAnswer
from medcoding.exercises.fields import Fields
from medcoding.exercises.model import Exercise
from medcoding.kinds import Kind
from medcoding.scoring.model import Finding, Score, Verdict
from medcoding.scoring.policy import default_policy


@dataclass(frozen=True, slots=True)
class Grounds:
    """`points` of a full answer; `why` explains the whole; `evidence` holds quotes from a record, if there is one."""

    points: float
    why: str
    cite: str
    evidence: tuple[str, ...]


def parse_grounds(fields: Fields, *, why: bool = True, points: float | None = None) -> Grounds:
    """Read the fields that all these keys share.

    `why` and `cite` are required unless `why` is False. `points` is given where the key's lines have
    points of their own; there is no such field then.
    """
    return Grounds(
        points=fields.number("points", 1.0, 0.5, 20) if points is None else points,
        why=fields.text("why", None if why else ""),
        cite=fields.text("cite", None if why else ""),
        evidence=fields.texts("evidence"),
    )


def finding(
    verdict: Verdict,
    grounds: Grounds,
    reason: str,
    *,
    entered: str = "",
    expected: str = "",
    credit: float = 0.0,
    possible: float = 0.0,
    cite: str = "",
    evidence: tuple[str, ...] = (),
) -> Finding:
    """A judged line that is no code. It cites what the whole key cites unless it has its own rule."""
    return Finding(
        verdict=verdict,
        code=entered,
        expected=expected,
        system="",
        title="",
        credit=credit,
        points=credit * possible,
        possible=possible,
        reason=reason,
        cite=cite or grounds.cite,
        evidence=evidence,
    )


def total(grounds: Grounds, accuracy: float, findings: Iterable[Finding]) -> Score:
    """The score of an answer that earned the share `accuracy` of the points.

    Evidence for the key as a whole is told once, with the first line.
    """
    found = list(findings)
    if found and not any(item.evidence for item in found):
        found[0] = replace(found[0], evidence=grounds.evidence)
    accuracy = min(1.0, round(accuracy, 9))  # shares such as 1/3 add up to a hair less than the whole
    return Score(
        points=grounds.points * accuracy,
        possible=grounds.points,
        accuracy=accuracy,
        missed=tuple(item.expected for item in found if item.verdict is Verdict.MISSED),
        extra=tuple(item.code for item in found if item.verdict is Verdict.EXTRA),
        findings=tuple(found),
        why=grounds.why,
    )


def check_quotes(exercise: Exercise, quotes: Iterable[str]) -> Iterator[str]:
    """Evidence is copied letter by letter from one line of the record."""
    lines = exercise.record.splitlines()
    for quote in quotes:
        if not any(quote in line for line in lines):
            yield f"the evidence {quote!r} does not stand in one line of the record; copy it letter by letter"


def check_repeats(texts: Iterable[str], name: str) -> Iterator[str]:
    """Texts that learners tell apart by their letters must differ."""
    seen: set[str] = set()
    for text in texts:
        if text in seen:
            yield f"the {name} {text!r} stands twice; keep one"
        seen.add(text)


def check_marks(kind: Kind, exercise: Exercise) -> Iterator[str]:
    """The key must score full marks and an empty answer nothing."""
    policy = default_policy()
    grounds: Grounds = exercise.key.grounds
    if grounds.points * 2 != int(grounds.points * 2):
        yield f"`points` is {grounds.points:g}; use whole or half points"
    if kind.score(exercise, kind.full_answer(exercise), policy).accuracy < 1:
        yield "the key's own answer does not score full marks; look for lines that contradict each other"
    if kind.score(exercise, RawAnswer(exercise.slug, {}), policy).points > 0:
        yield "an empty answer scores points; give points only to what is entered"
