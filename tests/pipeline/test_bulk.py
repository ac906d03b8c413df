"""Grading in bulk: the same records and notebooks as nbgrader's own step, and only what has changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import parse_utc, temp_attrs
from sqlalchemy import text
from traitlets.config import Config

from gradebook_rows import all_records
from medcoding.nbgrader.bulk import drive
from medcoding.nbgrader.converters import CompleteAutograde
from medcoding.nbgrader.run import Summary, grade_class
from medcoding.nbgrader.session import open_course

SETTINGS = Config({"LateSubmissionPlugin": {"penalty_method": "zero"}})


@dataclass
class Course:
    """A collected class in a folder of its own, open."""

    app: Any
    root: Path
    unit: str

    @property
    def db_url(self) -> str:
        return f"sqlite:///{self.root / 'gradebook.db'}"

    def grade(self, **options: Any) -> Summary:
        return grade_class(self.app, self.unit, **options)

    def autograde(self, force: bool = False) -> None:
        """As `nbgrader autograde` and the Formgrader's button do."""
        with temp_attrs(self.app.coursedir, assignment_id=self.unit, student_id="*"):
            step = CompleteAutograde(coursedir=self.app.coursedir, parent=self.app)
            step.force = force
            step.start()

    def new(self, **options: Any) -> set[str]:
        return {each.student for each in self.grade(**options).learners if each.is_new}

    def notebook(self, student: str) -> Path:
        return self.root / "autograded" / student / self.unit / "assignment.ipynb"


@pytest.fixture(scope="module")
def collected(round_, tmp_path_factory) -> Path:
    """The whole class, collected; the gradebook knows the assignment and nobody's submission."""
    root = tmp_path_factory.mktemp("collected") / "class"
    shutil.copytree(round_.root, root, ignore=shutil.ignore_patterns("autograded", "feedback", "learners", "*.log"))
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        for student in round_.students.values():
            gradebook.remove_submission(round_.classroom.assignment, student)
        gradebook.db.execute(text("DELETE FROM medcoding_stamp"))
        gradebook.db.commit()
    return root


def opened(collected: Path, root: Path, unit: str, keep: tuple[str, ...] = ()) -> Iterator[Course]:
    shutil.copytree(collected, root)
    for folder in (root / "submitted").iterdir():
        if keep and folder.name not in keep:
            shutil.rmtree(folder)
    with open_course(root, alone=True, settings=SETTINGS) as app:
        yield Course(app, root, unit)


@pytest.fixture
def course_(collected, tmp_path, unit, few) -> Iterator[Course]:
    yield from opened(collected, tmp_path / "one", unit, few)


@pytest.fixture
def twin(collected, tmp_path, unit, few) -> Iterator[Course]:
    yield from opened(collected, tmp_path / "two", unit, few)


@pytest.fixture(scope="module")
def few(round_) -> tuple[str, ...]:
    ways = ("all right", "every other exercise right", "an answer file cut short", "no notebook")
    return tuple(round_.students[way] for way in ways)


def graded_files(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mode)
        for path in sorted((root / "autograded").rglob("*"))
        if path.is_file()
    }


def set_due(course: Course, due: str) -> None:
    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_assignment(course.unit, duedate=parse_utc(due))


def test_everything_ever_handed_in_gets_the_records_and_files_of_nbgraders_own_step(collected, tmp_path, unit) -> None:
    one, two = (opened(collected, tmp_path / name, unit) for name in ("bulk", "step"))
    bulk = next(one)
    bulk.grade()
    step = next(two)
    step.autograde()
    assert len(all_records(bulk.db_url)["grade"]) == 3 * 24
    assert all_records(bulk.db_url) == all_records(step.db_url)
    ours, theirs = graded_files(bulk.root), graded_files(step.root)
    assert len(ours) >= 3 * 24 - 2
    assert ours == theirs


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_people_entered_stays_and_late_penalties_follow_as_with_nbgrader(course_, twin, few, jobs) -> None:
    for course, again in (
        (course_, lambda: course_.grade(jobs=jobs, force=True)),
        (twin, lambda: twin.autograde(True)),
    ):
        course.autograde()
        set_due(course, "2020-01-01 00:00:00")
        with Gradebook(course.db_url) as gradebook:
            grade = gradebook.find_grade("foot-ulcer", "assignment", course.unit, few[1])
            grade.manual_score, grade.extra_credit = 2.5, 0.5
            gradebook.find_grade("foot-ulcer", "assignment", course.unit, few[0]).extra_credit = 1.0
            gradebook.db.commit()
            gradebook.grant_extension(course.unit, few[2], weeks=2000)
        again()
    records = all_records(course_.db_url)
    assert records == all_records(twin.db_url)
    penalties = {row["student"]: row["late_submission_penalty"] for row in records["submitted_notebook"]}
    assert penalties[few[0]] == 9.0
    assert penalties[few[2]] is None
    assert sum(row["needs_manual_grade"] for row in records["grade"]) == 1


def test_a_second_run_grades_nothing_and_tells_the_same(course_) -> None:
    first, second = course_.grade(), course_.grade()
    assert [each.is_new for each in first.learners] == [True] * 4
    assert [each.is_new for each in second.learners] == [False] * 4
    assert [(each.score, each.problems) for each in first.learners] == [
        (each.score, each.problems) for each in second.learners
    ]


def test_what_nbgraders_step_graded_is_not_graded_again(course_) -> None:
    course_.autograde()
    assert course_.new() == set()


