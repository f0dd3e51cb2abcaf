"""Writing: results to standard output, everything else to standard error.

A pipe that was closed by its reader is quiet and changes no exit code: the reader has what it
wanted. Text from files and arguments is cleaned, so that it cannot steer a terminal.
"""

import io
import json
import os
import sys
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from sim.characters import shown
from sim.errors import BuckstopError

if TYPE_CHECKING:
    from rich.console import Console

QUOTE_MAX = 60
"""Letters of an argument that a message repeats."""

LINE_MAX = 200
"""Letters of a file's own words in a line."""

PIPE_WIDTH = 1000
"""Columns of a table that goes to a file or a pipe: each row stays on its line."""


def prepare() -> None:
    """Make the standard streams safe to write any text to; those that were closed lead nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - for good
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def clean(text: str) -> str:
    """The text with control, bidirectional and other invisible characters shown as �."""
    return shown(text, instead="\N{REPLACEMENT CHARACTER}", keep="\n")


def quoted(text: str) -> str:
    """Something that was typed, in quotation marks, cut where it is too long to be read."""
    return f'"{text}"' if len(text) <= QUOTE_MAX else f'"{text[: QUOTE_MAX - 1]}…"'


def write(text: str = "") -> None:
    """Write a line or lines of a result. Raises `BuckstopError` when that cannot be done."""
    _write(sys.stdout, clean(text) + "\n")


def write_json(value: Any) -> None:
    """Write one JSON document. ASCII only, so that no locale can spoil it."""
    _write(sys.stdout, json.dumps(value, indent=2, allow_nan=False) + "\n")


def write_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Collection[str] = ()
) -> None:
    """Write a table with those columns; the ones in `numbers` stand to the right."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in columns:
        table.add_column(
            Text(name), justify="right" if name in numbers else "left", overflow="fold"
        )
    for row in rows:
        table.add_row(*(Text(clean(cell)) for cell in row))
    sheet = page(PIPE_WIDTH)
    sheet.print(table)
    write_page(sheet)


def page(pipe_width: int | None = None) -> "Console":
    """What rich draws results on: as wide as the terminal, or as told when there is none.

    Nothing appears before `write_page`, so that all writing is done in one place.
    """
    from rich.console import Console

    terminal = sys.stdout.isatty()
    return Console(
        file=io.StringIO(),
        force_terminal=True if terminal else None,
        width=None if terminal else pipe_width,
        highlight=False,
        markup=False,
        emoji=False,
    )


def write_page(sheet: "Console") -> None:
    """Write what was drawn on a page, colours and all."""
    sheet.file.seek(0)
    _write(sys.stdout, "".join(line.rstrip() + "\n" for line in sheet.file))


def say(text: str = "") -> None:
    """Write a line or lines that are no result."""
    _write(sys.stderr, clean(text) + "\n")


def complain(message: str) -> None:
    """Say what went wrong."""
    say(f"buckstop: {message}")


def warn(message: str) -> None:
    """Say what went wrong but does not stand in the way of what was asked for."""
    complain(f"warning: {message}")


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        _hush(stream)
    except OSError as error:
        _hush(stream)
        if stream is sys.stdout:  # of what befalls standard error nobody can be told
            raise BuckstopError(f"Cannot write the results: {error.strerror}.") from error


def _hush(stream: TextIO) -> None:
    """Let everything that a stream still holds, and that is still to come, vanish."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
