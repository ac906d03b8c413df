"""Memory and time of everything in a sandbox, looked after from outside.

Limits that a process takes upon itself count for that process alone; sixty of them may hold sixty times as much.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from medcoding.sandbox.limits import Limits

EVERY = 0.05
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Watch(threading.Thread):
    """Calls `end` when a process and all below it use too much memory or time.

    `says` is then a few words on why; "" as long as all is well.
    """

    def __init__(self, pid: int, limits: Limits, end: Callable[[], None]) -> None:
        super().__init__(name=f"watch-{pid}", daemon=True)
        self._pid, self._limits, self._do_end = pid, limits, end
        self._end = time.monotonic() + limits.wall
        self._over = threading.Event()
        self.says = ""

    def run(self) -> None:
        """Look again and again until the process has gone or `stop` is called."""
        while not self._over.wait(EVERY):
            if time.monotonic() > self._end:
                self._kill(f"it ran longer than {self._limits.wall:g} seconds in all")
            elif memory_below(self._pid, self._limits.memory) > self._limits.memory:
                self._kill(f"it used more than {self._limits.memory // 1_000_000} MB of memory")

    def stop(self) -> None:
        """Look no more."""
        self._over.set()

    def _kill(self, says: str) -> None:
        self.says = says
        self._over.set()
        self._do_end()


def memory_below(pid: int, interesting: int) -> int:
    """Bytes of memory that a process and all below it hold.

    Counted roughly (what processes share, once for each) until that exceeds `interesting`, then exactly.
    """
    family = list(_family(pid))
    rough = sum(_resident(each) for each in family)
    return rough if rough <= interesting else sum(_proportional(each) for each in family)


def _family(pid: int) -> Iterator[int]:
    """A process and all below it. Those whose parent ended hang below their sandbox's first process."""
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        yield one
        with suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text(encoding="ascii").split())


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def _proportional(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return _resident(pid)
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
