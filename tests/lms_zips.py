"""Zips as Canvas, Moodle and Blackboard make them, of what a class of three handed in there."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import click

from medcoding.nbgrader.demo.classroom import Classroom
from medcoding.nbgrader.session import open_course
from small_class import ANKLE, PRESSURE, ULCER, full_answer, invoke, lay_out

ROSTER = "id,name,email\nann,Ann Abel,ann@example.org\nbob,Bob Brand,bob@example.org\ncai,Cai Chen,cai@example.org\n"
DAY = (2026, 5, 15, 10, 30, 44)


def make_class_of_three(course: Path, root: Path, unit: str) -> Path:
    """Ann, Bob and Cai, who have not handed anything in."""
    lay_out(course, root, "title: Test\n")
    (root / "roster.csv").write_text(ROSTER)
    with open_course(root, alone=True) as app:
        classroom = Classroom(app, root, unit)
        classroom.generate()
        for student, first, last in (("ann", "Ann", "Abel"), ("bob", "Bob", "Brand"), ("cai", "=Cai", "Chen")):
            classroom.enrol(student, first, last)
    return root


def run(command: click.Command, *words: str) -> tuple[int, str, str]:
    """The exit code, what was printed, and what was told beside it."""
    done = invoke(command, *words)
    return done.exit_code, done.stdout, done.stderr


def answer(root: Path, unit: str, slug: str) -> bytes:
    return json.dumps(full_answer(root, unit, slug)).encode()


def notebook(root: Path, unit: str) -> bytes:
    return (root / "release" / unit / "assignment.ipynb").read_bytes()


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def make_zip(path: Path, files: dict[str, bytes], days: dict[str, int] | None = None) -> str:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            day = next((day for start, day in (days or {}).items() if name.startswith(start)), DAY[2])
            archive.writestr(zipfile.ZipInfo(name, (2026, 5, day, *DAY[3:])), content)
    return str(path)


def all_right(root: Path, unit: str) -> dict[str, bytes]:
    return {f"answers/{slug}.json": answer(root, unit, slug) for slug in (ANKLE, ULCER, PRESSURE)}


def canvas_zip(root: Path, unit: str) -> str:
    """Ann: notebook and a zip. Bob, late: the flat answer of one case, handed in twice. Somebody unknown."""
    return make_zip(
        root / "canvas.zip",
        {
            "abelann_101_9001_assignment-1.ipynb": notebook(root, unit),
            "abelann_101_9002_answers.zip": packed(all_right(root, unit)),
            f"brandbob_LATE_102_9004_{ANKLE}-1.json": answer(root, unit, ANKLE),
            f"brandbob_LATE_102_9003_{ANKLE}.json": b'{"exercise": "ankle-first-visit", "lines": []}',
            "strangersam_104_9005_assignment.ipynb": notebook(root, unit),
        },
        {"abel": 14, "brand": 17},
    )


def moodle_zip(root: Path, unit: str) -> str:
    ann, bob = "Ann Abel_201_assignsubmission_file_", "Bob Brand_202_assignsubmission_file_"
    files = {f"{ann}/{name}": content for name, content in all_right(root, unit).items()}
    files |= {f"{ann}/my work.ipynb": notebook(root, unit), f"{bob}/answers/{ANKLE}.json": answer(root, unit, ANKLE)}
    files["Sam Stranger_204_assignsubmission_file_/assignment.ipynb"] = notebook(root, unit)
    return make_zip(root / "moodle.zip", files, {"Ann": 14, "Bob": 17})


def blackboard_zip(root: Path, unit: str) -> str:
    first, last = "2026-05-14-08-00-00", "2026-05-14-10-30-44"
    return make_zip(
        root / "blackboard.zip",
        {
            f"Unit 4_ann_attempt_{first}_answers.zip": packed({f"answers/{ANKLE}.json": b"{}"}),
            f"Unit 4_ann_attempt_{first}.txt": b"Name: Ann Abel (ann)\nAssignment: Unit 4\n",
            f"Unit 4_ann_attempt_{last}_answers.zip": packed(all_right(root, unit)),
            f"Unit 4_ann_attempt_{last}.txt": b"Name: Ann Abel (ann)\nAssignment: Unit 4\n",
            f"Unit 4_bob_attempt_2026-05-17-10-30-44_{ANKLE}.json": answer(root, unit, ANKLE),
            f"Unit 4_sam_attempt_{last}_assignment.ipynb": notebook(root, unit),
        },
    )


ZIPS = {"canvas": canvas_zip, "moodle": moodle_zip, "blackboard": blackboard_zip}
