"""Processes of this machine, and spreading independent jobs over them."""

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
"""Jobs handed out at a time, for each process: none waits for work, and few are left to give up."""

END_SECONDS = 5.0
"""How long a process is waited for that was told to end."""

SAFE_PATH = "PYTHONSAFEPATH"
"""The variable of the environment that keeps Python from importing from the folder it stands in."""

MOST = 61
"""Processes of a pool that Windows can wait for."""

Job = TypeVar("Job")
Result = TypeVar("Result")


def cores() -> int:
    """How many processes can run at a time here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Pool(ProcessPoolExecutor):
    """Its processes are started as jobs come in, and have nothing to do with Ctrl-C from then on.

    A terminal sends it to them as well. Until they can say that they ignore it, they are held
    back from noticing it: they inherit what is blocked here while they are started.
    """

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        with _ctrl_c_blocked(), _folder_ignored():
            return super().submit(fn, *args, **kwargs)


@contextmanager
def _folder_ignored() -> Iterator[None]:
    """Processes that are started within import nothing from the folder that they stand in.

    Python looks there first when it starts one of a pool, before it is told where the program's own
    modules are: a file `random.py` of the player's would be taken for Python's own.
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
    """Ctrl-C comes later, to this thread and to processes that are started within."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def new_pool(workers: int) -> ProcessPoolExecutor:
    """So many processes that leave Ctrl-C to this one, and end when it does, however it ends."""
    workers = min(workers, MOST) if sys.platform == "win32" else workers
    given = os.environ.get(SAFE_PATH)
    with _folder_ignored():  # a helper of Python's is started here
        return _Pool(workers, multiprocessing.get_context("spawn"), _start, (given,))


def end_pool(pool: ProcessPoolExecutor) -> None:
    """End a pool's processes in the middle of what they do.

    The pool has no public way to do that before Python 3.14. One that was ended while it wrote a
    result would leave the pool's own thread waiting for the rest, and the program with it: so the
    pipe is closed as well.
    """
    processes, results = list((pool._processes or {}).values()), pool._result_queue
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(END_SECONDS)
    if results is not None:
        results._writer.close()  # type: ignore[attr-defined]  # it is there on every system


def spread(
    function: Callable[[Job], Result],
    jobs: Sequence[Job],
    workers: int | None = None,
    done: Callable[[], None] = lambda: None,
) -> list[Result]:
    """The function's results, in the order of the jobs.

    Args:
        function: Of a module, so that another process finds it.
        jobs: Arguments that can be pickled.
        workers: Processes to use; with 1 it is this one, and None takes one for each core.
        done: Called in this process after every job.
    """
    workers = min(workers or cores(), len(jobs))
    if workers <= 1:
        return [_told(function(job), done) for job in jobs]
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


def _collect(
    running: dict[Future[Result], int], results: dict[int, Result], done: Callable[[], None]
) -> None:
    """Wait for a job to end, and take in what has ended."""
    ready, _ = wait(running, return_when=FIRST_COMPLETED)
    for one in ready:
        results[running.pop(one)] = _told(one.result(), done)


def _told(result: Result, done: Callable[[], None]) -> Result:
    done()
    return result


def _start(safe_path: str | None) -> None:
    """A process of the pool leaves Ctrl-C to the one that started it, and ends with that one.

    Args:
        safe_path: What the environment said of imports before: programs that are started from
            here are none of ours.
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
