"""A case with four variants: the right or the left ankle, at the first or a later visit."""

from __future__ import annotations

from builders import a_case, a_key, a_line

RECORD = """\
**Visit.** Twisted the {side} ankle {visit.when}.
{visit.more}
A brace {{for}} the {side} ankle."""
VARIANTS = """\
parameters:
  side:
    right: {code: "1"}
    left: {code: "2"}
  visit:
    first: {letter: A, when: today, more: ""}
    later: {letter: D, when: last week, more: Swelling less.}
"""
LINE = a_line(
    "S93.40{side.code}{visit.letter}",
    "first-listed",
    why='"Sprain of the {side} ankle."',
    evidence="Twisted the {side} ankle {visit.when}.",
)


def a_text(line: str = LINE, variants: str = VARIANTS, record: str = RECORD, near_misses: str = "", **more: str) -> str:
    text = a_case(key=a_key(line, near_misses=near_misses), record=record, **more)
    return text.replace("\n## Teaching note", f"\n## Variants\n```yaml\n{variants}```\n\n## Teaching note")
