"""A class of four: disputes come with the submissions, a key is amended, everybody is graded again.

The scores are worked out by hand from the policy. `ankle-first-visit` has one line of 2 points; a code
that says more than the record keeps half, so S93.491A earns 1 of 2 until the key accepts it.
"""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from nbgrader.api import Gradebook

from medcoding.cli.disputes import amend, disputes, regrade
from medcoding.cli.grading import grade
from medcoding.disputes import Dispute, load_disputes, save_disputes
from medcoding.errors import AuthoringError, GradingError
from medcoding.exercises import load_case
from medcoding.kinds import kind_of
from medcoding.nbgrader.demo.classroom import Classroom, open_classroom
from medcoding.nbgrader.run import grade_class
from medcoding.nbgrader.session import open_course

ANKLE, ULCER, PRESSURE = "ankle-first-visit", "foot-ulcer", "high-pressure"
OTHER = "S93.491A"  # sprain of another ligament of the right ankle: what two of the four enter
# anna: the alternate, else right; bert: the alternate alone; cleo: all right; dora: the alternate, points by hand
STUDENTS = ("anna", "bert", "cleo", "dora")
REASON = "The record does not say which ligament."


@pytest.fixture(scope="module")
def graded(course, unit, tmp_path_factory) -> Path:
    """Four graded submissions. Dora's ankle got 1.5 points by hand, and half a point of extra credit."""
    root = tmp_path_factory.mktemp("regrade") / "class"
    root.mkdir()
    shutil.copytree(course / "source", root / "source")
    shutil.copyfile(course / "nbgrader_config.py", root / "nbgrader_config.py")
    (root / "course").mkdir()
    (root / "course" / "syllabus.yaml").write_text(SYLLABUS)
    with open_course(root, alone=True) as app:
        Classroom(app, root, unit).generate()
    for student in STUDENTS:
        hand_in(root, unit, student)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.delenv("MEDCODING_COURSE", raising=False)
        run(grade, unit)
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        by_hand = gradebook.find_grade(ANKLE, "assignment", unit, "dora")
        by_hand.manual_score, by_hand.extra_credit = 1.5, 0.5
        gradebook.db.commit()
    return root


@pytest.fixture
def root(graded, tmp_path, monkeypatch) -> Path:
    """A copy of it, which is the current folder."""
    copy = tmp_path / "class"
    shutil.copytree(graded, copy)
    monkeypatch.chdir(copy)
    monkeypatch.delenv("MEDCODING_COURSE", raising=False)
    return copy


SYLLABUS = """\
title: Test
default_date: 2026-05-15
outcomes:
  A3: Assign codes.
skills:
  laterality: Right or left.
  code-first: Order.
  integral-symptoms: Symptoms.
units: []
"""


def hand_in(root: Path, unit: str, student: str, *, right_ankle: bool = False) -> Path:
    folder = root / "submitted" / student / unit
    (folder / "answers").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(root / "release" / unit / "assignment.ipynb", folder / "assignment.ipynb")
    wanted = (ANKLE,) if student == "bert" else (ANKLE, ULCER, PRESSURE)
    for slug in wanted:
        exercise = load_case(root / "source" / unit / "cases" / f"{slug}.md")
        value = kind_of(exercise.kind).full_answer(exercise).as_json()
        if slug == ANKLE and student != "cleo" and not right_ankle:
            value["lines"][0]["code"] = OTHER
        (folder / "answers" / f"{slug}.json").write_text(json.dumps(value))
    return folder


def run(command, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, list(words))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout


def scores(root: Path, unit: str) -> dict[str, float]:
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        return {each.student.id: each.score for each in gradebook.assignment_submissions(unit)}


def accept_it() -> None:
    run(amend, ANKLE, "--alternate", OTHER, "--why", "The ligament is not named.")


def record(root: Path, unit: str) -> list[dict]:
    path = root / "regrades" / f"{unit}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_before_the_alternate_earns_half(root, unit) -> None:
    assert scores(root, unit) == {"anna": 7.0, "bert": 1.0, "cleo": 8.0, "dora": 8.0}


def test_whoever_entered_the_alternate_gains_and_nobody_else_changes(root, unit) -> None:
    accept_it()
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
    accept_it()
    run(regrade, unit, "--yes")
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        grade_ = gradebook.find_grade(ANKLE, "assignment", unit, "dora")
        assert (grade_.auto_score, grade_.manual_score, grade_.extra_credit) == (2.0, 1.5, 0.5)


