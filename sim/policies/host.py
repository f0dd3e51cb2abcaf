"""The process of a policy of somebody's own: `python -m sim.policies.host module:attribute`.

Reads a number (make a fresh policy from this seed) or an observation (decide), and answers each
with JSON. What the policy prints is counted, and goes nowhere.
"""

import importlib
import inspect
import io
import json
import os
import pickle
import queue
import signal
import sys
import threading
from typing import IO, Any

from sim.codec import orders_to_data
from sim.errors import FailureKind
from sim.policies.foreign import receive, send
from sim.policies.freezing import freeze

REQUEST_MOST = 1_000_000_000
"""Bytes of a request, at most: they come from the program itself."""


class Counted(io.TextIOBase):
    """A stream that goes nowhere; its lines are counted."""

    def __init__(self) -> None:
        self._ended = 0
        self._begun = False

    @property
    def lines(self) -> int:
        """Lines so far, with one that has not ended yet."""
        return self._ended + self._begun

    def writable(self) -> bool:
        """Anything can be written."""
        return True

    def write(self, text: str) -> int:
        """Count the lines."""
        self._ended += text.count("\n")
        if text:
            self._begun = not text.endswith("\n")
        return len(text)


def main(name: str) -> None:
    """Answer until there are no more requests."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):  # what the policy reads or writes must not get in between
        os.dup2(nowhere, number)
    sys.stdout = sys.stderr = printed = Counted()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started this
    arrived: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, arrived), daemon=True).start()
    sys.path.insert(0, os.getcwd())
    made: Any = None
    policy: Any = None
    while True:
        request = pickle.loads(arrived.get())
        before = printed.lines
        try:
            if isinstance(request, int):
                if made is None:
                    made = _load(name)
                    before = printed.lines  # what it prints once a process depends on their number
                policy = _make(made, request)
                orders = []
            else:
                orders = _orders(policy.decide(freeze(request)))
            answer = {"orders": orders, "printed": printed.lines - before}
        except _Junk as error:
            answer = {"failure": FailureKind.JUNK.value, "message": str(error)}
        except BaseException as error:  # SystemExit and KeyboardInterrupt are its failures as well
            message = f"{type(error).__name__}: {error}"
            answer = {"failure": FailureKind.RAISED.value, "message": message}
        send(answers, json.dumps(answer).encode())


class _Junk(Exception):
    """It handed in something other than orders."""


def _orders(found: Any) -> list[Any]:
    try:
        found = list(found)
    except TypeError:
        raise _Junk(f"it handed in no sequence of orders, but {found!r:.100}") from None
    try:
        return orders_to_data(found)
    except Exception:
        wrong = next((one for one in found if not _is_order(one)), found)
        raise _Junk(f"{wrong!r:.100} is no order; they are in sim.model.orders") from None


def _is_order(one: Any) -> bool:
    try:
        orders_to_data([one])
    except Exception:
        return False
    return True


def _load(name: str) -> Any:
    module, _, attribute = name.partition(":")
    found: Any = importlib.import_module(module)
    for part in attribute.split("."):
        found = getattr(found, part)
    return found


def _make(made: Any, seed: int) -> Any:
    """A fresh policy: made from the seed, or from nothing where it takes none."""
    try:
        inspect.signature(made).bind(seed)
    except TypeError:
        policy = made()
    else:
        policy = made(seed)
    if not callable(getattr(policy, "decide", None)):
        raise TypeError(f"{type(policy).__name__} has no method decide")
    return policy


def _listen(requests: IO[bytes], arrived: "queue.SimpleQueue[bytes]") -> None:
    """Take requests in; when whoever sends them has gone, end, whatever the policy is doing."""
    while (content := receive(requests, REQUEST_MOST)) is not None:
        arrived.put(content)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
