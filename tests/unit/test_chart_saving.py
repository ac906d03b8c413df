"""An answer on disk: saved at every change, found again, never lost."""

import json
import shutil

import nbformat
import pytest

from medcoding.answers import MIME
from medcoding.exercises import parse_case
from medcoding_widgets.chart_session import ChartSession
from medcoding_widgets.session import Mode

CASE = """---
id: sore-throat
title: Sore throat
kind: codes
setting: office
date_of_service: 2026-05-15
age: 30
sex: F
outcomes: [A3]
skills: [laterality]
difficulty: 1
---
**Complaint.** Sore throat for two days.
Streptococcal pharyngitis.

## Question
Assign the code.

## Key
```yaml
lines:
  - code: J02.0
    system: ICD-10-CM
    role: first-listed
    why: It is named.
    cite: OCG IV.A
    evidence: Streptococcal pharyngitis
```
"""
LINE = {"code": "J02.0", "evidence": ["Streptococcal pharyngitis."]}


@pytest.fixture
def exercise():
    return parse_case(CASE, "case")


def enter(session, *lines):
    session.change(session.read({"lines": list(lines)}))


def saved(folder):
    return json.loads((folder / "answers" / "sore-throat.json").read_text(encoding="utf-8"))


def test_every_change_is_on_disk_and_a_new_session_finds_it(exercise, tmp_path):
    first = ChartSession(exercise, Mode.ASSIGNMENT, tmp_path)
    assert not (tmp_path / "answers").exists()
    enter(first, LINE)
    assert saved(tmp_path)["exercise"] == "sore-throat"
    assert saved(tmp_path)["lines"][0]["evidence"] == ["Streptococcal pharyngitis."]
    assert ChartSession(exercise, Mode.ASSIGNMENT, tmp_path).lines == first.lines
    enter(first)
    assert saved(tmp_path)["lines"] == []


def test_the_status_of_an_assignment_says_saved_and_complete_and_nothing_of_right_or_wrong(exercise, tmp_path):
    session = ChartSession(exercise, Mode.ASSIGNMENT, tmp_path)
    assert "Not yet complete" in session.status()["says"]
    for code in ("J02.0", "Z99.9", "E11"):
        enter(session, {"code": code})
        assert session.status()["says"] == "Saved. Complete."
    enter(session, {"code": "12345"})
    assert session.status()["well_formed"] is False


def test_an_app_saves_nothing(exercise, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    session = ChartSession(exercise, Mode.APP)
    enter(session, LINE)
    assert session.status()["saved"] is False
    assert list(tmp_path.iterdir()) == []


def test_a_session_for_reading_only_neither_changes_nor_saves(exercise, tmp_path):
    enter(ChartSession(exercise, Mode.ASSIGNMENT, tmp_path), LINE)
    session = ChartSession(exercise, Mode.ASSIGNMENT, tmp_path, read_only=True)
    enter(session)
    assert len(session.lines) == 1
    assert len(saved(tmp_path)["lines"]) == 1


@pytest.mark.parametrize("text", ["", "{", '{"exercise": "other"}', '{"exercise": "sore-throat", "lines": [5]}'])
def test_an_unreadable_answer_is_kept_under_another_name(exercise, tmp_path, text):
    folder = tmp_path / "answers"
    folder.mkdir()
    for number in (1, 2):
        (folder / "sore-throat.json").write_text(text, encoding="utf-8")
        session = ChartSession(exercise, Mode.ASSIGNMENT, tmp_path)
        assert session.lines == ()
        assert f"sore-throat.json.unreadable-{number}" in session.status()["says"]
        assert (folder / f"sore-throat.json.unreadable-{number}").read_text(encoding="utf-8") == text
    enter(session, LINE)
    assert session.status()["says"] == "Saved. Complete."


def test_reading_only_leaves_an_unreadable_answer_alone(exercise, tmp_path):
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "sore-throat.json").write_text("{", encoding="utf-8")
    ChartSession(exercise, Mode.ASSIGNMENT, tmp_path, read_only=True)
    assert [path.name for path in (tmp_path / "answers").iterdir()] == ["sore-throat.json"]


def save_notebook(folder, answer):
    output = nbformat.v4.new_output("display_data", {MIME: answer, "text/html": ""})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output])])
    nbformat.write(notebook, folder / "assignment.ipynb")


def test_without_its_file_an_answer_comes_back_from_the_notebook(exercise, tmp_path):
    first = ChartSession(exercise, Mode.ASSIGNMENT, tmp_path)
    enter(first, LINE)
    save_notebook(tmp_path, first.answer.as_json())
    shutil.rmtree(tmp_path / "answers")
    again = ChartSession(exercise, Mode.ASSIGNMENT, tmp_path)
    assert again.lines == first.lines
    assert saved(tmp_path)["lines"] == first.value["lines"]


def test_the_file_counts_more_than_the_notebook(exercise, tmp_path):
    session = ChartSession(exercise, Mode.ASSIGNMENT, tmp_path)
    enter(session, LINE)
    save_notebook(tmp_path, session.answer.as_json())
    enter(session)
    assert ChartSession(exercise, Mode.ASSIGNMENT, tmp_path).lines == ()


@pytest.mark.parametrize("answer", [None, [], {"exercise": "sore-throat", "lines": 3}, {"exercise": "x"}])
def test_a_notebooks_copy_that_cannot_be_read_is_passed_over(exercise, tmp_path, answer):
    save_notebook(tmp_path, answer)
    (tmp_path / "broken.ipynb").write_text("{", encoding="utf-8")
    assert ChartSession(exercise, Mode.ASSIGNMENT, tmp_path).lines == ()


def test_a_folder_that_cannot_be_written_is_told_plainly(exercise, tmp_path):
    (tmp_path / "answers").write_text("in the way", encoding="utf-8")
    session = ChartSession(exercise, Mode.ASSIGNMENT, tmp_path)
    enter(session, LINE)
    status = session.status()
    assert status["saved"] is False
    assert status["trouble"] is True
    assert status["says"].startswith("Not saved:")
    assert len(session.lines) == 1
