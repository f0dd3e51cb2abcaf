"""Policies that users write, named `module:attribute`: each runs in its own process.

A policy gets a frozen copy, its orders are checked, and its time to decide is limited. If it
raises, hands in junk, takes too long or ends its process, the result is a `PolicyFailure` and
nothing worse. This is not a sandbox: the process may do whatever its user may.

The process runs the same copy of this program as its parent, and Python's standard library,
whatever files are in its working directory (`host` reports files whose names clash).

Messages are frames: four bytes of length, then the content. Observations go out pickled; answers
come back as JSON, so that no code of the policy's ever runs here.
"""

import json
import os
import pickle
import queue
import re
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import IO, Any

import sim
from sim import core
from sim.codec import orders_from_data
from sim.errors import FailureKind, PolicyFailure, UsageError, in_words
from sim.model.orders import Order
from sim.model.world import Observation
from sim.policies.external.allowance import Allowance
from sim.policies.policy import PolicyRow

LIMIT_SECONDS = 30.0
"""How long a decision may take by default; `allowance` says which time counts."""

START_SECONDS = 60.0
"""How long importing a policy's module may take."""

START = """
import sys
from importlib.util import module_from_spec, spec_from_file_location
spec = spec_from_file_location("sim", sys.argv[1])
sys.modules["sim"] = module_from_spec(spec)
spec.loader.exec_module(sys.modules["sim"])
from sim.policies.external.host import main
main(sys.argv[2])
"""
"""Starts the process with this copy of the program, not one that may be installed."""

ENDING_SECONDS = 2.0
"""How long to wait for a process whose stream of answers has ended."""

ANSWER_MOST = 10_000_000
"""Most bytes in an answer."""

_NAME = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*")

LENGTH = struct.Struct("<I")
"""Format of a frame's length."""


def module_of(name: str) -> str | None:
    """The module in `module:attribute`; None for the id of a built-in policy."""
    return name.partition(":")[0] if ":" in name else None


def external_row(name: str, limit: float = LIMIT_SECONDS) -> PolicyRow:
    """The row of a user's policy.

    Args:
        name: `module:attribute`.
        limit: Seconds for a decision.

    Raises:
        UsageError: the name is malformed, or the policy cannot be loaded.
    """
    if _NAME.fullmatch(name) is None:
        raise UsageError(f'"{name}" is not a policy: name your own as module:attribute.')
    try:
        _host(name).start(0, START_SECONDS)
    except PolicyFailure as error:
        raise UsageError(f"The policy {name!r} cannot be used: {error}") from error
    summary = "A user's policy, in a process of its own."
    return PolicyRow(name, name, summary, partial(External, name=name), limit=limit)


class External:
    """One game's player, in another process."""

    def __init__(self, seed: int, *, name: str, limit: float) -> None:
        """The process is started by the first decision.

        Args:
            seed: Seeds the policy's own luck.
            name: `module:attribute`.
            limit: Seconds for a decision.
        """
        self.printed = 0
        """Lines that the policy wrote to its standard output or error."""
        self._seed = seed
        self._name = name
        self._limit = limit
        self._started = False

    def decide(self, observation: Observation) -> Sequence[Order]:
        """The policy's orders.

        Raises:
            PolicyFailure: it raised, handed in junk, took too long, or its process ended.
        """
        host = _host(self._name)
        if not self._started:
            self.printed += host.start(self._seed, max(self._limit, START_SECONDS))
            self._started = True
        answer = host.ask(pickle.dumps(observation, pickle.HIGHEST_PROTOCOL), self._limit)
        self.printed += answer["printed"]
        try:
            return orders_from_data(answer["orders"])
        except (ValueError, TypeError) as error:
            raise PolicyFailure(f"its orders are invalid: {error}", FailureKind.JUNK) from error


