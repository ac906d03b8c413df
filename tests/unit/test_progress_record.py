"""The record of practice: appended, read with suspicion, merged, and fed by every verdict."""

import json
import multiprocessing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from builders import a_case, a_line
from learning_builders import NOW, a_try
from medcoding.cli import cli
from medcoding.errors import ProgressError
from medcoding.exercises import parse_case
from medcoding.learning.logbook import (
    FileLog,
    PageLog,
    append_lines,
    load_lines,
    load_record,
    merge_lines,
    record_path,
)
from medcoding.learning.record import CardLook, Rating, parse_line, parse_record, render_event
from medcoding_widgets.by_kind import session_for
from medcoding_widgets.session import Mode

TRY = a_try(findings=(("correct", 1, 1), ("wrong side", 0.5, 1)))
LOOK = CardLook(NOW, "02-terms/word-parts", "-itis", Rating.GOOD)
ANSWER = {"lines": [{"code": "S93.402A", "system": "ICD-10-CM", "role": "first-listed", "evidence": []}]}


@pytest.mark.parametrize("event", [TRY, LOOK, replace(TRY, share=None, sitting="mock-1")])
def test_an_event_comes_back_from_its_line(event):
    assert parse_line(render_event(event)) == event


def test_what_cannot_be_read_is_counted_and_what_is_not_known_is_handed_on():
    good = render_event(TRY)
    odd = [
        "{",
        "[]",
        '{"what": "try"}',
        good.replace('"share": 1.0', '"share": 7'),
        good.replace("+00:00", ""),
        '{"what": "card", "when": "2026-05-20T10:00:00+00:00", "deck": "d", "card": "c", "rating": "superb"}',
        "[" * 5000,
    ]
    record = parse_record([good, *odd, "", '{"what": "exam", "passed": true}', good])
    assert record.tries == (TRY,)
    assert record.unreadable == len(odd)
    assert record.others == ({"what": "exam", "passed": True},)


@given(st.text(max_size=200))
def test_no_line_whatever_breaks_reading(line):
    parse_record([line])


def test_a_line_that_a_crash_left_unfinished_spoils_no_other(tmp_path):
    path = tmp_path / "practice.jsonl"
    log = FileLog(path)
    log.add(TRY)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"what": "try", "wh')
    log.add(LOOK)
    record = log.record()
    assert (record.tries, record.looks, record.unreadable) == ((TRY,), (LOOK,), 1)


def write_many(path, name, ready):
    ready.wait()
    log = FileLog(path)
    for number in range(100):
        log.add(replace(TRY, exercise=f"{name}-{number}"))


def test_two_notebooks_at_once_lose_no_line(tmp_path):
    path = tmp_path / "progress" / "practice.jsonl"
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(2)
    writers = [context.Process(target=write_many, args=(path, name, ready)) for name in ("a", "b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    record = load_record(path)
    assert {each.exercise for each in record.tries} == {f"{name}-{n}" for name in "ab" for n in range(100)}
    assert record.unreadable == 0
    assert sum('"about"' in line for line in load_lines(path)) == 1


def test_a_log_sees_what_another_notebook_added(tmp_path):
    path = tmp_path / "practice.jsonl"
    log = FileLog(path)
    assert log.record().tries == ()
    FileLog(path).add(TRY)
    assert log.record().tries == (TRY,)


def test_a_record_that_cannot_be_written_says_so_and_raises_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    log = FileLog(tmp_path / "file" / "practice.jsonl")
    log.add(TRY)
    assert "could not be saved" in log.trouble


def test_merging_is_the_union_of_lines_in_any_order(tmp_path):
    tries = [replace(TRY, when=NOW - timedelta(days=number)) for number in range(4)]
    home, work = tmp_path / "home.jsonl", tmp_path / "work.jsonl"
    append_lines(home, [render_event(each) for each in tries[:3]])
    append_lines(work, [render_event(each) for each in tries[2:]])
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    assert merge_lines(here, [home, work]) == merge_lines(there, [work, home]) == 5  # with the line about the file
    assert load_record(here) == load_record(there)
    assert len(load_record(here).tries) == 4
    before = here.read_bytes()
    assert merge_lines(here, [work]) == 0
    assert here.read_bytes() == before


def test_merging_refuses_what_is_no_record(tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("name,points\n")
    with pytest.raises(ProgressError, match="line 1 is no line of a record"):
        merge_lines(tmp_path / "practice.jsonl", [other])
    assert not (tmp_path / "practice.jsonl").exists()


def test_where_a_record_lies(tmp_path, monkeypatch):
    monkeypatch.delenv("MEDCODING_PROGRESS", raising=False)
    assert record_path(tmp_path) == tmp_path / "progress" / "practice.jsonl"
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write everywhere
    assert record_path(tmp_path) == Path.home() / "medcoding-progress" / "practice.jsonl"
    monkeypatch.setenv("MEDCODING_PROGRESS", str(tmp_path / "mine"))
    assert record_path(tmp_path) == tmp_path / "mine" / "practice.jsonl"


def submit(session):
    return session.reply({"type": "submit", "id": 1, "value": ANSWER})


def test_every_verdict_of_practice_goes_into_the_record_and_none_of_its_key(tmp_path):
    exercise = parse_case(a_case(a_line("S93.401A", "first-listed")), "04-unit/cases/a-case.md")
    exercise = replace(exercise, path=Path("04-unit/cases/a-case.md"))
    session = session_for(exercise, Mode.PRACTICE)
    session.log = FileLog(tmp_path / "practice.jsonl")
    submit(session)
    (found,) = session.log.record().tries
    assert (found.exercise, found.unit, found.kind, found.where.value) == ("a-case", "04-unit", "codes", "lesson")
    assert (found.skills, found.outcomes, found.share) == (("laterality",), ("A3",), 0.5)
    assert [each.verdict for each in found.findings] == ["wrong side"]
    text = (tmp_path / "practice.jsonl").read_text()
    assert "S93" not in text and "The record supports" not in text


def test_a_graded_assignment_feeds_nothing_before_its_feedback(tmp_path):
    session = session_for(parse_case(a_case(a_line("S93.401A", "first-listed")), "x"), Mode.ASSIGNMENT)
    session.log = PageLog()
    with pytest.raises(ValueError, match="nothing is judged here"):
        submit(session)
    assert session.log.record().tries == ()


def run(*words):
    return CliRunner().invoke(cli, ["progress", *map(str, words)])


def test_the_command_shows_copies_and_merges(tmp_path, monkeypatch):
    monkeypatch.setenv("MEDCODING_PROGRESS", str(tmp_path / "mine"))
    empty = run("show")
    assert empty.exit_code == 0
    assert "0 tries" in empty.output
    append_lines(tmp_path / "mine" / "practice.jsonl", [render_event(a_try(share=0.2))])
    copied = run("export", tmp_path / "copy.jsonl")
    assert copied.exit_code == 0, copied.output
    assert run("export", tmp_path / "copy.jsonl").exit_code == 2
    assert "0 lines added" in run("merge", tmp_path / "copy.jsonl").output
    assert "2 lines added" in run("merge", tmp_path / "copy.jsonl", "--into", tmp_path / "new.jsonl").output
    shown = json.loads(run("show", "--json", "--from", tmp_path / "new.jsonl").output)
    assert shown["skills"]["laterality"]["level"] == "started"
    assert [each["skill"] for each in shown["review"]] == ["laterality"]
    missing = run("show", "--from", tmp_path / "nothing.jsonl")
    assert isinstance(missing.exception, ProgressError)
