"""Grading a class: `medcoding grade` against `nbgrader autograde`, stock and with our settings; scale; kills.

The stock run executes each notebook in a kernel, where the last expression of a grade cell is the same score.
All three ways go into gradebooks of their own, which must hold the same records, field by field.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from pathlib import Path

from grading_class import UNIT, command, copy_ungraded, make_class, seconds, watched
from measure import ROOT, Row

sys.path.insert(0, str(ROOT / "tests"))
from gradebook_rows import all_records

LEARNERS = int(os.environ.get("MEDCODING_BENCH_LEARNERS", "100"))
MANY = int(os.environ.get("MEDCODING_BENCH_MANY", "1000"))
KILLED = int(os.environ.get("MEDCODING_BENCH_KILLED", "200"))
KILLS = 20
GRADE = ("medcoding", "grade", UNIT, "--json")


def rows() -> list[Row]:
    """Wall times of whole commands, start-up included."""
    with tempfile.TemporaryDirectory(prefix="medcoding-bench-") as folder:
        top = Path(folder)
        found = _three_ways(top)
        found += _many(top)
        _killed(top)
    return found


def _three_ways(top: Path) -> list[Row]:
    make_class(top / "class", LEARNERS)
    ours = seconds(copy_ungraded(top / "class", top / "ours"), *GRADE)
    plain = seconds(copy_ungraded(top / "class", top / "plain"), "nbgrader", "autograde", UNIT)
    stock_root = copy_ungraded(top / "class", top / "stock")
    (stock_root / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'medcoding'\n")
    (stock_root / "gradebook.db").unlink()
    seconds(stock_root, "nbgrader", "generate_assignment", UNIT, "--force")
    stock = seconds(stock_root, "nbgrader", "autograde", UNIT)
    records = _records(top / "ours")
    if records != _records(top / "plain") or records != _records(stock_root):
        raise SystemExit("the three ways of grading left different records: the benchmark means nothing")
    what, each = f"Grading {LEARNERS} submissions of ten exercises, each", 1000 / LEARNERS
    return [
        Row(f"{what}: medcoding grade", "stock nbgrader autograde", ours * each, stock * each, most=stock * each / 50),
        Row(
            f"{what}: medcoding grade",
            "nbgrader autograde, our settings",
            ours * each,
            plain * each,
            most=plain * each / 5,
        ),
        Row(f"{what}: nbgrader autograde, our settings", "stock", plain * each, stock * each, most=stock * each / 5),
    ]


def _many(top: Path) -> list[Row]:
    root = top / "many"
    make_class(root, MANY)
    first, memory = watched(root, *GRADE)
    second = seconds(root, *GRADE)
    return [
        Row(f"Grading {MANY} submissions", "promised", first, 60, "s", most=60),
        Row("memory of all its processes", "promised", memory, 400, "MB", most=400),
        Row("a second run with nothing changed", "promised", second, 2, "s", most=2),
    ]


def _killed(top: Path) -> None:
    """Kill a run at random moments, then let one end: its records must be those of a run that nothing disturbed."""
    make_class(top / "whole", KILLED)
    root = copy_ungraded(top / "whole", top / "killed")
    whole = seconds(top / "whole", *GRADE)
    seeded = random.Random(20)
    for _ in range(KILLS):
        run = command(root, *GRADE)
        time.sleep(seeded.uniform(0.2, 1.0) * whole)
        run.kill()
        run.wait()
    seconds(root, *GRADE)
    expected, found = _records(top / "whole"), _records(root)
    right = sum(one == other for one, other in zip(expected["grade"], found["grade"], strict=False))
    print(
        f"{KILLS} kills during runs over {KILLED}, then one more run: "
        f"{right} of {len(expected['grade'])} grades right, "
        f"{KILLED - len(found['submitted_assignment'])} submissions lost, "
        f"{len(found['grade']) - len(expected['grade'])} grades doubled"
    )
    if found != expected:
        raise SystemExit("the records of the interrupted runs differ from those of an undisturbed one")


def _records(root: Path) -> dict[str, list[dict[str, object]]]:
    return all_records(f"sqlite:///{root / 'gradebook.db'}")
