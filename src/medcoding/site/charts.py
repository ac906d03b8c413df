"""What the scorer says of the codes that a learner may enter at a chart, asked when the pages are written.

Asked is about the key's codes and alternates, the author's near misses, and all that stands near the key's
codes: headings above them, other sides, other 7th characters, neighbours. Each is asked as the lead, as a
secondary code, and beside a code that says the same already. What is not foreseen stands in no category of the
key, and of that the scorer always says the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from medcoding import codes
from medcoding.answers import RawAnswer
from medcoding.exercises.model import Exercise, Role
from medcoding.kinds import kind_of
from medcoding.kinds.codes.key import Key, KeyLine
from medcoding.scoring import score
from medcoding.scoring.model import Finding, Verdict
from medcoding.site.findings import Findings

_NEAR = 120
# Codes far from each other: one of them is far from any key.
_FAR = ("L85.3", "H60.00", "Z56.0", "N63.0", "K11.7", "G47.00", "B35.1", "D70.9")
_Line = dict[str, Any]


class Chart:
    """One chart, and the scorer asked about it."""

    def __init__(self, exercise: Exercise, findings: Findings) -> None:
        self.exercise, self.findings = exercise, findings
        self.key: Key = exercise.key
        self.full: list[_Line] = [self._entry(line.system, line.code) for line in self.key.lines]
        details = {line["code"]: line for line in kind_of("codes").full_answer(exercise).fields["lines"]}
        self.full = [{**line, **details.get(line["code"], {})} for line in self.full]
        self.lead = Role.PRINCIPAL if exercise.setting.is_inpatient else Role.FIRST_LISTED
        near = {line.code[:3] for line in (*self.key.lines, *self.key.near_misses)}
        self.far = next(code for code in _FAR if code[:3] not in near)
        self.candidates = tuple(self._candidates())
        self._known: dict[tuple[str, str], list[int]] = {}

    def foresee(self) -> dict[str, Any]:
        """The columns that `front/charts.js` reads."""
        lines = self.key.lines
        empty = self._ask([])
        places = {line.shown: at for at, line in enumerate(lines)}
        missing = {places[found.expected]: self.findings.add(found, 100 + at) for at, found in enumerate(empty)
                   if found.verdict is Verdict.MISSED and found.expected in places}  # fmt: skip
        return {
            "codes": {f"{system} {code}": self._columns(system, code) for system, code in self.candidates},
            "lines": [self._left_missed(at, missing) for at in range(len(lines))],
            "missed": sorted(missing.values()),
            "late": list(self._late()),
            "clashes": dict(self._clashes()),
            "needs": list(self._needs()),
            "near": sorted({line.code[:3] for line in lines if line.system == codes.ICD10CM}),
            "other": self._templates(),
        }

    # ---- asking ----------------------------------------------------------------------------------

    def _entry(self, system: str, code: str) -> _Line:
        return {"code": code, "system": system, "role": "", "poa": None, "modifiers": [], "units": 1, "evidence": []}

    def _ask(self, lines: Sequence[_Line], *, leads: bool = True) -> tuple[Finding, ...]:
        """The scorer's findings; roles follow from the order, as on the page."""
        roles = [self.lead.value if leads and not at else Role.SECONDARY.value for at in range(len(lines))]
        given = [{**line, "role": role} for line, role in zip(lines, roles, strict=True)]
        return score(self.exercise, RawAnswer(self.exercise.slug, {"lines": given}, self.exercise.variant)).findings

    def _of(self, code: str, found: Sequence[Finding]) -> tuple[int, Finding]:
        """What is said of a code: its place among the findings, and the finding."""
        return next((at, each) for at, each in enumerate(found) if each.code.split("-")[0].split(" ")[0] == code)

    # ---- one code --------------------------------------------------------------------------------

    def _columns(self, system: str, code: str) -> list[int]:
        """[key line or -1, credit in hundredths, finding as secondary, as lead, beside a better one]."""
        if (system, code) not in self._known:
            self._known[system, code] = self._asked_columns(system, code)
        return self._known[system, code]

    def _asked_columns(self, system: str, code: str) -> list[int]:
        entry = self._entry(system, code)
        _, alone = self._of(code, self._ask([entry], leads=False))
        line = self._line_of(alone)
        if line < 0:
            number = self.findings.add_open(alone)
            return [-1, 0, number, number, number]
        others = [each for at, each in enumerate(self.full) if at != line]
        is_leader = self.key.lines[line].role.leads
        follows = (
            [others[0], entry, *others[1:]]
            if is_leader and others
            else [*self.full[:line], entry, *self.full[line + 1 :]]
        )
        _, second = self._of(code, self._ask(follows, leads=bool(others)))
        _, first = self._of(code, self._ask([entry, *others]))
        _, extra = self._of(code, self._ask([*self.full, entry])) if code != self.full[line]["code"] else (0, second)
        best = max(first.credit, second.credit)
        return [line, round(100 * best), *(self.findings.add_open(each) for each in (second, first, extra))]

    def _line_of(self, found: Finding) -> int:
        return next((at for at, line in enumerate(self.key.lines) if line.shown == found.expected), -1)

    def _left_missed(self, at: int, missing: dict[int, int]) -> list[int]:
        """What is still missed once this line of the key is answered: a group of which one is enough is."""
        found = self._ask([self.full[at]])
        shown = {each.expected for each in found if each.verdict is Verdict.MISSED}
        return sorted(number for place, number in missing.items() if self.key.lines[place].shown in shown)

    # ---- two codes -------------------------------------------------------------------------------

    def _late(self) -> Iterator[list[int]]:
        """[line, line that must stand before it, finding of that one when it does not]."""
        for at, line in enumerate(self.key.lines):
            for before in (place for place, each in enumerate(self.key.lines) if _names(line.after, each)):
                pair = [self._entry(codes.ICD10CM, self.far), self.full[at], self.full[before]]
                _, found = self._of(self.full[before]["code"], self._ask(pair))
                if found.verdict is Verdict.WRONG_ORDER:
                    yield [at, before, self.findings.add_open(found)]

    def _clashes(self) -> Iterator[tuple[str, list[list[int]]]]:
        """Code that answers nothing -> [line that it may not stand beside, finding when it does]."""
        for system, code in self.candidates:
            entry = self._entry(system, code)
            if self._columns(system, code)[0] >= 0 or not self._contradicts(self.full, entry):
                continue
            found = [(at, self._contradicts([line], entry)) for at, line in enumerate(self.full)]
            yield f"{system} {code}", [[at, self.findings.add_open(each)] for at, each in found if each]

    def _contradicts(self, lines: Sequence[_Line], entry: _Line) -> Finding | None:
        _, found = self._of(entry["code"], self._ask([*lines, entry]))
        return found if found.verdict is Verdict.CONTRADICTS else None

    def _needs(self) -> Iterator[list[int]]:
        """[line, line that it does not count without, finding when that one is not there]."""
        for at, line in enumerate(self.key.lines):
            for wanted in (place for place, each in enumerate(self.key.lines) if _names(line.needs, each)):
                _, found = self._of(
                    line.code, self._ask([each for place, each in enumerate(self.full) if place != wanted])
                )
                if found.verdict is Verdict.NEEDS_ANOTHER:
                    yield [at, wanted, self.findings.add_open(found)]

    # ---- which codes -----------------------------------------------------------------------------

    def _candidates(self) -> dict[tuple[str, str], None]:
        found: dict[tuple[str, str], None] = {}
        for line in self.key.lines:
            for code in (line.code, *line.alternates):
                found[line.system, codes.display(code, line.system)] = None
        for miss in self.key.near_misses:
            found[miss.system, codes.display(miss.code, miss.system)] = None
        for line in self.key.lines:
            if line.system == codes.ICD10CM:
                for code in self._near(line.code):
                    found[codes.ICD10CM, code] = None
        return found

    def _near(self, code: str) -> Iterator[str]:
        """Headings above a code, and the widest family around it that is not too large."""
        table = codes.table(codes.ICD10CM, self.exercise.date_of_service)
        family: tuple[str, ...] = ()
        above = [each for each in reversed(table.ancestors(code)) if each.level not in ("chapter", "section")]
        for each in above:
            wider = _family(table, each.code)
            if len(wider) > _NEAR:
                break
            family = wider
        yield from (each.code for each in above)
        yield from family

    def _templates(self) -> dict[str, int]:
        """What the scorer says of a code that is near nothing, of a heading, and of what is no code."""
        asked = {"code": self.far, "heading": self.far[:3], "unknown": "Q99.ZZZ"}
        found = {name: self._ask([self._entry(codes.ICD10CM, code)], leads=False)[0] for name, code in asked.items()}
        return {name: self.findings.add_open(each) for name, each in found.items()}


def _names(wanted: Sequence[str], line: KeyLine) -> bool:
    return any(line.answers_to(code) for code in wanted)


def _family(table: codes.Table, code: str) -> tuple[str, ...]:
    """Every entry below one, in the book's order, as far as a chart's page can hold them."""
    row = table.row_number(code)
    found = table.rows.execute(
        "SELECT e.code FROM entry e JOIN entry top ON top.id = ? WHERE e.id >= top.id AND e.id <= top.last"
        " ORDER BY e.id LIMIT ?",
        (row, _NEAR + 1),
    )
    return tuple(codes.display(bare, codes.ICD10CM) for (bare,) in found)
