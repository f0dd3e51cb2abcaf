"""The program inside a user policy's process, which `process` starts.

It reads a number (make a new policy from this seed) or an observation (decide), and answers each
with JSON. Lines that the policy prints are counted and discarded.
"""

import importlib
import inspect
import io
import json
import os
import pickle
import pkgutil
import queue
import signal
import sys
import threading
from collections.abc import Collection, Iterable
from contextlib import suppress
from itertools import islice
from types import ModuleType
from typing import IO, Any

from sim.codec import orders_to_data
from sim.errors import FailureKind, in_words, shown
from sim.policies.external.process import receive, send
from sim.policies.external.read_only import freeze

REQUEST_MOST = 1_000_000_000
"""Most bytes in a request: they come from the program itself."""

ORDERS_MOST = 100_000
"""Most orders in a turn: an endless iterator is cut off before it fills the memory."""

SHOWN_MOST = 100
"""Most characters that a message shows of something that is not an order."""


class Counted(io.TextIOBase):
    """A stream that discards its text and counts the lines."""

    def __init__(self) -> None:
        self._ended = 0
        self._begun = False

    @property
    def lines(self) -> int:
        """Lines so far, including an unfinished one."""
        return self._ended + self._begun

    def writable(self) -> bool:
        """Always true."""
        return True

    def write(self, text: str) -> int:
        """Count the lines, and discard the text."""
        self._ended += text.count("\n")
        if text:
            self._begun = not text.endswith("\n")
        return len(text)


def main(name: str) -> None:
    """Answer requests until there are no more."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):  # the policy's own reads and writes must not mix with ours
        os.dup2(nowhere, number)
    sys.stdout = sys.stderr = printed = Counted()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    arrived: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests, arrived), daemon=True).start()
    player = _Player(name, printed)
    while True:
        send(answers, json.dumps(_answer(player, arrived.get())).encode())


class _Failure(Exception):
    """Why the policy cannot continue, in words, other than an exception of its own."""

    def __init__(self, kind: FailureKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class _Player:
    """The policy: its module, loaded once, then a new object for each game."""

    def __init__(self, name: str, printed: Counted) -> None:
        self._name = name
        self._printed = printed
        self._made: Any = None
        self._policy: Any = None

    def reply(self, content: bytes) -> dict[str, Any]:
        """The reply to a request. Raises `_Failure`, or whatever the policy raises."""
        request = pickle.loads(content)
        before = self._printed.lines
        orders: list[Any] = []
        if isinstance(request, int):
            if self._made is None:
                self._made = _load(self._name)
                before = self._printed.lines  # not what importing prints: games share it
            self._policy = _make(self._made, request)
        else:
            orders = _orders(self._policy.decide(freeze(request)))
        return {"orders": orders, "printed": self._printed.lines - before}


def _answer(player: _Player, content: bytes) -> dict[str, Any]:
    """The reply to a request, or why there is none."""
    try:
        return player.reply(content)
    except _Failure as error:
        return {"failure": error.kind.value, "message": str(error)}
    except BaseException as error:  # SystemExit and KeyboardInterrupt too
        return {"failure": FailureKind.RAISED.value, "message": f"it raised {in_words(error)}"}


def _orders(found: Any) -> list[Any]:
    """Orders as plain data. Raises `_Failure` for anything else, or whatever iterating raises."""
    if not isinstance(found, Iterable):
        raise _Failure(FailureKind.JUNK, f"it returned {_text(found)}, not a sequence of orders")
    orders = list(islice(found, ORDERS_MOST + 1))
    if len(orders) > ORDERS_MOST:
        raise _Failure(FailureKind.JUNK, f"it returned more than {ORDERS_MOST:,} orders")
    try:
        return orders_to_data(orders)
    except Exception:
        wrong = next((one for one in orders if not _is_order(one)), orders)
        why = f"{_text(wrong)} is not an order: orders are the classes in sim.model.orders"
        raise _Failure(FailureKind.JUNK, why) from None


def _text(value: Any) -> str:
    """A value as a message shows it: its start, or its class if it cannot be printed."""
    found = shown(value, repr)
    if found is None:
        return f"an object of the class {shown(type(value), lambda kind: kind.__name__)}"
    return found if len(found) <= SHOWN_MOST else f"{found[: SHOWN_MOST - 1]}…"


def _is_order(one: Any) -> bool:
    try:
        orders_to_data([one])
    except Exception:
        return False
    return True


def _load(name: str) -> Any:
    """The class or function that makes the policy, from the working directory or installed."""
    module, _, attribute = name.partition(":")
    folder = _folder()
    if folder is not None:
        _check(folder, {*sys.stdlib_module_names, *_imported()})
        sys.path.append(folder)  # last: nothing in it shadows another module
    try:
        found: Any = importlib.import_module(module)
    finally:
        if folder is not None:
            _check(folder, _imported())
    for part in attribute.split("."):
        found = getattr(found, part)
    return found


def _folder() -> str | None:
    """The working directory; None if it was removed."""
    with suppress(OSError):
        return os.getcwd()
    return None


def _imported() -> set[str]:
    """The names of the top-level modules that have been imported."""
    return {name.partition(".")[0] for name in sys.modules} - {"__main__"}


def _check(folder: str, taken: Collection[str]) -> None:
    """Raises `_Failure` if a file in the folder has the name of a module from elsewhere.

    The file was not imported, but its author, or the policy's, may have meant it to be.

    Args:
        folder: Where the policy is looked up.
        taken: Names of other modules, or of modules imported from the folder.
    """
    for found in pkgutil.iter_modules([folder]):
        module = sys.modules.get(found.name)
        if found.name not in taken or (module is not None and _is_in(folder, module)):
            continue
        file = f"the folder {found.name}/" if found.ispkg else f"{found.name}.py"
        if found.name in sys.stdlib_module_names:
            whose = "a module of Python's standard library"
        elif found.name == __name__.partition(".")[0]:
            whose = "Buckstop's own package"
        else:
            whose = "an installed module"
        raise _Failure(
            FailureKind.RAISED,
            f"{file} in {_short(folder)} has the same name as {whose}: rename it, or start "
            "Buckstop in another folder",
        )


def _short(folder: str) -> str:
    """A folder fit to publish: a home directory, which names its user, becomes `~`."""
    home = os.path.expanduser("~")
    inside = folder == home or folder.startswith(os.path.join(home, ""))
    return f"~{folder[len(home) :]}" if inside and len(home) > 1 else folder


def _is_in(folder: str, module: ModuleType) -> bool:
    """Whether a module or package was loaded from a folder."""
    if module.__dict__.get("__file__") is None:
        return False
    place = os.path.dirname(str(module.__file__))
    if "__path__" in module.__dict__:
        place = os.path.dirname(place)
    return os.path.realpath(place) == os.path.realpath(folder)


def _make(made: Any, seed: int) -> Any:
    """A new policy, made from the seed, or without one if `made` takes none."""
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
    """Receive requests; when their sender has gone, exit, whatever the policy is doing."""
    while (content := receive(requests, REQUEST_MOST)) is not None:
        arrived.put(content)
    os._exit(0)
