"""The sentences of a `codes` verdict: each names what is wrong, the right code and the rule."""

from __future__ import annotations

from collections.abc import Sequence

from medcoding import codes
from medcoding.codes.relation import Fault
from medcoding.exercises.model import Exercise, Role
from medcoding.kinds.codes.answer import AnswerLine
from medcoding.kinds.codes.key import Key, KeyLine
from medcoding.kinds.codes.match import Match
from medcoding.scoring.model import Finding, Verdict

_OPENINGS = {
    Fault.NOT_BILLABLE: "{code} is only a heading and cannot be reported; the right code below it is {expected}.",
    Fault.WRONG_SIDE: "The side is wrong: the record supports {expected}. This claim would be wrong.",
    Fault.WRONG_SEVENTH: "The 7th character is wrong: the record supports {expected}. This claim would be wrong.",
    Fault.LESS_SPECIFIC: "Right category, but the record says more than {code} does: {expected}.",
    Fault.MORE_SPECIFIC: "Right category, but {code} says more than the record does: {expected}.",
}


def shown(line: AnswerLine) -> str:
    """An entered code as the book prints it."""
    return codes.display(line.code, line.system)


def title_of(code: str, system: str, exercise: Exercise) -> str:
    """The official title on the date of service; "" for a string that is no code."""
    entry = codes.table(system, exercise.date_of_service).find(code) if system == codes.ICD10CM else None
    return entry.title if entry else ""


def matched(
    match: Match,
    exercise: Exercise,
    *,
    verdict: Verdict,
    credit: float,
    lead: Role | None,
    late: tuple[str, str] | None,
) -> Finding:
    """The finding of a line that answers a key line. `lead` is given when its role is wrong."""
    line, key = match.line, match.key
    if key is None:
        raise ValueError("a line without a key line is an extra one")
    expected = codes.display(key.code, key.system)
    sentences = []
    if match.faults:
        openings = (_OPENINGS[fault].format(code=shown(line), expected=expected) for fault in match.faults)
        sentences.append(_near_miss(exercise, line) or " ".join(openings))
    if lead:
        sentences.append(_role_sentence(key, lead))
    elif late:
        sentences.append(wrong_pair(shown(line), late[0], ""))
    sentences.append(key.why)
    possible = 0.0 if key.optional else key.points
    return Finding(
        verdict=verdict,
        code=shown(line),
        expected=expected if match.faults else shown(line),
        system=line.system,
        title=title_of(line.code, line.system, exercise),
        credit=credit,
        points=credit * possible,
        possible=possible,
        reason=" ".join(sentences),
        cite=key.cite,
        evidence=key.evidence,
    )


def missed(line: KeyLine, exercise: Exercise) -> Finding:
    """The finding of a key line that nothing answers."""
    return Finding(
        verdict=Verdict.MISSED,
        code="",
        expected=codes.display(line.code, line.system),
        system=line.system,
        title=title_of(line.code, line.system, exercise),
        credit=0.0,
        points=0.0,
        possible=line.points,
        reason=line.why,
        cite=line.cite,
        evidence=line.evidence,
    )


def extra(match: Match, exercise: Exercise, problems: Sequence[codes.RuleProblem]) -> Finding:
    """The finding of a line that answers nothing."""
    line = match.line
    verdict, reason, cite = _why_extra(match, exercise, problems)
    return Finding(
        verdict=verdict,
        code=shown(line),
        expected="",
        system=line.system,
        title=title_of(line.code, line.system, exercise),
        credit=0.0,
        points=0.0,
        possible=0.0,
        reason=_near_miss(exercise, line) or reason,
        cite=cite,
    )


def repeat(line: AnswerLine, exercise: Exercise) -> Finding:
    """The finding of a code that was entered before."""
    return Finding(
        verdict=Verdict.DUPLICATE,
        code=shown(line),
        expected="",
        system=line.system,
        title=title_of(line.code, line.system, exercise),
        credit=0.0,
        points=0.0,
        possible=0.0,
        reason="This code stands above already; a diagnosis code is reported once for an encounter.",
        cite="OCG I.B.12",
    )


def wrong_first(key: Key, first: Match | None) -> str:
    """Why the first diagnosis is not the right one."""
    right = next(line for line in key.lines if line.role.leads)
    wanted = codes.display(right.code, right.system)
    label = right.role.label.lower()
    if first is None:
        return f"No {label} diagnosis is given; it should be {wanted} ({right.cite})."
    return f"The {label} diagnosis should be {wanted}, not {shown(first.line)} ({right.cite})."


def wrong_pair(code: str, before: str, cite: str) -> str:
    """Why two codes must change places."""
    return f"{code} must come before {before}{f' ({cite})' if cite else ''}."


def _role_sentence(key: KeyLine, lead: Role) -> str:
    if key.role.leads:
        return f"The code is right, but it should be reported first, as the {lead.label.lower()} diagnosis."
    return f"The code is right, but it is a secondary diagnosis here, not the {lead.label.lower()} one."


def _near_miss(exercise: Exercise, line: AnswerLine) -> str:
    key: Key = exercise.key
    return next((miss.says for miss in key.near_misses if codes.normalise(miss.code, line.system) == line.code), "")


def _why_extra(match: Match, exercise: Exercise, problems: Sequence[codes.RuleProblem]) -> tuple[Verdict, str, str]:
    """Verdict, reason and citation of a line that answers nothing: faults of the code itself come first."""
    code, system, on = shown(match.line), match.line.system, exercise.date_of_service
    if system != codes.ICD10CM:
        return Verdict.EXTRA, f"This question asks for {codes.ICD10CM} codes; {code} is entered as {system}.", ""
    entry = codes.table(system, on).find(match.line.code)
    if entry is None:
        return Verdict.NOT_A_CODE, f"{code} is not in the Tabular List; look it up again from the Index.", "OCG I.B.1"
    if entry.billable and not entry.valid_on(on):
        return Verdict.NOT_VALID, f"{code} is not valid on {on.isoformat()}.", "OCG I.B.1"
    if not entry.billable:
        return Verdict.NOT_BILLABLE, f"{code} is only a heading and cannot be reported.", "OCG I.B.2"
    return _why_unwanted(match, exercise, problems)


def _why_unwanted(match: Match, exercise: Exercise, problems: Sequence[codes.RuleProblem]) -> tuple[Verdict, str, str]:
    """The same for a code that could be reported, but not here."""
    code = shown(match.line)
    clash = next((p for p in problems if p.rule == "excludes1" and code in (p.code, *p.message.split())), None)
    if clash:
        return Verdict.CONTRADICTS, clash.message, "OCG I.A.12.a"
    near = match.near
    if near is None:
        general = "OCG III" if exercise.setting.is_inpatient else "OCG IV.J"
        return Verdict.EXTRA, "Nothing in the record supports this code as one to report here.", general
    wanted = codes.display(near.code, near.system)
    if match.credit > 0:
        return Verdict.EXTRA, f"{wanted} says this already; report a condition once.", "OCG I.B.12"
    return Verdict.EXTRA, f"Right category, wrong code: the record supports {wanted}. {near.why}", near.cite
