"""Stamps for submissions that go through nbgrader's own step, by whichever button or command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from medcoding.errors import MedcodingError
from medcoding.nbgrader.bulk.freshness import Freshness
from medcoding.nbgrader.bulk.gradebook import in_one_transaction
from medcoding.nbgrader.bulk.stamps import Found, Stamp, load_stamps, make_table, put_stamps
from medcoding.nbgrader.outputs import MARK


class Stamper:
    """Stamps each submission twice: when its grading begins, and when it has come to its end."""

    def __init__(self, step: Any, assignment: str, gradebook: Gradebook) -> None:
        make_table(gradebook.engine)
        self._gradebook = gradebook
        self._assignment = assignment
        self._freshness = Freshness(step, assignment, gradebook)
        self._found: dict[str, Found] = {}
        self._begun = {name for name, stamp in load_stamps(gradebook.db, assignment).items() if stamp.is_begun}
        gradebook.db.rollback()

    def was_interrupted(self, student: str) -> bool:
        """True when an earlier run did not come to the end of this submission."""
        return student in self._begun

    def begin(self, student: str) -> None:
        """Note that what is recorded of this submission may be half done from now on."""
        self._found = dict(self._freshness.found([student]))
        self._put(Stamp(student))

    def finish(self, student: str, folder: Path) -> None:
        """Note that it was graded; `folder` holds its graded notebooks."""
        try:
            submission = self._gradebook.find_submission(self._assignment, student).id
        except MissingEntry:
            return
        self._gradebook.db.rollback()
        found = self._found[student]
        self._put(Stamp(student, submission, found.digest, found.look, found.content, load_problems(folder)))

    def _put(self, stamp: Stamp) -> None:
        session = self._gradebook.db
        in_one_transaction(session, lambda: put_stamps(session, self._assignment, [stamp]))


def find_stamper(step: Any, assignment: str, gradebook: Gradebook) -> Stamper | None:
    """None where a part of the assignment is graded alone, or nbgrader will refuse it in its own words."""
    if step.coursedir.notebook_id != "*":
        return None
    try:
        return Stamper(step, assignment, gradebook)
    except (MissingEntry, MedcodingError):
        return None


def load_problems(folder: Path) -> tuple[str, ...]:
    """What scoring noted in the graded notebooks of a folder."""
    found: list[str] = []
    for path in sorted(folder.glob("*.ipynb")):
        found += nbformat.read(path, as_version=4).metadata.get(MARK, {}).get("problems", [])
    return tuple(found)
