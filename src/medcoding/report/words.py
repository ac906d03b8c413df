"""Figures as people read them."""

from __future__ import annotations

NONE = "-"
UNKNOWN = "unknown"


def points(value: float | None) -> str:
    """Points with at most two decimals."""
    return NONE if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def share(value: float | None) -> str:
    """A share of 1 in percent."""
    return NONE if value is None else f"{value:.0%}"


def ratio(value: float | None) -> str:
    """A correlation with two decimals."""
    return NONE if value is None else f"{value:.2f}"


def duration(seconds: float | None) -> str:
    """Days, hours and minutes; `unknown` for what was not recorded."""
    if seconds is None:
        return UNKNOWN
    minutes = round(seconds / 60)
    days, minutes = divmod(minutes, 1440)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{count} {unit}" for count, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if count]
    return " ".join(parts) or "under 1 min"
