"""Writing a file so that it is there whole, or as it was before; paths that can be published."""

import os
import re
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Write a file, in UTF-8; a link stays one.

    Raises:
        OSError: it could not be done; the file is as it was.
        ValueError: that is no file name.
    """
    path = path.resolve()
    beside = _beside(path)
    try:
        _fill(beside, text)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def write_new(path: Path, text: str) -> None:
    """Write a file where there is none.

    Raises:
        FileExistsError: there is something.
        OSError: it could not be done; there is no file.
        ValueError: that is no file name.
    """
    beside = _beside(path)
    try:
        _fill(beside, text)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))  # the name is ours now
        try:
            os.replace(beside, path)
        except BaseException:
            path.unlink()
            raise
    finally:
        beside.unlink(missing_ok=True)


def without_home(text: str) -> str:
    """A text in which the user's home folder is written `~`: it tells nobody who that is."""
    home = os.path.expanduser("~")
    for place in dict.fromkeys((home, os.path.realpath(home))):
        if len(place) > 1:  # a home at the root has no name to hide
            for written in (place, repr(place)[1:-1]):
                # as a folder of its own, not as the beginning or the end of another one's name
                text = re.sub(rf"(?<![\w.-]){re.escape(written)}(?!\w|-|\.\w)", "~", text)
    return text


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _fill(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
