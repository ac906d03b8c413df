"""A class of eleven whose figures were worked out by hand.

Points (ankle of 2, ulcer of 5, pressure of 1): four have all; three enter another ligament and have 1, 5, 1; one
has that alone (1, 0, 0); one hands in nothing (0, 0, 0); one the ankle alone (2, 0, 0); the eleventh never hands in.
"""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from medcoding.cli.disputes import disputes
from medcoding.cli.grading import grade
from medcoding.cli.report import report
from medcoding.disputes import Dispute, save_disputes
from medcoding.errors import GradingError
from medcoding.exercises.course import Course
from medcoding.nbgrader.demo.classroom import Classroom
from medcoding.nbgrader.session import open_course
from medcoding.report.gather import gather_class
from medcoding.report.page import render_page
from medcoding.report.tally import build_report
from small_class import ANKLE, OTHER, PRESSURE, ULCER, copy_of, full_answer, go_into, hand_in, lay_out, run

HOSTILE = "<script>alert(1)</script>"
# learner -> the exercises answered, and whether the ankle's other ligament is entered
CLASS = {
    **{f"full{number}": ((ANKLE, ULCER, PRESSURE), False) for number in range(4)},
    **{f"other{number}": ((ANKLE, ULCER, PRESSURE), True) for number in range(3)},
    "alone": ((ANKLE,), True),
    "blank": ((), False),
    "ankle": ((ANKLE,), False),
}
SYLLABUS = (
    "title: T\ndefault_date: 2026-05-15\noutcomes:\n  A3: Assign codes.\nskills:\n  laterality: Side.\nunits: []\n"
)


@pytest.fixture(scope="module")
def root(course, unit, tmp_path_factory) -> Path:
    root = lay_out(course, tmp_path_factory.mktemp("report") / "class", SYLLABUS)
    with open_course(root, alone=True) as app:
        classroom = Classroom(app, root, unit)
        classroom.generate()
        classroom.enrol("away", "=Away", HOSTILE)
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment(unit, duedate="2026-05-10 00:00:00 UTC")
    for student, (slugs, is_other) in CLASS.items():
        answers = {slug: full_answer(root, unit, slug) for slug in slugs}
        if is_other:
            answers[ANKLE]["lines"][0]["code"] = OTHER
        if student == "full0":
            for slug, seconds in ((ANKLE, 600), (ULCER, 1200), (PRESSURE, -5)):
                answers[slug]["seconds"] = seconds
        day = 11 if student == "other0" else 9
        (hand_in(root, unit, student, answers) / "timestamp.txt").write_text(f"2026-05-{day:02d} 02:00:00.000000 UTC")
    save_disputes(root / "submitted" / "alone" / unit, ANKLE, [Dispute(OTHER, "", f"No ligament named. {HOSTILE}")])
    with pytest.MonkeyPatch.context() as patch:
        go_into(root, patch)
        run(grade, unit)
    return root


@pytest.fixture
def here(root, monkeypatch) -> Path:
    return go_into(root, monkeypatch)


@pytest.fixture(scope="module")
def made(root, unit):
    with open_course(root, alone=True) as app:
        return build_report(gather_class(app, Course(root), unit))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def figures(made, slug):
    return next(each for each in made.exercises if each.asked.slug == slug)


def test_scores_are_spread_as_worked_out(made) -> None:
    spread = made.spread
    assert (spread.count, spread.lowest, spread.highest, spread.median) == (10, 0.0, 8.0, 7.0)
    assert spread.mean == pytest.approx(5.6)  # 4 x 8 + 3 x 7 + 1 + 0 + 2 = 56
    assert spread.bins == (1, 1, 1, 0, 0, 0, 0, 0, 3, 4)


def test_difficulty_and_discrimination_are_as_worked_out(made) -> None:
    assert figures(made, ANKLE).share == pytest.approx(0.7)  # (4 x 2 + 4 x 1 + 0 + 2) / 20
    assert figures(made, ULCER).share == pytest.approx(0.7)
    # ankle: sums of products 7.2, of squares 4.4 and 75.6; ulcer: 16.5, 52.5 and 8.9
    assert figures(made, ANKLE).discrimination == pytest.approx(7.2 / (4.4 * 75.6) ** 0.5)
    assert figures(made, ULCER).discrimination == pytest.approx(16.5 / (52.5 * 8.9) ** 0.5)
    assert {each.learners for each in made.exercises} == {10}


