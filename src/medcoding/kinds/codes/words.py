"""The sentences of a `codes` verdict: each names what is wrong, the right code and the rule."""

from __future__ import annotations

from datetime import date

from medcoding import codes
from medcoding.codes.relation import Fault
from medcoding.exercises.model import Exercise, Role
from medcoding.kinds.codes.answer import AnswerLine
from medcoding.kinds.codes.compare import Detail
from medcoding.kinds.codes.key import EXEMPT, LETTERS, Key, KeyLine
from medcoding.kinds.codes.lookup import find, meaning
from medcoding.kinds.codes.match import Match
from medcoding.scoring import positions
from medcoding.scoring.model import Finding, Verdict

_OPENINGS = {
    Fault.NOT_BILLABLE: "{code} is only a heading and cannot be reported; the right code below it is {expected}.",
    Fault.WRONG_SIDE: "The side is wrong: the record supports {expected}. This claim would be wrong.",
    Fault.WRONG_SEVENTH: "The 7th character is wrong: the record supports {expected}. This claim would be wrong.",
    Fault.LESS_SPECIFIC: "Right category, but the record says more than {code} does: {expected}.",
    Fault.MORE_SPECIFIC: "Right category, but {code} says more than the record does: {expected}.",
}
_POA = {
    "Y": "Y (present on admission)",
    "N": "N (not present on admission)",
    "U": "U (the record does not tell)",
    "W": "W (the physician cannot tell)",
    EXEMPT: "none, because the code is exempt from POA reporting",
    "": "none",
}
_CITES = {Detail.POA: "OCG Appendix I"}


def shown(line: AnswerLine) -> str:
    """An entered code as the book prints it."""
    return codes.display(line.code, line.system)


def title_of(code: str, system: str, exercise: Exercise) -> str:
    """The official title on the date of service; "" for a string that is no code, or whose table is not held."""
    entry = find(codes.normalise(code, system), system, exercise.date_of_service)
    return entry.title if entry else ""


def matched(
    match: Match,
    exercise: Exercise,
    *,
    verdict: Verdict,
    credit: float,
    possible: float,
    lead: Role | None,
    late: tuple[str, str] | None,
) -> Finding:
    """The finding of a line that answers a key line. `lead` is given when its role is wrong."""
    line, key = match.line, _key_of(match)
    expected = _expected(match, key)
    sentences = []
    if not match.right:
        sentences.append(near_miss(exercise, line) or _openings(match, expected, exercise))
    if lead:
        sentences.append(_role_sentence(key, lead))
    elif late:
        sentences.append(wrong_pair(shown(line), late[0], ""))
    sentences += [_detail_sentence(detail, match, key, exercise) for detail in match.details]
    sentences.append(key.why)
    cites = dict.fromkeys([key.cite, *(_CITES[detail] for detail in match.details if detail in _CITES)])
    return Finding(
        verdict=verdict,
        code=line.shown,
        expected=expected if match.faults or match.wrong or match.details else line.shown,
        system=line.system,
        title=title_of(line.code, line.system, exercise),
        credit=credit,
        points=credit * possible,
        possible=possible,
        reason=" ".join(sentences),
        cite="; ".join(cites),
        evidence=key.evidence,
    )


def waiting(match: Match, exercise: Exercise, wanted: str) -> Finding:
    """The finding of a line that does not count because the one it needs is not there."""
    line, key = match.line, _key_of(match)
    return Finding(
        verdict=Verdict.NEEDS_ANOTHER,
        code=line.shown,
        expected=_expected(match, key),
        system=line.system,
        title=title_of(line.code, line.system, exercise),
        credit=0.0,
        points=0.0,
        possible=0.0 if key.optional else key.points,
        reason=f"This line counts only together with {wanted}, which is missing. {key.why}",
        cite=key.cite,
        evidence=key.evidence,
    )


