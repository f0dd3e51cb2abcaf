"""How much of its time another process has had, when it may have been held up through no fault of
its own.

The limit of a decision is a limit on what a policy does, and not on what the machine does. Counted
is the time in which it runs, sleeps or waits for something. Not counted is the time in which it or
its watcher is stopped, or the machine asleep, and, where the system tells (Linux), the time in
which it waits for a processor that others have.
"""

from contextlib import suppress

from attrs import frozen

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
        """Whether it has had all its time."""
        return self._used >= self._limit or self._watched >= PATIENCE * self._limit

    def waited(self, asked: float, took: float) -> None:
        """Take a wait into account.

        Time in a queue is known when it is over: while a process could run and does not, nothing
        is counted until it does; and a wait may give back what earlier ones have counted.

        Args:
            asked: Seconds that the watcher wanted to wait.
            took: Seconds after which it ran again.
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
    """What the system tells of a process, its main thread. (Linux: proc_pid_stat(5), and
    Documentation/scheduler/sched-stats.)
    """

    state: str = ""
    """A letter; empty where the system does not tell."""
    ran: float = 0.0
    """Seconds for which it has had a processor since it began; 0 where the system does not tell."""
    queued: float = 0.0
    """Seconds for which it has waited for one, as far as those waits are over."""

    @property
    def stopped(self) -> bool:
        """Whether it is stopped, by a signal or a debugger."""
        return self.state in ("T", "t")

    def starved_since(self, earlier: "Look") -> bool:
        """Whether it could run and has not had a processor in between."""
        held_up = self.state == "R" and self.ran == earlier.ran and self.queued == earlier.queued
        return held_up and self.ran > 0.0


def look(pid: int) -> Look:
    """How a process stands now."""
    state, ran, queued = "", 0.0, 0.0
    with suppress(OSError, IndexError), open(f"/proc/{pid}/stat", errors="replace") as file:
        state = file.read().rpartition(")")[2].split()[0]
    with suppress(OSError, ValueError, IndexError), open(f"/proc/{pid}/schedstat") as file:
        ran, queued = (int(part) / 1e9 for part in file.read().split()[:2])
    return Look(state, ran, queued)
