"""How much of its time another process has had, when it may have been held up through no fault of
its own.

The limit of a decision is a limit on what a policy does, and not on what the machine does. Counted
is the time in which it runs, sleeps or waits for something. Not counted is the time in which it or
its watcher is stopped, or the machine asleep, and, where the system tells (Linux), the time in
which it waits for a processor that others have.
"""

from contextlib import suppress

SLICE = 0.05
"""Seconds that a watcher waits at a time: whoever is away for longer was held up."""

PATIENCE = 20.0
"""How many times its limit a process is waited for, while its watcher runs, whatever holds it up:
one that stops itself would never end.
"""


class Allowance:
    """What a process has used of the seconds that it is given."""

    def __init__(self, pid: int, limit: float) -> None:
        """It begins now.

        Args:
            pid: The process.
            limit: Seconds.
        """
        self._pid = pid
        self._limit = limit
        self._queued = queued(pid)
        self._used = 0.0
        self._watched = 0.0

    @property
    def next(self) -> float:
        """Seconds to wait before looking again."""
        return min(SLICE, max(self._limit - self._used, 0.001))

    @property
    def over(self) -> bool:
        """Whether it has had all its time."""
        return self._used >= self._limit or self._watched >= PATIENCE * self._limit

    def waited(self, asked: float, took: float) -> None:
        """Take a wait into account.

        Time in a queue is known when it is over, so that a wait may give back what earlier ones
        have counted.

        Args:
            asked: Seconds that the watcher wanted to wait.
            took: Seconds after which it ran again.
        """
        before, self._queued = self._queued, queued(self._pid)
        self._watched += min(asked, took)
        if not stopped(self._pid):
            could_run = min(asked, took - (self._queued - before))
            self._used = max(0.0, self._used + could_run)


def queued(pid: int) -> float:
    """Seconds for which a process, its main thread, has waited for a processor since it began; 0
    where the system does not tell. (Linux, Documentation/scheduler/sched-stats.)
    """
    with suppress(OSError, ValueError, IndexError), open(f"/proc/{pid}/schedstat") as file:
        return int(file.read().split()[1]) / 1e9
    return 0.0


def stopped(pid: int) -> bool:
    """Whether a process is stopped, by a signal or a debugger; no where the system does not tell.
    (Linux, proc_pid_stat(5).)
    """
    with suppress(OSError, IndexError), open(f"/proc/{pid}/stat", errors="replace") as file:
        return file.read().rpartition(")")[2].split()[0] in ("T", "t")
    return False
