"""Late penalties, asked of the plug-in that the course has chosen and bounded by nbgrader's own step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nbgrader.preprocessors import AssignLatePenalties


@dataclass(frozen=True, slots=True)
class _Scored:
    """What nbgrader's step wants to know of a notebook."""

    score: float


class Penalties:
    """The late penalties of a course; none where its configuration leaves the step out."""

    def __init__(self, step: Any) -> None:
        self._step = None
        if AssignLatePenalties in step.autograde_preprocessors:
            self._step = AssignLatePenalties(parent=step)
            self._step.init_plugin()

    def penalty(self, student: str, score: float, seconds_late: float) -> float | None:
        """What nbgrader takes off a notebook's score; None for nothing."""
        if self._step is None or seconds_late <= 0:
            return None
        found = self._step.plugin_inst.late_submission_penalty(student, score, seconds_late)
        return None if found is None else self._step._check_late_penalty(_Scored(score), found)
