"""Authored files are read strictly, and every mistake is reported at once."""

import pytest

from builders import a_case, a_line
from medcoding.errors import AuthoringError
from medcoding.exercises import parse_case, render_public

ANKLE = a_line("S93.401A", "first-listed")


def problems_of(text: str) -> list[str]:
    with pytest.raises(AuthoringError) as caught:
        parse_case(text, "x.md")
    return str(caught.value).splitlines()


def test_a_whole_case_is_read():
    case = parse_case(a_case(ANKLE, front="age: 31\nsex: F\n"), "x.md")
    assert (case.slug, case.patient.age, case.patient.sex, case.difficulty) == ("a-case", 31, "F", 2)
    assert case.key.lines[0].code == "S93.401A"
    assert case.note == "A note."


def test_scalars_stay_text_so_that_a_code_keeps_its_zeros():
    case = parse_case(a_case(a_line("00100", "first-listed")), "x.md")
    assert case.key.lines[0].code == "00100"


def test_unknown_fields_are_errors_at_every_level():
    text = a_case(a_line("S93.401A", "first-listed", cites="x"), front="colour: red\n")
    found = problems_of(text)
    assert any("`colour` is not a field" in problem for problem in found)
    assert any("line 1: `cites` is not a field" in problem for problem in found)


def test_all_mistakes_of_a_file_are_reported_together():
    text = a_case(ANKLE).replace("setting: office", "setting: kitchen").replace("difficulty: 2", "difficulty: nine")
    found = problems_of(text)
    assert any("'kitchen'; write one of: office" in problem for problem in found)
    assert any("`difficulty` is 'nine'; write a number from 1 to 5" in problem for problem in found)


def test_a_field_given_twice_is_an_error():
    assert any("stands twice" in p for p in problems_of(a_case(ANKLE, front="title: Another\n")))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.replace("## Question", "## Frage"), "`## Frage` is not a section"),
        (lambda t: t.replace("## Question\n", ""), "`## Question` is missing"),
        (lambda t: t.replace("---\n", "", 1), "front matter is missing"),
        (lambda t: t.replace("```yaml", "```"), "fenced by ```yaml"),
        (lambda t: t.replace("kind: codes", "kind: riddle"), "`kind` is 'riddle'"),
        (lambda t: t.replace("date_of_service: 2026-05-15", "date_of_service: 15 May"), "write the date as 2026-05-15"),
        (lambda t: t.replace("role: first-listed", "role: principal"), "write first-listed"),
        (lambda t: t.replace("role: first-listed", "role: secondary"), "has 0 lines that lead"),
        (lambda t: t.replace("points: 1", "points: lots"), "write a number"),
    ],
)
def test_each_mistake_says_what_to_do(change, says):
    assert any(says in problem for problem in problems_of(change(a_case(ANKLE))))


def test_the_public_half_reads_back_without_key_and_gives_nothing_away():
    case = parse_case(a_case(ANKLE, front="age: 31\n"), "x.md")
    text = render_public(case)
    public = parse_case(text, "public")
    assert public.key is None
    assert public.record == case.record
    assert public.patient == case.patient
    assert "S93.401A" not in text
    assert "supports" not in text


def test_windows_line_ends_are_read_like_others():
    assert parse_case(a_case(ANKLE).replace("\n", "\r\n"), "x.md").record == parse_case(a_case(ANKLE), "x.md").record
