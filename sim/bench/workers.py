"""Who plays: this process, processes of this machine, or a Dask cluster.

Episodes are handed out in batches and taken in again in their order, so that neither the number of
workers nor the size of a batch leaves a trace in the result. A batch whose worker died is played
again by itself; when that fails as well, its episodes are played one at a time, and one that keeps
killing workers becomes a failed row.
"""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Future,
    wait,
)
from typing import Protocol

from attrs import Factory, define, frozen

from sim.bench.plan import Job, Plan
from sim.bench.records import Played, columns, failed, play
from sim.errors import BuckstopError, FailureKind, UsageError
from sim.processes import end_pool, new_pool

AIM_SECONDS = 0.25
"""How much work a batch should be: enough that handing it out costs little."""

BATCH_MOST = 200
"""Episodes in a batch, at most: what is lost when a machine is switched off."""

AHEAD = 3
"""Batches handed out at a time, for each worker."""

BUFFER = 1_000
"""Episodes that may wait for an earlier one to be ready: memory stays bounded."""

TRIES = 3
"""Times that an episode may take its worker's process down before it is given up."""

CONNECT_SECONDS = 10.0
"""How long a cluster's scheduler is waited for."""


@frozen
class Batch:
    """Episodes that one worker plays, one after another."""

    first: int
    """The number of the first one."""
    jobs: tuple[Job, ...]
    names: tuple[str, ...]
    """The columns of their rows."""


def play_batch(batch: Batch) -> list[Played]:
    """Play a batch: what a worker does."""
    return [play(job, batch.names) for job in batch.jobs]


class Workers(Protocol):
    """Whoever plays batches."""

    count: int
    """How many batches are played at a time."""
    tries: int
    """How often a lonely episode is tried before it counts as a killer."""
    died: tuple[type[BaseException], ...]
    """What a future raises when its worker died."""

    def submit(self, batch: Batch) -> Future[list[Played]]:
        """Have a batch played."""

    def renew(self) -> None:
        """Have workers again after one died."""

    def close(self) -> None:
        """End them, whatever they are doing."""


class Here:
    """This process itself: no start, and no other core. Whoever kills it ends the benchmark."""

    count = 1
    tries = 1
    died: tuple[type[BaseException], ...] = ()

    def submit(self, batch: Batch) -> Future[list[Played]]:
        """Play a batch now."""
        future: Future[list[Played]] = Future()
        future.set_result(play_batch(batch))
        return future

    def renew(self) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""


