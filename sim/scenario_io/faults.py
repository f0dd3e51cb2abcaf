"""Faults of scenario files, in words for their authors.

The functions turn values and paths of an untrusted file into short text that is safe to print.
"""

import datetime
from collections.abc import Iterable

from attrs import frozen

from sim import errors
from sim.characters import shown

ERROR = "error"
WARNING = "warning"

Path = tuple[str | int, ...]
"""A place in a file: keys and list indices from 0, such as `("tasks", 3, "deadline")`."""

QUOTE_MAX = 48
"""Characters of a file's text that a message repeats."""

NAME_MAX = 400
"""Characters of a file's name that a message repeats."""

SUGGESTION_BUDGET = 2_000_000
"""Pairs of letters that suggestions may compare per file: about half a second."""


@frozen
class Fault:
    """One thing that is wrong, or looks wrong, in a scenario file."""

    file: str
    """As the caller named it."""
    line: int
    """From 1; 0 for the file as a whole."""
    path: str
    """Such as `tasks[3].deadline`; empty for the file as a whole."""
    severity: str
    """`error` if the scenario cannot be played, `warning` if it is probably a mistake."""
    message: str
    """What was expected, and what is there."""

    @property
    def is_error(self) -> bool:
        """Whether it keeps the scenario from being played."""
        return self.severity == ERROR

    def __str__(self) -> str:
        """One line, in the style of compilers."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        parts = [place, self.path, "" if self.is_error else WARNING, self.message]
        return ": ".join(part for part in parts if part)


class Refused(errors.BuckstopError):
    """A file that is not parsed; `message` says why, and `line` where (0 for the whole)."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def printable(text: str, limit: int = QUOTE_MAX) -> str:
    """The text, safe for a terminal and cut to `limit` characters."""
    clean = shown(text[: limit + 1], instead=" ")
    return clean if len(clean) <= limit else f"{clean[: limit - 1]}…"


def file_name(path: object) -> str:
    """A file's name in faults: as the caller gave it."""
    return printable(str(path), NAME_MAX)


def quoted(text: str) -> str:
    """Text from the file, in quotation marks."""
    return f'"{printable(text)}"'


def described(value: object) -> str:
    """A TOML value in words, to follow "is"."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    if isinstance(value, int):
        # Python refuses to write out integers of thousands of digits.
        return str(value) if abs(value) < 10**18 else "a huge number"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, datetime.date | datetime.time):
        return "a date or time"
    return f"a {type(value).__name__}"


def number(value: float) -> str:
    """A number without `.0`, with commas for thousands."""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:g}"


def path_text(path: Path) -> str:
    """A path as text: `tasks[3].deadline`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            bare = part.isascii() and part.replace("_", "").replace("-", "").isalnum()
            text += ("." if text else "") + (printable(part) if bare else quoted(part))
    return text


class Suggester:
    """Suggests what was probably meant, within a budget that bounds hostile files."""

    def __init__(self) -> None:
        self._left = SUGGESTION_BUDGET

    def suggest(self, word: str, *known: Iterable[str]) -> str:
        """A sentence to append to a message, or ""."""
        if self._left <= 0 or len(word) > 64:
            return ""
        names = [name for names in known for name in names if len(name) <= 64]
        self._left -= sum(16 + len(word) * len(name) for name in names)
        return printable(errors.did_you_mean(word, names), 100)
