"""The preprocessor that keeps keys from learners while others may still hand in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from nbformat import from_dict
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List

from medcoding.nbgrader.course_of import coursedir_of
from medcoding.nbgrader.outputs import graded_outputs
from medcoding.nbgrader.places import places_of
from medcoding.nbgrader.score_notebook import scored_cells, slug_of


class WithholdVerdicts(NbGraderPreprocessor):  # type: ignore[misc]
    """Leaves only the points in a feedback page as long as the assignment is open.

    An assignment is open until its due date, and until the last extension that was given to anyone.
    Without a due date the instructor closes it by making the feedback.
    """

    # nbconvert sets this for every preprocessor that takes part in making a page.
    display_data_priority = List().tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Replace each verdict in one notebook, if its assignment is open."""
        told = resources["nbgrader"]
        closes = closing_time(told["db_url"], told["assignment"])
        if closes is None or closes <= datetime.now(UTC):
            return nb, resources
        places = places_of(coursedir_of(self), told["assignment"], told["student"])
        says = (
            f'<p class="mc-withheld">The reasons are shown once the assignment has closed: '
            f"{closes:%d %B %Y, %H:%M} UTC. Ask for your feedback again then.</p>"
        )
        for shown, cell in scored_cells(nb):
            if places.has_key(slug_of(cell)):
                points = float(cell.metadata.nbgrader.get("score") or 0.0)
                shown.outputs = [from_dict(output) for output in graded_outputs(says, points)]
        return nb, resources


def closing_time(db_url: str, assignment: str) -> datetime | None:
    """When the last learner may hand in; None without a due date. nbgrader keeps naive UTC times."""
    with Gradebook(db_url) as gradebook:
        try:
            found = gradebook.find_assignment(assignment)
        except MissingEntry:
            return None
        if found.duedate is None:
            return None
        last: datetime = max([found.duedate, *(each.duedate for each in found.submissions)])
        return last.replace(tzinfo=UTC)