def missed(line: KeyLine, exercise: Exercise) -> Finding:
    """The finding of a key line, or of a group of which one is enough, that nothing answers."""
    key: Key = exercise.key
    return Finding(
        verdict=Verdict.MISSED,
        code="",
        expected=" or ".join(member.shown for member in key.group_of(line)),
        system=line.system,
        title=title_of(line.code, line.system, exercise),
        credit=0.0,
        points=0.0,
        possible=line.points,
        reason=line.why,
        cite=line.cite,
        evidence=line.evidence,
    )


def wrong_first(key: Key, first: Match | None) -> str:
    """Why the first diagnosis is not the right one."""
    leads = [line for line in key.lines if line.role.leads]
    right = leads[0]
    wanted = " or ".join(codes.display(line.code, line.system) for line in leads)
    label = right.role.label.lower()
    if first is None:
        return f"No {label} diagnosis is given; it should be {wanted} ({right.cite})."
    return f"The {label} diagnosis should be {wanted}, not {shown(first.line)} ({right.cite})."


def wrong_pair(code: str, before: str, cite: str) -> str:
    """Why two codes must change places."""
    return f"{code} must come before {before}{f' ({cite})' if cite else ''}."


def near_miss(exercise: Exercise, line: AnswerLine) -> str:
    """The author's own sentence for this code; "" without one."""
    key: Key = exercise.key
    return next((miss.says for miss in key.near_misses if answers_near_miss(miss.code, miss.system, line)), "")


def answers_near_miss(code: str, system: str, line: AnswerLine) -> bool:
    """True if a line holds the code of a near miss."""
    return line.system == system and codes.normalise(code, system) == line.code


def _key_of(match: Match) -> KeyLine:
    if match.key is None:
        raise ValueError("a line without a key line is an extra one")
    return match.key


def _expected(match: Match, key: KeyLine) -> str:
    """What the claim should hold in place of this line."""
    return key.shown if match.details or match.wrong else codes.display(key.code, key.system)


def _openings(match: Match, expected: str, exercise: Exercise) -> str:
    if match.wrong:
        return _position_sentence(match, exercise.date_of_service)
    return " ".join(_OPENINGS[fault].format(code=shown(match.line), expected=expected) for fault in match.faults)


def _position_sentence(match: Match, on: date) -> str:
    entered, right = match.line.code, match.beside
    places = positions.named(right, match.wrong)
    pairs = ", ".join(f"{_named(right, place, on)} and not {_named(entered, place, on)}" for place in match.wrong)
    verb = "are" if len(match.wrong) > 1 else "is"
    return f"{places[0].upper()}{places[1:]} {verb} wrong: {pairs}. The record supports {right}."


def _named(code: str, place: int, on: date) -> str:
    """A character of an ICD-10-PCS code with what it means."""
    means = meaning(code, place, on)
    return f"{code[place]} ({means})" if means else code[place]


def _role_sentence(key: KeyLine, lead: Role) -> str:
    if key.role.leads:
        return f"The code is right, but it should be reported first, as the {lead.label.lower()} diagnosis."
    return f"The code is right, but it is a secondary diagnosis here, not the {lead.label.lower()} one."


def _detail_sentence(detail: Detail, match: Match, key: KeyLine, exercise: Exercise) -> str:
    line = match.line
    if detail is Detail.MODIFIER:
        wanted = ", ".join(" or ".join(choices) for choices in key.modifiers) or "none"
        return f"The modifier is wrong: {wanted}, not {', '.join(line.modifiers) or 'none'}."
    if detail is Detail.UNITS:
        return f"The units are wrong: {key.units}, not {line.units}."
    if detail is Detail.POA:
        wanted = " or ".join(_POA[poa] for poa in key.poa)
        return f"The POA indicator is wrong: {wanted}, not {_POA.get(line.poa, line.poa).split(',')[0].split(' (')[0]}."
    full: Key = exercise.key
    named = dict(zip(LETTERS, full.diagnoses, strict=False))
    wanted = ", ".join(codes.display(named[letter].code, codes.ICD10CM) for letter in key.pointers)
    return f"It points to the wrong diagnosis: it was done for {wanted}."
