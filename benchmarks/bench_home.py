"""The course's home: what a learner's kernel weighs with it open, and what it costs to know the course.

Promise: a kernel with widgets open takes at most 80 MiB (proportional set size, of its own and its share of
what it has in common with others).
"""

from __future__ import annotations

import os
import random
import re
import tempfile
from datetime import timedelta
from pathlib import Path

from jupyter_client.manager import start_new_kernel
from measure import ROOT, Row, median_ms

from medcoding.exercises.course import Course
from medcoding.learning.contents import load_contents
from medcoding.learning.days import local_now
from medcoding.learning.logbook import FileLog, append_lines
from medcoding.learning.record import Try, Where, render_event
from medcoding_widgets.course_home import Home
from medcoding_widgets.home_view import Links

TRIES = 3000  # of a learner who works through both semesters
SHOW = "from medcoding_widgets import home; home()"


def rows() -> list[Row]:
    """Memory of a kernel with the home open; lists of exercises; a refresh after two semesters of practice."""
    course = Course(ROOT)
    folders = [unit.folder for unit in course.ready_units()]
    listed = median_ms(lambda: load_contents(ROOT, folders))
    parsed = median_ms(lambda: [course.practice_exercises(folder) for folder in folders], rounds=2)
    with tempfile.TemporaryDirectory() as folder:
        log = FileLog(Path(folder) / "practice.jsonl")
        fresh = Home(course, log, Links(is_voila=False))
        empty = median_ms(fresh._refresh)
        append_lines(log.path, [render_event(each) for each in _two_semesters(course, folders)])
        full = median_ms(fresh._refresh)
    return [
        Row("memory of a kernel with the home open", "an empty kernel", _kernel(SHOW), _kernel("pass"), "MiB", 80),
        Row(f"knowing all exercises of {len(folders)} units", "reading their files", listed, parsed),
        Row(f"a refresh of the home after {TRIES} tries", "reading the exercises' files", full, parsed),
        Row("a refresh of the home of a newcomer", "reading the exercises' files", empty, parsed),
    ]


def _two_semesters(course: Course, folders: list[str]) -> list[Try]:
    entries, chance, now = load_contents(course.root, folders).entries, random.Random(7), local_now()
    tries = []
    for _ in range(TRIES):
        each, share = chance.choice(entries), chance.random()
        when = now - timedelta(days=250 * chance.random())
        shape = (when, each.slug, "", each.kind, each.unit, each.skills, each.outcomes, each.difficulty)
        tries.append(Try(*shape, share, share, 1.0, (), Where.LESSON))
    return tries


def _kernel(source: str) -> float:
    """PSS in MiB of a kernel that has run `source` beside an empty one, as kernels on one machine run."""
    environment = {**os.environ, "MEDCODING_COURSE": str(ROOT)}
    with tempfile.TemporaryDirectory() as own:
        environment["MEDCODING_PROGRESS"] = own
        other, other_client = start_new_kernel(env=environment)
        manager, client = start_new_kernel(env=environment)
        try:
            client.execute_interactive(source, timeout=60, output_hook=lambda message: None)
            rollup = Path(f"/proc/{manager.provisioner.pid}/smaps_rollup").read_text(encoding="ascii")
        finally:
            for each, opened in ((manager, client), (other, other_client)):
                opened.stop_channels()
                each.shutdown_kernel(now=True)
    return int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1]) / 1024
