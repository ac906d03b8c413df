"""The round of one assignment in a temporary course, each step done by nbgrader itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps import api
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import temp_attrs
from traitlets.config import Config

from medcoding.errors import CourseError, GradingError
from medcoding.exercises import load_exercises
from medcoding.exercises.draw import own_variant
from medcoding.nbgrader.demo.desk import Desk
from medcoding.nbgrader.session import CONFIG, LOG, open_course


class Classroom:
    """An open course and its learners. Make one with `open_classroom`."""

    def __init__(self, app: Any, root: Path, assignment: str) -> None:
        self.app = app
        self.root = root
        self.assignment = assignment
        self.exercises = load_exercises(root / "source" / assignment)
        notebooks = sorted((root / "source" / assignment).glob("*.ipynb"))
        if not notebooks or not self.exercises:
            raise CourseError(f"{root / 'source' / assignment}: no notebook or no exercises; run `medcoding build`")
        self.notebook = notebooks[0].stem

    def enrol(self, student: str, first_name: str = "", last_name: str = "") -> None:
        """Add a learner to the gradebook."""
        with Gradebook(self.app.coursedir.db_url, self.app.coursedir.course_id) as gradebook:
            gradebook.update_or_create_student(student, first_name=first_name, last_name=last_name)

    def generate(self) -> None:
        """nbgrader generate_assignment."""
        step = GenerateAssignment(coursedir=self.app.coursedir, parent=self.app)
        step.force = True
        self._run("*", step)

    def release(self) -> None:
        """nbgrader release_assignment."""
        self._exchange("ReleaseAssignment", "*")

    def fetch(self, student: str) -> Desk:
        """nbgrader fetch_assignment, as that learner."""
        self._exchange("FetchAssignment", student)
        own = tuple(own_variant(exercise, student, self.assignment) for exercise in self.exercises)
        return Desk(self._home(student) / self.assignment, self.notebook, own)

    def submit(self, student: str) -> None:
        """nbgrader submit --student ID."""
        self._exchange("Submit", student)

    def collect(self) -> None:
        """nbgrader collect."""
        self._exchange("Collect", "*", update=True, check_owner=False)

    def make_feedback(self, student: str = "*") -> None:
        """nbgrader generate_feedback."""
        step = api.GenerateFeedback(coursedir=self.app.coursedir, parent=self.app)
        step.force = True
        self._run(student, step)

    def release_feedback(self) -> None:
        """nbgrader release_feedback."""
        self._exchange("ReleaseFeedback", "*")

    def fetch_feedback(self, student: str) -> Path:
        """nbgrader fetch_feedback, as that learner; returns the page. Raises GradingError when none came."""
        self._exchange("FetchFeedback", student)
        pages = sorted((self._home(student) / self.assignment / "feedback").glob("*/*.html"))
        if not pages:
            raise GradingError(f"{student}: no feedback came back; see {self.root / LOG}")
        return pages[-1]

    def _home(self, student: str) -> Path:
        return self.root / "learners" / student

    def _exchange(self, action: str, student: str, **traits: Any) -> None:
        step = getattr(self.app.exchange, action)(
            coursedir=self.app.coursedir, authenticator=self.app.authenticator, parent=self.app
        )
        step.assignment_dir = str(self._home(student))
        step.cache = str(self._home(student) / ".cache")
        for name, value in traits.items():
            setattr(step, name, value)
        self._run(student, step)

    def _run(self, student: str, step: Any) -> None:
        try:
            with temp_attrs(self.app.coursedir, assignment_id=self.assignment, student_id=student):
                step.start()
        except NbGraderException:
            raise GradingError(f"{type(step).__name__}: nbgrader stopped; see {self.root / LOG}") from None


@contextmanager
def open_classroom(course_root: Path, assignment: str, root: Path) -> Iterator[Classroom]:
    """A course in `root` with one assignment of the course in `course_root`; nothing is written there.

    Raises:
        CourseError: the course has no such assignment.
    """
    source = course_root / "source" / assignment
    if not source.is_dir():
        raise CourseError(f"{source}: there is no such assignment; name a folder of source/")
    root.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source, root / "source" / assignment, ignore=shutil.ignore_patterns("answers"))
    shutil.copyfile(course_root / CONFIG, root / CONFIG)
    settings = Config()
    settings.Exchange.root = str(root / ".exchange")
    with open_course(root, alone=True, settings=settings) as app:
        yield Classroom(app, root, assignment)
