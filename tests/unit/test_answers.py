"""Answer files are read with suspicion and replaced in one step."""

import json

import pytest

from medcoding.answers import MIME, RawAnswer, answer_path, find_in_notebook, load_answer, parse_answer, save_answer
from medcoding.errors import AnswerError

ANSWER = RawAnswer("a-case", {"lines": [{"code": "I10"}]})


def test_a_saved_answer_reads_back_and_leaves_no_other_file(tmp_path):
    path = answer_path(tmp_path, "a-case")
    save_answer(path, ANSWER)
    save_answer(path, ANSWER)
    assert load_answer(path, "a-case") == ANSWER
    assert [file.name for file in path.parent.iterdir()] == ["a-case.json"]


def test_no_file_is_no_answer(tmp_path):
    assert load_answer(tmp_path / "answers" / "a-case.json", "a-case") is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "cannot be read"),
        ('{"exercise": "a-case", "lines": [', "cannot be read"),
        ("[]", "holds no answer"),
        ('{"exercise": "other"}', "another exercise"),
        ('{"exercise": "a-case", "x": NaN}', "NaN is not a number"),
        ('{"exercise": "a-case", "x": 1e400}', "not finite"),
        ('{"exercise": "a-case", "x": "\\ud800"}', "cannot be read"),
        ("[" * 100_000, "cannot be read"),
        ('{"exercise": "a-case", "x": ' + "[" * 50 + "]" * 50 + "}", "nested too deep"),
        ('{"exercise": "a-case", "x": "' + "y" * 1_000_000 + '"}', "larger than 1 MB"),
        (b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(text, says):
    with pytest.raises(AnswerError, match=says):
        parse_answer(text, "a-case", "answers/a-case.json")


def test_a_link_is_not_followed(tmp_path):
    target = tmp_path / "secret.json"
    target.write_text(json.dumps(ANSWER.as_json()))
    (tmp_path / "a-case.json").symlink_to(target)
    with pytest.raises(AnswerError, match="not a plain file"):
        load_answer(tmp_path / "a-case.json", "a-case")


def test_the_notebook_carries_a_copy_and_the_last_good_one_counts():
    def output(value):
        return {"output_type": "display_data", "data": {MIME: value}}

    old = {"exercise": "a-case", "lines": []}
    notebook = {"cells": [{"outputs": [output(old), output(ANSWER.as_json()), output("junk")]}, {"outputs": None}, 7]}
    assert find_in_notebook(notebook, "a-case") == ANSWER
    assert find_in_notebook(notebook, "other") is None
    assert find_in_notebook({"cells": "none"}, "a-case") is None
