"""Where submissions are scored: in this process, or in several on this machine."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from queue import SimpleQueue
from typing import Any, Protocol

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
    """Several processes on this machine. A submission whose process died is tried again, alone in its chunk."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    def run(self, plan: ClassPlan, tasks: Sequence[Task]) -> Iterator[Done]:
        """Give each submission back as it is done."""
        waiting: SimpleQueue[Sequence[Task] | None] = SimpleQueue()
        answers: SimpleQueue[_Answer] = SimpleQueue()
        for chunk in chunked(tasks, CHUNK):
            waiting.put(chunk)
        helpers = [Helper(plan, waiting, answers) for _ in range(self._jobs)]
        deaths: Counter[str] = Counter()
        left = len(tasks)
        try:
            for helper in helpers:
                helper.start()
            while left:
                answer = answers.get()
                if answer.error:
                    raise answer.error
                for task in answer.died_of:
                    deaths[task.student] += 1
                    if deaths[task.student] < TRIES:
                        waiting.put([task])
                    else:
                        left -= 1
                        yield Done(task.student, {}, failure=DIED)
                left -= len(answer.done)
                yield from answer.done
        finally:
            for helper in helpers:
                helper.stop()
            for _ in helpers:
                waiting.put(None)
            for helper in helpers:
                helper.join()


class Helper(threading.Thread):
    """Hands chunks to one worker process and takes back what is done; starts another one when it dies."""

    def __init__(
        self, plan: ClassPlan, waiting: SimpleQueue[Sequence[Task] | None], answers: SimpleQueue[_Answer]
    ) -> None:
        super().__init__(daemon=True)
        self._plan = plan
        self._waiting = waiting
        self._answers = answers
        self._worker: subprocess.Popen[bytes] | None = None
        self._is_stopped = False

    def run(self) -> None:
        """Work until there is a None among what is waiting."""
        try:
            while (chunk := self._waiting.get()) is not None and not self._is_stopped:
                self._answers.put(self._ask(chunk))
        except Exception as error:
            self._answers.put(_Answer(error=error))
        finally:
            self._end()

    def stop(self) -> None:
        """Give up what is being worked on."""
        self._is_stopped = True
        worker = self._worker
        if worker:
            worker.kill()

    def _ask(self, chunk: Sequence[Task]) -> _Answer:
        worker = self._worker or self._begin()
        try:
            send(worker.stdin, chunk)
            found = receive(worker.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            self._end()
            return _Answer(died_of=tuple(chunk))
        return _Answer(error=found) if isinstance(found, Exception) else _Answer(done=tuple(found))

    def _begin(self) -> subprocess.Popen[bytes]:
        # A fresh interpreter: a fork of this one would carry its connections, its lock and its memory along.
        command = [sys.executable, "-m", "medcoding.nbgrader.bulk.worker"]
        self._worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        with suppress(OSError):
            send(self._worker.stdin, self._plan)
        return self._worker

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker:
            worker.kill()
            with suppress(OSError):
                worker.communicate()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came back of one chunk: submissions, or those that a worker died over, or an error that ends the run."""

    done: tuple[Done, ...] = ()
    died_of: tuple[Task, ...] = ()
    error: Exception | None = None


def send(pipe: Any, value: object) -> None:
    """Send one object to the other end."""
    pickle.dump(value, pipe)
    pipe.flush()


def receive(pipe: Any) -> Any:
    """The next object from the other end. Raises EOFError when there is none and will be none."""
    return pickle.load(pipe)


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
