"""The progress bar of commands that take a while."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sim.cli import interruption


@contextmanager
def bar(what: str, total: int) -> Iterator[Callable[..., None]]:
    """A progress bar on standard error, if that is a terminal.

    Args:
        what: The things counted, in the plural.
        total: How many there are.

    Yields:
        A function to call after each step, or with a number of steps.
    """
    if not sys.stderr.isatty():
        yield lambda steps=1: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Steps a second."""

        def render(self, task: Task) -> Text:
            return Text("" if not task.speed else f"{task.speed:,.1f} a second")

    columns = (
        BarColumn(), MofNCompleteColumn(), TextColumn(what), Rate(), TimeRemainingColumn(),
    )  # fmt: skip
    terminal = Console(stderr=True)
    with interruption.in_order():
        try:
            with Progress(*columns, console=terminal, transient=True) as progress:
                task = progress.add_task(what, total=total)
                yield lambda steps=1: progress.advance(task, steps)
        finally:
            terminal.show_cursor()  # a signal may have left it hidden
