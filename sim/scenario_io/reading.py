"""The bytes of a scenario file as a text: the only place where one is opened.

A file comes from anybody, so nothing but a regular file of a bounded size is read, and opening
one never waits (a named pipe would).
"""

import os
import stat
from pathlib import Path

from sim.scenario_io.faults import Refused

BYTES_MAX = 1_000_000
"""Largest scenario file."""


def read_text(path: Path) -> str:
    """The text of a scenario file.

    Raises:
        Refused: missing, not a regular file, too large, not UTF-8.
    """
    data = _read_bytes(path)
    if len(data) > BYTES_MAX:
        raise Refused(f"is larger than {BYTES_MAX:,} bytes, the most for a scenario")
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


def _read_bytes(path: Path) -> bytes:
    """All bytes of a regular file, but no more than are enough to see that it is too large."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            # Looked at before it is opened, too: to open a device can do something.
            raise Refused("is not a regular file; name a scenario file, ending in .toml")
        with open(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Refused("is not a regular file; name a scenario file, ending in .toml")
            content = file.read(BYTES_MAX + 1)
            if content is None:  # a file that would make its reader wait
                raise Refused("is not a regular file; name a scenario file, ending in .toml")
            return content
    except FileNotFoundError:
        raise Refused("there is no such file") from None
    except PermissionError:
        raise Refused("may not be read: permission denied") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise Refused(f"cannot be read: {reason.lower()}") from None
