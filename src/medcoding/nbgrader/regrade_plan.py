"""What grading a class again would change, worked out without writing anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.preprocessors.latesubmissions import AssignLatePenalties

from medcoding.errors import GradingError, MedcodingError
from medcoding.nbgrader.grading import Graded, get_key, grade_exercise
from medcoding.nbgrader.places import Places, places_of
from medcoding.nbgrader.run import check_assignment, find_submissions
from medcoding.nbgrader.standing import Points, Sheet, Standing, load_marks, load_standings
from medcoding.nbgrader.submission import load_submission
from medcoding.scoring import possible

NOT_GRADED = "not graded yet; run `medcoding grade`"
OTHER_ANSWERS = "handed in other answers since; take them with `medcoding grade`, or with --new-answers"


@dataclass(frozen=True, slots=True)
class Change:
    """One exercise of one student, as it counts. `by_hand`: a person's points stand, whatever the scorer says now."""

    exercise: str
    old: float
    new: float
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class StudentChange:
    """One student's total, late penalties taken off, and the exercises of which something changes."""

    student: str
    old: float
    new: float
    exercises: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class KeyState:
    """The fingerprints of one exercise's file: now, and those that the class's points came from ("" where unknown)."""

    before: tuple[str, ...]
    after: str

    @property
    def is_new(self) -> bool:
        """True when somebody's points came from another key."""
        return self.before not in ((), (self.after,))


@dataclass(frozen=True, slots=True)
class Plan:
    """What would change. `left_out` says of each student who is not graded again why."""

    assignment: str
    students: tuple[str, ...]
    changes: tuple[StudentChange, ...]
    keys: Mapping[str, KeyState]
    policies: KeyState
    left_out: Mapping[str, str]

    @property
    def is_needed(self) -> bool:
        """True when points, keys or the policy differ from what the class was graded with."""
        return bool(self.changes or self.policies.is_new or any(key.is_new for key in self.keys.values()))


def plan_regrade(app: Any, assignment: str, *, new_answers: bool = False) -> Plan:
    """Score everybody with the current keys and policy and compare with the gradebook.

    Left out is who was not graded before and, unless `new_answers`, who has handed in other answers since:
    otherwise whoever has read the feedback could hand in what it says.

    Raises:
        GradingError: the assignment cannot be graded, nobody's was, or a key is worth other points than before.
    """
    coursedir = app.coursedir
    check_assignment(coursedir, assignment)
    standings = load_standings(coursedir, assignment)
    _check_worth(places_of(coursedir, assignment, "nobody"), standings)
    left_out: dict[str, str] = {}
    marks: dict[str, Mapping[str, Mapping[str, Any]]] = {}
    again: dict[str, dict[str, Graded]] = {}
    changes = []
    for student in find_submissions(Path(coursedir.root), assignment):
        graded_in = Path(coursedir.format_path(coursedir.autograded_directory, student, assignment))
        standing = standings.get(student)
        if standing is None or not graded_in.is_dir():
            left_out[student] = NOT_GRADED
            continue
        places = places_of(coursedir, assignment, student)
        try:
            graded = _grade_again(places, standing)
        except MedcodingError as error:
            left_out[student] = str(error)
            continue
        before = load_marks(graded_in)
        if not new_answers and any(
            "answer" in before.get(slug, {}) and before[slug]["answer"] != each.marks["answer"]
            for slug, each in graded.items()
        ):
            left_out[student] = OTHER_ANSWERS
            continue
        marks[student], again[student] = before, graded
        expected = _expected(app, standing, graded)
        if change := compare(standing, expected):
            changes.append(change)
    if not again and not left_out:
        raise GradingError(f"submitted/: nobody has handed in {assignment}; run `nbgrader collect {assignment}`")
    slugs = sorted({slug for graded in again.values() for slug in graded})
    keys = {
        slug: KeyState(
            _seen(marks[student].get(slug, {}).get("key", "") for student in again if slug in again[student]),
            next(graded[slug].marks["key"] for graded in again.values() if slug in graded),
        )
        for slug in slugs
    }
    policies = KeyState(
        _seen(str(mark["policy"]) for each in marks.values() for mark in each.values() if "policy" in mark),
        next((str(each.marks["policy"]) for graded in again.values() for each in graded.values()), ""),
    )
    return Plan(assignment, tuple(again), tuple(changes), keys, policies, left_out)


def compare(old: Standing, new: Standing) -> StudentChange | None:
    """What differs between two standings of one student; None where nothing does."""
    before, after = old.points, new.points
    found = []
    for slug, points in sorted(after.items()):
        was = before.get(slug, Points(None, None, 0.0))
        if _differ(was.counted, points.counted) or _differ(was.auto or 0.0, points.auto or 0.0):
            found.append(Change(slug, was.counted, points.counted, points.by_hand is not None))
    if not found and not _differ(old.total, new.total):
        return None
    return StudentChange(new.student, old.total, new.total, tuple(found))


def _grade_again(places: Places, standing: Standing) -> dict[str, Graded]:
    return {
        slug: grade_exercise(places, load_submission(places.submitted, name), slug)
        for name, sheet in standing.sheets.items()
        for slug in sheet.points
        if places.has_key(slug)
    }


def _expected(app: Any, standing: Standing, graded: Mapping[str, Graded]) -> Standing:
    """The standing that nbgrader would come to, late penalties included."""
    sheets = {}
    for name, sheet in standing.sheets.items():
        points = {
            slug: Points(graded[slug].points, was.by_hand, was.extra) if slug in graded else was
            for slug, was in sheet.points.items()
        }
        score = sheet.score + sum(points[slug].counted - sheet.points[slug].counted for slug in points)
        sheets[name] = Sheet(points, score, _penalty(app, standing, score))
    return Standing(standing.student, standing.late, sheets)


def _penalty(app: Any, standing: Standing, score: float) -> float:
    """As nbgrader's AssignLatePenalties, asked of the same plug-in."""
    if standing.late <= 0:
        return 0.0
    step = AssignLatePenalties(parent=app)
    step.init_plugin()
    found = step.plugin_inst.late_submission_penalty(standing.student, score, standing.late)
    return 0.0 if found is None else min(max(float(found), 0.0), score)


def _check_worth(places: Places, standings: Mapping[str, Standing]) -> None:
    """A key that is worth other points than the released cell cannot be graded with."""
    from medcoding.nbgrader.exporters import load_released

    for name in {name for standing in standings.values() for name in standing.sheets}:
        for cell in load_released(places, f"{name}.ipynb").cells:
            mark = cell.metadata.get("nbgrader", {})
            slug = str(mark.get("grade_id", ""))
            if not mark.get("grade") or not places.has_key(slug):
                continue
            worth = possible(get_key(places, slug))
            if _differ(worth, float(mark["points"])):
                raise GradingError(
                    f"{places.key_file(slug)}: the key is worth {worth:g} points, the released cell "
                    f"{mark['points']:g}; keep the sum, or generate the assignment again and run `medcoding grade`"
                )


def _seen(found: Any) -> tuple[str, ...]:
    return tuple(sorted(set(found)))


def _differ(one: float, other: float) -> bool:
    return abs(one - other) > 1e-9
