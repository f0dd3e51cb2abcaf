"""Writing: results to standard output, everything else to standard error.

A pipe closed by its reader is no error and changes no exit code. Text from files and arguments is
cleaned, so that it cannot control the terminal.
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
"""Characters of an argument that a message repeats."""

LINE_MAX = 200
"""Characters of a file's own text in a line."""

PIPE_WIDTH = 1000
"""Width of a table in a file or pipe: each row stays on one line."""


def prepare() -> None:
    """Make the standard streams accept any text; closed ones are replaced by the null device."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:  # closed by the parent process
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - stays open
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def clean(text: str) -> str:
    """The text with control, bidirectional and other invisible characters shown as �."""
    return shown(text, instead="\N{REPLACEMENT CHARACTER}", keep="\n")


def quoted(text: str) -> str:
    """Something typed, in quotation marks, shortened to `QUOTE_MAX`."""
    return f'"{text}"' if len(text) <= QUOTE_MAX else f'"{text[: QUOTE_MAX - 1]}…"'


def write(text: str = "") -> None:
    """Write lines of a result. Raises `BuckstopError` if that fails."""
    _write(sys.stdout, clean(text) + "\n")


def write_json(value: Any) -> None:
    """Write one JSON document, in ASCII for any locale."""
    _write(sys.stdout, json.dumps(value, indent=2, allow_nan=False) + "\n")


def write_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Collection[str] = ()
) -> None:
    """Write a table; the columns in `numbers` are right-aligned."""
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
    """A buffer for rich, as wide as the terminal, else `pipe_width`; `write_page` writes it."""
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
    """Write a page, with its colours."""
    sheet.file.seek(0)
    _write(sys.stdout, "".join(line.rstrip() + "\n" for line in sheet.file))


def say(text: str = "") -> None:
    """Write lines to standard error."""
    _write(sys.stderr, clean(text) + "\n")


def complain(message: str) -> None:
    """Write an error message."""
    say(f"buckstop: {message}")


def warn(message: str) -> None:
    """Write a warning."""
    complain(f"warning: {message}")


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        _hush(stream)
    except OSError as error:
        _hush(stream)
        if stream is sys.stdout:  # a failing standard error cannot be reported
            raise BuckstopError(f"Cannot write the results: {error.strerror}.") from error


def _hush(stream: TextIO) -> None:
    """Discard a stream's buffered and future output."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
