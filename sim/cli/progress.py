"""The progress bar of commands that take a while."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sim.cli import interruption


@contextmanager
def bar(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar on standard error, where that is a terminal; what is to be called per step."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    terminal = Console(stderr=True)
    with interruption.in_order():
        try:
            with Progress(*columns, console=terminal, transient=True) as progress:
                task = progress.add_task(what, total=total)
                yield lambda: progress.advance(task)
        finally:
            terminal.show_cursor()  # a signal may have come while the bar was hiding it
