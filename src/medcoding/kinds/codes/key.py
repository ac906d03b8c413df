"""The authored key of a `codes` exercise."""

from __future__ import annotations

from dataclasses import dataclass

from medcoding import codes
from medcoding.exercises.fields import Fields
from medcoding.exercises.model import Exercise, Role

SYSTEMS = (codes.ICD10CM,)


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One right code. `accepted` holds every spelling that earns full credit, normalised, best first.

    `after` names the codes that must stand before this one where both are reported (OCG I.A.13, I.A.17).
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

    @property
    def accepted(self) -> tuple[str, ...]:
        """Every code that is fully right here, normalised."""
        return tuple(codes.normalise(code, self.system) for code in (self.code, *self.alternates))


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A wrong code that learners are expected to enter, and what to tell them."""

    code: str
    says: str


@dataclass(frozen=True, slots=True)
class Key:
    """What is right in one `codes` exercise."""

    lines: tuple[KeyLine, ...]
    near_misses: tuple[NearMiss, ...] = ()

    @property
    def required(self) -> tuple[KeyLine, ...]:
        """The lines whose absence costs points."""
        return tuple(line for line in self.lines if not line.optional)

    @property
    def possible(self) -> float:
        """The points of a full answer: those of the required lines."""
        return float(sum(line.points for line in self.required))


def parse_key(fields: Fields, exercise: Exercise) -> Key:
    """Read a key block; mistakes are noted on `fields`."""
    lines = tuple(_parse_line(entry) for entry in fields.maps("lines", required=True))
    near_misses = tuple(_parse_near_miss(entry) for entry in fields.maps("near_misses"))
    if lines:
        leads = [line for line in lines if line.role.leads]
        if len(leads) != 1:
            fields.problem(f"the key has {len(leads)} lines that lead; give exactly one the role {_lead(exercise)}")
        elif leads[0].role.value != _lead(exercise):
            fields.problem(
                f"{leads[0].code} is {leads[0].role.value}, but the setting is {exercise.setting.value}; "
                f"write {_lead(exercise)}"
            )
        if all(line.optional for line in lines):
            fields.problem("every line is optional; leave at least one required")
    return Key(lines, near_misses)


def lead_role(exercise: Exercise) -> Role:
    """The role of the first diagnosis: principal for inpatients (UHDDS), else first-listed (OCG IV.A)."""
    return Role.PRINCIPAL if exercise.setting.is_inpatient else Role.FIRST_LISTED


def _lead(exercise: Exercise) -> str:
    return lead_role(exercise).value


def _parse_line(fields: Fields) -> KeyLine:
    system = fields.text("system")
    if system and system not in SYSTEMS:
        fields.problem(f"`system` is {system!r}; write one of: {', '.join(SYSTEMS)}")
        system = codes.ICD10CM
    line = KeyLine(
        code=fields.text("code"),
        system=system,
        role=fields.choice("role", Role),
        points=fields.number("points", 1.0, 0.5, 20),
        why=fields.text("why"),
        cite=fields.text("cite"),
        evidence=fields.texts("evidence", required=True),
        alternates=fields.texts("alternates"),
        optional=fields.flag("optional"),
        after=fields.texts("after"),
    )
    fields.finish()
    return line


def _parse_near_miss(fields: Fields) -> NearMiss:
    near_miss = NearMiss(fields.text("code"), fields.text("says"))
    fields.finish()
    return near_miss
