"""The findings of lines that the key does not ask for: why each does not belong."""

from __future__ import annotations

from collections.abc import Sequence

from medcoding import codes
from medcoding.exercises.model import Exercise
from medcoding.kinds.codes.answer import AnswerLine
from medcoding.kinds.codes.key import Key
from medcoding.kinds.codes.lookup import find, table_of
from medcoding.kinds.codes.match import Match
from medcoding.kinds.codes.words import answers_near_miss, near_miss, shown, title_of
from medcoding.scoring.model import Finding, Verdict

# Where each system says how its codes are found: in its tables, by its rules.
_LOOKUP_RULES = {codes.ICD10CM: "OCG I.B.1", codes.ICD10PCS: "ICD-10-PCS Guidelines A", codes.HCPCS: "", codes.CPT: ""}
_BOOKS = {
    codes.ICD10CM: "Tabular List",
    codes.ICD10PCS: "ICD-10-PCS tables",
    codes.HCPCS: "HCPCS list",
    codes.CPT: "CPT list",
}
# What a Level II code is for, by its first letter (own words).
_LEVEL_II = {
    "A": "transport, supplies and radiopharmaceuticals",
    "B": "tube and intravenous feeding",
    "C": "items of hospital outpatient payment",
    "E": "durable medical equipment",
    "G": "services Medicare names for itself",
    "H": "alcohol, drug and behavioral services",
    "J": "drugs not taken by mouth, and chemotherapy",
    "K": "items for the equipment carriers",
    "L": "orthoses and prostheses",
    "M": "medical services and quality measures",
    "P": "laboratory and blood products",
    "Q": "temporary codes",
    "R": "portable imaging",
    "S": "services private payers name",
    "T": "services Medicaid names",
    "U": "laboratory tests named in an emergency",
    "V": "vision and hearing",
}


def finding(match: Match, exercise: Exercise, problems: Sequence[codes.RuleProblem]) -> Finding:
    """The finding of a line that answers nothing."""
    verdict, reason, cite = _why(match, exercise, problems)
    return _finding(match.line, exercise, verdict, near_miss(exercise, match.line) or reason, cite)


def repeat(line: AnswerLine, exercise: Exercise) -> Finding:
    """The finding of a line that was entered before."""
    if line.is_diagnosis:
        reason = "This code stands above already; a diagnosis code is reported once for an encounter."
        return _finding(line, exercise, Verdict.DUPLICATE, reason, "OCG I.B.12")
    reason = "This line stands above already, and the record does not support it twice."
    return _finding(line, exercise, Verdict.DUPLICATE, reason, "")


def _finding(line: AnswerLine, exercise: Exercise, verdict: Verdict, reason: str, cite: str) -> Finding:
    return Finding(
        verdict=verdict,
        code=line.shown,
        expected="",
        system=line.system,
        title=title_of(line.code, line.system, exercise),
        credit=0.0,
        points=0.0,
        possible=0.0,
        reason=reason,
        cite=cite,
    )


def _why(match: Match, exercise: Exercise, problems: Sequence[codes.RuleProblem]) -> tuple[Verdict, str, str]:
    """Verdict, reason and citation of a line that answers nothing: faults of the code itself come first."""
    key: Key = exercise.key
    code, system, on = shown(match.line), match.line.system, exercise.date_of_service
    if system not in key.systems:
        asked = " and ".join(key.systems)
        return Verdict.EXTRA, f"This question asks for {asked} codes; {code} is entered as {system}.", ""
    if table_of(system, on):
        entry = find(match.line.code, system, on)
        rule = _LOOKUP_RULES[system]
        if entry is None:
            says = f"{code} is not in the {_BOOKS[system]}; look it up again from the Index."
            return Verdict.NOT_A_CODE, says, rule
        if entry.billable and not entry.valid_on(on):
            return Verdict.NOT_VALID, f"{code} is not valid on {on.isoformat()}.", rule
        if not entry.billable:
            return Verdict.NOT_BILLABLE, f"{code} is only a heading and cannot be reported.", "OCG I.B.2"
    return _why_unwanted(match, exercise, problems)


def _why_unwanted(match: Match, exercise: Exercise, problems: Sequence[codes.RuleProblem]) -> tuple[Verdict, str, str]:
    """The same for a code that could be reported, but not here."""
    key: Key = exercise.key
    code = shown(match.line)
    clash = next((p for p in problems if p.rule == "excludes1" and code in (p.code, *p.message.split())), None)
    if clash:
        return Verdict.CONTRADICTS, clash.message, "OCG I.A.12.a"
    near = match.near
    general = ("OCG III" if exercise.setting.is_inpatient else "OCG IV.J") if match.line.is_diagnosis else ""
    if any(not miss.documented and answers_near_miss(miss.code, miss.system, match.line) for miss in key.near_misses):
        return Verdict.NOT_DOCUMENTED, "The record does not document this.", general
    if near is None:
        return Verdict.EXTRA, _unsupported(match.line, key), general
    wanted = codes.display(near.code, near.system)
    if match.credit > 0 and match.line.is_diagnosis:
        return Verdict.EXTRA, f"{wanted} says this already; report a condition once.", "OCG I.B.12"
    if match.credit > 0:
        return Verdict.EXTRA, f"{near.shown} says this already; it was done once.", near.cite
    return Verdict.EXTRA, f"Right category, wrong code: the record supports {wanted}. {near.why}", near.cite


def _unsupported(line: AnswerLine, key: Key) -> str:
    """Nothing in the key is like this code; for Level II the letter tells what it would be for."""
    letter = line.code[:1]
    wanted = sorted({each.code[0] for each in key.lines if each.system == codes.HCPCS})
    if line.system == codes.HCPCS and letter in _LEVEL_II and wanted:
        kinds = " and ".join(f"{each} ({_LEVEL_II.get(each, 'other services')})" for each in wanted)
        return (
            f"Wrong category: {letter} codes are for {_LEVEL_II[letter]}; the record supports codes that begin "
            f"with {kinds}."
        )
    return "Nothing in the record supports this code as one to report here."
