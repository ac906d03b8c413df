"""The code systems, and how a code of each is written.

A code's system is always said, never guessed: 6,761 ICD-10-CM codes written without their dot look
like HCPCS codes.
"""

from __future__ import annotations

import re

ICD10CM = "ICD-10-CM"
ICD10PCS = "ICD-10-PCS"
HCPCS = "HCPCS"
CPT = "CPT"
# Not a code that anybody reports: what inpatient codes are grouped to.
MSDRG = "MS-DRG"
SYSTEMS: tuple[str, ...] = (ICD10CM, ICD10PCS, HCPCS, CPT)

_CATEGORY_LENGTH = 3
_DROPPED = str.maketrans("", "", " .\t\n\r\u00a0")


def normalise(code: str, system: str) -> str:
    """The bare form that tables are keyed by: upper case, no blanks, no dot (` e11.621 ` -> `E11621`).

    The form is the same in every system; `system` keeps callers from mixing bare forms of two.
    """
    return code.upper().translate(_DROPPED)


def display(code: str, system: str) -> str:
    """The form that people write: `E11621` -> `E11.621` in ICD-10-CM, unchanged elsewhere.

    Chapters (`9`) and sections (`I10-I1A`) have no dot.
    """
    bare = normalise(code, system)
    if system != ICD10CM or len(bare) <= _CATEGORY_LENGTH or "-" in bare:
        return bare
    return f"{bare[:_CATEGORY_LENGTH]}.{bare[_CATEGORY_LENGTH:]}"


_SHAPES = {
    ICD10CM: re.compile(r"[A-Z][0-9][0-9A-Z][0-9A-Z]{0,4}"),
    ICD10PCS: re.compile(r"[0-9A-HJ-NP-Z]{7}"),
    HCPCS: re.compile(r"[A-V][0-9]{4}"),
    CPT: re.compile(r"[0-9]{4}[0-9A-Z]"),
}


def looks_like(code: str, system: str) -> bool:
    """True when `code` could be one of `system` by its shape alone; says nothing about whether it exists."""
    shape = _SHAPES.get(system)
    return bool(shape and shape.fullmatch(normalise(code, system)))
