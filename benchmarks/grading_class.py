"""A class for the benchmarks of grading: learners who hand in all right, half of it, or in the wrong order."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from measure import ROOT

from medcoding.exercises.draw import own_variant
from medcoding.nbgrader.demo.classroom import open_classroom
from medcoding.nbgrader.demo.desk import Desk
from medcoding.nbgrader.demo.handins import every_other, first_half, perfect, turned_round

WAYS = (perfect, every_other, first_half, turned_round)
UNIT = "04-icd10cm-conventions"


def make_class(root: Path, learners: int) -> None:
    """A course in `root` whose learners have handed in, each their own variants, with nobody graded."""
    with open_classroom(ROOT, UNIT, root) as classroom:
        classroom.generate()
        classroom.release()
        classroom.fetch("nobody")
        classroom.submit("nobody")
        classroom.collect()
        exercises, notebook = classroom.exercises, classroom.notebook
    untouched = root / "submitted" / "nobody"
    for number in range(learners):
        student = f"learner{number:04d}"
        folder = Path(shutil.copytree(untouched, root / "submitted" / student)) / UNIT
        own = tuple(own_variant(exercise, student, UNIT) for exercise in exercises)
        WAYS[number % len(WAYS)](Desk(folder, notebook, own))
    shutil.rmtree(untouched)
    (root / "course").mkdir()
    (root / "course" / "syllabus.yaml").write_text("")


def copy_ungraded(root: Path, target: Path) -> Path:
    """A copy of a class that nobody has graded yet."""
    shutil.copytree(root, target, ignore=shutil.ignore_patterns("autograded", ".exchange", "learners"))
    return target


def command(root: Path, *words: str) -> subprocess.Popen[bytes]:
    """`medcoding ...` or `nbgrader ...` in a course, as a person would type it."""
    program, *rest = words
    return subprocess.Popen(
        [str(Path(sys.executable).parent / program), *rest],
        cwd=root,
        env=environment(root),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def environment(root: Path) -> dict[str, str]:
    """No settings but the course's own."""
    programs = str(Path(sys.executable).parent)
    path = os.pathsep.join([programs, os.environ["PATH"]])
    return {**os.environ, "PATH": path, "JUPYTER_CONFIG_DIR": str(root / "no-config")}


def seconds(root: Path, *words: str) -> float:
    """Wall time of a command, its start-up included."""
    started = time.perf_counter()
    status = command(root, *words).wait()
    if status:
        raise SystemExit(f"{' '.join(words)}: ended with {status}")
    return time.perf_counter() - started


def watched(root: Path, *words: str) -> tuple[float, float]:
    """Wall time of a command, and the most memory that all its processes had together, in MB (PSS)."""
    started = time.perf_counter()
    run = command(root, *words)
    most = 0
    while run.poll() is None:
        most = max(most, sum(_pss(pid) for pid in _family(run.pid)))
        time.sleep(0.05)
    if run.returncode:
        raise SystemExit(f"{' '.join(words)}: ended with {run.returncode}")
    return time.perf_counter() - started, most / 1024


def _family(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split()]
            except OSError:
                continue
    return found


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
