"""Signals that ask the program to end: Ctrl-C, SIGTERM, SIGHUP.

Mostly nothing has to be put in order, so that Ctrl-C ends the process there and then, whatever is
being imported or worked out: no exception has to find its way out of it. A command that has
something to put back, such as a progress bar's cursor, says `in_order`. The terminal game has its
own way, in `sim.tui.running`.
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
"""Its number: a signal may come while nothing else can be written with."""


def end_at_once() -> None:
    """From now on Ctrl-C ends the process with 130, unless it was started to ignore Ctrl-C."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, leave)


def leave(number: int = 0, frame: FrameType | None = None) -> NoReturn:
    """End the process as interrupted. What was written is written: nothing waits to be."""
    del number, frame
    try:
        os.write(STANDARD_ERROR, b"buckstop: Interrupted.\n")
    finally:
        os._exit(INTERRUPTED)


@contextmanager
def in_order() -> Iterator[None]:
    """Within this, signals are exceptions, so that everything on the way out is put back.

    Ctrl-C is KeyboardInterrupt; SIGTERM and SIGHUP are SystemExit with 128 and their number.
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
