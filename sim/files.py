"""Files: what a name that somebody gave stands for, how one is shown, and writing one whole."""

import os
import re
from pathlib import Path

from sim.errors import UsageError


def named(text: str, where: str = "") -> Path:
    """The path that somebody named; `~` and `~user` at its beginning are home folders.

    A shell knows no `~` inside quotes or behind a `=`, so it is understood here.

    Args:
        text: The name as it was given.
        where: What it was given in, such as an environment variable, for the message.

    Raises:
        UsageError: there is no home folder of that user.
    """
    if not text.startswith("~"):
        path = Path(text)
        # ./~ is a name here; written without the dot in a message, it would be read as the home
        return path.absolute() if str(path).startswith("~") else path
    try:
        found = os.path.expanduser(text)
    except ValueError:  # a zero byte in the name
        found = text
    if not found.startswith("~"):
        return Path(found)
    user = text[1:].partition("/")[0]
    whose = f"of a user {user!r}" if user else "of yours"
    said = f'"{text}", and there is no home folder {whose}: ./{text} would be a name here.'
    raise UsageError(f"{where} is {said}" if where else f"That is {said}")


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
