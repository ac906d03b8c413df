"""Scoring: score(exercise, answer) -> Score. Pure, deterministic; the credit policy is data."""
