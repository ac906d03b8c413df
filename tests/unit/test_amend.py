"""An alternate added to a case file: one line more, and every other letter as its author wrote it."""

from __future__ import annotations

import difflib
from datetime import date

import pytest

from builders import a_case, a_line
from medcoding.errors import AuthoringError
from medcoding.exercises import parse_case
from medcoding.exercises.amend import amend_course, amend_text
from medcoding.exercises.course import Course
from medcoding.exercises.review import sign

NEW = "S93.491A"
WHY = "The ligament is not named: either will do."
REMARK = f"# {NEW} accepted too since {date.today().isoformat()}: {WHY}"
ANKLE = a_line("S93.401A", "first-listed", "2")
SYLLABUS = """\
title: Test
default_date: 2026-05-15
outcomes: {A3: Codes.}
skills: {laterality: Sides.}
units: []
"""


@pytest.fixture
def course(tmp_path) -> Course:
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "syllabus.yaml").write_text(SYLLABUS)
    (tmp_path / "source" / "unit" / "cases").mkdir(parents=True)
    return Course(tmp_path)


def written(course: Course, text: str):
    path = course.root / "source" / "unit" / "cases" / "a-case.md"
    path.write_bytes(text.encode())
    return path


def added(before: str, after: str) -> tuple[list[str], list[str]]:
    lines = [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]
    return [line[2:] for line in lines if line[0] == "-"], [line[2:] for line in lines if line[0] == "+"]


def amended(text: str, code: str = NEW, line: str = "") -> tuple[list[str], list[str]]:
    return added(text, amend_text(text, "a-case.md", code, WHY, line)[1])


def test_a_line_without_alternates_gets_one() -> None:
    gone, new = amended(a_case(ANKLE))
    assert gone == []
    assert new == [f"    {REMARK}", f"    alternates: {NEW}"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("alternates: S93.411A", f"alternates: [S93.411A, {NEW}]"),
        ("alternates: [S93.411A]", f"alternates: [S93.411A, {NEW}]"),
        ("alternates:   [ 'S93.411A' ]  # as in the book", f"alternates:   [ 'S93.411A', {NEW} ]  # as in the book"),
        ("alternates: []", f"alternates: [{NEW}]"),
    ],
)
def test_alternates_in_one_line_get_one_more(before, after) -> None:
    gone, new = amended(a_case(ANKLE + f"\n    {before}"))
    assert gone == [f"    {before}"]
    assert new == [f"    {REMARK}", f"    {after}"]


def test_alternates_in_a_list_get_one_more() -> None:
    gone, new = amended(a_case(ANKLE + "\n    alternates:\n      - S93.411A  # one\n      - S93.421A"))
    assert gone == []
    assert new == [f"      {REMARK}", f"      - {NEW}"]


def test_a_line_in_braces_keeps_them() -> None:
    line = (
        "  - {code: S93.401A, system: ICD-10-CM, role: first-listed, points: 2, why: Named., cite: OCG I.A.1,\n"
        "     evidence: Twisted the right ankle this morning.}"
    )
    _, new = amended(a_case(line))
    assert new[0] == f"  {REMARK}"
    assert new[1].startswith("  - {code: S93.401A, alternates: S93.491A, system:")


def test_a_comment_behind_the_code_stays_there() -> None:
    text = a_case(ANKLE.replace("code: S93.401A", "code: S93.401A   # the ligament is not named"))
    gone, new = amended(text)
    assert gone == []
    assert len(new) == 2


def test_the_line_is_named_where_several_could_be_meant() -> None:
    text = a_case(ANKLE, a_line("E11.621"), a_line("I10"))
    with pytest.raises(AuthoringError, match=r"--for CODE; one of: S93.401A, E11.621, I10"):
        amend_text(text, "a-case.md", NEW, WHY)
    lines = text.splitlines()
    _, after, chosen = amend_text(text, "a-case.md", "e11.622", WHY, "E11621")
    assert chosen.code == "E11.621"
    assert after.splitlines()[lines.index("  - code: E11.621") + 2] == "    alternates: E11.622"


@pytest.mark.parametrize(
    ("code", "line", "says"),
    [
        ("S93.401A", "", "earns full credit already"),
        (NEW, "I10", "the key has no line I10"),
        ("nonsense: [", "", "not written as a code"),
        ("S93.491A, x: y", "", "not written as a code"),
        ("02HV33Z", "", "not written as a code"),
    ],
)
def test_what_makes_no_sense_is_refused(code, line, says) -> None:
    with pytest.raises(AuthoringError, match=says):
        amend_text(a_case(ANKLE), "a-case.md", code, WHY, line)


@pytest.mark.parametrize("why", ["", " \n", "a" * 301, "bell\x07"])
def test_a_reason_is_one_line_of_print(why) -> None:
    with pytest.raises(AuthoringError, match="the reason"):
        amend_text(a_case(ANKLE), "a-case.md", NEW, why)


def test_a_reason_cannot_break_out_of_its_comment() -> None:
    text = a_case(ANKLE)
    _, after, _ = amend_text(text, "a-case.md", NEW, "x\n```\n## Key\n```yaml\nlines: []")
    assert len(after.splitlines()) == len(text.splitlines()) + 2


def test_the_amended_case_is_written_and_accepts_the_code(course) -> None:
    path = written(course, a_case(ANKLE))
    path.chmod(0o640)
    done = amend_course(course, "a-case", NEW.lower().replace(".", ""), WHY)
    assert (done.path, done.line, done.alternate, done.reopened) == (path, "S93.401A", NEW, False)
    assert done.before != done.after
    assert parse_case(path.read_text(), "x").key.lines[0].alternates == (NEW,)
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in path.parent.iterdir()] == ["a-case.md"]


def test_windows_line_ends_stay(course) -> None:
    path = written(course, a_case(ANKLE).replace("\n", "\r\n"))
    amend_course(course, "a-case", NEW, WHY)
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")


def test_a_reviewed_case_becomes_a_draft(course) -> None:
    path = written(course, sign(a_case(ANKLE)))
    assert amend_course(course, "a-case", NEW, WHY).reopened
    case = parse_case(path.read_text(), "x")
    assert (case.status, case.review) == ("draft", "")


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        (a_case(ANKLE), "S93.499Z", "S93.499Z"),
        (a_case(ANKLE), "S93.49", "S93.49"),
        (a_case(ANKLE, near_misses=f"near_misses:\n  - code: {NEW}\n    says: No."), NEW, "near miss"),
        (a_case(ANKLE.replace("morning", "evening")), NEW, "evidence"),
    ],
)
def test_nothing_is_written_where_the_check_finds_a_problem(course, text, code, says) -> None:
    path = written(course, text)
    with pytest.raises(AuthoringError, match=says) as caught:
        amend_course(course, "a-case", code, WHY)
    assert "nothing was changed" in str(caught.value)
    assert path.read_bytes() == text.encode()
