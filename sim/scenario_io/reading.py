"""The bytes of a scenario file, or another from anybody, as a text: where such files are opened.

A file comes from anybody, so nothing but a regular file of a bounded size is read, and opening
one never waits (a named pipe would).
"""

import os
import stat
from pathlib import Path

from sim.scenario_io.faults import Refused

BYTES_MAX = 1_000_000
"""Largest scenario file."""


def read_text(path: Path, largest: int = BYTES_MAX, what: str = "a scenario") -> str:
    """The text of a file.

    Args:
        path: Which one.
        largest: Most bytes of it.
        what: What it should be.

    Raises:
        Refused: missing, not a regular file, too large, not UTF-8.
    """
    data = _read_bytes(path, largest + 1, f"is not a regular file; name the file of {what}")
    if len(data) > largest:
        raise Refused(f"is larger than {largest:,} bytes, the most for {what}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused("is not a text in UTF-8; save it with that encoding", line) from None


def absence(path: Path) -> str:
    """Why there is no ordinary file at the path, nor a link to one; nothing when there is one."""
    try:
        return "" if stat.S_ISREG(os.stat(path).st_mode) else "is not a regular file"
    except PermissionError:
        return "cannot be looked for: permission denied"
    except (OSError, ValueError):
        return "does not exist"


def _read_bytes(path: Path, most: int, irregular: str) -> bytes:
    """The bytes of a regular file, so many at most; `irregular` is said of any other."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            # Looked at before it is opened, too: to open a device can do something.
            raise Refused(irregular)
        with open(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Refused(irregular)
            content = file.read(most)
            if content is None:  # a file that would make its reader wait
                raise Refused(irregular)
            return content
    except FileNotFoundError:
        raise Refused("there is no such file") from None
    except PermissionError:
        raise Refused("may not be read: permission denied") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise Refused(f"cannot be read: {reason.lower()}") from None
