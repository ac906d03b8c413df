"""Scores submissions on a Dask cluster. The course's folder must be seen by every worker at the same place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from medcoding.errors import GradingError
from medcoding.nbgrader.bulk.engines import CHUNK, DIED, chunked
from medcoding.nbgrader.bulk.one import grade_some
from medcoding.nbgrader.bulk.plan import ClassPlan, Done, Task

# Seconds: to reach the scheduler, and without any worker before a run gives up.
PATIENCE = 30.0
# Chunks under way for each worker.
AHEAD = 3


class OverDask:
    """Spreads chunks over the workers of the scheduler at `address`; what a lost worker had goes to another one."""

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        self._address = address
        self._patience = patience

    def run(self, plan: ClassPlan, tasks: Sequence[Task]) -> Iterator[Done]:
        """Give each submission back as it is done.

        Raises:
            GradingError: Dask is not installed, the scheduler does not answer, or no worker is left.
        """
        try:
            from distributed import Client
        except ImportError:
            raise GradingError(
                "dask: it is not installed; run `pip install medcoding[dask]` here and on every worker"
            ) from None
        try:
            client = Client(self._address, timeout=self._patience)
        except (OSError, ValueError) as error:
            raise GradingError(
                f"{self._address}: no Dask scheduler answers here ({type(error).__name__}); give its address"
            ) from None
        with client:
            yield from self._work(client, plan, tasks)

    def _work(self, client: Any, plan: ClassPlan, tasks: Sequence[Task]) -> Iterator[Done]:
        from distributed import CancelledError, KilledWorker

        self._wait_for_workers(client)
        waiting = [list(chunk) for chunk in chunked(tasks, CHUNK)][::-1]
        running: dict[Any, list[Task]] = {}
        while waiting or running:
            while waiting and len(running) < AHEAD * max(1, len(client.nthreads())):
                chunk = waiting.pop()
                running[client.submit(grade_chunk, plan, chunk, pure=False)] = chunk
            for future in self._next(client, running):
                chunk = running.pop(future)
                try:
                    yield from future.result()
                except KilledWorker:
                    # Several workers died over it: each submission alone, so that it shows which one it was.
                    if len(chunk) == 1:
                        yield Done(chunk[0].student, {}, failure=DIED)
                    else:
                        waiting += [[task] for task in chunk]
                except CancelledError:
                    raise self._lost() from None

    def _next(self, client: Any, running: Iterable[Any]) -> Iterable[Any]:
        """Those that have ended; as long as there is a worker, however long it takes."""
        from distributed import CancelledError, wait

        while True:
            try:
                ended: Iterable[Any] = wait(list(running), timeout=self._patience, return_when="FIRST_COMPLETED").done
                return ended
            except TimeoutError:
                self._wait_for_workers(client)
            except CancelledError:
                raise self._lost() from None

    def _wait_for_workers(self, client: Any) -> None:
        try:
            client.wait_for_workers(1, timeout=self._patience)
        except OSError:
            raise self._lost() from None

    def _lost(self) -> GradingError:
        return GradingError(
            f"{self._address}: the cluster has no worker left; start some and grade again, what is done is kept"
        )


def grade_chunk(plan: ClassPlan, tasks: Sequence[Task]) -> list[Done]:
    """What a worker of the cluster does."""
    return list(grade_some(plan, tasks))