def test_who_changes_is_graded_again_and_nobody_else(course_, few) -> None:
    course_.grade()
    answer = course_.root / "submitted" / few[0] / course_.unit / "answers" / "foot-ulcer.json"
    answer.write_text(answer.read_text().replace("L97", "L98"))
    assert course_.new() == {few[0]}
    (answer.parents[1] / "timestamp.txt").write_text("2030-01-01 00:00:00 UTC")
    assert course_.new() == {few[0]}
    with Gradebook(course_.db_url) as gradebook:
        gradebook.grant_extension(course_.unit, few[1], days=1)
    assert course_.new() == {few[1]}
    shutil.rmtree(course_.root / "autograded" / few[2] / course_.unit)
    assert course_.new() == {few[2]}
    with Gradebook(course_.db_url) as gradebook:
        gradebook.remove_submission(course_.unit, few[3])
    assert course_.new() == {few[3]}
    assert course_.new() == set()


def change_key(course: Course, monkeypatch) -> None:
    path = course.root / "source" / course.unit / "cases" / "foot-ulcer.md"
    path.write_text(path.read_text().replace("difficulty: ", "difficulty:  "))


def change_policy(course: Course, monkeypatch) -> None:
    monkeypatch.setattr("medcoding.nbgrader.bulk.fingerprints.policy_digest", lambda: "another policy")


def change_tables(course: Course, monkeypatch) -> None:
    monkeypatch.setattr("medcoding.nbgrader.bulk.fingerprints.tables_digest", lambda: "other tables")


def change_release(course: Course, monkeypatch) -> None:
    path = course.root / "release" / course.unit / "assignment.ipynb"
    path.write_text(path.read_text().replace("# Test assignment", "# The assignment"))


def change_due_date(course: Course, monkeypatch) -> None:
    set_due(course, "2020-01-01 00:00:00")


@pytest.mark.parametrize("change", [change_key, change_policy, change_tables, change_release, change_due_date])
def test_what_all_scores_depend_on_has_everybody_graded_again(course_, few, monkeypatch, change) -> None:
    course_.grade()
    change(course_, monkeypatch)
    assert course_.new() == set(few)
    assert course_.new() == set()


def test_a_submission_left_half_done_by_nbgraders_step_is_finished_by_the_next_run(course_, few, monkeypatch) -> None:
    def killed(self: Any, notebook: str) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(CompleteAutograde, "convert_single_notebook", killed)
        with pytest.raises(SystemExit):
            course_.autograde()
    assert list((course_.root / "autograded").rglob("timestamp.txt"))
    course_.autograde()
    assert all(course_.notebook(student).is_file() for student in few)
    assert course_.new() == set()


def test_a_course_with_steps_of_its_own_is_graded_by_nbgraders_step_with_the_same_result(
    course_, twin, monkeypatch
) -> None:
    course_.grade()
    monkeypatch.setattr("medcoding.nbgrader.run.find_plan", lambda *_: None)
    twin.grade()
    assert all_records(course_.db_url) == all_records(twin.db_url)
    assert graded_files(course_.root) == graded_files(twin.root)
    assert twin.new() == set()


def test_nobody_is_enrolled_where_the_course_takes_nobody_in(collected, tmp_path, unit, few) -> None:
    settings = Config({"Autograde": {"create_student": False}})
    root = tmp_path / "closed"
    shutil.copytree(collected, root)
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        gradebook.remove_student(few[0])
    with open_course(root, alone=True, settings=settings) as app:
        results = {each.student: each for each in grade_class(app, unit).learners}
    assert results[few[0]].score is None
    assert "not in the gradebook" in results[few[0]].problems[0]
    assert results[few[1]].score == 3.0


def test_no_submission_is_altered_and_nothing_is_left_aside(course_, checksums) -> None:
    before = checksums(course_.root / "submitted")
    course_.grade(jobs=2)
    assert checksums(course_.root / "submitted") == before
    assert not (course_.root / "autograded" / ".staging").exists()


def test_an_error_in_the_middle_keeps_what_was_done(course_, few, monkeypatch) -> None:
    replace, seen = drive.replace_folder, []

    def full(new: Path, target: Path) -> None:
        seen.append(target)
        if len(seen) == 3:
            raise OSError(28, "No space left on device")
        replace(new, target)

    monkeypatch.setattr(drive, "BATCH", 1)
    with monkeypatch.context() as patch:
        patch.setattr(drive, "replace_folder", full)
        with pytest.raises(Exception, match="make room"):
            course_.grade()
    assert len(course_.new()) == 2


def test_only_one_assignment_alone_is_graded_by_a_pattern_of_students(course_, few) -> None:
    assert course_.new(student=few[0]) == {few[0]}
    assert course_.new() == set(few[1:])


def test_a_part_of_the_notebooks_graded_alone_leaves_no_stamp(course_, few) -> None:
    with temp_attrs(course_.app.coursedir, notebook_id="assignment"):
        course_.autograde()
    assert course_.new() == set(few)


def test_nbgraders_step_says_in_its_own_words_that_there_is_no_such_assignment(course_) -> None:
    with temp_attrs(course_.app.coursedir, assignment_id="nothing", student_id="*"), pytest.raises(NbGraderException):
        CompleteAutograde(coursedir=course_.app.coursedir, parent=course_.app).start()


def test_extensions_are_told_apart(course_, few) -> None:
    course_.grade()
    with Gradebook(course_.db_url) as gradebook:
        submission = gradebook.find_submission(course_.unit, few[0])
        submission.extension = timedelta(days=2)
        gradebook.db.commit()
    assert course_.new() == {few[0]}
