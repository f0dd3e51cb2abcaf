"""Forecasts worked out in other processes, so that the screen never waits for one."""

import asyncio
import functools
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import redirect_stderr
from typing import TypeVar

from sim.forecast import FUTURES, Actual, Forecast, Prospect, play, summed
from sim.model.orders import Award, Order
from sim.model.world import Observation
from sim.processes import cores, end_pool, new_pool

Result = TypeVar("Result")

MOST = 4
"""Most processes: more would only wait for one another."""


class Forecasts:
    """Spreads the futures of an award over processes of this machine.

    Where processes cannot be had, a thread does the work: slower, with the same numbers.
    """

    def __init__(self, futures: int = FUTURES, workers: int | None = None) -> None:
        """Begin nothing yet.

        Args:
            futures: How many a forecast is made of.
            workers: Processes; 0 for a thread of this one, None for as many as there are cores.
        """
        self._futures = futures
        self._workers = min(MOST, cores()) if workers is None else workers
        self._pool: Executor | None = None

    def warm_up(self) -> None:
        """Start the processes before they are needed: that takes a moment."""
        for _ in range(self._workers):
            self._submit(_nothing)

    async def of(self, facts: Observation, award: Award, drafted: Sequence[Order] = ()) -> Forecast:
        """What an award may lead to.

        Args:
            facts: What is known.
            award: A legal award.
            drafted: What else is to be ordered in the turn.
        """
        prospect = Prospect.of(facts, award, drafted)
        try:
            return summed(await self._played(prospect))
        except BrokenExecutor:
            if self._workers:
                self._do_without()
            return summed(await self._played(prospect))

    def _do_without(self) -> None:
        """Do without processes from now on."""
        self.close()
        self._workers = 0

    async def _played(self, prospect: Prospect) -> list[Actual]:
        parts = max(1, self._workers)
        job = _play_politely if self._workers else play
        batches = [
            asyncio.wrap_future(self._submit(job, prospect, range(part, self._futures, parts)))
            for part in range(parts)
        ]
        return [one for batch in await asyncio.gather(*batches) for one in batch]

    def _submit(self, function: Callable[..., Result], *arguments: object) -> Future[Result]:
        """Hand a job out. A process that is started for it gets the real standard error: the one
        that Textual puts in its place is no file."""
        try:
            with redirect_stderr(sys.__stderr__):
                return self._executor().submit(function, *arguments)
        except (BrokenExecutor, OSError, NotImplementedError, ImportError):
            self._do_without()
            return self._executor().submit(function, *arguments)

    def _executor(self) -> Executor:
        if self._pool is None:
            self._pool = new_pool(self._workers) if self._workers else ThreadPoolExecutor(1)
        return self._pool

    def close(self) -> None:
        pool, self._pool = self._pool, None
        if isinstance(pool, ThreadPoolExecutor):
            pool.shutdown(wait=False, cancel_futures=True)
        elif pool is not None:
            end_pool(pool)  # type: ignore[arg-type]  # the only other kind there is


def _nothing() -> None:
    """The first job of a process."""
    _step_back()


def _play_politely(prospect: Prospect, numbers: Sequence[int]) -> list[Actual]:
    """Play futures at low priority."""
    _step_back()
    return play(prospect, numbers)


@functools.cache
def _step_back() -> None:
    """Take the processor only where nobody else wants it; once a process."""
    if hasattr(os, "nice"):
        os.nice(10)