def test_the_record_says_what_changed_for_whom_when_and_why(root, unit) -> None:
    accept_it()
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
    accept_it()
    run(regrade, unit, "--yes")
    status, text = run(regrade, unit, "--yes")
    assert status == 0
    assert "0 of 4 students get another score." in text
    assert "Nothing changed" in text
    assert len(record(root, unit)) == 1


def test_a_dry_run_announces_the_same_and_writes_nothing(root, unit, checksums) -> None:
    accept_it()
    before = checksums(root)
    _, text = run(regrade, unit, "--dry-run", "--json")
    announced = json.loads(text)
    after = checksums(root)
    assert {name for name in before if before[name] != after.get(name)} <= {".nbgrader.log"}
    assert set(after) - set(before) <= {".nbgrader.log"}
    assert announced["regraded"] is False
    assert announced["students"] == json.loads(run(regrade, unit, "--yes", "--json")[1])["students"]


def test_without_yes_it_asks_and_no_is_no(root, unit) -> None:
    accept_it()
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
    accept_it()
    announced = json.loads(run(regrade, unit, "--dry-run", "--json")[1])["students"]
    done = json.loads(run(regrade, unit, "--yes", "--json")[1])["students"]
    assert (announced["anna"]["old"], announced["anna"]["new"]) == (7.0, 0.0)
    assert done == announced


def test_other_answers_handed_in_after_the_feedback_are_left_out(root, unit) -> None:
    hand_in(root, unit, "anna", right_ankle=True)
    accept_it()
    report = json.loads(run(regrade, unit, "--yes", "--json")[1])
    assert "other answers" in report["left_out"]["anna"]
    assert "anna" not in report["students"]
    assert scores(root, unit)["anna"] == 7.0
    assert record(root, unit)[0]["left_out"].keys() == {"anna"}
    assert json.loads(run(regrade, unit, "--yes", "--new-answers", "--json")[1])["students"].keys() == {"anna"}
    assert scores(root, unit)["anna"] == 8.0


def test_who_was_never_graded_is_left_to_the_first_grading(root, unit) -> None:
    hand_in(root, unit, "emil")
    accept_it()
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
    accept_it()
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


def test_disputes_travel_with_a_submission(course, unit, tmp_path) -> None:
    one = Dispute(OTHER, "", REASON)
    with open_classroom(course, unit, tmp_path / "class") as classroom:
        classroom.generate()
        classroom.release()
        desk = classroom.fetch("anna")
        save_disputes(desk.folder, ANKLE, [one])
        classroom.submit("anna")
        classroom.collect()
        assert load_disputes(classroom.root / "submitted" / "anna" / unit, ANKLE) == (one,)
        grade_class(classroom.app, unit)
        assert not list((classroom.root / "autograded").rglob("disputes"))


def test_a_source_with_disputes_of_somebody_who_tried_it_out_is_not_released(root, unit) -> None:
    save_disputes(root / "source" / unit, ANKLE, [Dispute(OTHER, "", REASON)])
    with open_course(root, alone=True) as app, pytest.raises(GradingError):
        Classroom(app, root, unit).generate()
    assert "disputes of somebody" in (root / ".nbgrader.log").read_text()


def test_disputes_are_listed_the_most_disputed_finding_first(root, unit) -> None:
    for student in ("anna", "bert"):
        save_disputes(root / "submitted" / student / unit, ANKLE, [Dispute(OTHER, "", f"{student}: {REASON}")])
    save_disputes(root / "submitted" / "bert" / unit, ULCER, [Dispute("L97.412", "missed", "Not asked.")])
    status, text = run(disputes, unit, "--json")
    found = json.loads(text)
    assert status == 0
    first, second = found["open"]
    assert (first["exercise"], first["code"], first["expected"]) == (ANKLE, OTHER, "S93.401A")
    assert [each["student"] for each in first["students"]] == ["anna", "bert"]
    assert (second["exercise"], second["verdict"], len(second["students"])) == (ULCER, "missed", 1)
    assert "2 students" in run(disputes, unit)[1]


def test_an_amended_key_settles_a_dispute(root, unit) -> None:
    save_disputes(root / "submitted" / "anna" / unit, ANKLE, [Dispute(OTHER, "", REASON)])
    accept_it()
    found = json.loads(run(disputes, unit, "--json")[1])
    assert found["open"] == []
    assert found["settled"][0]["students"] == [{"student": "anna", "reason": REASON}]
    assert REASON in run(disputes, unit, "--all")[1]


