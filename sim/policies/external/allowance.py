"""How much of its time limit another process has used, not counting delays beyond its control.

A decision's limit applies to what the policy does, not to what the machine does. Time in which it
runs, sleeps or waits for something counts. Time in which it or its watcher is stopped or the
machine is asleep does not; nor, where the system reports it (Linux), does time in which it waits
for a processor that others are using.
"""

from contextlib import suppress

from attrs import frozen

SLICE = 0.05
"""Seconds that the watcher waits at a time: if a wait takes longer, it was held up."""

PATIENCE = 20.0
"""Multiple of the limit, in time that the watcher runs, after which the process is over its limit
anyway: one that stops itself would never end.
"""


class Allowance:
    """How much a process has used of the seconds it is allowed."""

    def __init__(self, pid: int, limit: float) -> None:
        """Start counting now.

        Args:
            pid: The process to watch.
            limit: Seconds it is allowed.
        """
        self._pid = pid
        self._limit = limit
        self._last = look(pid)
        self._used = 0.0
        self._unsettled = 0.0
        self._watched = 0.0

    @property
    def next(self) -> float:
        """Seconds to wait before looking again."""
        return min(SLICE, max(self._limit - self._used, 0.001))

    @property
    def over(self) -> bool:
        """Whether the process has used up its time."""
        return self._used >= self._limit or self._watched >= PATIENCE * self._limit

    def waited(self, asked: float, took: float) -> None:
        """Take a wait into account.

        Time in the run queue is only known afterwards: while a process is ready but does not run,
        nothing is counted until it does; and a wait may give back what earlier ones counted.

        Args:
            asked: Seconds that the watcher meant to wait.
            took: Seconds that the wait really took.
        """
        before, self._last = self._last, look(self._pid)
        self._watched += min(asked, took)
        if self._last.stopped:
            return
        queued = self._last.queued - before.queued
        if self._last.starved_since(before):
            self._unsettled += min(asked, took)
            return
        unsettled, self._unsettled = self._unsettled, 0.0
        self._used = max(0.0, self._used + min(asked + unsettled, took + unsettled - queued))


@frozen
class Look:
    """What the system reports about a process's main thread (Linux: proc_pid_stat(5), and
    Documentation/scheduler/sched-stats).
    """

    state: str = ""
    """A letter; empty if the system does not report it."""
    ran: float = 0.0
    """Seconds on a processor since it started; 0 if the system does not report them."""
    queued: float = 0.0
    """Seconds spent waiting for a processor, counting only waits that are over."""

    @property
    def stopped(self) -> bool:
        """Whether a signal or a debugger has stopped it."""
        return self.state in ("T", "t")

    def starved_since(self, earlier: "Look") -> bool:
        """Whether it is ready to run but has had no processor since the earlier look."""
        held_up = self.state == "R" and self.ran == earlier.ran and self.queued == earlier.queued
        return held_up and self.ran > 0.0


def look(pid: int) -> Look:
    """The present state of a process; a default `Look` if the system reports nothing."""
    state, ran, queued = "", 0.0, 0.0
    with suppress(OSError, IndexError), open(f"/proc/{pid}/stat", errors="replace") as file:
        state = file.read().rpartition(")")[2].split()[0]
    with suppress(OSError, ValueError, IndexError), open(f"/proc/{pid}/schedstat") as file:
        ran, queued = (int(part) / 1e9 for part in file.read().split()[:2])
    return Look(state, ran, queued)
