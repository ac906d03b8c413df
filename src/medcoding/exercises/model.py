"""What an exercise is once its file has been read, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any


class Setting(StrEnum):
    """Where the patient was seen. It decides which guideline sections apply (OCG II and III, or IV)."""

    OFFICE = "office"
    TELEHEALTH = "telehealth"
    URGENT_CARE = "urgent-care"
    EMERGENCY_DEPARTMENT = "emergency-department"
    HOSPITAL_OUTPATIENT = "hospital-outpatient"
    AMBULATORY_SURGERY = "ambulatory-surgery"
    NURSING_FACILITY = "nursing-facility"
    HOME_HEALTH = "home-health"
    INPATIENT = "inpatient"

    @property
    def is_inpatient(self) -> bool:
        """True where the first diagnosis is the principal diagnosis (UHDDS); else it is first-listed."""
        return self is Setting.INPATIENT

    @property
    def label(self) -> str:
        """The words a learner reads."""
        return self.value.replace("-", " ").capitalize()


class Role(StrEnum):
    """The part a diagnosis plays in the report."""

    PRINCIPAL = "principal"
    FIRST_LISTED = "first-listed"
    SECONDARY = "secondary"

    @property
    def leads(self) -> bool:
        """True for the one line that is reported first."""
        return self is not Role.SECONDARY

    @property
    def label(self) -> str:
        """The words a learner reads."""
        return {"principal": "Principal", "first-listed": "First-listed", "secondary": "Secondary"}[self.value]


@dataclass(frozen=True, slots=True)
class Patient:
    """The facts of a patient that rules ask for. `age` in completed years; `sex` is F, M or X."""

    age: int | None = None
    sex: str | None = None


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise of any kind. `key` is None in the half that learners of an assignment may see.

    `key` is an object of the kind's own key class: only that kind looks inside. `review` is the
    fingerprint of the text that a second reader signed (see `medcoding.exercises.review`).
    `given` is what learners see besides record and question (options, tiles ...): texts, lists and
    mappings that the kind made from the key. `record` is "" for a short question; `text` is then what
    its author wrote, for the second reader's signature, because its file holds other questions too.

    `variants` are all the plain exercises that a case with parameters stands for; the case itself reads
    like the first of them. `variant` is the name of one of these, "" for an exercise without parameters.
    """

    slug: str
    title: str
    kind: str
    setting: Setting
    date_of_service: date
    patient: Patient
    outcomes: tuple[str, ...]
    skills: tuple[str, ...]
    difficulty: int
    status: str
    author: str
    record: str
    question: str
    key: Any = None
    note: str = ""
    review: str = ""
    path: Path | None = None
    given: Mapping[str, Any] = field(default_factory=dict, hash=False)
    text: str = ""
    variant: str = ""
    variants: tuple[Exercise, ...] = field(default=(), hash=False, repr=False)

    @property
    def where(self) -> str:
        """How error texts name this exercise: its file, or its slug when it came from memory."""
        return str(self.path) if self.path else self.slug

    @property
    def is_question(self) -> bool:
        """True for a short question, which has no record."""
        return not self.record

    def without_key(self) -> Exercise:
        """The half that learners of an assignment may see."""
        variants = tuple(each.without_key() for each in self.variants)
        return replace(self, key=None, note="", path=None, text="", variants=variants)
