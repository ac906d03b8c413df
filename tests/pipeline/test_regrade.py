"""A key is amended, and a graded class is graded again; disputed_class.py tells who entered what."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from disputed_class import REASON, accept_the_alternate, hand_in_as
from medcoding.cli.disputes import amend, disputes, regrade
from medcoding.disputes import Dispute, save_disputes
from medcoding.errors import AuthoringError, GradingError
from small_class import ANKLE, OTHER, PRESSURE, ULCER, copy_of, run


@pytest.fixture
def root(class_with_disputes, tmp_path, monkeypatch) -> Path:
    """A copy of the graded class, which is the current folder."""
    return copy_of(class_with_disputes, tmp_path / "class", monkeypatch)


def scores(root: Path, unit: str) -> dict[str, float]:
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        return {each.student.id: each.score for each in gradebook.assignment_submissions(unit)}


def record(root: Path, unit: str) -> list[dict]:
    path = root / "regrades" / f"{unit}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_before_the_alternate_earns_half(root, unit) -> None:
    assert scores(root, unit) == {"anna": 7.0, "bert": 1.0, "cleo": 8.0, "dora": 8.0}


def test_whoever_entered_the_alternate_gains_and_nobody_else_changes(root, unit) -> None:
    accept_the_alternate()
    status, text = run(regrade, unit, "--yes", "--reason", REASON, "--json")
    report = json.loads(text)
    assert status == 0
    assert scores(root, unit) == {"anna": 8.0, "bert": 2.0, "cleo": 8.0, "dora": 8.0}
    assert report["regraded"] is True
    assert {name: (each["old"], each["new"]) for name, each in report["students"].items()} == {
        "anna": (7.0, 8.0),
        "bert": (1.0, 2.0),
        "dora": (8.0, 8.0),
    }
    assert report["students"]["anna"]["exercises"] == {ANKLE: {"old": 1.0, "new": 2.0, "by_hand": False}}
    assert report["students"]["dora"]["exercises"] == {ANKLE: {"old": 2.0, "new": 2.0, "by_hand": True}}


def test_points_by_hand_and_extra_credit_stay(root, unit) -> None:
    accept_the_alternate()
    run(regrade, unit, "--yes")
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        grade_ = gradebook.find_grade(ANKLE, "assignment", unit, "dora")
        assert (grade_.auto_score, grade_.manual_score, grade_.extra_credit) == (2.0, 1.5, 0.5)


def test_the_record_says_what_changed_for_whom_when_and_why(root, unit) -> None:
    accept_the_alternate()
    run(regrade, unit, "--yes", "--reason", REASON)
    (line,) = record(root, unit)
    key = line["keys"][ANKLE]
    assert (line["reason"], line["assignment"], line["complete"], line["graded"]) == (REASON, unit, True, 4)
    assert line["who"]
    assert abs(datetime.now(UTC) - datetime.fromisoformat(line["time"])) < timedelta(minutes=5)
    assert len(key["before"]) == 1
    assert key["before"] != [key["after"]]
    assert line["keys"][ULCER]["before"] == [line["keys"][ULCER]["after"]]
    assert line["students"]["bert"] == {
        "old": 1.0,
        "new": 2.0,
        "exercises": {ANKLE: {"old": 1.0, "new": 2.0, "by_hand": False}},
    }
    assert "cleo" not in line["students"]


def test_a_second_regrade_says_that_nothing_changed(root, unit) -> None:
    accept_the_alternate()
    run(regrade, unit, "--yes")
    status, text = run(regrade, unit, "--yes")
    assert status == 0
    assert "0 of 4 students get another score." in text
    assert "Nothing changed" in text
    assert len(record(root, unit)) == 1


def test_a_dry_run_announces_the_same_and_writes_nothing(root, unit, checksums) -> None:
    accept_the_alternate()
    before = checksums(root)
    _, text = run(regrade, unit, "--dry-run", "--json")
    announced = json.loads(text)
    after = checksums(root)
    assert {name for name in before if before[name] != after.get(name)} <= {".nbgrader.log"}
    assert set(after) - set(before) <= {".nbgrader.log"}
    assert announced["regraded"] is False
    assert announced["students"] == json.loads(run(regrade, unit, "--yes", "--json")[1])["students"]


def test_without_yes_it_asks_and_no_is_no(root, unit) -> None:
    accept_the_alternate()
    done = CliRunner().invoke(regrade, [unit], input="n\n")
    assert done.exit_code == 1
    assert scores(root, unit)["anna"] == 7.0
    assert record(root, unit) == []


def test_a_late_penalty_is_announced_and_taken_as_nbgrader_does(root, unit) -> None:
    with (root / "nbgrader_config.py").open("a") as file:
        file.write("c.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment(unit, duedate="2026-01-01 00:00:00 UTC")
        gradebook.find_submission(unit, "anna").timestamp = datetime(2026, 1, 2)
        gradebook.db.commit()
    accept_the_alternate()
    announced = json.loads(run(regrade, unit, "--dry-run", "--json")[1])["students"]
    done = json.loads(run(regrade, unit, "--yes", "--json")[1])["students"]
    assert (announced["anna"]["old"], announced["anna"]["new"]) == (7.0, 0.0)
    assert done == announced


def test_other_answers_handed_in_after_the_feedback_are_left_out(root, unit) -> None:
    hand_in_as("anna", root, unit, right_ankle=True)
    accept_the_alternate()
    report = json.loads(run(regrade, unit, "--yes", "--json")[1])
    assert "other answers" in report["left_out"]["anna"]
    assert "anna" not in report["students"]
    assert scores(root, unit)["anna"] == 7.0
    assert record(root, unit)[0]["left_out"].keys() == {"anna"}
    assert json.loads(run(regrade, unit, "--yes", "--new-answers", "--json")[1])["students"].keys() == {"anna"}
    assert scores(root, unit)["anna"] == 8.0


def test_who_was_never_graded_is_left_to_the_first_grading(root, unit) -> None:
    hand_in_as("emil", root, unit)
    accept_the_alternate()
    report = json.loads(run(regrade, unit, "--yes", "--json")[1])
    assert report["left_out"] == {"emil": "not graded yet; run `medcoding grade`"}
    assert "emil" not in scores(root, unit)


def test_a_key_worth_other_points_is_refused_before_anything_changes(root, unit) -> None:
    path = root / "source" / unit / "cases" / f"{PRESSURE}.md"
    path.write_text(path.read_text().replace("points: 1", "points: 3"))
    with pytest.raises(GradingError, match="worth 3 points"):
        run(regrade, unit, "--yes")
    assert scores(root, unit)["cleo"] == 8.0


def test_a_record_that_cannot_be_written_stops_it_before_anything_changes(root, unit) -> None:
    accept_the_alternate()
    (root / "regrades").write_text("in the way of a folder")
    with pytest.raises(GradingError, match="nothing was graded"):
        run(regrade, unit, "--yes")
    assert scores(root, unit)["anna"] == 7.0


def test_a_change_of_words_alone_is_recorded_and_changes_nobody(root, unit) -> None:
    path = root / "source" / unit / "cases" / f"{ANKLE}.md"
    path.write_text(path.read_text().replace("begin in the Index", "look in the Index"))
    report = json.loads(run(regrade, unit, "--yes", "--json")[1])
    assert (report["regraded"], report["students"]) == (True, {})
    assert record(root, unit)[0]["students"] == {}


def test_a_submission_that_only_adds_a_dispute_is_graded_again(root, unit) -> None:
    folder = root / "submitted" / "anna" / unit
    save_disputes(folder, ANKLE, [Dispute(OTHER, "", REASON)])
    (folder / "timestamp.txt").write_text(datetime.now(UTC).isoformat())
    accept_the_alternate()
    report = json.loads(run(regrade, unit, "--yes", "--json")[1])
    assert report["left_out"] == {}
    assert scores(root, unit)["anna"] == 8.0


def test_amending_twice_and_amending_nothing_are_refused(root, unit) -> None:
    accept_the_alternate()
    with pytest.raises(AuthoringError, match="earns full credit already"):
        accept_the_alternate()
    with pytest.raises(AuthoringError, match="no case of this name"):
        run(amend, "nothing", "--alternate", OTHER, "--why", "x")


def test_an_assignment_that_does_not_exist_says_what_to_do(root) -> None:
    with pytest.raises(GradingError, match="no such assignment"):
        run(disputes, "05-nothing")
    with pytest.raises(GradingError, match="generate_assignment 05-nothing"):
        run(regrade, "05-nothing")
