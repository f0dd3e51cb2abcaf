"""Paths as typed, paths as shown, standard folders, the program's tables, and atomic writes."""

import os
import re
import tomllib
from pathlib import Path
from typing import Any, Literal

from sim.errors import UsageError


def named(text: str, where: str = "") -> Path:
    """A path as typed, with a leading `~` or `~user` expanded.

    Shells do not expand `~` inside quotes or after `=`.

    Args:
        text: The path.
        where: Where it was given, such as an environment variable, for the message.

    Raises:
        UsageError: that user has no home folder.
    """
    if not text.startswith("~"):
        path = Path(text)
        # ./~ names a file here; a message without the dot would be read as the home folder
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


def standard_folder(variable: str, kind: Literal["config", "data"]) -> Path:
    """The folder that an environment variable names, else the system's own for that kind of file.

    Raises:
        UsageError: the variable names the home folder of an unknown user.
    """
    if typed := os.environ.get(variable):
        return named(typed, variable)
    import platformdirs

    folder = platformdirs.user_data_dir if kind == "data" else platformdirs.user_config_dir
    return Path(folder("buckstop"))


def table(name: str) -> dict[str, Any]:
    """A TOML file that belongs to the program, by its path within `sim`."""
    return tomllib.loads((Path(__file__).parent / name).read_text("utf-8"))


def write(path: Path, text: str) -> None:
    """Replace a file atomically with UTF-8 text; a link stays a link.

    Raises:
        OSError: the file is unchanged.
        ValueError: the path is not a valid file name.
    """
    path = path.resolve()
    beside = _beside(path)
    try:
        _fill(beside, text)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def write_new(path: Path, text: str) -> None:
    """Write a new file atomically.

    Raises:
        FileExistsError: the path exists.
        OSError: nothing was written.
        ValueError: the path is not a valid file name.
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
    """A text with the user's home folder replaced by `~`, to keep the user's name out of it."""
    home = os.path.expanduser("~")
    for place in dict.fromkeys((home, os.path.realpath(home))):
        if len(place) > 1:  # a home at the root has no name to hide
            for written in (place, repr(place)[1:-1]):
                # as a whole folder name, not as part of another
                text = re.sub(rf"(?<![\w.-]){re.escape(written)}(?!\w|-|\.\w)", "~", text)
    return text


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _fill(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
