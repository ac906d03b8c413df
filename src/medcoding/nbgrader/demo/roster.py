"""Made-up learners."""

from __future__ import annotations

from dataclasses import dataclass

FIRST = (
    "Adaeze", "Bruno", "Chitra", "Dalia", "Emeka", "Farida", "Goran", "Hana", "Ilse", "Jomo",
    "Keiko", "Lucia", "Milan", "Nadia", "Oskar", "Pilar", "Quentin", "Rosa", "Samir", "Tove",
)  # fmt: skip
LAST = (
    "Abara", "Brandt", "Castellan", "Dovidas", "Eskola", "Ferro", "Gutmann", "Horvat", "Ibarra", "Jelinek",
    "Kovac", "Lindqvist", "Moreau", "Nakata", "Oduya", "Petrov", "Quiroga", "Rahimi", "Soto", "Tanaka",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Learner:
    """A person who does not exist. `student` is the id that nbgrader knows."""

    student: str
    name: str


def made_up_learners(count: int) -> tuple[Learner, ...]:
    """As many learners as asked for, always the same ones."""
    learners = []
    for number in range(count):
        first = FIRST[number % len(FIRST)]
        last = LAST[(number * 7 + number // len(FIRST)) % len(LAST)]
        learners.append(Learner(f"learner{number + 1:03d}", f"{first} {last}"))
    return tuple(learners)
