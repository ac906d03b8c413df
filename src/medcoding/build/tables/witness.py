"""Who knows on which dates codes are valid and what edits they meet: Medicare's editor, or nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Protocol, Self

Window = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit that a code meets. For `age` the completed years allowed are `low`..`high` (None: open)."""

    name: str
    low: int | None = None
    high: int | None = None


class Witness(Protocol):
    """What a builder asks about diagnosis codes in bare form. Use as a context manager."""

    def __enter__(self) -> Self:
        """Open what must be opened."""
        ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        ...

    def diagnosis_windows(self, codes: Sequence[str]) -> dict[str, Window]:
        """First and last valid day of each code that was ever valid; None as the last day: still valid."""
        ...

    def diagnosis_edits(self, codes: Sequence[str]) -> dict[str, list[Edit]]:
        """The edits that each code meets; codes that meet none are left out."""
        ...

    def predecessors(self, begins: Mapping[str, date]) -> dict[str, str]:
        """The code that each newer code was part of the year before; `begins` holds first valid days."""
        ...


class NoWitness:
    """Knows nothing: for machines without Medicare's editor. Codes are then valid as their release is."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def diagnosis_windows(self, codes: Sequence[str]) -> dict[str, Window]:
        """No dates."""
        return {}

    def diagnosis_edits(self, codes: Sequence[str]) -> dict[str, list[Edit]]:
        """No edits."""
        return {}

    def predecessors(self, begins: Mapping[str, date]) -> dict[str, str]:
        """No history."""
        return {}
