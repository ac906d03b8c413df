"""Puts many graded submissions into nbgrader's gradebook in one transaction, as nbgrader would one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from nbgrader.api import Grade, Gradebook, Student, SubmittedAssignment, SubmittedNotebook, new_uuid
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from medcoding.errors import GradingError
from medcoding.nbgrader.bulk.known import Known, Sheet, load_known
from medcoding.nbgrader.bulk.penalties import Penalties
from medcoding.nbgrader.bulk.stamps import Found, Stamp, put_stamps

TRIES = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One submission's records. `timestamp` is in UTC and naive, as nbgrader keeps it; None leaves an older one."""

    student: str
    timestamp: datetime | None
    points: Mapping[str, Mapping[str, float]]
    found: Found
    problems: tuple[str, ...]


class GradebookWriter:
    """Writes entries of one assignment. Points by hand, extra credit and comments stay as people entered them."""

    def __init__(self, gradebook: Gradebook, assignment: str, penalties: Penalties) -> None:
        self._session = gradebook.db
        self._course = gradebook.course_id
        self._name = assignment
        found = gradebook.find_assignment(assignment)
        self._id: str = found.id
        self._duedate: datetime | None = found.duedate
        # By the notebook's name: its id and its cells' ids by name.
        self._notebooks = {
            notebook.name: (notebook.id, {cell.name: cell.id for cell in notebook.grade_cells})
            for notebook in found.notebooks
        }
        self._penalties = penalties
        self._session.rollback()

    def write(self, entries: Sequence[Entry]) -> None:
        """Write all of them or none.

        Raises:
            GradingError: another program holds the gradebook, or its disk is full.
        """
        in_one_transaction(self._session, lambda: self._write(entries))

    def _write(self, entries: Sequence[Entry]) -> None:
        self._add_students([entry.student for entry in entries])
        known = load_known(self._session, self._id, [entry.student for entry in entries])
        rows = _Rows()
        for entry in entries:
            self._put(entry, known.get(entry.student), rows)
        rows.write(self._session)
        put_stamps(
            self._session,
            self._name,
            [_stamp(each, rows.ids[each.student]) for each in entries],
        )

    def _put(self, entry: Entry, known: Known | None, rows: _Rows) -> None:
        submission = known.id if known else new_uuid()
        rows.ids[entry.student] = submission
        timestamp = entry.timestamp or (known.timestamp if known else None)
        if known is None:
            rows.new_submissions.append(
                {
                    "id": submission,
                    "assignment_id": self._id,
                    "student_id": entry.student,
                    "timestamp": entry.timestamp,
                }
            )
        elif entry.timestamp:
            rows.submissions.append({"id": submission, "timestamp": entry.timestamp})
        late = self._seconds_late(timestamp, known.extension if known else None)
        for name, points in entry.points.items():
            sheet = known.sheets.get(self._notebooks[name][0]) if known else None
            self._put_sheet(_Graded(entry.student, submission, late, name, points, sheet), rows)

    def _put_sheet(self, each: _Graded, rows: _Rows) -> None:
        notebook, cells = self._notebooks[each.name]
        sheet = each.sheet
        sheet_id = sheet.id if sheet else new_uuid()
        score = 0.0
        for slug, auto in each.points.items():
            was = sheet.grades.get(cells[slug]) if sheet else None
            by_hand, extra = was[1:] if was else (None, None)
            score += (auto if by_hand is None else by_hand) + (extra or 0.0)
            # As SaveAutoGrades: a person who has given points looks again.
            grade = {"auto_score": auto, "needs_manual_grade": by_hand is not None}
            if was:
                rows.grades.append({"id": was[0], **grade})
            else:
                rows.new_grades.append({"cell_id": cells[slug], "notebook_id": sheet_id, **grade})
        penalty = self._penalties.penalty(each.student, score, each.late)
        if sheet:
            rows.notebooks.append({"id": sheet_id, "late_submission_penalty": penalty})
        else:
            rows.new_notebooks.append(
                {
                    "id": sheet_id,
                    "assignment_id": each.submission,
                    "notebook_id": notebook,
                    "late_submission_penalty": penalty,
                }
            )

    def _seconds_late(self, timestamp: datetime | None, extension: timedelta | None) -> float:
        """As nbgrader's SubmittedAssignment.total_seconds_late."""
        if timestamp is None or self._duedate is None:
            return 0.0
        return max(0.0, (timestamp - self._duedate - (extension or timedelta(0))).total_seconds())

    def _add_students(self, students: Sequence[str]) -> None:
        known = set(self._session.scalars(select(Student.id).where(Student.id.in_(students))))
        new = [{"id": student, "course_id": self._course} for student in students if student not in known]
        if new:
            self._session.execute(insert(Student), new)


@dataclass(frozen=True, slots=True)
class _Graded:
    """One graded notebook: whose, of which submission, how many seconds late, and its record where there is one."""

    student: str
    submission: str
    late: float
    name: str
    points: Mapping[str, float]
    sheet: Sheet | None


class _Rows:
    """Rows of one transaction, gathered so that each table is written in one statement."""

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        self.new_submissions: list[dict[str, Any]] = []
        self.new_notebooks: list[dict[str, Any]] = []
        self.new_grades: list[dict[str, Any]] = []
        self.submissions: list[dict[str, Any]] = []
        self.notebooks: list[dict[str, Any]] = []
        self.grades: list[dict[str, Any]] = []

    def write(self, session: Any) -> None:
        """Send them, parents before children."""
        for table, rows in (
            (SubmittedAssignment, self.new_submissions),
            (SubmittedNotebook, self.new_notebooks),
            (Grade, self.new_grades),
        ):
            if rows:
                session.execute(insert(table), rows)
        for table, rows in (
            (SubmittedAssignment, self.submissions),
            (SubmittedNotebook, self.notebooks),
            (Grade, self.grades),
        ):
            if rows:
                session.execute(update(table), rows)


def _stamp(entry: Entry, submission: str) -> Stamp:
    found = entry.found
    return Stamp(entry.student, submission, found.digest, found.look, found.content, entry.problems)


def in_one_transaction(session: Any, work: Callable[[], None]) -> None:
    """Do `work` and commit. Another run that got in between is met by doing it again with what is there now.

    Raises:
        GradingError: the gradebook stays held by another program, or cannot be written.
    """
    for left in reversed(range(TRIES)):
        try:
            work()
            session.commit()
            return
        except (OperationalError, IntegrityError) as error:
            session.rollback()
            if not left:
                raise gradebook_trouble(error) from None
        except BaseException:
            session.rollback()
            raise


def gradebook_trouble(error: Exception) -> GradingError:
    """What to tell a person about an error of the database."""
    says = str(getattr(error, "orig", error)).strip().splitlines()[0]
    what = f"gradebook: it cannot be read or written ({says}); "
    if "locked" in says:
        return GradingError(what + "end the program that holds it and grade again, what is done is kept")
    if "full" in says:
        return GradingError(what + "make room on its disk and grade again, what is done is kept")
    return GradingError(what + "see that it is there and can be reached, then grade again; what is done is kept")
