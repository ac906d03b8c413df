"""A wrong code that learners are expected to give, and what to tell them: for keys whose answer is one code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from medcoding.exercises.fields import Fields


@dataclass(frozen=True, slots=True)
class NearMiss:
    """`code` is spelled as the key spells its codes."""

    code: str
    says: str


def parse_near_misses(fields: Fields, spelled: Callable[[str], str]) -> tuple[NearMiss, ...]:
    """Read `near_misses` (code, says); `spelled` writes a code as the key does."""
    return tuple(_parse_near_miss(entry, spelled) for entry in fields.maps("near_misses"))


def _parse_near_miss(fields: Fields, spelled: Callable[[str], str]) -> NearMiss:
    miss = NearMiss(spelled(fields.text("code")), fields.text("says"))
    fields.finish()
    return miss
