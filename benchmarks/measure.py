"""What a benchmark reports, and how times are taken."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison, both sides measured in this run. `ours` and `plain` are in `unit`; less is better.

    `most` is the promise: ours may be at most this many `unit`s; None where only the ratio matters.
    """

    what: str
    plain_is: str
    ours: float
    plain: float
    unit: str = "ms"
    most: float | None = None

    @property
    def ratio(self) -> float:
        """How many times less ours is than the plain way."""
        return self.plain / self.ours if self.ours else float("inf")

    @property
    def keeps_promise(self) -> bool:
        """True when ours is within its promise."""
        return self.most is None or self.ours <= self.most


def median_ms(work: Callable[[], Any], rounds: int = 7) -> float:
    """The median time of several rounds, in ms. The first round, which warms caches, is left out."""
    work()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def in_fresh_process(source: str, rounds: int = 3) -> dict[str, float]:
    """Run source in new Python processes; it prints a JSON object of numbers. Returns their medians."""
    found = []
    for _ in range(rounds):
        done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True, cwd=ROOT)
        found.append(json.loads(done.stdout.splitlines()[-1]))
    return {name: statistics.median(each[name] for each in found) for name in found[0]}
