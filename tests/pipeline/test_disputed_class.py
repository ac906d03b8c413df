"""Disputes come with the submissions: they are listed, settled by an amended key, or answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from disputed_class import REASON, accept_the_alternate
from medcoding.cli.disputes import disputes
from medcoding.disputes import Dispute, load_disputes, save_disputes
from medcoding.errors import GradingError
from medcoding.nbgrader.demo.classroom import Classroom, open_classroom
from medcoding.nbgrader.run import grade_class
from medcoding.nbgrader.session import open_course
from small_class import ANKLE, OTHER, ULCER, copy_of, run


@pytest.fixture
def root(class_with_disputes, tmp_path, monkeypatch) -> Path:
    """A copy of the graded class, which is the current folder."""
    return copy_of(class_with_disputes, tmp_path / "class", monkeypatch)


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
    accept_the_alternate()
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
