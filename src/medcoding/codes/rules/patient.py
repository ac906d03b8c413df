"""Rules that hold a code against the patient's age and sex, by Medicare's code editor (MCE)."""

from __future__ import annotations

from collections.abc import Iterator

from medcoding.codes.model import RuleProblem
from medcoding.codes.rules.model import Report

_SEXES = {"female-only": ("F", "female"), "male-only": ("M", "male")}


def age_conflict(report: Report) -> Iterator[RuleProblem]:
    """age: a diagnosis that does not occur at the patient's age."""
    if report.age is None:
        return
    for line in report.known:
        if "age" not in (edits := report.edits(line)):
            continue
        low, high = edits["age"]
        if (low is not None and report.age < low) or (high is not None and report.age > high):
            yield line.problem(
                "age",
                f"{line.names}: given for {_ages(low, high)}, the patient is {report.age}; check the age and the code "
                "(Medicare Code Editor, age conflict)",
            )


def sex_conflict(report: Report) -> Iterator[RuleProblem]:
    """sex: a diagnosis of organs or states of the other sex.

    Medicare's editor checked it until 2024-09-30; other payers do. A record of sex X is never held
    against a code.
    """
    if report.sex not in {"F", "M"}:
        return
    for line in report.known:
        for name, (letter, word) in _SEXES.items():
            if name in report.edits(line) and report.sex != letter:
                yield line.problem(
                    "sex",
                    f"{line.names}: a diagnosis of {word} patients, the record says {report.sex}; check the code and "
                    "the record (Medicare Code Editor, sex conflict, an edit until 2024-09-30)",
                )


def _ages(low: int | None, high: int | None) -> str:
    if high == 0:
        return "newborns (age 0)"
    if low is None:
        return f"patients up to {high} years"
    return f"patients of {low} years or more" if high is None else f"patients of {low} to {high} years"
