"""Learners may write into the exchange as they like: what `collect` takes out of it is theirs and plain."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from attacks.conftest import REPOSITORY, build_course
from attacks.desks import KEY_SECRET, UNIT, answer_first
from medcoding.nbgrader.collect import MOST_FILES, copy_plain
from medcoding.nbgrader.demo.classroom import open_classroom

TIME = "2026-05-20 10:00:00.000000 UTC"


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    course = tmp_path_factory.mktemp("exchange") / "course"
    build_course(course, REPOSITORY / "tests" / "pipeline" / "cases", UNIT)
    root = course.parent / "class"
    with open_classroom(course, UNIT, root) as classroom:
        classroom.generate()
        classroom.release()
        for student in ("honest", "linker"):
            answer_first(classroom.fetch(student))
            classroom.submit(student)
        inbound = root / ".exchange" / "medcoding" / "inbound"
        (linker,) = inbound.glob("linker+*")
        (honest,) = inbound.glob("honest+*")
        linker.chmod(0o777)
        key = root / "source" / UNIT / "cases" / "foot-ulcer.md"
        (linker / "answers" / "foot-ulcer.json").symlink_to(key)
        (linker / "key.txt").symlink_to(key)
        (linker / "neighbour").symlink_to(honest)
        (linker / "zero").symlink_to("/dev/zero")
        os.mkfifo(linker / "pipe")
        # Names that lead elsewhere, or that are another learner's folder by a link.
        for name in ("..", "."):
            shutil.copytree(honest, inbound / f"{name}+{UNIT}+{TIME}+x", symlinks=True)
        (inbound / f"thief+{UNIT}+{TIME}+x").symlink_to(honest)
        classroom.collect()
    return root


def test_a_submission_arrives_without_what_is_not_plain(collected) -> None:
    for student in ("honest", "linker"):
        folder = collected / "submitted" / student / UNIT
        assert (folder / "answers" / "ankle-first-visit.json").is_file()
        assert (folder / "timestamp.txt").is_file()
    names = {path.name for path in (collected / "submitted" / "linker" / UNIT).rglob("*")}
    assert not names & {"key.txt", "neighbour", "zero", "pipe", "foot-ulcer.json"}
    content = b"".join(path.read_bytes() for path in (collected / "submitted").rglob("*") if path.is_file())
    assert KEY_SECRET.encode() not in content


def test_names_lead_nowhere_else(collected) -> None:
    assert {path.name for path in (collected / "submitted").iterdir()} == {"honest", "linker"}
    assert not (collected / UNIT).exists()
    assert f"'thief+{UNIT}+{TIME}+x' in the exchange: it is not a folder" in (collected / ".nbgrader.log").read_text()


def test_what_is_too_much_is_left(tmp_path) -> None:
    source = tmp_path / "from"
    (source / Path(*["deep"] * 30)).mkdir(parents=True)
    for number in range(MOST_FILES + 10):
        (source / f"{number}.txt").touch()
    (source / "aaa.bin").write_bytes(bytes(600))
    (source / "bbb.bin").write_bytes(bytes(600))
    left = copy_plain(source, tmp_path / "to", lambda folder, names: [], 1000)
    assert "bbb.bin" in left or "aaa.bin" in left
    assert len(list((tmp_path / "to").rglob("*"))) <= MOST_FILES + 30
