"""A clock that cannot be set while a sitting runs: the wall's time at the start, carried on by a steady one."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from medcoding.learning.days import Clock, local_now


def steady_seconds() -> float:
    """Seconds that nobody can set; on Linux they run on while the machine sleeps."""
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boottime is None else time.clock_gettime(boottime)


def steady_clock() -> Clock:
    """A clock for as long as this process lives."""
    start, wall = steady_seconds(), local_now()

    def now() -> datetime:
        return wall + timedelta(seconds=steady_seconds() - start)

    return now
