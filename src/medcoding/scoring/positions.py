"""The seven positions of an ICD-10-PCS code: what each says, and which of them two codes differ in.

The names of the axes change with the section (ICD-10-PCS Official Guidelines A; the tables' headings).
"""

from __future__ import annotations

from collections.abc import Sequence

LENGTH = 7
_OPERATION = ("section", "body system", "root operation", "body part", "approach", "device", "qualifier")
_PLACED = ("section", "body system", "root operation", "body region", "approach", "device", "qualifier")
_MANUAL = ("section", "body system", "root operation", "body region", "approach", "method", "qualifier")
_PICTURE = ("section", "body system", "root type", "body part", "contrast", "qualifier", "qualifier")
_TALK = ("section", "body system", "root type", "qualifier", "qualifier", "qualifier", "qualifier")
_AXES: dict[str, tuple[str, ...]] = {
    "2": _PLACED,
    "3": ("section", "body system", "root operation", "body system or region", "approach", "substance", "qualifier"),
    "4": ("section", "body system", "root operation", "body system", "approach", "function or device", "qualifier"),
    "5": ("section", "body system", "root operation", "body system", "duration", "function", "qualifier"),
    "6": ("section", "body system", "root operation", "body system", "duration", "qualifier", "qualifier"),
    "7": _MANUAL,
    "8": _MANUAL,
    "9": _MANUAL,
    "B": _PICTURE,
    "C": ("section", "body system", "root type", "body part", "radionuclide", "qualifier", "qualifier"),
    "D": ("section", "body system", "modality", "treatment site", "modality qualifier", "isotope", "qualifier"),
    "F": (
        *("section", "section qualifier", "root type", "body system and region"),
        *("type qualifier", "equipment", "qualifier"),
    ),
    "G": _TALK,
    "H": _TALK,
    "X": (*_OPERATION[:5], "device, substance or technology", "qualifier"),
}

SECTION, BODY_SYSTEM, ROOT, PART, APPROACH, DEVICE, QUALIFIER = range(LENGTH)


def axes(code: str) -> tuple[str, ...]:
    """The names of the seven positions in the section that a code (or its beginning) belongs to."""
    return _AXES.get(code[:1].upper(), _OPERATION)


def wrong_positions(entered: str, expected: str) -> tuple[int, ...]:
    """The positions, from 0, in which two bare codes differ; all of them when one is not seven long."""
    if len(entered) != LENGTH or len(expected) != LENGTH:
        return tuple(range(LENGTH))
    return tuple(place for place in range(LENGTH) if entered[place] != expected[place])


def named(code: str, places: Sequence[int]) -> str:
    """Positions in words: "the approach (5th character) and the device (6th character)"."""
    ordinals = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th")
    texts = [f"the {axes(code)[place]} ({ordinals[place]} character)" for place in places]
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


def credit(wrong: Sequence[int], factors: Sequence[float]) -> float:
    """What is left of a line in [0, 1] when these positions are wrong.

    `factors` has one number for each position. A wrong root operation leaves something only when the
    body part is right: on another part it is another procedure.
    """
    if ROOT in wrong and PART in wrong:
        return 0.0
    left = 1.0
    for place in wrong:
        left *= factors[place]
    return left
