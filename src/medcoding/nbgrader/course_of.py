"""Finds nbgrader's CourseDirectory from inside a preprocessor or exporter."""

from __future__ import annotations

from typing import Any

from medcoding.errors import GradingError


def coursedir_of(part: Any) -> Any:
    """The course directory of the step that `part` works for; nbgrader hands it to the step alone.

    Raises:
        GradingError: `part` was made outside an nbgrader step.
    """
    while part is not None:
        if getattr(part, "coursedir", None) is not None:
            return part.coursedir
        part = getattr(part, "parent", None)
    raise GradingError("nbgrader: this preprocessor works only inside an nbgrader step; run `nbgrader autograde`")
