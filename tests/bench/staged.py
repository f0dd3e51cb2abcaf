"""Workers made up by tests: they play in this process, in the order that the test picks."""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, wait
from typing import Any

from sim.bench.records import Played, failed
from sim.bench.workers import Batch
from sim.errors import FailureKind

Play = Callable[[Batch], list[Played]]


class Promise(Future[list[Played]]):
    """A batch that is played once it has been waited for long enough."""

    def __init__(self, batch: Batch, keep: Callable[["Promise"], None]) -> None:
        super().__init__()
        self.batch = batch
        self._keep = keep

    def result(self, timeout: float | None = None) -> list[Played]:
        if not self.done():
            self._keep(self)
        return super().result(timeout)


class Staged:
    """Workers whose batches finish in the order that the test picks.

    They die all at once, like a pool's (`whole`), or one by one, like a cluster's.
    """

    def __init__(
        self,
        count: int = 2,
        play: Play | None = None,
        pick: Callable[[list[Promise]], Promise] = lambda waiting: waiting[0],
        whole: bool = True,
    ) -> None:
        self.count = count
        self.tries = 3 if whole else 1
        self.died: tuple[type[BaseException], ...] = (BrokenExecutor,)
        self.elsewhere = False
        self.play = play or made_up
        self.pick = pick
        self.whole = whole
        self.batches: list[Batch] = []
        """Batches in the order in which they were handed out."""
        self.renewed = 0
        self.closed = 0
        self.at_wait: Callable[[], None] = lambda: None
        """Called whenever the benchmark waits."""
        self._waiting: list[Promise] = []

    def submit(self, batch: Batch) -> Promise:
        promise = Promise(batch, self._keep)
        self.batches.append(batch)
        self._waiting.append(promise)
        return promise

    def renew(self) -> None:
        self.renewed += 1

    def close(self) -> None:
        self.closed += 1

    def wait(self, running: Any, **options: Any) -> Any:
        """Stands in for `concurrent.futures.wait`: one batch is ready."""
        self.at_wait()
        self._keep(self.pick(list(self._waiting)))
        return wait(running, **options)

    def _keep(self, promise: Promise) -> None:
        self._waiting.remove(promise)
        try:
            promise.set_result(self.play(promise.batch))
        except BrokenExecutor as death:
            promise.set_exception(death)
            for other in self._waiting if self.whole else ():
                other.set_exception(death)
            if self.whole:
                self._waiting.clear()
        except BaseException as error:
            promise.set_exception(error)


def made_up(batch: Batch, seconds: float = 1.0) -> list[Played]:
    """Invented episodes, each with its own row."""
    return [
        failed(job, batch.names, FailureKind.RAISED, f"{job.scenario.id} {job.seed}", seconds)
        for job in batch.jobs
    ]
