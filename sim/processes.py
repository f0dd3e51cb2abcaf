"""Process pools on this machine, and spreading independent jobs over them."""

import itertools
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, TypeVar

AHEAD = 4
"""Jobs in flight per process: enough that none idles, few enough to abandon."""

END_SECONDS = 5.0
"""How long to wait for a terminated process."""

SAFE_PATH = "PYTHONSAFEPATH"
"""Environment variable that keeps Python from importing from the current folder."""

MOST = 61
"""Most processes of a pool that Windows can wait for."""

Job = TypeVar("Job")
Result = TypeVar("Result")


def cores() -> int:
    """How many processes can run at a time on this machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Pool(ProcessPoolExecutor):
    """Starts its processes as jobs come in, and shields them from Ctrl-C.

    A terminal sends Ctrl-C to them, too. They inherit the signal as blocked, until they can ignore
    it themselves.
    """

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        with _ctrl_c_blocked(), _folder_ignored():
            return super().submit(fn, *args, **kwargs)


@contextmanager
def _folder_ignored() -> Iterator[None]:
    """Within, started processes do not import from the current folder.

    A new pool process looks there first: a `random.py` of the player's would replace Python's own.
    """
    if SAFE_PATH in os.environ:
        yield
        return
    os.environ[SAFE_PATH] = "1"
    try:
        yield
    finally:
        os.environ.pop(SAFE_PATH, None)


@contextmanager
def _ctrl_c_blocked() -> Iterator[None]:
    """Within, Ctrl-C is deferred for this thread and for started processes."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def new_pool(workers: int) -> ProcessPoolExecutor:
    """A pool whose processes ignore Ctrl-C, and end when this process ends for any reason."""
    workers = min(workers, MOST) if sys.platform == "win32" else workers
    given = os.environ.get(SAFE_PATH)
    with _folder_ignored():  # this starts a helper process of Python's
        return _Pool(workers, multiprocessing.get_context("spawn"), _start, (given,))


def end_pool(pool: ProcessPoolExecutor) -> None:
    """Terminate a pool's processes at once.

    Before Python 3.14 a pool has no public way to do that. A process ended while writing a result
    would leave the pool's thread, and so the program, waiting for the rest: the pipe is closed,
    too.
    """
    processes, results = list((pool._processes or {}).values()), pool._result_queue
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(END_SECONDS)
    if results is not None:
        results._writer.close()  # type: ignore[attr-defined]  # exists on every system


def spread(
    function: Callable[[Job], Result],
    jobs: Sequence[Job],
    workers: int | None = None,
    done: Callable[[], None] = lambda: None,
) -> list[Result]:
    """A function's results, in the order of the jobs.

    Args:
        function: A module-level function, so that other processes can import it.
        jobs: Its arguments; they are pickled.
        workers: Processes to use: 1 runs in this process, None uses one per core.
        done: Called in this process after every job.
    """
    workers = min(workers or cores(), len(jobs))
    if workers <= 1:
        return [_counted(function(job), done) for job in jobs]
    pool = new_pool(workers)
    results: dict[int, Result] = {}
    running: dict[Future[Result], int] = {}
    try:
        for place, job in enumerate(jobs):
            if len(running) >= AHEAD * workers:
                _collect(running, results, done)
            running[pool.submit(function, job)] = place
        while running:
            _collect(running, results, done)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    return [results[place] for place in range(len(jobs))]


def counter(total: int) -> Callable[[], None]:
    """A `done` for `spread` that counts the finished jobs on standard error."""
    numbers = itertools.count(1)
    return lambda: print(f"\r{next(numbers)} of {total}", end="", file=sys.stderr, flush=True)


def _collect(
    running: dict[Future[Result], int], results: dict[int, Result], done: Callable[[], None]
) -> None:
    """Wait for a job to end, and collect all that have ended."""
    ready, _ = wait(running, return_when=FIRST_COMPLETED)
    for one in ready:
        results[running.pop(one)] = _counted(one.result(), done)


def _counted(result: Result, done: Callable[[], None]) -> Result:
    done()
    return result


def _start(safe_path: str | None) -> None:
    """Make a pool process ignore Ctrl-C and end with its parent.

    `safe_path` restores the environment for programs that this process may start.
    """
    if safe_path is None:
        os.environ.pop(SAFE_PATH, None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