def test_the_most_frequent_finding_and_wrong_code(made) -> None:
    first = figures(made, ANKLE).findings[0]
    assert (first.verdict, first.code, first.expected) == ("more specific than documented", OTHER, "S93.401A")
    assert first.learners == 4
    assert [(each.code, each.learners) for each in figures(made, ANKLE).wrong_codes] == [(OTHER, 4)]
    assert figures(made, ULCER).findings == ()


def test_outcomes_and_skills_of_class_and_learner(made) -> None:
    outcomes = {(each.student, each.name): each for each in made.outcomes}
    of_ankle = figures(made, ANKLE).asked
    assert outcomes["", of_ankle.outcomes[0]].share == pytest.approx(
        {3: 56 / 80, 1: 0.7}[sum(of_ankle.outcomes[0] in each.asked.outcomes for each in made.exercises)]
    )
    skills = {(each.student, each.name): each.share for each in made.skills}
    only = next(
        name for name in of_ankle.skills if not any(name in figures(made, o).asked.skills for o in (ULCER, PRESSURE))
    )
    assert skills["", only] == pytest.approx(0.7)
    assert (skills["alone", only], skills["ankle", only], skills["blank", only]) == (0.5, 1.0, 0.0)


def test_time_is_shown_where_answers_tell_it_and_unknown_elsewhere(made) -> None:
    assert made.seconds["full0"] == 1800
    assert made.seconds["full1"] is None
    assert ">unknown<" in render_page(made)
    assert ">30 min<" in render_page(made)


def test_who_is_late_and_who_is_missing(made) -> None:
    assert [each.student for each in made.missing] == ["away"]
    assert [(each.student, each.late) for each in made.late] == [("other0", 26 * 3600)]


def test_the_page_runs_nothing_fetches_nothing_and_says_what_it_holds(made) -> None:
    page = render_page(made)
    assert "For instructors only." in page
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"<(script|link|img|iframe|form)\b", page)
    assert not re.search(r"(https?:)?//[a-z]", page)
    assert page == render_page(made)


def test_the_command_writes_page_and_tables_and_changes_nothing(here, unit, tmp_path, checksums) -> None:
    before = checksums(here)
    status, text = run(report, unit, "--html", str(tmp_path / "r.html"), "--csv", str(tmp_path / "tables"))
    after = checksums(here)
    assert status == 0
    assert "10 graded of 11 learners; mean 5.6, median 7 of 8." in text
    assert "1 not handed in, 1 late, 1 open disputes." in text
    assert {name for name in {*before, *after} if before.get(name) != after.get(name)} <= {".nbgrader.log"}
    rows = {row["student"]: row for row in rows_of(tmp_path / "tables" / "learners.csv")}
    assert rows["away"]["name"].startswith("'=Away")
    assert (rows["other0"]["score"], rows["other0"]["late_seconds"]) == ("7", "93600")
    ankle = next(row for row in rows_of(tmp_path / "tables" / "exercises.csv") if row["exercise"] == ANKLE)
    assert (ankle["mean_share"], ankle["discrimination"]) == ("0.7", "0.3948")
    assert rows_of(tmp_path / "tables" / "disputes.csv")[0]["student"] == "alone"


def test_points_by_hand_count_and_extra_credit_does_not(root, unit, tmp_path, monkeypatch) -> None:
    copy = copy_of(root, tmp_path / "class", monkeypatch)
    with Gradebook(f"sqlite:///{copy}/gradebook.db") as gradebook:
        one = gradebook.find_grade(ANKLE, "assignment", unit, "blank")
        one.manual_score, one.extra_credit = 2.0, 1.0
        gradebook.db.commit()
    run(disputes, unit, "--answer", f"alone/{ANKLE}", "--reject", "It is named.")
    with open_course(copy, alone=True) as app:
        made = build_report(gather_class(app, Course(copy), unit))
    assert figures(made, ANKLE).share == pytest.approx(0.8)
    assert made.spread.mean == pytest.approx(5.9)
    assert made.work.disputes == ()


def test_few_learners_get_no_figures(root, unit, tmp_path) -> None:
    copy = tmp_path / "class"
    shutil.copytree(root, copy)
    for student in list(CLASS)[4:]:
        shutil.rmtree(copy / "submitted" / student)
    with open_course(copy, alone=True) as app:
        made = build_report(gather_class(app, Course(copy), unit))
    assert (figures(made, ANKLE).share, figures(made, ANKLE).discrimination) == (None, None)


def test_an_assignment_that_does_not_exist_says_what_to_do(here) -> None:
    with pytest.raises(GradingError, match="generate_assignment 05-nothing"):
        run(report, "05-nothing")
