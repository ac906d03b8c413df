"""How much a learner's program may use, and how it is run."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MB = 1_000_000


class Protection(StrEnum):
    """What an instructor chooses for assignments that ask for programs: `c.ScoreAnswers.run_code`."""

    SANDBOXED = "sandboxed"
    UNPROTECTED = "unprotected"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one run. Sizes in bytes, times in seconds.

    `memory` counts everything in the sandbox together; `address_space` is that of one process. `scratch` is
    all that can be written, `file_size` the largest single file. `cpu` is the time of one process, `wall` ends
    everything, `cell` interrupts one cell, which then has `grace` to give way. `output` is what all cells may
    send in all, `message` the largest single piece of it.
    """

    memory: int = 1_000 * MB
    address_space: int = 2_500 * MB
    processes: int = 64
    open_files: int = 256
    scratch: int = 64 * MB
    file_size: int = 32 * MB
    cpu: int = 60
    wall: float = 120.0
    cell: float = 20.0
    grace: float = 3.0
    output: int = 4 * MB
    message: int = 2 * MB
