"""A whole class from release to feedback, with the scores that should come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from medcoding.nbgrader.demo.classroom import open_classroom
from medcoding.nbgrader.demo.handins import WAYS, Way
from medcoding.nbgrader.demo.roster import Learner, made_up_learners
from medcoding.nbgrader.run import LearnerResult, grade_class

STEPS_A_LEARNER = 3


@dataclass(frozen=True, slots=True)
class DemoRow:
    """One learner's round: what was handed in, what it should score, what nbgrader's gradebook says."""

    learner: Learner
    way: Way
    expected: float
    result: LearnerResult

    @property
    def is_right(self) -> bool:
        """True when the score is the expected one and problems were reported where there are some."""
        score = self.result.score
        return (
            score is not None
            and abs(score - self.expected) < 1e-6
            and bool(self.result.problems) == self.way.is_problem
        )


@dataclass(frozen=True, slots=True)
class Demo:
    """The class's results and one learner's feedback page."""

    rows: tuple[DemoRow, ...]
    page: Path


def walk_class(
    course_root: Path, assignment: str, root: Path, count: int, on_step: Callable[[str], None] = lambda _: None
) -> Demo:
    """Take `count` made-up learners through an assignment in the empty folder `root`.

    `on_step` is called with a few words before each of the `steps_of(count)` steps.
    """
    learners = made_up_learners(count)
    ways = [WAYS[number % len(WAYS)] for number in range(count)]
    expected: dict[str, float] = {}
    with open_classroom(course_root, assignment, root) as classroom:
        on_step("generating the assignment")
        classroom.generate()
        on_step("releasing it")
        classroom.release()
        for learner, way in zip(learners, ways, strict=True):
            on_step(f"{learner.name} fetches")
            first, last = learner.name.split(" ", 1)
            classroom.enrol(learner.student, first, last)
            desk = classroom.fetch(learner.student)
            on_step(f"{learner.name} hands in: {way.says}")
            way.do(desk)
            classroom.submit(learner.student)
            expected[learner.student] = desk.total
        on_step("collecting")
        classroom.collect()
        summary = grade_class(classroom.app, assignment, on_learner=lambda student: on_step(f"grading {student}"))
        on_step("writing feedback")
        classroom.make_feedback()
        on_step("releasing feedback")
        classroom.release_feedback()
        one = learners[min(2, count - 1)].student
        classroom.fetch_feedback(one)
        page = root / "feedback" / one / assignment / f"{classroom.notebook}.html"
    results = {result.student: result for result in summary.learners}
    rows = tuple(
        DemoRow(learner, way, expected[learner.student], results[learner.student])
        for learner, way in zip(learners, ways, strict=True)
    )
    return Demo(rows, page)


def steps_of(count: int) -> int:
    """How often `walk_class` calls `on_step`."""
    return STEPS_A_LEARNER * count + 5
