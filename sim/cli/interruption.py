"""Signals that ask the program to end: Ctrl-C, SIGTERM, SIGHUP.

Most commands have nothing to clean up, so Ctrl-C ends the process at once, without an exception. A
command that has something to restore, such as the cursor behind a progress bar, uses `in_order`.
The terminal game handles signals itself, in `sim.tui.running`.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

INTERRUPTED = 130
"""Exit code after Ctrl-C."""

STANDARD_ERROR = 2
"""The file descriptor: in a signal handler the stream may not be usable."""


def end_at_once() -> None:
    """Make Ctrl-C end the process with 130, unless the process was started to ignore it."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, leave)


def leave(number: int = 0, frame: FrameType | None = None) -> NoReturn:
    """End the process as interrupted, without flushing anything."""
    del number, frame
    try:
        os.write(STANDARD_ERROR, b"buckstop: Interrupted.\n")
    finally:
        os._exit(INTERRUPTED)


@contextmanager
def in_order() -> Iterator[None]:
    """Within, signals raise exceptions, so that clean-up code runs.

    Ctrl-C raises KeyboardInterrupt; SIGTERM and SIGHUP raise SystemExit with 128 plus their number.
    Signals that the process was started to ignore stay ignored.
    """
    wanted = {"SIGINT": signal.default_int_handler, "SIGTERM": _exit, "SIGHUP": _exit}
    numbers = {getattr(signal, name, None): handler for name, handler in wanted.items()}
    before = {number: signal.getsignal(number) for number in numbers if number is not None}
    before = {n: handler for n, handler in before.items() if handler is not signal.SIG_IGN}
    try:
        for number in before:
            signal.signal(number, numbers[number])
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _exit(number: int, frame: FrameType | None) -> NoReturn:
    del frame
    raise SystemExit(128 + number)
