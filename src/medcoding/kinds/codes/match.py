"""Pairs the entered codes with the key's lines, so that the learner gets the credit that is due.

A right code is paired first; then what is partly right, best credit first. Of equals the pair is taken
whose roles agree, then the code that comes first in the book: the order in which secondary codes were
entered decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from medcoding.codes.relation import Fault
from medcoding.exercises.model import Role
from medcoding.kinds.codes.answer import AnswerLine
from medcoding.kinds.codes.compare import Comparison, Detail, compare, details, factor_of
from medcoding.kinds.codes.key import LETTERS, KeyLine
from medcoding.kinds.codes.lookup import table_of
from medcoding.scoring.policy import Policy

_Grid = Mapping[tuple[int, int], Comparison]


@dataclass(frozen=True, slots=True)
class Match:
    """One entered line and the key line it is judged against.

    `faults` and `wrong` (positions of an ICD-10-PCS code) are () for the right code, `details` for what
    goes with it. `credit` is that of the code alone, in [0, 1], `factor` what the details leave of it; for
    a line without a partner (`key` None) they are what it would have earned had its key line not been
    taken by a better one, and `near` is that key line. `spare` is the least that the line lacks, in points,
    beside a key line that another line answers; None when it is like none of them.
    """

    line: AnswerLine
    place: int
    key: KeyLine | None
    faults: tuple[Fault, ...]
    credit: float
    near: KeyLine | None = None
    wrong: tuple[int, ...] = ()
    details: tuple[Detail, ...] = ()
    factor: float = 1.0
    beside: str = ""
    spare: float | None = None

    @property
    def right(self) -> bool:
        """True when the code itself is fully right."""
        return not self.faults and not self.wrong


@dataclass(frozen=True, slots=True)
class _Candidate:
    place: int
    key_place: int
    comparison: Comparison
    details: tuple[Detail, ...]
    factor: float
    role_wrong: bool
    spelling: tuple[str, ...]

    @property
    def order(self) -> tuple[bool, float, float, bool, tuple[str, ...], int, int]:
        """What sorts the better pair in front."""
        found = self.comparison
        credit = (-found.credit, -self.factor)
        return (not found.right, *credit, self.role_wrong, self.spelling, self.key_place, self.place)


def match_lines(lines: Sequence[AnswerLine], key: Sequence[KeyLine], policy: Policy, on: date) -> tuple[Match, ...]:
    """Pair entered lines (in the order reported) with key lines, each used once at most."""
    systems = {line.system for line in lines} & {right.system for right in key}
    tables = {system: table_of(system, on) for system in systems}  # looked for once: it reads the environment
    grid = {
        (place, key_place): found
        for place, line in enumerate(lines)
        for key_place, right in enumerate(key)
        if (found := compare(line, right, policy, on, tables.get(line.system))).related
    }
    covers = _covers(lines, key, grid)
    candidates = []
    for (place, key_place), found in grid.items():
        wrong = details(lines[place], key[key_place], covers) if found.credit > 0 else ()
        line, right = lines[place], key[key_place]
        leads = place == 0 and line.role is not Role.SECONDARY
        role_wrong = not right.can_lead if leads else right.role.leads
        spelling = (line.code, *sorted(line.modifiers), str(line.units), *sorted(line.pointers))
        candidates.append(_Candidate(place, key_place, found, wrong, factor_of(wrong, policy), role_wrong, spelling))
    candidates.sort(key=lambda candidate: candidate.order)
    pairs: dict[int, _Candidate] = {}
    taken: set[int] = set()
    mine: dict[int, list[_Candidate]] = {}
    for candidate in candidates:
        mine.setdefault(candidate.place, []).append(candidate)
        if candidate.comparison.credit > 0 and candidate.place not in pairs and candidate.key_place not in taken:
            pairs[candidate.place] = candidate
            taken.add(candidate.key_place)
    answered = {each.key_place: each.factor for each in pairs.values() if each.comparison.right}
    matches = []
    for place, line in enumerate(lines):
        paired, likes = place in pairs, mine.get(place, [])
        best = pairs[place] if paired else next(iter(likes), None)
        others = [each for each in likes if not (paired and each is best) and each.key_place in taken]
        matches.append(_match(line, place, best, key, _spare(others, key, answered)))
        if not paired:
            matches[-1] = replace(matches[-1], key=None, near=matches[-1].key)
    return tuple(matches)


def _spare(others: Sequence[_Candidate], key: Sequence[KeyLine], answered: Mapping[int, float]) -> float | None:
    """What a line lacks of the right code that answers its key line: of 1, or of what wrong details leave of that.

    A right code with a wrong detail earns less than 1: were its near miss to cost what it lacks of 1, adding the
    right code could lower the score.
    """
    lacks = [
        max(0.0, answered.get(each.key_place, 1.0) - each.comparison.credit * each.factor) * key[each.key_place].points
        for each in others
        if each.comparison.credit > 0
    ]
    return min(lacks, default=None)


def _covers(lines: Sequence[AnswerLine], key: Sequence[KeyLine], grid: _Grid) -> Callable[[str, str], bool]:
    """Whether the learner's diagnosis of one letter answers the key's of another, at least in part.

    It looks at codes alone and not at the pairs, so that a diagnosis added later takes nothing away.
    """
    places = {line.letter: place for place, line in enumerate(lines) if line.letter}
    lettered = (key_place for key_place, right in enumerate(key) if right.is_diagnosis)
    key_places = dict(zip(LETTERS, lettered, strict=False))

    def covers(mine: str, letter: str) -> bool:
        found = grid.get((places.get(mine, -1), key_places.get(letter, -1)))
        return found is not None and found.credit > 0

    return covers


def _match(line: AnswerLine, place: int, best: _Candidate | None, key: Sequence[KeyLine], spare: float | None) -> Match:
    """A line beside the key line that suits it best."""
    if best is None:
        return Match(line, place, None, (Fault.UNRELATED,), 0.0)
    found = best.comparison
    return Match(
        line,
        place,
        key[best.key_place],
        found.faults,
        found.credit,
        wrong=found.wrong,
        details=best.details,
        factor=best.factor,
        beside=found.beside,
        spare=spare,
    )
