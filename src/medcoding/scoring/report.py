"""A score as JSON and as text, for the command line."""

from __future__ import annotations

from typing import Any

from medcoding.scoring.model import Finding, Score


def score_as_json(score: Score) -> dict[str, Any]:
    """The object that `medcoding score --json` prints. Credits lie in [0, 1]."""
    return {
        "points": score.points,
        "possible": score.possible,
        "problem": score.problem,
        "results": {
            "code_accuracy": score.accuracy,
            "missed": list(score.missed),
            "extra": list(score.extra),
            "sequence": None
            if score.sequence is None
            else {
                "correct": score.sequence.correct,
                "first_correct": score.sequence.first_correct,
                "says": list(score.sequence.says),
            },
            "case_outcome": None
            if score.outcome is None
            else {"clean_claim": score.outcome.clean, "says": list(score.outcome.says)},
        },
        "findings": [_finding_as_json(finding) for finding in score.findings],
    }


def score_as_text(score: Score) -> str:
    """The same for a person at a terminal."""
    lines = [f"{score.points:g} of {score.possible:g} points (code accuracy {score.accuracy:.0%})"]
    if score.problem:
        lines.append(score.problem)
    for finding in score.findings:
        cite = f" [{finding.cite}]" if finding.cite else ""
        lines.append(f"  {finding.verdict.value:<28} {finding.code or finding.expected:<9} {finding.reason}{cite}")
    if score.sequence and not score.sequence.correct:
        lines += [f"  sequence: {sentence}" for sentence in score.sequence.says]
    if score.outcome and not score.outcome.clean:
        lines += [f"  claim: {sentence}" for sentence in score.outcome.says]
    return "\n".join(lines)


def _finding_as_json(finding: Finding) -> dict[str, Any]:
    return {
        "verdict": finding.verdict.value,
        "code": finding.code,
        "expected": finding.expected,
        "system": finding.system,
        "title": finding.title,
        "credit": finding.credit,
        "points": finding.points,
        "possible": finding.possible,
        "reason": finding.reason,
        "cite": finding.cite,
        "evidence": list(finding.evidence),
    }
