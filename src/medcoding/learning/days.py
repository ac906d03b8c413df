"""A learner's days: what counts is the evening on which someone practised, not the hour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

Clock = Callable[[], datetime]
_NIGHT = timedelta(hours=4)  # who practises past midnight is still at the evening before


def local_now() -> datetime:
    """Now, in this machine's own time zone."""
    return datetime.now().astimezone()


def parse_moment(written: str) -> datetime:
    """A moment as files keep it, in UTC. Raises ValueError, also for one without its zone."""
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment.astimezone(UTC)


def day_of(moment: datetime, now: datetime) -> date:
    """The day that a moment belongs to, in the time zone of `now`; a day begins at four in the morning."""
    return (moment.astimezone(now.tzinfo) - _NIGHT).date()
