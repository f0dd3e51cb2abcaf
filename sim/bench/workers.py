"""Workers: this process, a local process pool, or a Dask cluster.

Episodes are handed out in batches and collected in order, so that neither the number of workers nor
the size of a batch affects the result. A batch whose worker died is played again alone; if that
fails, too, its episodes are played one at a time, and one that keeps killing workers becomes a
failed row.
"""

import logging
import platform
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from typing import Protocol

from attrs import Factory, define, frozen

from sim.bench.manifest import program
from sim.bench.plan import Job, Plan
from sim.bench.records import Played, columns, failed, play
from sim.errors import BuckstopError, FailureKind, UsageError, in_words
from sim.processes import end_pool, new_pool

AIM_SECONDS = 0.25
"""Target duration of a batch: long enough that handing it out costs little."""

BATCH_MOST = 200
"""Most episodes in a batch; a machine that fails loses that many."""

AHEAD = 3
"""Batches in flight per worker."""

BUFFER = 1_000
"""Most finished episodes that wait for an earlier one; bounds the memory."""

TRIES = 3
"""How often an episode may kill its worker before it counts as failed."""

HOPELESS = 10
"""Episodes in a row that may kill their workers before the workers are to blame."""

CONNECT_SECONDS = 10.0
"""How long to wait for a cluster's scheduler."""


@frozen
class Batch:
    """Consecutive episodes for one worker."""

    first: int
    """The number of the first episode."""
    jobs: tuple[Job, ...]
    names: tuple[str, ...]
    """The columns of their rows."""
    plan: Plan | None = None
    """Set, with `program`, for workers that may run other code."""
    program: str = ""


def play_batch(batch: Batch) -> list[Played]:
    """Play a batch in a worker. Raises `UsageError` if the worker's program differs."""
    if batch.plan is not None and program(batch.plan) != batch.program:
        raise UsageError(
            f"A worker of the cluster, on {platform.node()!r}, has another program or another "
            "version of a policy, so its games would differ. Install the same on all workers."
        )
    return [play(job, batch.names) for job in batch.jobs]


class Workers(Protocol):
    """Plays batches."""

    count: int
    """How many batches run at a time."""
    tries: int
    """How often a single episode is tried before it counts as failed."""
    elsewhere: bool
    """Whether the workers may run other code."""
    died: tuple[type[BaseException], ...]
    """Exceptions of a future whose worker died."""

    def submit(self, batch: Batch) -> Future[list[Played]]:
        """Hand out a batch."""

    def renew(self) -> None:
        """Replace workers that died."""

    def close(self) -> None:
        """End the workers at once."""


