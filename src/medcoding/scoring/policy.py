"""The credit policy: how much of a line's points each kind of finding earns. It is data, with a version."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from medcoding.errors import AuthoringError
from medcoding.exercises.fields import Fields, load_yaml


@dataclass(frozen=True, slots=True)
class Policy:
    """Credits in [0, 1] of one line, and factors on them. `version` names the policy in records.

    `pcs_position` holds, for the seven positions in order, what is left of a line when that position
    is wrong; `pcs_share` the weight of each position in an exercise of the kind `pcs`, `drg_share` that of
    principal diagnosis, DRG and severities in one of the kind `drg`.
    """

    version: int
    correct: float
    less_specific: float
    more_specific: float
    not_billable: float
    wrong_side: float
    wrong_seventh: float
    wrong_role: float
    wrong_order: float
    wrong_poa: float
    wrong_modifier: float
    wrong_units: float
    wrong_pointer: float
    pcs_position: tuple[float, ...]
    pcs_share: tuple[float, ...]
    drg_share: tuple[float, ...]


_CREDITS = ("correct", "less_specific", "more_specific", "not_billable", "wrong_side", "wrong_seventh")
_FACTORS = ("wrong_role", "wrong_order")
_FACTORS_SINCE_2 = ("wrong_poa", "wrong_modifier", "wrong_units", "wrong_pointer")
POSITIONS = ("section", "body_system", "root_operation", "body_part", "approach", "device", "qualifier")
# Lists of numbers since version 2: the names of their places, and the range of each number.
_LISTS = {
    "pcs_position": (POSITIONS, 0, 1),
    "pcs_share": (POSITIONS, 0.1, 10),
    "drg_share": (("principal", "drg", "severity"), 0.1, 10),
}


def parse_policy(text: str, where: str) -> Policy:
    """Read a policy that an instructor edited.

    What version 1 did not know may be left out; it is taken from the policy that ships with the
    course. Raises AuthoringError with every mistake in the file.
    """
    return _parse(text, where, default_policy())


def load_policy(path: Path) -> Policy:
    """The same from a file."""
    return parse_policy(path.read_text(encoding="utf-8"), str(path))


@cache
def default_policy() -> Policy:
    """The policy that ships with the course (`scoring/policy.yaml`)."""
    file = resources.files("medcoding.scoring") / "policy.yaml"
    return _parse(file.read_text(encoding="utf-8"), "policy.yaml", None)


def _parse(text: str, where: str, base: Policy | None) -> Policy:
    problems: list[str] = []
    found = load_yaml(text, where)
    names = ("credit", "factor", *_LISTS)
    groups = {name: found.pop(name, {}) for name in names} if isinstance(found, dict) else {}
    top = Fields(found, where, problems)
    version = top.whole("version", None, 1, 10_000)
    top.finish()
    group = {name: Fields(groups.get(name, {}), where, problems, name) for name in names}
    weights = {name: group["credit"].number(name, None, 0, 1) for name in _CREDITS}
    weights |= {name: group["factor"].number(name, None, 0, 1) for name in _FACTORS}
    weights |= {name: group["factor"].number(name, _known(base, name), 0, 1) for name in _FACTORS_SINCE_2}
    lists = {
        name: tuple(group[name].number(each, _known(base, name, at), low, high) for at, each in enumerate(places))
        for name, (places, low, high) in _LISTS.items()
    }
    for fields in group.values():
        fields.finish()
    if problems:
        raise AuthoringError("\n".join(problems))
    return Policy(
        version,
        **weights,
        pcs_position=lists["pcs_position"],
        pcs_share=lists["pcs_share"],
        drg_share=lists["drg_share"],
    )


def _known(base: Policy | None, name: str, place: int | None = None) -> float | None:
    """The value to use where a file leaves a field out; None makes the field required."""
    if base is None:
        return None
    found = getattr(base, name)
    return float(found if place is None else found[place])
