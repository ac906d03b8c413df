"""Adds an alternate to a key line of a case file, as its author would: every other letter stays as it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from medcoding import codes
from medcoding.answers import replace_text
from medcoding.errors import AuthoringError
from medcoding.exercises.check import check_case
from medcoding.exercises.course import Course
from medcoding.exercises.model import Exercise
from medcoding.exercises.parse import parse_case
from medcoding.exercises.review import fingerprint
from medcoding.kinds.codes.key import Key, KeyLine

_KEY = re.compile(r"^## +Key *\n\s*```ya?ml\n(.*?)^```", re.DOTALL | re.MULTILINE)
MAX_WHY = 300


@dataclass(frozen=True, slots=True)
class Amendment:
    """What was done to a case: `alternate` now earns full credit where `line` does; fingerprints of the whole case.

    `reopened` is True where the case had been reviewed, which it is no more.
    """

    path: Path
    slug: str
    line: str
    alternate: str
    before: str
    after: str
    reopened: bool


def amend_course(course: Course, slug: str, alternate: str, why: str, line: str = "") -> Amendment:
    """Amend the case `slug` of the course on disk; nothing is written where anything is wrong.

    `line` names the key line by its code; it may be left out where only one can be meant.

    Raises:
        AuthoringError: there is no such case or line, the code is accepted already, or the check finds a problem.
    """
    path = next((path for path in course.case_files() if path.stem == slug), None)
    if path is None:
        raise AuthoringError(f"{slug}: the course has no case of this name; short questions are changed by hand")
    try:
        written = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AuthoringError(f"{path}: the file cannot be read ({error}); save it as UTF-8 text") from None
    text, amended, chosen = amend_text(written, str(path), alternate, why, line)
    exercise = parse_case(amended, str(path), path)
    problems = list(check_case(exercise, course.syllabus))
    if problems:
        raise AuthoringError("\n".join([f"{path}: nothing was changed, because the check would find:", *problems]))
    mode = path.stat().st_mode
    replace_text(path, amended.replace("\n", "\r\n") if "\r\n" in written else amended)
    path.chmod(mode & 0o777)  # a temporary file is its owner's alone
    shown = codes.display(alternate, chosen.system)
    return Amendment(
        path, slug, chosen.code, shown, fingerprint(text), fingerprint(amended), _is_reviewed(text) is not None
    )


def amend_text(written: str, where: str, alternate: str, why: str, line: str = "") -> tuple[str, str, KeyLine]:
    """The text of a case file before (line ends as newlines) and after, and the key line that was amended.

    Raises:
        AuthoringError: as `amend_course`, the check excepted.
    """
    text = written.replace("\r\n", "\n")
    exercise = parse_case(text, where)
    if not isinstance(exercise.key, Key):
        raise AuthoringError(f"{where}: only keys of the kind codes are amended by this command; edit the file by hand")
    reason = " ".join(why.split())
    if not reason or len(reason) > MAX_WHY or not reason.isprintable():
        raise AuthoringError(f"{where}: the reason should be one line of up to {MAX_WHY} letters; say it shorter")
    place = _choose(exercise, alternate, line, where)
    chosen = exercise.key.lines[place]
    shown = codes.display(alternate, chosen.system)
    block = _KEY.search(text)
    if block is None:
        raise AuthoringError(f"{where}: the key's block is not found; edit the file by hand")
    remark = f"# {shown} accepted too since {date.today().isoformat()}: {reason}"
    amended = _reopen(text[: block.start(1)] + _with_alternate(block[1], place, shown, remark) + text[block.end(1) :])
    wanted = tuple(
        replace(each, alternates=(*each.alternates, shown)) if each is chosen else each for each in exercise.key.lines
    )
    # Whatever the file looks like, what comes out must be the old key with one alternate more.
    try:
        is_right = parse_case(amended, where).key == replace(exercise.key, lines=wanted)
    except AuthoringError:
        is_right = False
    if not is_right:
        raise AuthoringError(f"{where}: the key is written in a way that this command cannot amend; edit it by hand")
    return text, amended, chosen


def _choose(exercise: Exercise, alternate: str, line: str, where: str) -> int:
    """The place of the key line that is meant. Raises AuthoringError where that is not clear."""
    lines: tuple[KeyLine, ...] = exercise.key.lines
    listed = ", ".join(each.code for each in lines)
    for each in lines:
        if codes.looks_like(alternate, each.system) and each.answers_to(alternate):
            raise AuthoringError(f"{where}: {alternate} earns full credit already, for {each.code}; nothing to amend")
    if line:
        meant = [place for place, each in enumerate(lines) if each.answers_to(line)]
        if not meant:
            raise AuthoringError(f"{where}: the key has no line {line}; name one of: {listed}")
    else:
        meant = [place for place, each in enumerate(lines) if codes.looks_like(alternate, each.system)]
    meant = [place for place in meant if codes.looks_like(alternate, lines[place].system)]
    if not meant:
        raise AuthoringError(f"{where}: {alternate!r} is not written as a code of the key's system; correct it")
    if len(meant) > 1:
        raise AuthoringError(f"{where}: say which line {alternate} may stand for with --for CODE; one of: {listed}")
    return meant[0]


def _with_alternate(block: str, place: int, shown: str, remark: str) -> str:
    """The key's YAML with one alternate more in its line number `place`; `remark` goes on a line of its own."""
    root: Any = yaml.compose(block, Loader=yaml.BaseLoader)
    line = _fields(_fields(root)["lines"][1].value[place])
    if "alternates" not in line:
        code = line["code"][1]
        if line["code"][0].start_mark.line == code.end_mark.line and not _in_flow(block, code):
            indent = " " * line["code"][0].start_mark.column
            at = _line_end(block, code.end_mark.index)
            return f"{block[:at]}\n{indent}{remark}\n{indent}alternates: {shown}{block[at:]}"
        at, new = code.end_mark.index, f", alternates: {shown}"
    else:
        node = line["alternates"][1]
        items = node.value
        if isinstance(node, yaml.ScalarNode):
            start, end = node.start_mark.index, node.end_mark.index
            return _remarked(block[:start] + f"[{block[start:end]}, {shown}]" + block[end:], start, remark)
        if node.flow_style or not items:
            at = items[-1].end_mark.index if items else node.start_mark.index + 1
            new = f", {shown}" if items else shown
        else:
            at = _line_end(block, items[-1].end_mark.index)
            indent = " " * node.start_mark.column
            return f"{block[:at]}\n{indent}{remark}\n{indent}- {shown}{block[at:]}"
    return _remarked(block[:at] + new + block[at:], at, remark)


