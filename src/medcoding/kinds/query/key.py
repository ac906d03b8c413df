"""The authored key of a `query` exercise."""

from __future__ import annotations

from dataclasses import dataclass

from medcoding.exercises.fields import Fields
from medcoding.kinds._grounds import Grounds, parse_grounds


@dataclass(frozen=True, slots=True)
class Indicator:
    """A finding of the record that the query should name. Any of `words` in the text counts as naming it."""

    name: str
    words: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """What a person scores by, and what the checklist knows.

    `leading` are diagnoses that the record does not hold; `yes_no` is True where a yes/no query is
    allowed (present on admission, a link between two documented conditions, a report's finding);
    `options` is True where choices are expected. `model` is a query that would earn full points,
    `rubric` what the points are given for.
    """

    grounds: Grounds
    indicators: tuple[Indicator, ...]
    leading: tuple[str, ...]
    yes_no: bool
    options: bool
    model: str
    rubric: tuple[str, ...]


def parse_key(fields: Fields) -> Key:
    """Read a key block; mistakes are noted on `fields`."""
    grounds = parse_grounds(fields)
    indicators = tuple(_parse_indicator(entry) for entry in fields.maps("indicators", required=True))
    quotes = tuple(quote for indicator in indicators for quote in indicator.evidence)
    return Key(
        grounds=Grounds(grounds.points, grounds.why, grounds.cite, (*grounds.evidence, *quotes)),
        indicators=indicators,
        leading=fields.texts("leading"),
        yes_no=fields.flag("yes_no"),
        options=not fields.flag("open"),
        model=fields.text("model"),
        rubric=fields.texts("rubric", required=True),
    )


def _parse_indicator(fields: Fields) -> Indicator:
    indicator = Indicator(
        name=fields.text("name"),
        words=fields.texts("words", required=True),
        evidence=fields.texts("evidence", required=True),
    )
    fields.finish()
    return indicator