def test_a_damaged_file_of_disputes_stops_nobody(root, unit) -> None:
    for student in ("anna", "bert"):
        save_disputes(root / "submitted" / student / unit, ANKLE, [Dispute(OTHER, "", REASON)])
    (root / "submitted" / "anna" / unit / "disputes" / f"{ANKLE}.json").write_text("{")
    status, text = run(disputes, unit, "--json")
    found = json.loads(text)
    assert status == 1
    assert [each["student"] for each in found["open"][0]["students"]] == ["bert"]
    assert found["problems"][0].startswith(f"anna: disputes/{ANKLE}.json")


def test_a_submission_that_only_adds_a_dispute_is_graded_again(root, unit) -> None:
    folder = root / "submitted" / "anna" / unit
    save_disputes(folder, ANKLE, [Dispute(OTHER, "", REASON)])
    (folder / "timestamp.txt").write_text(datetime.now(UTC).isoformat())
    accept_it()
    report = json.loads(run(regrade, unit, "--yes", "--json")[1])
    assert report["left_out"] == {}
    assert scores(root, unit)["anna"] == 8.0


def test_amending_twice_and_amending_nothing_are_refused(root, unit) -> None:
    accept_it()
    with pytest.raises(AuthoringError, match="earns full credit already"):
        accept_it()
    with pytest.raises(AuthoringError, match="no case of this name"):
        run(amend, "nothing", "--alternate", OTHER, "--why", "x")


def test_an_assignment_that_does_not_exist_says_what_to_do(root) -> None:
    with pytest.raises(GradingError, match="no such assignment"):
        run(disputes, "05-nothing")
    with pytest.raises(GradingError, match="generate_assignment 05-nothing"):
        run(regrade, "05-nothing")


def test_a_rejected_dispute_is_settled_kept_and_shown_in_the_feedback(root, unit) -> None:
    for student in ("anna", "bert"):
        save_disputes(root / "submitted" / student / unit, ANKLE, [Dispute(OTHER, "", f"<b>{student}</b>: {REASON}")])
    says = "The record <i>does</i> say it: look at the assessment."
    assert run(disputes, unit, "--answer", f"anna/{ANKLE}", "--reject", says)[0] == 0
    found = json.loads(run(disputes, unit, "--json")[1])
    assert [each["student"] for each in found["open"][0]["students"]] == ["bert"]
    assert found["settled"][0]["students"] == [{"student": "anna", "reason": f"<b>anna</b>: {REASON}", "answer": says}]
    assert says in run(disputes, unit, "--all")[1]
    (line,) = (root / "regrades" / f"{unit}-disputes.jsonl").read_text().splitlines()
    kept = json.loads(line)
    assert (kept["student"], kept["exercise"], kept["code"], kept["says"]) == ("anna", ANKLE, OTHER, says)
    with open_course(root, alone=True) as app:
        Classroom(app, root, unit).make_feedback()
    pages = {name: (root / "feedback" / name / unit / "assignment.html").read_text() for name in ("anna", "bert")}
    assert "look at the assessment" in pages["anna"]
    assert "&lt;i&gt;does" in pages["anna"]
    assert "look at the assessment" not in pages["bert"]
    assert "1 of 2 points" in pages["anna"]


def test_a_new_reason_opens_a_rejected_dispute_again(root, unit) -> None:
    folder = root / "submitted" / "anna" / unit
    save_disputes(folder, ANKLE, [Dispute(OTHER, "", REASON)])
    run(disputes, unit, "--answer", f"*/{ANKLE}", "--code", OTHER, "--reject", "It does.")
    assert json.loads(run(disputes, unit, "--json")[1])["open"] == []
    save_disputes(folder, ANKLE, [Dispute(OTHER, "", "The second line of the record says otherwise.")])
    assert len(json.loads(run(disputes, unit, "--json")[1])["open"]) == 1


def test_an_answer_to_no_dispute_or_to_several_findings_is_refused(root, unit) -> None:
    with pytest.raises(GradingError, match="no open dispute"):
        run(disputes, unit, "--answer", f"cleo/{ANKLE}", "--reject", "No.")
    save_disputes(
        root / "submitted" / "anna" / unit, ANKLE, [Dispute(OTHER, "", REASON), Dispute("S93.401A", "missed", REASON)]
    )
    with pytest.raises(GradingError, match="--code"):
        run(disputes, unit, "--answer", f"anna/{ANKLE}", "--reject", "No.")
    assert run(disputes, unit, "--answer", "anna", "--reject", "No.")[0] == 2
    assert run(disputes, unit, "--reject", "No.")[0] == 2
    assert not (root / "regrades").exists()
