"""Judges a `drg` answer: the principal diagnosis, the group, and what each secondary diagnosis counts as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.exercises.model import Exercise
from medcoding.kinds._grounds import finding, total
from medcoding.kinds.codes.drg import POA, severity, weighed
from medcoding.kinds.codes.lookup import edits, encounter_of
from medcoding.kinds.codes.words import title_of
from medcoding.kinds.drg.key import Chosen, Key, Level, Secondary, parse_chosen
from medcoding.payment import weights
from medcoding.payment.grouper import Claim, Coded, NoGrouperError, group
from medcoding.scoring.model import CaseOutcome, Finding, Score, Verdict
from medcoding.scoring.policy import Policy


def score_drg(exercise: Exercise, answer: RawAnswer, policy: Policy) -> Score:
    """Principal, DRG and severities each earn their share; the severities share theirs by line.

    What is scored is what the key says: no grouper is needed for the points. Raises AnswerError when
    the answer cannot be read.
    """
    key: Key = exercise.key
    chosen = parse_chosen(answer)
    findings = list(_findings(chosen, exercise, policy))
    earned = sum(found.points for found in findings) / key.grounds.points
    result = total(key.grounds, earned, findings)
    # Levels and DRG are no codes that could be missed on a claim.
    missed = () if chosen.principal else (key.principal[0],)
    return replace(result, missed=missed, outcome=_outcome(chosen, exercise) if chosen.principal else None)


def claim_with(principal: str, exercise: Exercise) -> Claim:
    """The claim of the case with one of its diagnoses as the principal one."""
    key: Key = exercise.key

    def coded(code: str) -> Coded:
        poa = key.poa_of(code)
        return Coded(codes.normalise(code, codes.ICD10CM), poa if poa in POA else "")

    return Claim(
        principal=coded(principal),
        secondary=tuple(coded(code) for code in _others(principal, key)),
        procedures=key.procedures,
        age=exercise.patient.age or 0,
        sex=exercise.patient.sex,
        discharge_status=key.stay.discharge_status,
        on=exercise.date_of_service,
        with_poa=bool(key.principal_poa),
    )


def _others(principal: str, key: Key) -> tuple[str, ...]:
    return tuple(code for code in (key.principal[0], *(line.code for line in key.secondary)) if code != principal)


def _findings(chosen: Chosen, exercise: Exercise, policy: Policy) -> Iterator[Finding]:
    key: Key = exercise.key
    shares = dict(zip(("principal", "drg", "severity"), policy.drg_share, strict=True))
    if not key.secondary:
        shares["severity"] = 0.0
    worth = {name: key.grounds.points * share / sum(shares.values()) for name, share in shares.items()}
    yield _principal(chosen, exercise, worth["principal"])
    yield _group(chosen, exercise, worth["drg"])
    for line in key.secondary:
        yield _severity(line, chosen, exercise, worth["severity"] / len(key.secondary))


def _principal(chosen: Chosen, exercise: Exercise, worth: float) -> Finding:
    key: Key = exercise.key
    right = key.principal[0]
    if chosen.principal in key.principal:
        verdict, reason = Verdict.CORRECT, key.grounds.why
    elif not chosen.principal:
        verdict, reason = Verdict.MISSED, f"No principal diagnosis is chosen; it is {right}."
    else:
        says = next((miss.says for miss in key.near_misses if miss.code == chosen.principal), "")
        verdict, reason = Verdict.WRONG, f"{says} The principal diagnosis is {right}.".strip()
    shown = chosen.principal or right
    found = finding(
        verdict,
        key.grounds,
        reason,
        entered=chosen.principal,
        expected=right,
        credit=float(verdict is Verdict.CORRECT),
        possible=worth,
        evidence=key.grounds.evidence,
    )
    return replace(found, system=codes.ICD10CM, title=title_of(shown, codes.ICD10CM, exercise))


def _group(chosen: Chosen, exercise: Exercise, worth: float) -> Finding:
    key: Key = exercise.key
    right = key.stay.expected
    if not chosen.drg:
        verdict, reason = Verdict.MISSED, f"No DRG is given; it is {right}."
    elif chosen.drg == right:
        verdict, reason = Verdict.CORRECT, "The DRG follows from principal diagnosis, procedures, and MCC or CC."
    else:
        verdict, reason = Verdict.WRONG, f"The DRG is {right} ({weights.title_of(right, exercise.date_of_service)})."
    found = finding(
        verdict,
        key.grounds,
        reason,
        entered=f"DRG {chosen.drg}" if chosen.drg else "",
        expected=f"DRG {right}",
        credit=float(verdict is Verdict.CORRECT),
        possible=worth,
    )
    return replace(found, title=weights.title_of(chosen.drg or right, exercise.date_of_service))


def _severity(line: Secondary, chosen: Chosen, exercise: Exercise, worth: float) -> Finding:
    key: Key = exercise.key
    mine = chosen.levels.get(line.code, "")
    right = f"{line.code}: {_counts(line.level)}"
    verdict = (Verdict.CORRECT if mine == line.level else Verdict.WRONG) if mine else Verdict.MISSED
    found = finding(
        verdict,
        key.grounds,
        f"It counts as {_counts(line.level)} here. {line.why}".strip(),
        entered=f"{line.code}: {_counts(Level(mine))}" if mine else "",
        expected=right,
        credit=float(verdict is Verdict.CORRECT),
        possible=worth,
    )
    return replace(found, system=codes.ICD10CM, title=title_of(line.code, codes.ICD10CM, exercise))


def _counts(level: Level) -> str:
    return "neither MCC nor CC" if level is Level.NONE else level.value


def _outcome(chosen: Chosen, exercise: Exercise) -> CaseOutcome:
    """What the claim would be with the chosen principal diagnosis in front."""
    key: Key = exercise.key
    bare = tuple(codes.normalise(code, codes.ICD10CM) for code in (chosen.principal, *_others(chosen.principal, key)))
    problems = edits(bare, codes.ICD10CM, encounter_of(exercise))
    blocking = tuple(dict.fromkeys(problem.message for problem in problems if problem.blocking))
    right = weighed(key.stay.expected, "", exercise, key.stay)
    found = CaseOutcome(clean=not blocking, says=blocking, right=right)
    try:
        mine = group(claim_with(chosen.principal, exercise))
        wanted = group(claim_with(key.principal[0], exercise))
    except NoGrouperError as error:
        return replace(found, remark=str(error))
    return replace(
        found,
        group=weighed(mine.drg, mine.title, exercise, key.stay),
        right=weighed(key.stay.expected, wanted.title, exercise, key.stay),
        severities=tuple(severity(each, mine) for each in mine.secondary),
        remark=mine.problem,
    )
