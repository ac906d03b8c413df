"""Practice pages for a class that comes at once: `medcoding serve` against stock Voila on the same notebook.

Time is what a visitor waits: from asking for the page to the first answer of a widget, with a client that
does what a browser's scripts do. Memory is the proportional share of each process (PSS), so that what
processes share is counted once.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psutil
import visitors
from measure import ROOT, Row
from servers import server, stock_voila

from medcoding.exercises.course import Course
from medcoding.serving.apps import fill_apps_folder, list_apps

PAGE = "04-icd10cm-conventions"
CLASS = int(os.environ.get("MEDCODING_BENCH_CLASS", "50"))  # visitors at one instant
DAY = int(os.environ.get("MEDCODING_BENCH_DAY", "200"))  # visitors one a second
CAP = 60
OURS = [sys.executable, "-m", "medcoding", "serve", f"--visitors={CAP}"]
STAY = 75.0  # seconds each of them stays: more come than there are places
ALONE = 5  # visitors measured one after the other


@dataclass(frozen=True, slots=True)
class Measured:
    """One server: seconds that visitors waited, and MB that one more of them takes."""

    alone: float
    median: float
    slowest: float
    megabytes: float
    served: int


def rows() -> list[Row]:
    """Seconds and megabytes a visitor."""
    with tempfile.TemporaryDirectory(prefix="medcoding-bench-") as name:
        folder = Path(name)
        fill_apps_folder(Course(ROOT), list_apps(Course(ROOT)), folder / "apps")
        with server(folder, stock_voila(folder)) as (base, process):
            stock = asyncio.run(_measure(base, process))
        with server(folder, OURS) as (base, process):
            ours = asyncio.run(_measure(base, process))
        with server(folder, OURS) as (base, process):
            day = asyncio.run(_day(base, process))
    voila = f"stock Voila ({stock.served} of {CLASS} served)"
    return [
        Row("one visitor, all warm", voila, ours.alone, stock.alone, "s", most=0.5),
        Row(f"{CLASS} at one instant, median", voila, ours.median, stock.median, "s", most=stock.median / 5),
        Row(f"{CLASS} at one instant, slowest", voila, ours.slowest, stock.slowest, "s", most=stock.slowest / 5),
        Row("memory for a further visitor", voila, ours.megabytes, stock.megabytes, "MB", most=stock.megabytes / 2),
        Row(f"{CLASS} at one instant, not served", voila, CLASS - ours.served, CLASS - stock.served, "", most=0),
        *day,
    ]


async def _measure(base: str, process: psutil.Process) -> Measured:
    await _until_still(base)
    alone = []
    for _ in range(ALONE + 1):
        seen = await visitors.visit(base, PAGE)
        alone.append(seen.seconds)
        await visitors.leave(base, seen)
    # Memory is taken with a few who stay and are all served; of a crowd stock Voila may serve nobody.
    before = _megabytes(process)
    stayed = [await visitors.visit(base, PAGE) for _ in range(ALONE)]
    megabytes = (_megabytes(process) - before) / ALONE
    await asyncio.gather(*(visitors.leave(base, each) for each in stayed))
    seen_by_all = await visitors.crowd(base, PAGE, CLASS)
    # Who was never served waited at least until the error, so stock Voila is made to look no worse than it is.
    waited = [each.seconds for each in seen_by_all]
    served = sum(each.status == 200 for each in seen_by_all)
    await asyncio.gather(*(visitors.leave(base, each) for each in seen_by_all))
    return Measured(statistics.median(alone[1:]), statistics.median(waited), max(waited), megabytes, served)


async def _day(base: str, process: psutil.Process) -> list[Row]:
    """Many visitors one a second: nobody meets an error, and nothing is left of them."""
    await _until_still(base)
    before = _megabytes(process)

    async def one(place: int) -> int:
        await asyncio.sleep(place)
        seen = (await visitors.crowd(base, PAGE, 1))[0]
        if seen.status == 200:
            await asyncio.sleep(STAY)
            await visitors.leave(base, seen)
        return seen.status

    statuses = await asyncio.gather(*(one(place) for place in range(DAY)))
    kernels = _kernels(base)
    grown = _megabytes(process) - before
    served, full = statuses.count(200), statuses.count(503)
    what = f"{DAY} visitors one a second, {CAP} places ({served} served, {full} told that it is full)"
    return [
        Row(f"{what}: other errors", "visitors", DAY - served - full, DAY, "", most=0),
        Row("afterwards: kernels left", "visitors served", kernels, served, "", most=0),
        Row("afterwards: memory more than before them", "the visitors' places", max(grown, 0.0), 25.0 * CAP, "MB", 40),
    ]


async def _until_still(base: str) -> None:
    """Ours makes each page once when it starts; stock Voila has nothing to wait for."""
    for _ in range(600):
        if not _kernels(base):
            return
        await asyncio.sleep(0.1)


def _kernels(base: str) -> int:
    try:
        with urllib.request.urlopen(f"{base}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
    except OSError:  # stock Voila has no such page
        return 0
    return int(float(next(line.split()[1] for line in lines if line.startswith("medcoding_kernels "))))


def _megabytes(process: psutil.Process) -> float:
    """The memory of a server and all it started."""
    total = 0
    for each in [process, *process.children(recursive=True)]:
        try:
            total += each.memory_full_info().pss
        except psutil.Error:
            continue  # it has just ended
    return total / 1e6
