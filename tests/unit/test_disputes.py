"""Dispute files: written in one step, read with suspicion."""

from __future__ import annotations

import json
import os

import pytest

from medcoding.disputes import (
    MAX_DISPUTES,
    MAX_REASON,
    Dispute,
    dispute_path,
    load_disputes,
    make_dispute,
    parse_disputes,
    save_disputes,
    with_dispute,
    without_dispute,
)
from medcoding.errors import AnswerError

ONE = Dispute("S93.402A", "wrong side", "The record says left in its last line.")


def text(*entries: object, exercise: str = "ankle") -> str:
    return json.dumps({"exercise": exercise, "disputes": list(entries)})


def entry(**changed: object) -> dict[str, object]:
    return {"code": ONE.code, "verdict": ONE.verdict, "reason": ONE.reason, **changed}


def test_what_is_saved_is_read_back(tmp_path) -> None:
    save_disputes(tmp_path, "ankle", [ONE])
    assert load_disputes(tmp_path, "ankle") == (ONE,)
    assert [path.name for path in (tmp_path / "disputes").iterdir()] == ["ankle.json"]
    assert json.loads(dispute_path(tmp_path, "ankle").read_text()) == json.loads(text(entry()))


def test_without_a_file_there_are_none(tmp_path) -> None:
    assert load_disputes(tmp_path, "ankle") == ()
    save_disputes(tmp_path, "ankle", [ONE])
    save_disputes(tmp_path, "ankle", [])
    assert load_disputes(tmp_path, "ankle") == ()


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch) -> None:
    save_disputes(tmp_path, "ankle", [ONE])

    def fail(_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        save_disputes(tmp_path, "ankle", [ONE, ONE])
    assert load_disputes(tmp_path, "ankle") == (ONE,)
    assert len(list((tmp_path / "disputes").iterdir())) == 1


def test_the_last_dispute_on_a_finding_counts() -> None:
    again = Dispute("s93402a", "wrong side", "A better reason.")
    assert with_dispute((ONE,), again) == (again,)
    assert without_dispute((ONE,), "S93402A", "wrong side") == ()
    assert without_dispute((ONE,), "S93402A", "extra") == (ONE,)


@pytest.mark.parametrize("verdict", ["", "wrong side", "wrong-side", "wrong-POA"])
def test_a_verdict_may_be_left_out_or_written_as_in_its_class_name(verdict) -> None:
    (found,) = parse_disputes(text(entry(verdict=verdict)), "ankle", "x")
    assert found.verdict == verdict.replace("-", " ")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        "NaN",
        '"text"',
        "{}",
        text(exercise="another"),
        json.dumps({"exercise": "ankle"}),
        json.dumps({"exercise": "ankle", "disputes": {}}),
        json.dumps({"exercise": "ankle", "disputes": "code"}),
        text("I10"),
        text(None),
        text([]),
        text({}),
        text(entry(code=None)),
        text(entry(code=5)),
        text(entry(code="")),
        text(entry(code=" \n")),
        text(entry(code="A" * 201)),
        text(entry(verdict="my own")),
        text(entry(verdict=["wrong side"])),
        text(entry(reason=None)),
        text(entry(reason={"a": 1})),
        text(entry(reason="")),
        text(entry(reason="a" * (MAX_REASON + 1))),
        text(*[entry(code=f"I{number}") for number in range(MAX_DISPUTES + 1)]),
        text(entry(more=1e308)).replace("1e+308", "1e999"),
        text(entry()).replace("last", "\\ud800"),
        "[" * 100_000,
        " " * 300_000,
        b"\xff\xfe",
    ],
)
def test_hostile_files_raise_one_sentence(tmp_path, content) -> None:
    path = dispute_path(tmp_path, "ankle")
    path.parent.mkdir()
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(AnswerError) as caught:
        load_disputes(tmp_path, "ankle")
    assert str(caught.value).startswith("disputes/ankle.json: ")
    assert str(tmp_path) not in str(caught.value)


def test_unknown_fields_are_left_out() -> None:
    assert parse_disputes(text(entry(points=99, html="<script>")), "ankle", "x") == (ONE,)


def test_nothing_that_acts_on_a_terminal_gets_through() -> None:
    found = make_dispute("I10\n", "", "a\x1b[31mred\x07 \r\nline\u202eturned\u2028end\x00")
    assert found == Dispute("I10", "", "a [31mred lineturned end")


@pytest.mark.parametrize("linked", ["file", "folder"])
def test_a_link_is_not_followed(tmp_path, linked) -> None:
    save_disputes(tmp_path / "elsewhere", "ankle", [ONE])
    target = dispute_path(tmp_path / "elsewhere", "ankle")
    if linked == "folder":
        (tmp_path / "disputes").symlink_to(target.parent)
    else:
        (tmp_path / "disputes").mkdir()
        dispute_path(tmp_path, "ankle").symlink_to(target)
    with pytest.raises(AnswerError, match="plain file"):
        load_disputes(tmp_path, "ankle")


def test_a_folder_or_a_file_in_the_wrong_place_is_no_dispute(tmp_path) -> None:
    dispute_path(tmp_path, "ankle").mkdir(parents=True)
    with pytest.raises(AnswerError, match="plain file"):
        load_disputes(tmp_path, "ankle")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "disputes").write_text("a file where the folder should be")
    assert load_disputes(tmp_path / "other", "ankle") == ()
