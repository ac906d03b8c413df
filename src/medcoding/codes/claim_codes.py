"""Modifiers and place-of-service codes, with labels of our own.

The two-digit modifiers (level I) are the AMA's: their numbers stand here, none of its words. Level II
modifiers and place-of-service codes are CMS's, shortened in our own words. Both lists hold what courses
and claims use most; level II has about 400 modifiers in all.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MODIFIER = "modifier"
PLACE_OF_SERVICE = "place-of-service"
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Labelled:
    """A short code that stands beside others on a claim. `level` is I or II for modifiers, else ""."""

    code: str
    label: str
    level: str = ""


@cache
def modifiers() -> tuple[Labelled, ...]:
    """The modifiers, those of level I first."""
    return tuple(Labelled(row["modifier"], row["label"], row["level"]) for row in _rows("modifiers.tsv"))


@cache
def places_of_service() -> tuple[Labelled, ...]:
    """The places where a service can be given, by number."""
    return tuple(Labelled(row["place"], row["label"]) for row in _rows("places.tsv"))


def find_label(kind: str, code: str) -> Labelled | None:
    """A modifier or place of service by its code, however written (`rt`, ` 25`, `-59`); None if not listed."""
    bare = code.strip().lstrip("-").upper()
    return next(
        (each for each in (modifiers() if kind == MODIFIER else places_of_service()) if each.code == bare), None
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))
