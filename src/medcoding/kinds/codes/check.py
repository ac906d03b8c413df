"""Finds the mistakes in a `codes` key that tables, rules and the scorer can find."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date

from medcoding import codes
from medcoding.exercises.model import Exercise
from medcoding.kinds.codes.key import Key, KeyLine
from medcoding.kinds.codes.score import score_codes
from medcoding.scoring.policy import default_policy

# Checked per key line, in words of its own; the rest of the rules are asked of the key as a whole.
_LINE_RULES = frozenset({"not-a-code", "not-valid-on-date", "not-billable", "seventh-character"})


def check_codes(exercise: Exercise) -> Iterator[str]:
    """Yield every mistake in the key as `what is wrong; what to do`."""
    key: Key = exercise.key
    faults = list(itertools.chain.from_iterable(_check_line(line, exercise) for line in key.lines))
    yield from faults
    yield from _check_names(key)
    if faults:
        return  # the rules below would only repeat them
    yield from _check_rules(exercise, key)
    yield from _check_scores(exercise, key)


def _check_line(line: KeyLine, exercise: Exercise) -> Iterator[str]:
    on = exercise.date_of_service
    for code in (line.code, *line.alternates):
        if code != codes.display(code, line.system):
            yield f"{code} is not written as the book prints it; write {codes.display(code, line.system)}"
        for problem in _validate([code], exercise, on):
            if problem.rule in _LINE_RULES:
                yield f"{problem.message}"
    if line.points * 2 != int(line.points * 2):
        yield f"{line.code} has {line.points:g} points; use whole or half points"
    lines_of_record = exercise.record.splitlines()
    for quote in line.evidence:
        if not any(quote in written for written in lines_of_record):
            yield (
                f"the evidence {quote!r} for {line.code} does not stand in one line of the record; "
                "copy it letter by letter"
            )


def _check_names(key: Key) -> Iterator[str]:
    """Codes that the key names more than once, or that `after` names and no line has."""
    accepted = [code for line in key.lines for code in line.accepted]
    for code in sorted({code for code in accepted if accepted.count(code) > 1}):
        yield f"{codes.display(code, codes.ICD10CM)} stands in the key more than once; keep one"
    for line in key.lines:
        for wanted in line.after:
            if codes.normalise(wanted, line.system) not in accepted:
                yield f"{line.code} comes `after` {wanted}, which is no line of the key; correct the code"
    for miss in key.near_misses:
        if codes.normalise(miss.code, codes.ICD10CM) in accepted:
            yield f"the near miss {miss.code} is a right code of this key; remove it"


def _check_rules(exercise: Exercise, key: Key) -> Iterator[str]:
    """The key as a learner would report it must pass the payer's edits, with and without optional lines."""
    ordered = sorted(key.lines, key=lambda line: not line.role.leads)
    for lines in (ordered, [line for line in ordered if not line.optional]):
        problems = _validate([line.code for line in lines], exercise, exercise.date_of_service)
        for problem in problems:
            if problem.blocking and problem.rule not in _LINE_RULES:
                yield f"the key breaks a rule: {problem.message}"
        if problems:
            return


def _check_scores(exercise: Exercise, key: Key) -> Iterator[str]:
    """The key must score full marks, nothing 0, and each near miss less than full."""
    from medcoding.answers import RawAnswer
    from medcoding.kinds.codes import KIND, answer_of

    policy = default_policy()
    full = KIND.full_answer(exercise)
    score = score_codes(exercise, full, policy)
    if score.accuracy < 1 or not (score.sequence and score.sequence.correct):
        says = "; ".join(score.sequence.says) if score.sequence else ""
        yield f"the key's own answer does not score full marks ({score.accuracy:.0%}. {says}); put its lines in order"
    if score_codes(exercise, RawAnswer(exercise.slug, {}), policy).points != 0:
        yield "an empty answer scores points; give every required line points"
    right = [(line.code, line.system, line.role) for line in sorted(key.required, key=lambda k: not k.role.leads)]
    for miss in key.near_misses:
        answers = [
            [*right[:at], (miss.code, codes.ICD10CM, right[at][2]), *right[at + 1 :]] for at in range(len(right))
        ]
        if any(score_codes(exercise, answer_of(exercise, lines), policy).accuracy >= 1 for lines in answers):
            yield f"the near miss {miss.code} scores full marks in place of a key line; remove it"


def _validate(entered: list[str], exercise: Exercise, on: date) -> tuple[codes.RuleProblem, ...]:
    return codes.validate(
        entered,
        system=codes.ICD10CM,
        setting="inpatient" if exercise.setting.is_inpatient else "outpatient",
        on=on,
        age=exercise.patient.age,
        sex=exercise.patient.sex,
    )