class Here:
    """This process. If a game kills it, the benchmark ends."""

    count = 1
    tries = 1
    elsewhere = False
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
    """A pool of local processes."""

    tries = TRIES
    elsewhere = False
    died: tuple[type[BaseException], ...] = (BrokenExecutor,)

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool = new_pool(count)

    def submit(self, batch: Batch) -> Future[list[Played]]:
        """Hand out a batch."""
        return self._pool.submit(play_batch, batch)

    def renew(self) -> None:
        """Start a new pool: one death breaks the whole pool."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = new_pool(self.count)

    def close(self) -> None:
        """End the processes at once."""
        end_pool(self._pool)


class Cluster:
    """The workers of a Dask cluster. Dask itself retries a batch whose worker died."""

    tries = 1
    elsewhere = True

    def __init__(self, address: str) -> None:
        """Connect. Raises `UsageError` without Dask, a scheduler that answers, or workers."""
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
                f"No scheduler answers at {address!r}. Start one with `dask scheduler`; it "
                "prints its address, such as tcp://127.0.0.1:8786."
            ) from error
        self.count = sum(self._client.ncores().values())
        if not self.count:
            self._client.close()
            raise UsageError(
                f"The scheduler at {address!r} has no workers. Start some on each machine: "
                f"dask worker {address} --nworkers auto --nthreads 1."
            )
        self.died: tuple[type[BaseException], ...] = (distributed.KilledWorker,)
        self._executor = self._client.get_executor(pure=False)

    def submit(self, batch: Batch) -> Future[list[Played]]:
        """Hand out a batch."""
        future: Future[list[Played]] = self._executor.submit(play_batch, batch)
        return future

    def renew(self) -> None:
        """Nothing to do: the cluster replaces its workers."""

    def close(self) -> None:
        """Disconnect; the cluster keeps running."""
        self._executor.shutdown(wait=False)
        self._client.close()


def workers_for(jobs: int, cluster: str | None) -> Workers:
    """The workers for a number of jobs or the address of a cluster.

    Raises:
        UsageError: there is no such cluster.
    """
    if cluster is not None:
        return Cluster(cluster)
    return Here() if jobs <= 1 else Local(jobs)


@define
class Progress:
    """Plays a plan from episode `next` on, and yields the episodes in order."""

    plan: Plan
    workers: Workers
    next: int = 0
    """The next episode to yield."""
    known: dict[int, Played] = Factory(dict)
    """Finished episodes that wait for an earlier one."""
    done: Callable[[int], None] = lambda number: None
    """Called with the number of episodes that have just finished."""
    _names: tuple[str, ...] = ()
    _ahead: int = 0
    _taken: dict[tuple[str, str], float] = Factory(dict)
    """Seconds of the last episode by scenario and policy; the first is handed out alone."""
    _given_up: int = 0
    """Episodes in a row that killed their workers."""
    _program: str = ""
    _running: dict[Future[list[Played]], Batch] = Factory(dict)

    def __attrs_post_init__(self) -> None:
        """Derive the columns and, for a cluster, the program's hash."""
        self._names = tuple(columns(self.plan.scenarios))
        self._ahead = self.next
        if self.workers.elsewhere:
            self._program = program(self.plan)

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
        """All finished episodes that were not yielded yet."""
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
            try:
                self._running[self._submit(batch)] = batch
            except self.workers.died:
                self._quarantine([batch])

    def _batch(self) -> Batch | None:
        """The next episodes that are neither finished nor handed out."""
        while self._ahead in self.known:
            self._ahead += 1
        first, expected = self._ahead, 0.0
        jobs: list[Job] = []
        while (
            self._ahead < self.plan.episodes
            and self._ahead not in self.known
            and len(jobs) < BATCH_MOST
            and expected < AIM_SECONDS
        ):
            job = self.plan.job(self._ahead)
            expected += self._taken.get((job.scenario.id, job.policy.id), AIM_SECONDS)
            jobs.append(job)
            self._ahead += 1
        return self._of(first, tuple(jobs)) if jobs else None

    def _of(self, first: int, jobs: tuple[Job, ...]) -> Batch:
        plan = self.plan if self.workers.elsewhere else None
        return Batch(first, jobs, self._names, plan, self._program)

    def _submit(self, batch: Batch) -> Future[list[Played]]:
        """Hand out a batch. Raises `BuckstopError` if the workers are gone."""
        try:
            return self.workers.submit(batch)
        except self.workers.died:
            raise
        except Exception as error:
            raise _lost(error) from error

    def _result(self, future: Future[list[Played]]) -> list[Played]:
        """The result of a batch. Raises one of `died` if its worker died, else `BuckstopError`."""
        try:
            return future.result()
        except self.workers.died:
            raise
        except BuckstopError:
            raise
        except (Exception, CancelledError) as error:
            raise _lost(error) from error

    def _take_in(self) -> None:
        ready, _ = wait(self._running, return_when=FIRST_COMPLETED)
        suspects: list[Batch] = []
        for future in ready:
            batch = self._running.pop(future)
            try:
                self._keep(batch, self._result(future))
            except self.workers.died:
                suspects.append(batch)
        if suspects:
            self._quarantine(suspects)

    def _keep(self, batch: Batch, played: list[Played]) -> None:
        for place, one in enumerate(played):
            self.known[batch.first + place] = one
            self._taken[batch.jobs[place].scenario.id, batch.jobs[place].policy.id] = one.seconds
        self.done(len(played))

    def _quarantine(self, suspects: list[Batch]) -> None:
        """Replay the batches that were running when a worker died, one at a time."""
        if self.workers.tries > 1:  # a pool breaks as a whole: any batch may be the cause
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
                lonely = self._of(batch.first + place, (job,))
                self._keep(lonely, self._tried(lonely))

    def _alone(self, batch: Batch) -> list[Played] | None:
        """The result of a batch that runs alone; None if its worker dies."""
        try:
            return self._result(self._submit(batch))
        except self.workers.died:
            self.workers.renew()
            return None

    def _tried(self, lonely: Batch) -> list[Played]:
        """Try an episode alone until it finishes or has killed too many workers."""
        for _ in range(self.workers.tries):
            played = self._alone(lonely)
            if played is not None:
                self._given_up = 0
                return played
        self._given_up += 1
        if self._given_up >= HOPELESS:
            raise BuckstopError(
                f"{HOPELESS} games in a row killed their workers: the games are hardly the cause. "
                "With --out, finished games are saved; --jobs 1 plays without workers."
            )
        (job,) = lonely.jobs
        message = f"The worker's process died {TRIES} times or more."
        return [failed(job, lonely.names, FailureKind.WORKER, message)]


def _lost(error: BaseException) -> BuckstopError:
    return BuckstopError(
        f"The workers were lost: {in_words(error)}. With --out, finished games are saved, and "
        "--resume continues."
    )
