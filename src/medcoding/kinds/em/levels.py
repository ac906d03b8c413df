"""The framework for levels of a visit: decision making in three elements, or total time.

Office visits have it since 2021, emergency visits since 2023; since 2024 a time is a floor that must be
reached. The levels are the numbers 2 to 5, in the words of decision making. Nothing here describes a
procedure code.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Level(StrEnum):
    """How much decision making there was. The value of an element, and of the visit."""

    STRAIGHTFORWARD = "straightforward"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"

    @property
    def number(self) -> int:
        """2 to 5."""
        return list(Level).index(self) + 2

    @property
    def label(self) -> str:
        """The words a learner reads."""
        return f"{self.number} ({self.value})"


class Visit(StrEnum):
    """The family of a visit. New: nobody of the same specialty and group saw the patient within three years."""

    OFFICE_NEW = "office-new"
    OFFICE_ESTABLISHED = "office-established"
    EMERGENCY = "emergency"

    @property
    def label(self) -> str:
        """The words a learner reads."""
        return {
            "office-new": "Office visit, new patient",
            "office-established": "Office visit, established patient",
            "emergency": "Emergency department visit",
        }[self.value]


class Element(StrEnum):
    """The three elements of decision making."""

    PROBLEMS = "problems"
    DATA = "data"
    RISK = "risk"

    @property
    def label(self) -> str:
        """The words a learner reads."""
        return {
            "problems": "Number and complexity of problems",
            "data": "Amount and complexity of data",
            "risk": "Risk of complications, morbidity or mortality of management",
        }[self.value]


# Minutes of the provider's total time on the day that reach level 2, 3, 4 and 5.
# Emergency visits have none: time is no measure there.
MINUTES: Mapping[Visit, tuple[int, ...]] = {
    Visit.OFFICE_NEW: (15, 30, 45, 60),
    Visit.OFFICE_ESTABLISHED: (10, 20, 30, 40),
    Visit.EMERGENCY: (),
}


def level_by_decision(elements: Mapping[Element, Level]) -> Level | None:
    """The highest level that two of the three reach: the second of them by height; None with fewer than two."""
    found = sorted(elements.values(), key=lambda level: level.number, reverse=True)
    return found[1] if len(found) > 1 else None


def level_by_time(visit: Visit, minutes: int | None) -> Level | None:
    """The level that the minutes reach; None when they reach none, or where time does not count."""
    reached = [level for level, floor in zip(Level, MINUTES[visit], strict=False) if (minutes or 0) >= floor]
    return reached[-1] if reached else None


def supported(visit: Visit, elements: Mapping[Element, Level], minutes: int | None) -> Level | None:
    """The level a visit supports: by decision making or by time, whichever is higher. The provider may use either."""
    found = [level for level in (level_by_decision(elements), level_by_time(visit, minutes)) if level]
    return max(found, key=lambda level: level.number) if found else None
