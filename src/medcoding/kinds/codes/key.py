"""The key of a `codes` exercise: what is right. `form.py` reads the authored block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from medcoding import codes
from medcoding.exercises.model import Exercise, Role

SYSTEMS = (codes.ICD10CM, codes.ICD10PCS, codes.HCPCS, codes.CPT)
# Systems whose lines carry modifiers, units and pointers to diagnoses.
BILLED_BY_LINE = (codes.HCPCS, codes.CPT)
# A claim form letters its diagnoses; there are twelve (CMS-1500, item 21).
LETTERS = "ABCDEFGHIJKL"
EXEMPT = "1"


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One right code. `accepted` holds every spelling that earns full credit, normalised, best first.

    `after` names the codes that must stand before this one where both are reported (OCG I.A.13, I.A.17);
    `any_of` a group of which one line is enough; `needs` the codes without which this line does not count.
    `poa` lists the indicators that are right, best first (Y, N, U, W; "1" where the code is exempt), ()
    where POA is not asked. Each of `modifiers` is a tuple of texts of which any one will do. `pointers`
    are letters: A is the key's first diagnosis line. A procedure's `role` is always secondary; a diagnosis
    that is secondary but `may_lead` might as well be reported first (OCG II.B, II.C).
    """

    code: str
    system: str
    role: Role
    points: float
    why: str
    cite: str
    evidence: tuple[str, ...]
    alternates: tuple[str, ...] = ()
    optional: bool = False
    after: tuple[str, ...] = ()
    any_of: str = ""
    needs: tuple[str, ...] = ()
    poa: tuple[str, ...] = ()
    modifiers: tuple[tuple[str, ...], ...] = ()
    units: int = 1
    pointers: tuple[str, ...] = ()
    may_lead: bool = False
    accepted: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        # Worked out once: scoring asks for it again and again.
        accepted = tuple(codes.normalise(code, self.system) for code in (self.code, *self.alternates))
        object.__setattr__(self, "accepted", accepted)

    @property
    def is_diagnosis(self) -> bool:
        """True for a line with a role and a letter; else it is a procedure, service or supply."""
        return self.system == codes.ICD10CM

    @property
    def shown(self) -> str:
        """The code as the book prints it, with its modifiers and units as a claim shows them."""
        parts = [codes.display(self.code, self.system), *(choices[0] for choices in self.modifiers)]
        return "-".join(parts) + (f" x{self.units}" if self.units != 1 else "")

    @property
    def can_lead(self) -> bool:
        """True if this line is right in first place."""
        return self.role.leads or self.may_lead

    def answers_to(self, code: str) -> bool:
        """True if `code`, in any written form, is one of this line's right codes."""
        return codes.normalise(code, self.system) in self.accepted


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A wrong code that learners are expected to enter, and what to tell them.

    `documented` is False where the point is that the record does not support the code at all.
    """

    code: str
    says: str
    system: str = codes.ICD10CM
    documented: bool = True


@dataclass(frozen=True, slots=True)
class Stay:
    """What an inpatient key says of the DRG. `base_rate` is fictional, in US dollars for a weight of 1."""

    expected: str
    base_rate: float | None = None
    discharge_status: str = "01"


@dataclass(frozen=True, slots=True)
class Key:
    """What is right in one `codes` exercise. `drg` is the block of an inpatient case that is grouped."""

    lines: tuple[KeyLine, ...]
    near_misses: tuple[NearMiss, ...] = ()
    drg: Stay | None = None
    required: tuple[KeyLine, ...] = field(init=False)
    possible: float = field(init=False)

    def __post_init__(self) -> None:
        required = tuple(units(line for line in self.lines if not line.optional))
        object.__setattr__(self, "required", required)
        object.__setattr__(self, "possible", float(sum(line.points for line in required)))

    @property
    def diagnoses(self) -> tuple[KeyLine, ...]:
        """The diagnosis lines as lettered: A is the first."""
        return tuple(line for line in self.lines if line.is_diagnosis)

    @property
    def systems(self) -> tuple[str, ...]:
        """The systems asked for, in the order of the key."""
        return tuple(dict.fromkeys(line.system for line in self.lines))

    def group_of(self, line: KeyLine) -> tuple[KeyLine, ...]:
        """The lines of which one is enough; the line alone when it is in no group."""
        return tuple(other for other in self.lines if other.any_of == line.any_of) if line.any_of else (line,)


def units(lines: Iterable[KeyLine]) -> Iterator[KeyLine]:
    """One line for each thing that is asked: of an "any one of" group the first alone."""
    seen: set[str] = set()
    for line in lines:
        if line.any_of not in seen:
            yield line
        if line.any_of:
            seen.add(line.any_of)


def lead_role(exercise: Exercise) -> Role:
    """The role of the first diagnosis: principal for inpatients (UHDDS), else first-listed (OCG IV.A)."""
    return Role.PRINCIPAL if exercise.setting.is_inpatient else Role.FIRST_LISTED