class Host:
    """A policy's process. It plays one game after another, each with a new policy object."""

    def __init__(self, name: str) -> None:
        self._process = subprocess.Popen(
            # -P: nothing is imported from the working directory
            [sys.executable, "-P", "-c", START, str(sim.__file__), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # alike in every process; only objects of the interpreted core can be frozen
            env={**os.environ, "PYTHONHASHSEED": "0", core.VARIABLE: core.INTERPRETED},
            start_new_session=True,  # so that its children can be ended with it
        )
        self._requests: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        for work in (self._talk, self._listen):
            threading.Thread(target=work, daemon=True).start()

    @property
    def alive(self) -> bool:
        """Whether the process is running."""
        return self._process.poll() is None

    def start(self, seed: int, limit: float) -> int:
        """Make a new policy; returns the number of lines printed. Raises `PolicyFailure`."""
        printed: int = self.ask(pickle.dumps(seed), limit)["printed"]
        return printed

    def ask(self, content: bytes, limit: float) -> dict[str, Any]:
        """Its answer. Raises `PolicyFailure`, after which this process is unusable."""
        self._requests.put(content)
        answer = self._answer(limit)
        if answer is None:
            why = self._ending()
            self.end()
            raise PolicyFailure(why, FailureKind.DIED)
        try:
            found = json.loads(answer)
            kind = found.get("failure")
            if kind is None:
                return {"orders": found["orders"], "printed": int(found["printed"])}
            failure = PolicyFailure(str(found["message"]), FailureKind(kind))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            why = f"its answer cannot be read: {in_words(error)}"
            failure = PolicyFailure(why, FailureKind.JUNK)
        self.end()
        raise failure

    def _answer(self, limit: float) -> bytes | None:
        """The next answer; None if the process has ended. Raises `PolicyFailure` on timeout."""
        allowance = Allowance(self._process.pid, limit)
        while True:
            asked, began = allowance.next, time.monotonic()
            with suppress(queue.Empty):
                return self._answers.get(timeout=asked)
            if not self.alive:  # its last answer may be on its way; its children may live on
                with suppress(queue.Empty):
                    return self._answers.get(timeout=ENDING_SECONDS)
                return None
            allowance.waited(asked, time.monotonic() - began)
            if allowance.over:
                self.end()
                raise PolicyFailure(f"it took longer than {limit:g} s", FailureKind.TIMEOUT)

    def end(self) -> None:
        """Kill the process and its children, whatever they are doing."""
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        self._process.wait()
        self._requests.put(None)

    def _ending(self) -> str:
        """How the process ended, once its answers have."""
        try:
            code = self._process.wait(ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            return "its process closed its output stream"
        try:
            name = signal.Signals(-code).name  # Python gives signals as negative numbers
        except ValueError:
            return f"its process ended with code {code}"
        hint = ", as happens when memory runs out" if name == "SIGKILL" else ""
        return f"its process was ended by {name}{hint}"

    def _talk(self) -> None:
        """Send requests, in a thread: a busy or stopped process may read them late, or never."""
        assert self._process.stdin is not None
        while (content := self._requests.get()) is not None:
            with suppress(OSError):  # it has ended, and `_listen` notices
                send(self._process.stdin, content)

    def _listen(self) -> None:
        """Receive answers, in a thread; None marks the end."""
        assert self._process.stdout is not None
        while (answer := receive(self._process.stdout, ANSWER_MOST)) is not None:
            self._answers.put(answer)
        self._answers.put(None)


class _Hosts(threading.local):
    """This thread's hosts: games played at once must not share one."""

    def __init__(self) -> None:
        self.by_name: dict[str, Host] = {}


_HOSTS = _Hosts()


def _host(name: str) -> Host:
    """A policy's host in this thread, started if need be."""
    hosts = _HOSTS.by_name
    if name not in hosts or not hosts[name].alive:
        hosts[name] = Host(name)
    return hosts[name]


def end_hosts() -> None:
    """End this thread's policy processes."""
    while _HOSTS.by_name:
        _HOSTS.by_name.popitem()[1].end()


def send(stream: IO[bytes], content: bytes) -> None:
    """Write a frame."""
    stream.write(LENGTH.pack(len(content)) + content)
    stream.flush()


def receive(stream: IO[bytes], most: int) -> bytes | None:
    """The next frame; None at the end, or if it is longer than `most` bytes."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    if length > most:
        return None
    content = stream.read(length)
    return content if len(content) == length else None
