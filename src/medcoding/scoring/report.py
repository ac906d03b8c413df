"""A score as JSON and as text, for the command line."""

from __future__ import annotations

from typing import Any

from medcoding.scoring.model import CaseOutcome, Finding, Group, Score
from medcoding.scoring.money import group_lines


def score_as_json(score: Score) -> dict[str, Any]:
    """The object that `medcoding score --json` prints. Credits lie in [0, 1]."""
    return {
        "points": score.points,
        "possible": score.possible,
        "problem": score.problem,
        "manual": score.manual,
        "why": score.why,
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
            "case_outcome": None if score.outcome is None else _outcome_as_json(score.outcome),
        },
        "findings": [_finding_as_json(finding) for finding in score.findings],
    }


def score_as_text(score: Score) -> str:
    """The same for a person at a terminal."""
    accuracy = f" (code accuracy {score.accuracy:.0%})" if score.sequence else ""
    lines = [f"{score.points:g} of {score.possible:g} points{accuracy}"]
    lines += ["A person gives the points of this exercise; the findings are advice."] if score.manual else []
    lines += [score.why] if score.why else []
    if score.problem:
        lines.append(score.problem)
    for finding in score.findings:
        cite = f" [{finding.cite}]" if finding.cite else ""
        lines.append(f"  {finding.verdict.value:<28} {finding.code or finding.expected:<9} {finding.reason}{cite}")
    if score.sequence and not score.sequence.correct:
        lines += [f"  sequence: {sentence}" for sentence in score.sequence.says]
    if score.outcome and not score.outcome.clean:
        lines += [f"  claim: {sentence}" for sentence in score.outcome.says]
    if score.outcome:
        lines += [f"  DRG: {sentence}" for sentence in group_lines(score.outcome)]
    return "\n".join(lines)


def _outcome_as_json(outcome: CaseOutcome) -> dict[str, Any]:
    found: dict[str, Any] = {"clean_claim": outcome.clean, "says": list(outcome.says)}
    if outcome.right:
        found |= {
            "drg": _group_as_json(outcome.group) if outcome.group else None,
            "key_drg": _group_as_json(outcome.right),
            "severities": [{"code": s.code, "level": s.level, "says": s.says} for s in outcome.severities],
            "lost": list(outcome.lost),
            "remark": outcome.remark,
        }
    return found


def _group_as_json(group: Group) -> dict[str, Any]:
    return {
        "drg": group.drg,
        "title": group.title,
        "weight": group.weight,
        "gmlos_days": group.gmlos,
        "payment_usd": group.payment,
    }


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