def _fields(node: Any) -> dict[str, tuple[Any, Any]]:
    """The nodes of a YAML mapping: name -> (name's node, value's node)."""
    return {name.value: (name, value) for name, value in node.value}


def _in_flow(block: str, node: Any) -> bool:
    """True where something other than a comment follows on the line, as in `{code: A, points: 1}`."""
    rest = block[node.end_mark.index : _line_end(block, node.end_mark.index)].strip()
    return bool(rest) and not rest.startswith("#")


def _remarked(block: str, at: int, remark: str) -> str:
    """`block` with `remark` above the line that holds the letter number `at`, indented like it."""
    start = block.rfind("\n", 0, at) + 1
    indent = re.match(r" *", block[start:])
    return f"{block[:start]}{indent[0] if indent else ''}{remark}\n{block[start:]}"


def _line_end(block: str, at: int) -> int:
    end = block.find("\n", at)
    return len(block) if end < 0 else end


def _is_reviewed(text: str) -> re.Match[str] | None:
    return re.search(r"^status: *reviewed *$", text[: text.index("\n---\n", 3)], re.MULTILINE)


def _reopen(text: str) -> str:
    """A reviewed case with another key is a draft until somebody reads it again."""
    if not _is_reviewed(text):
        return text
    end = text.index("\n---\n", 3) + 1
    front = re.sub(r"^status: *reviewed *$", "status: draft", text[:end], count=1, flags=re.MULTILINE)
    return re.sub(r"^review:.*\n", "", front, flags=re.MULTILINE) + text[end:]
