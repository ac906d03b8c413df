"""Where submissions are scored: in this process, or in several on this machine."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import connection
from typing import Protocol

from medcoding.nbgrader.bulk.one import grade_some
from medcoding.nbgrader.bulk.plan import ClassPlan, Done, Task

CHUNK = 8
# A process costs 30 to 50 MB; more than these few gain little beside one writer.
MOST_JOBS = 4
# Below this many submissions a process takes longer to start than it saves.
WORTH_A_PROCESS = 25
# Deaths of a worker that one submission may have been the cause of.
TRIES = 3
DIED = "the process that scored this submission died each time; look into its files before you grade again"

_plan: ClassPlan | None = None


class Engine(Protocol):
    """Scores submissions in any order. An error that is not one submission's fault is raised."""

    def run(self, plan: ClassPlan, tasks: Sequence[Task]) -> Iterator[Done]:
        """Give each submission back as it is done."""
        ...


class InThisProcess:
    """One after the other, here."""

    def run(self, plan: ClassPlan, tasks: Sequence[Task]) -> Iterator[Done]:
        """Give each submission back as it is done."""
        return grade_some(plan, tasks)


class Processes:
    """Several processes on this machine. A submission whose process died is tried again."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    def run(self, plan: ClassPlan, tasks: Sequence[Task]) -> Iterator[Done]:
        """Give each submission back as it is done."""
        deaths: dict[str, int] = {}
        chunks = deque(chunked(tasks, CHUNK))
        while chunks:
            suspects: list[Task] = []
            yield from self._run_pool(plan, chunks, suspects)
            for task in suspects:
                deaths[task.student] = deaths.get(task.student, 0) + 1
                if deaths[task.student] >= TRIES:
                    yield Done(task.student, {}, failure=DIED)
                else:
                    # Alone in a chunk and first in line, so that who kills a worker is soon found.
                    chunks.appendleft([task])

    def _run_pool(self, plan: ClassPlan, chunks: deque[Sequence[Task]], suspects: list[Task]) -> Iterator[Done]:
        """Work `chunks` off until they are done or a worker dies; then `suspects` are those it may have died of."""
        running: dict[Future[list[Done]], Sequence[Task]] = {}
        pool = ProcessPoolExecutor(self._jobs, _context(), initializer=_begin, initargs=(plan,))
        try:
            while (chunks or running) and not suspects:
                while chunks and len(running) < self._jobs * 2:
                    chunk = chunks.popleft()
                    running[pool.submit(_grade_chunk, chunk)] = chunk
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    chunk = running.pop(future)
                    try:
                        yield from future.result()
                    except BrokenProcessPool:
                        suspects += chunk
        except BrokenProcessPool:
            # It broke between two looks at it.
            suspects += chunk
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        suspects += [task for chunk in running.values() for task in chunk]


def local_engine(count: int, jobs: int | None = None) -> Engine:
    """As many processes as were asked for; else as many as the number of submissions is worth."""
    if jobs is None:
        usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        jobs = min(usable, MOST_JOBS, count // WORTH_A_PROCESS)
    return Processes(jobs) if jobs > 1 else InThisProcess()


def chunked(tasks: Sequence[Task], size: int) -> Iterator[Sequence[Task]]:
    """Cut into pieces of up to `size`."""
    rest = iter(tasks)
    while piece := list(islice(rest, size)):
        yield piece


def _context() -> multiprocessing.context.BaseContext:
    """Fresh interpreters: a fork of this one would carry its connections, its lock and all its memory along."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def _begin(plan: ClassPlan) -> None:
    global _plan  # noqa: PLW0603
    _plan = plan
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the command has ended, in whatever way."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _grade_chunk(tasks: Sequence[Task]) -> list[Done]:
    if _plan is None:
        raise RuntimeError("a worker that was not told the plan")
    return list(grade_some(_plan, tasks))
