"""Opens untrusted files such as scenarios and replays.

Only regular files of bounded size are read, and opening one never blocks, as a named pipe would.
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
        path: The file.
        largest: Its largest size in bytes.
        what: What it should be, for messages.

    Raises:
        Refused: it is missing, irregular, too large or not UTF-8.
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
    """Why the path does not lead to a regular file; "" if it does."""
    try:
        return "" if stat.S_ISREG(os.stat(path).st_mode) else "is not a regular file"
    except PermissionError:
        return "cannot be looked up: permission denied"
    except (OSError, ValueError):
        return "does not exist"


def _read_bytes(path: Path, most: int, irregular: str) -> bytes:
    """At most `most` bytes of a regular file. Raises `Refused(irregular)` for any other."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            # Checked before opening, too: opening a device can have effects.
            raise Refused(irregular)
        with open(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Refused(irregular)
            content = file.read(most)
            if content is None:  # a file that would block
                raise Refused(irregular)
            return content
    except FileNotFoundError:
        raise Refused("there is no such file") from None
    except PermissionError:
        raise Refused("cannot be read: permission denied") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise Refused(f"cannot be read: {reason.lower()}") from None
