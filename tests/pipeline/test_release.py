"""What is released: the same bytes everywhere, and no trace of a key."""

from __future__ import annotations

import json
import shutil

import pytest

from medcoding import codes
from medcoding.errors import GradingError
from medcoding.exercises import load_case
from medcoding.nbgrader.release import build_release
from medcoding.nbgrader.session import LOG


def test_the_same_source_gives_the_same_bytes_in_any_folder(own_course, course, unit, tmp_path, checksums) -> None:
    here = build_release(course, unit, tmp_path / "here")
    there = build_release(own_course, unit, tmp_path / "there")
    assert checksums(here) == checksums(there)
    assert "assignment.ipynb" in checksums(here)
    assert not (own_course / "gradebook.db").exists()
    assert not (own_course / "release").exists()


def test_building_again_replaces_what_was_there(own_course, unit, tmp_path, checksums) -> None:
    first = checksums(build_release(own_course, unit, tmp_path / "release"))
    (tmp_path / "release" / unit / "left-over.txt").write_text("old")
    assert checksums(build_release(own_course, unit, tmp_path / "release")) == first


def test_it_is_what_the_nbgrader_command_makes(round_, course, unit, tmp_path, checksums) -> None:
    assert checksums(build_release(course, unit, tmp_path)) == checksums(round_.root / "release" / unit)


def test_nothing_of_a_key_is_released(round_, course, unit) -> None:
    released = "\n".join(
        path.read_text(encoding="utf-8") for path in (round_.root / "release").rglob("*") if path.is_file()
    )
    for path in (course / "source" / unit / "cases").glob("*.md"):
        for line in load_case(path).key.lines:
            assert line.code not in released
            assert codes.normalise(line.code, line.system) not in released
            assert line.why not in released
    for trace in ("PRIVATE-", "## Key", "evidence:", "near_misses", "cite:"):
        assert trace not in released


def test_the_exchange_holds_no_key_and_no_other_learners_work(round_, unit) -> None:
    exchange = round_.root / ".exchange" / "medcoding" / "outbound" / unit
    names = {path.name for path in exchange.rglob("*")}
    assert "assignment.ipynb" in names
    assert not names & {"cases", "assignment.md", "answers"}


def test_an_instructors_widget_state_is_not_released(own_course, unit, tmp_path) -> None:
    path = own_course / "source" / unit / "assignment.ipynb"
    notebook = json.loads(path.read_text())
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {"x": "S93.401A"}}}
    notebook["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "S93.401A"}]
    path.write_text(json.dumps(notebook))
    released = build_release(own_course, unit, tmp_path / "release") / "assignment.ipynb"
    assert "S93.401A" not in released.read_text()
    assert "widgets" not in json.loads(released.read_text())["metadata"]


def test_answers_left_in_the_source_are_refused(own_course, unit, tmp_path) -> None:
    answers = own_course / "source" / unit / "answers"
    answers.mkdir()
    (answers / "high-pressure.json").write_text("{}")
    with pytest.raises(GradingError):
        build_release(own_course, unit, tmp_path / "release")
    assert "delete the folder" in (own_course / LOG).read_text()
    assert not (tmp_path / "release" / unit).exists()
    shutil.rmtree(answers)
    build_release(own_course, unit, tmp_path / "release")
