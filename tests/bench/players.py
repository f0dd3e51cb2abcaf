"""Policies invented for tests. Those sent to other processes have to be in a module, as here."""

import multiprocessing
import os
import signal
from functools import partial
from pathlib import Path
from typing import Any

from sim.policies import PolicyRow
from sim.policies.policy import own_luck


class Steady:
    """Hands in equal orders every turn, whatever it sees."""

    def __init__(self, *orders: Any) -> None:
        self.orders: Any = orders

    def decide(self, observation: Any) -> Any:
        return self.orders


class Faulty:
    """Does something wrong, from a turn on."""

    def __init__(self, seed: int, *, wrong: Any, turn: int = 1) -> None:
        self.wrong = wrong
        self.turn = turn

    def decide(self, observation: Any) -> Any:
        return self.wrong() if observation.turn >= self.turn else ()


class Killer:
    """Takes the process that it plays in down, under one seed: always, or only once."""

    def __init__(self, seed: int, *, fatal: int, once: Path | None = None) -> None:
        self.kills = seed == own_luck(fatal) and not (once is not None and once.exists())
        self.once = once

    def decide(self, observation: Any) -> tuple[()]:
        if self.kills:
            assert multiprocessing.parent_process() is not None, "this would end the tests"
            if self.once is not None:
                self.once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return ()


def row_of(policy: Any, name: str = "mine") -> PolicyRow:
    """A row of the registry for a policy made up by a test; it stays in this process."""
    return PolicyRow(name, "", "", lambda seed: policy)


def faulty(wrong: Any, turn: int = 1) -> PolicyRow:
    """The row of a policy that does something wrong from a turn on."""
    return PolicyRow("faulty", "", "", partial(Faulty, wrong=wrong, turn=turn))


def killer(fatal: int, once: Path | None = None) -> PolicyRow:
    """The row of a policy that kills under a seed; with a file to mark it by, only once."""
    return PolicyRow("killer", "", "", partial(Killer, fatal=fatal, once=once))


def echo(pipe: Any) -> None:
    """A process that repeats what it reads, once."""
    pipe.send(pipe.recv())
