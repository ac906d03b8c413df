"""How much strangers may ask of this machine. Each limit has its test in tests/attacks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`kernels` is the number of visitors at a time; one kernel costs about 21 MB beside the others.

    `per_address` keeps one address from taking all of it; a school behind one address needs most.
    """

    kernels: int = 60
    per_address: int = 45
    starts_at_once: int = 3
    sockets_per_page: int = 3
    message_bytes: int = 1 << 17
    messages_a_second: float = 40.0
    messages_in_a_burst: int = 200
    seconds_without_a_page: int = 45  # a kernel whose page is gone, or never came to listen
    idle_minutes: int = 20
    seconds_to_finish: float = 5.0  # pages on their way when the server is told to end


DEFAULT = Limits()
