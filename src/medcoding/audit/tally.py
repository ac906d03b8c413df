"""Adds up judged records: for everybody, by coder, by rule and by code."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from medcoding.audit.judge import RIGHT_CODE, Judged
from medcoding.scoring.model import Verdict


@dataclass(frozen=True, slots=True)
class Share:
    """So many right of so many. `ratio` is None where nothing was asked."""

    right: int
    of: int

    @property
    def ratio(self) -> float | None:
        """In [0, 1]."""
        return self.right / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Line:
    """The accuracies of one coder, or of everybody.

    `codes` is code over code; `records` whole records without a fault, `drgs` those with the reviewer's
    DRG: case over case; `extra` counts codes that the reviewer does not report.
    """

    name: str
    codes: Share
    records: Share
    drgs: Share
    poa: Share
    extra: int


@dataclass(frozen=True, slots=True)
class ByRule:
    """How often a rule, or a kind of fault where none is cited, was broken, and by how many coders."""

    rule: str
    faults: int
    coders: int


@dataclass(frozen=True, slots=True)
class ByCode:
    """One of the reviewer's codes: how often it was found, and what stood there instead, most frequent first."""

    code: str
    found: Share
    instead: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """The whole audit."""

    total: Line
    coders: tuple[Line, ...]
    rules: tuple[ByRule, ...]
    codes: tuple[ByCode, ...]


def tally(judged: Sequence[Judged]) -> Tally:
    """Add up; coders in the order of their names, rules and codes with the most faults first."""
    coders = sorted({item.coder for item in judged})
    return Tally(
        total=_line("all coders", judged),
        coders=tuple(_line(coder, [item for item in judged if item.coder == coder]) for coder in coders),
        rules=_rules(judged),
        codes=_codes(judged),
    )


def _line(name: str, judged: Sequence[Judged]) -> Line:
    grouped = [item.drg for item in judged if item.drg is not None]
    return Line(
        name=name,
        codes=Share(sum(item.right for item in judged), sum(item.reviewed for item in judged)),
        records=Share(sum(not item.wrong for item in judged), len(judged)),
        drgs=Share(sum(grouped), len(grouped)),
        poa=Share(sum(item.poa[0] for item in judged), sum(item.poa[1] for item in judged)),
        extra=sum(len(item.score.extra) for item in judged),
    )


def _rules(judged: Iterable[Judged]) -> tuple[ByRule, ...]:
    faults: Counter[str] = Counter()
    coders: defaultdict[str, set[str]] = defaultdict(set)
    for item in judged:
        for finding in item.wrong:
            rule = finding.cite or finding.verdict.value
            faults[rule] += 1
            coders[rule].add(item.coder)
    ordered = sorted(faults, key=lambda rule: (-faults[rule], rule))
    return tuple(ByRule(rule, faults[rule], len(coders[rule])) for rule in ordered)


def _codes(judged: Iterable[Judged]) -> tuple[ByCode, ...]:
    asked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    instead: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item in judged:
        for finding in item.score.findings:
            if not finding.expected:
                continue
            asked[finding.expected] += 1
            if finding.verdict in RIGHT_CODE:
                found[finding.expected] += 1
            elif finding.verdict is not Verdict.MISSED:
                instead[finding.expected][finding.code] += 1
    ordered = sorted(asked, key=lambda code: (found[code] - asked[code], code))
    return tuple(ByCode(code, Share(found[code], asked[code]), _most(instead[code])) for code in ordered)


def _most(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3])
