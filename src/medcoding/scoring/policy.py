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
    """Credits in [0, 1] of one line, and factors on them. `version` names the policy in records."""

    version: int
    correct: float
    less_specific: float
    more_specific: float
    not_billable: float
    wrong_side: float
    wrong_seventh: float
    wrong_role: float
    wrong_order: float


_CREDITS = ("correct", "less_specific", "more_specific", "not_billable", "wrong_side", "wrong_seventh")
_FACTORS = ("wrong_role", "wrong_order")


def parse_policy(text: str, where: str) -> Policy:
    """Read a policy file. Raises AuthoringError with every mistake in it."""
    problems: list[str] = []
    found = load_yaml(text, where)
    groups = {name: found.pop(name, {}) for name in ("credit", "factor")} if isinstance(found, dict) else {}
    top = Fields(found, where, problems)
    version = top.whole("version", None, 1, 10_000)
    top.finish()
    weights: dict[str, float] = {}
    for group, names in (("credit", _CREDITS), ("factor", _FACTORS)):
        fields = Fields(groups.get(group, {}), where, problems, group)
        weights |= {name: fields.number(name, None, 0, 1) for name in names}
        fields.finish()
    if problems:
        raise AuthoringError("\n".join(problems))
    return Policy(version, **weights)


def load_policy(path: Path) -> Policy:
    """Read a policy that an instructor edited."""
    return parse_policy(path.read_text(encoding="utf-8"), str(path))


@cache
def default_policy() -> Policy:
    """The policy that ships with the course (`scoring/policy.yaml`)."""
    file = resources.files("medcoding.scoring") / "policy.yaml"
    return parse_policy(file.read_text(encoding="utf-8"), "policy.yaml")