class Local:
    """Processes of this machine."""

    tries = TRIES
    died: tuple[type[BaseException], ...] = (BrokenExecutor,)

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool = new_pool(count)

    def submit(self, batch: Batch) -> Future[list[Played]]:
        """Have a batch played."""
        return self._pool.submit(play_batch, batch)

    def renew(self) -> None:
        """A new pool: the old one is of no use when a process of it has died."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = new_pool(self.count)

    def close(self) -> None:
        """End the processes in the middle of what they do."""
        end_pool(self._pool)


class Cluster:
    """The workers of a Dask cluster. Dask itself tries a batch again when its worker dies."""

    tries = 1

    def __init__(self, address: str) -> None:
        """Connect.

        Raises:
            UsageError: Dask is not installed, no scheduler answers, or it has no workers.
        """
        try:
            import distributed
        except ImportError:
            raise UsageError(
                "A cluster needs the extra: pip install 'buckstop[cluster]'."
            ) from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            self._client = distributed.Client(address, timeout=CONNECT_SECONDS)
        except (OSError, ValueError, TypeError) as error:
            raise UsageError(
                f"No scheduler answers at {address!r}. Start one with `dask scheduler`; it says "
                "its address, such as tcp://127.0.0.1:8786."
            ) from error
        self.count = sum(self._client.ncores().values())
        if not self.count:
            self._client.close()
            raise UsageError(
                f"The scheduler at {address!r} has no workers. Start some: dask worker {address}."
            )
        self.died: tuple[type[BaseException], ...] = (distributed.KilledWorker,)
        self._executor = self._client.get_executor(pure=False)

    def submit(self, batch: Batch) -> Future[list[Played]]:
        """Have a batch played."""
        future: Future[list[Played]] = self._executor.submit(play_batch, batch)
        return future

    def renew(self) -> None:
        """The cluster sees to that itself."""

    def close(self) -> None:
        """Leave the cluster; it goes on."""
        self._executor.shutdown(wait=False)
        self._client.close()


def workers_for(jobs: int, cluster: str | None) -> Workers:
    """Whoever is asked for.

    Raises:
        UsageError: there is no such cluster.
    """
    if cluster is not None:
        return Cluster(cluster)
    return Here() if jobs <= 1 else Local(jobs)


@define
class Progress:
    """Plays a plan from an episode on, and yields the episodes in their order."""

    plan: Plan
    workers: Workers
    next: int = 0
    """The first episode that is not yielded yet."""
    known: dict[int, Played] = Factory(dict)
    """Episodes that are ready, and wait for an earlier one."""
    done: Callable[[int], None] = lambda number: None
    """Called with a number of episodes when they are ready."""
    _names: tuple[str, ...] = ()
    _ahead: int = 0
    _seconds: float = 0.0
    _played: int = 0
    _running: dict[Future[list[Played]], Batch] = Factory(dict)

    def __attrs_post_init__(self) -> None:
        """Columns are those of the plan's scenarios."""
        self._names = tuple(columns(self.plan.scenarios))
        self._ahead = self.next

    def __iter__(self) -> Iterator[Played]:
        """The episodes from `next` on."""
        while self.next < self.plan.episodes:
            self._hand_out()
            while self.next in self.known:
                ready = self.known.pop(self.next)
                self.next += 1
                yield ready
            if self._running:
                self._take_in()

    def ready(self) -> dict[int, Played]:
        """Episodes that were played, and are not yielded yet."""
        for future, batch in self._running.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                for place, one in enumerate(future.result()):
                    self.known[batch.first + place] = one
        return self.known

    def _hand_out(self) -> None:
        room = AHEAD * self.workers.count
        while len(self._running) < room and (len(self.known) < BUFFER or not self._running):
            batch = self._batch()
            if batch is None:
                return
            self._running[self.workers.submit(batch)] = batch

    def _batch(self) -> Batch | None:
        """The next episodes that are neither ready nor with anybody."""
        while self._ahead in self.known:
            self._ahead += 1
        first = self._ahead
        size = 1
        if self._played:
            each = max(1e-6, self._seconds / self._played)
            size = max(1, min(BATCH_MOST, round(AIM_SECONDS / each)))
        last = min(first + size, self.plan.episodes)
        jobs = []
        while self._ahead < last and self._ahead not in self.known:
            jobs.append(self.plan.job(self._ahead))
            self._ahead += 1
        return Batch(first, tuple(jobs), self._names) if jobs else None

    def _take_in(self) -> None:
        ready, _ = wait(self._running, return_when=FIRST_COMPLETED)
        suspects: list[Batch] = []
        for future in ready:
            batch = self._running.pop(future)
            try:
                self._keep(batch, future.result())
            except self.workers.died:
                suspects.append(batch)
            except (CancelledError, OSError) as error:
                raise _lost(error) from error
        if suspects:
            self._quarantine(suspects)

    def _keep(self, batch: Batch, played: list[Played]) -> None:
        for place, one in enumerate(played):
            self.known[batch.first + place] = one
            self._seconds += one.seconds
        self._played += len(played)
        self.done(len(played))

    def _quarantine(self, suspects: list[Batch]) -> None:
        """Play what was running when a worker died again, one batch at a time."""
        if self.workers.tries > 1:  # a pool breaks as a whole: nobody knows who did it
            for future, batch in self._running.items():
                if future.done() and future.exception() is None:
                    self._keep(batch, future.result())
                else:
                    suspects.append(batch)
            self._running.clear()
        self.workers.renew()
        for batch in sorted(suspects, key=lambda batch: batch.first):
            played = self._alone(batch)
            if played is not None:
                self._keep(batch, played)
                continue
            for place, job in enumerate(batch.jobs):
                lonely = Batch(batch.first + place, (job,), batch.names)
                self._keep(lonely, self._tried(lonely))

    def _alone(self, batch: Batch) -> list[Played] | None:
        """What a batch comes to while nothing else runs; None when its worker dies."""
        try:
            return self.workers.submit(batch).result()
        except self.workers.died:
            self.workers.renew()
            return None

    def _tried(self, lonely: Batch) -> list[Played]:
        """An episode by itself, until it is played or has killed too many workers."""
        for _ in range(self.workers.tries):
            played = self._alone(lonely)
            if played is not None:
                return played
        (job,) = lonely.jobs
        message = f"The worker's process died, {TRIES} times or more: it was given up."
        return [failed(job, lonely.names, FailureKind.WORKER, message)]


def _lost(error: BaseException) -> BuckstopError:
    return BuckstopError(
        f"The workers were lost: {type(error).__name__}: {error}. With --out, what was finished is "
        "kept, and --resume goes on."
    )
