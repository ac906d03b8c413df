"""What a kernel is asked for at the end: values by name, as plain JSON.

`SOURCE` runs in the learner's kernel, where anything may have been changed by then. What comes back is what that
kernel claims, and is read like any other answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

MOST = 900_000
PAYLOAD = "medcoding.values"
_DEEPEST = 6
_MOST_ITEMS = 5_000

SOURCE = f"""
import datetime, decimal, fractions, json, numbers, sys

def plain(value, depth=0):
    if depth > {_DEEPEST}:
        raise ValueError("nested too deep")
    if value is None or isinstance(value, (bool, int, float, str)):
        if isinstance(value, int) and not isinstance(value, bool):
            return value if abs(value) < 10 ** 18 else float(value)
        return float(value) if isinstance(value, float) else value
    if isinstance(value, (decimal.Decimal, fractions.Fraction)):
        return float(value)
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()[:10]
    kind = type(value).__module__.split(".")[0]
    if kind == "numpy":
        return plain(value.tolist(), depth + 1)
    if kind == "pandas":
        if hasattr(value, "columns"):
            flat = value.reset_index() if value.index.name or value.index.nlevels > 1 else value
            return [plain(list(row), depth + 1) for row in flat.itertuples(index=False, name=None)][:{_MOST_ITEMS}]
        if hasattr(value, "items") and not hasattr(value, "categories"):
            if value.index.name or value.index.dtype == object or str(value.index.dtype) in ("str", "string"):
                return [[plain(name, depth + 1), plain(part, depth + 1)] for name, part in value.items()]
        if hasattr(value, "tolist"):
            return plain(value.tolist(), depth + 1)
    if isinstance(value, dict):
        return [[plain(name, depth + 1), plain(part, depth + 1)] for name, part in list(value.items())[:{_MOST_ITEMS}]]
    if isinstance(value, (list, tuple, set, frozenset)):
        found = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        return [plain(part, depth + 1) for part in list(found)[:{_MOST_ITEMS}]]
    raise ValueError("a " + type(value).__name__ + " is no number, text, list or table")

given, refused = {{}}, {{}}
for name in NAMES:
    if name in SPACE:
        try:
            found = plain(SPACE[name])
            if len(json.dumps(found)) > {MOST} // len(NAMES):
                raise ValueError("it is too large")
            given[name] = found
        except Exception as error:
            refused[name] = str(error)[:200] or type(error).__name__
SHELL.payload_manager.write_payload({{"source": "{PAYLOAD}", "values": given, "refused": refused}})
"""


def request_for(names: Sequence[str]) -> str:
    """The cell that asks a kernel for these names. Names that a learner's cells redefine do not matter to it."""
    space = f'{{"NAMES": {json.dumps(list(names))}, "SPACE": shell.user_ns, "SHELL": shell}}'
    run = f"(lambda shell: __import__('builtins').exec({SOURCE!r}, {space}))"
    return f"{run}(__import__('IPython').get_ipython())"


def values_of(names: Sequence[str], space: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The same of this very process: values by name, and why others cannot be handed over.

    For what a learner sees of their own program, and for an unmodified nbgrader, which scores in the kernel.
    """
    told: list[dict[str, Any]] = []
    manager = SimpleNamespace(write_payload=told.append)
    exec(SOURCE, {"NAMES": list(names), "SPACE": space, "SHELL": SimpleNamespace(payload_manager=manager)})
    return told[0]["values"], told[0]["refused"]
