"""Finds the mistakes in a `codes` key that tables, rules and the scorer can find."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.exercises.model import Exercise
from medcoding.kinds.codes.key import Key, KeyLine, units
from medcoding.kinds.codes.lookup import edits, encounter_of, table_of
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
    if key.drg:
        from medcoding.kinds.codes.check_drg import check_drg

        yield from check_drg(exercise)


def _check_line(line: KeyLine, exercise: Exercise) -> Iterator[str]:
    if line.system != codes.CPT and table_of(line.system, exercise.date_of_service) is None:
        yield f"{line.code} cannot be looked up: no {line.system} release is held; build or add one"
    for code in (line.code, *line.alternates):
        if code != codes.display(code, line.system):
            yield f"{code} is not written as the book prints it; write {codes.display(code, line.system)}"
        for problem in edits((code,), line.system, encounter_of(exercise)):
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
    """Codes that the key names more than once, or that `after` and `needs` name and no line has."""
    # A procedure may be reported twice, with other modifiers or units; a diagnosis may not (OCG I.B.12).
    once = [
        (code, line.system, () if line.is_diagnosis else (line.modifiers, line.units))
        for line in key.lines
        if line.system != codes.ICD10PCS
        for code in line.accepted
    ]
    for code, system in sorted({each[:2] for each in once if once.count(each) > 1}):
        yield f"{codes.display(code, system)} stands in the key more than once; keep one"
    for line in key.lines:
        others = [other for other in key.lines if other is not line]
        for field, wanted in (*(("after", code) for code in line.after), *(("needs", code) for code in line.needs)):
            if not any(other.answers_to(wanted) for other in others):
                verb = "comes `after`" if field == "after" else "`needs`"
                yield f"{line.code} {verb} {wanted}, which is no line of the key; correct the code"
    for miss in key.near_misses:
        if any(line.system == miss.system and line.answers_to(miss.code) for line in key.lines):
            yield f"the near miss {miss.code} is a right code of this key; remove it"


def _check_rules(exercise: Exercise, key: Key) -> Iterator[str]:
    """The key as a learner would report it must pass the payer's edits, with and without optional lines."""
    for chosen in (tuple(units(key.lines)), key.required):
        ordered = sorted((line for line in chosen if line.is_diagnosis), key=lambda line: not line.role.leads)
        problems = edits(tuple(line.code for line in ordered), codes.ICD10CM, encounter_of(exercise))
        for problem in problems:
            if problem.blocking and problem.rule not in _LINE_RULES:
                yield f"the key breaks a rule: {problem.message}"
        if problems:
            return


def _check_scores(exercise: Exercise, key: Key) -> Iterator[str]:
    """The key must score full marks, nothing 0, and each near miss less than full."""
    from medcoding.kinds.codes import KIND

    policy = default_policy()
    full = KIND.full_answer(exercise)
    score = score_codes(exercise, full, policy)
    if score.accuracy < 1 or (score.sequence and not score.sequence.correct):
        says = "; ".join(score.sequence.says) if score.sequence else ""
        yield f"the key's own answer does not score full marks ({score.accuracy:.0%}. {says}); put its lines in order"
    if score_codes(exercise, RawAnswer(exercise.slug, {}), policy).points != 0:
        yield "an empty answer scores points; give every required line points"
    lines = full.fields["lines"]
    for miss in key.near_misses:
        wrong = {"code": miss.code, "system": miss.system}
        answers = ([*lines[:at], {**lines[at], **wrong}, *lines[at + 1 :]] for at in range(len(lines)))
        if any(score_codes(exercise, RawAnswer(exercise.slug, {"lines": a}), policy).accuracy >= 1 for a in answers):
            yield f"the near miss {miss.code} scores full marks in place of a key line; remove it"
