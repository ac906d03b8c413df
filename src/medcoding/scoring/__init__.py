"""Scoring: score(exercise, answer) -> Score. Pure and deterministic; the credit policy is data."""

from __future__ import annotations

import math
from dataclasses import replace

from medcoding.answers import RawAnswer
from medcoding.errors import AnswerError
from medcoding.exercises.model import Exercise
from medcoding.kinds import kind_of
from medcoding.scoring.model import CaseOutcome, Finding, Score, Sequence, Verdict
from medcoding.scoring.policy import Policy, default_policy

__all__ = ["CaseOutcome", "Finding", "Policy", "Score", "Sequence", "Verdict", "possible", "score"]

NO_ANSWER = "No answer was handed in for this exercise."


def possible(exercise: Exercise) -> float:
    """The points of a full answer, as a built-in float."""
    return float(kind_of(exercise.kind).possible(exercise))


def score(exercise: Exercise, answer: RawAnswer | None, policy: Policy | None = None, problem: str = "") -> Score:
    """Judge an answer against the exercise's key.

    Never raises for what a learner handed in: an answer that is missing or cannot be read scores
    0 and `problem` says why. `problem` may be given by a caller who already knows.

    Raises:
        ValueError: the exercise has no key; only an exercise from `source/` or `course/` can be scored.
    """
    if exercise.key is None:
        raise ValueError(f"{exercise.slug}: an exercise without its key cannot be scored")
    kind = kind_of(exercise.kind)
    policy = policy or default_policy()
    empty = RawAnswer(exercise.slug, {})
    if answer is None:
        return _bounded(kind.score(exercise, empty, policy), problem or NO_ANSWER)
    try:
        return _bounded(kind.score(exercise, answer, policy), problem)
    except AnswerError as error:
        return _bounded(kind.score(exercise, empty, policy), str(error))


def _bounded(score: Score, problem: str) -> Score:
    """Make sure of what nbgrader does not check: a finite built-in float in [0, possible]."""
    points = float(score.points)
    points = min(max(points, 0.0), score.possible) if math.isfinite(points) else 0.0
    return replace(score, points=round(points, 2), problem=problem or score.problem)
