"""The findings that a page may have to show, each once: what the scorer said, as HTML without points."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html import escape

from medcoding.rendering.verdict import render_finding
from medcoding.scoring.model import Finding, Verdict

# Where the page puts the code that was entered, and its title.
CODE, TITLE = "\ue000", "\ue001"
_SIGNS = {Verdict.CORRECT: "c", Verdict.MISSED: "m"}


@dataclass
class Findings:
    """A growing list without repeats. Each has a sign (c correct, m missed, w to look at), a place and its HTML.

    `place` is where the scorer put it among its findings, so that a page shows them in the scorer's order.
    """

    _known: dict[tuple[str, int, str], int] = field(default_factory=dict)

    def add(self, finding: Finding, place: int = 0) -> int:
        """The number of a finding as it stands."""
        return self._add(finding, place, render_finding(without_points(finding)))

    def add_open(self, finding: Finding, place: int = 0) -> int:
        """The number of a finding whose code and title the page fills in, so that many codes share one."""
        html = render_finding(without_points(finding))
        if finding.title:
            html = html.replace(f'<span class="mc-title">{escape(finding.title)}</span>', f"{TITLE}", 1)
        else:
            html = html.replace("</strong> ", f"</strong> {TITLE}", 1)
        html = re.sub(rf"(?<![\w.]){re.escape(escape(finding.code))}(?![\w.]*\w)", CODE, html)
        return self._add(finding, place, html)

    def _add(self, finding: Finding, place: int, html: str) -> int:
        return self._known.setdefault((_SIGNS.get(finding.verdict, "w"), place, html), len(self._known))

    def as_json(self) -> list[list[str | int]]:
        """All of them, by number."""
        return [[sign, place, html] for sign, place, html in self._known]


def without_points(finding: Finding, told: tuple[str, ...] = ()) -> Finding:
    """A finding as these pages show it: points are given by the course itself alone.

    `told` is the evidence for a whole key, which the scorer tells with whatever comes first: the record shows it.
    """
    evidence = () if finding.evidence == told else finding.evidence
    return replace(finding, points=0.0, possible=0.0, evidence=evidence)
