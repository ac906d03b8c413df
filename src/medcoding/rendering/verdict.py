"""The verdict as HTML: the four results first, then every line with its reason, rule and evidence."""

from __future__ import annotations

from html import escape

from medcoding.answers import RawAnswer
from medcoding.exercises.model import Exercise
from medcoding.kinds import kind_of
from medcoding.rendering.record import render_markdown, render_question, render_record
from medcoding.scoring.model import Finding, Score, Verdict
from medcoding.scoring.money import group_lines

# A sign beside each verdict, so that colour never carries the meaning alone.
_SIGNS = {Verdict.CORRECT: "✓", Verdict.MISSED: "○", Verdict.PARTLY: "◐", Verdict.ADVICE: "!"}


def summary(score: Score) -> str:
    """One sentence that says how it went; a screen reader announces it."""
    if score.problem:
        return f"{_points(score)} {score.problem}"
    if score.manual:
        advice = sum(finding.verdict is Verdict.ADVICE for finding in score.findings)
        again = f"{advice or 'Nothing'} to look at again."
        return f"{again} In an assignment a person reads the answer and gives up to {score.possible:g} points."
    right = sum(finding.verdict is Verdict.CORRECT for finding in score.findings)
    wrong = sum(finding.verdict not in (Verdict.CORRECT, Verdict.MISSED) for finding in score.findings)
    counts = [f"{right} correct", f"{len(score.missed)} missed"]
    if wrong:
        counts.insert(1, f"{wrong} to look at")
    return f"{_points(score)} {', '.join(counts)}."


def render_verdict(exercise: Exercise, score: Score) -> str:
    """Summary, the four results, findings and the teaching note."""
    results = "".join(f"<div><dt>{name}</dt><dd>{text}</dd></div>" for name, text in _results(score))
    findings = "".join(render_finding(finding) for finding in score.findings)
    cost = _extra_cost(score)
    why = f'<p class="mc-reason">{escape(score.why)}</p>' if score.why else ""
    return (
        '<section class="mc-verdict">'
        f'<p class="mc-summary"><strong>{escape(summary(score))}</strong></p>'
        f'<dl class="mc-results">{results}</dl>'
        f'<ol class="mc-findings">{findings}</ol>{cost}{why}{_note(exercise)}'
        "</section>"
    )


def render_answer(exercise: Exercise, answer: RawAnswer | None) -> str:
    """The answer alone."""
    if answer is None:
        return '<p class="mc-empty">No answer was handed in.</p>'
    return kind_of(exercise.kind).render_answer(exercise, answer)


def render_static(exercise: Exercise, answer: RawAnswer | None, score: Score | None = None) -> str:
    """An exercise on a page without a kernel: record, question, answer and, once scored, the verdict."""
    evidence = [quote for finding in score.findings for quote in finding.evidence] if score else []
    verdict = render_verdict(exercise, score) if score else ""
    return (
        f'<article class="mc-static" data-slug="{escape(exercise.slug)}">'
        f"{_head(exercise, evidence)}"
        f'<div class="mc-question">{render_question(exercise)}</div>'
        f'<p class="mc-label">Answer</p>{render_answer(exercise, answer)}{verdict}</article>'
    )


def _head(exercise: Exercise, evidence: list[str]) -> str:
    """Title, facts and record; a short question has neither title of its own nor record."""
    if exercise.is_question:
        return ""
    return (
        f'<p class="mc-facts"><strong>{escape(exercise.title)}</strong> · {escape(facts(exercise))}</p>'
        f'<div class="mc-record">{render_record(exercise, evidence)}</div>'
    )


def facts(exercise: Exercise) -> str:
    """Setting, date of service, age and sex in one line."""
    patient = exercise.patient
    sexes = {"F": "female", "M": "male", "X": "sex not recorded"}
    found = [exercise.setting.label, f"date of service {exercise.date_of_service.isoformat()}"]
    if patient.age is not None:
        found.append(f"age {patient.age}")
    if patient.sex:
        found.append(sexes[patient.sex])
    return " · ".join(found)


def _results(score: Score) -> list[tuple[str, str]]:
    if score.manual:
        return [("Score", "Given by a person, in assignments")]
    if score.sequence is None and score.outcome is None:
        return [("Score", f"{score.accuracy:.0%}")]
    rows = [("Code accuracy", f"{score.accuracy:.0%}")]
    missed = f"missed: {escape(', '.join(score.missed))}" if score.missed else "none missed"
    extra = f"extra: {escape(', '.join(score.extra))}" if score.extra else "none extra"
    rows.append(("Missed and extra codes", f"{missed}; {extra}"))
    if score.sequence:
        says = " ".join(escape(sentence) for sentence in score.sequence.says)
        rows.append(("Sequence", "Correct" if score.sequence.correct else says))
    if score.outcome:
        says = " ".join(escape(sentence) for sentence in score.outcome.says)
        clean = "Clean: the claim passes these edits" if score.outcome.clean else f"The claim would be stopped. {says}"
        rows.append(("Case outcome", clean))
        sentences = [escape(sentence) for sentence in group_lines(score.outcome)]
        if sentences:
            first, *others = sentences
            listed = "".join(f"<li>{sentence}</li>" for sentence in others)
            rows.append(("MS-DRG", f"{first}<ul>{listed}</ul>" if listed else first))
    return rows


def render_finding(finding: Finding) -> str:
    """One judged line as an item of the list of findings."""
    slug = finding.verdict.value.replace(" ", "-")
    sign = _SIGNS.get(finding.verdict, "✗")
    code = finding.code or finding.expected
    style = "mc-code" if finding.system else "mc-entry"  # only codes are set in a code's type
    title = f'<span class="mc-title">{escape(finding.title)}</span> ' if finding.title else ""
    points = f"{round(finding.points, 2):g} of {round(finding.possible, 2):g} points" if finding.possible else ""
    evidence = "".join(f"<q>{escape(quote)}</q> " for quote in finding.evidence)
    cite = f'<span class="mc-cite">{escape(finding.cite)}</span>' if finding.cite else ""
    quotes = f'<p class="mc-evidence">In the record: {evidence.strip()}</p>' if evidence else ""
    return (
        f'<li class="mc-finding mc-finding--{slug}">'
        f'<p class="mc-finding-head"><span class="mc-sign" aria-hidden="true">{sign}</span> '
        f'<strong class="{style}">{escape(code)}</strong> {title}'
        f'<span class="mc-tag">{escape(finding.verdict.value.capitalize())}</span> '
        f'<span class="mc-points">{points}</span></p>'
        f'<p class="mc-reason">{escape(finding.reason)} {cite}</p>{quotes}</li>'
    )


def _extra_cost(score: Score) -> str:
    lost = sum(finding.points for finding in score.findings) - score.points
    if lost < 0.01:
        return ""
    what = "Codes beyond the key" if score.sequence else "Entries that do not belong"
    return f'<p class="mc-cost">{what} lowered the score by {lost:.2f} points.</p>'


def _note(exercise: Exercise) -> str:
    if not exercise.note:
        return ""
    return f'<div class="mc-note"><p class="mc-label">Teaching note</p>{render_markdown(exercise.note)}</div>'


def _points(score: Score) -> str:
    return f"{score.points:g} of {score.possible:g} points."
