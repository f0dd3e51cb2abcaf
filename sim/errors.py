"""Errors that are meant for people: each message names the thing that is wrong and the remedy.

The lowest layer: everything may raise these, and nothing of ours is imported. Programming errors
stay what Python makes of them; only `sim.cli` and `sim.tui` turn an error into an exit code.
"""

import difflib
import enum
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

_FAULTS_TOLD = 5
"""Faults that an error's text names; all are in `ScenarioFaults.faults`."""

_TEXT_MAX = 1000
"""Longest text of an exception that is repeated."""

_WORD_MAX = 64
"""Longest word that is compared with known ones: nothing of ours is longer."""


class BuckstopError(Exception):
    """The base of all errors for people. `str(error)` is one short text, without a prefix."""

    exit_code: int = 1
    """What the command line ends with: 1, what was asked for does not hold; 2, wrong usage."""


class UsageError(BuckstopError):
    """The command, an argument or a file's name is wrong, or a file cannot be read."""

    exit_code = 2


class FailureKind(enum.StrEnum):
    """Why an episode came to no end that counts."""

    RAISED = "raised"
    """The policy raised an exception."""
    JUNK = "junk"
    """It handed in something other than orders."""
    TIMEOUT = "timeout"
    """It took longer than it is given."""
    DIED = "died"
    """Its process ended."""
    WORKER = "worker"
    """It took the worker's process down with it, each time that it was tried."""
    BOOKS = "books"
    """The accounts do not add up: a fault in Buckstop."""
    FAULT = "fault"
    """Another fault in Buckstop."""


class PolicyFailure(BuckstopError):
    """A policy raised, or handed in something other than orders."""

    def __init__(self, message: str, kind: FailureKind = FailureKind.RAISED) -> None:
        self.kind = kind
        super().__init__(message)


class Crashed(Exception):
    """A fault in Buckstop itself, and what is left of the game that it ended."""

    def __init__(self, fault: BaseException, left: str) -> None:
        self.fault = fault
        self.left = left
        """In sentences: where the game is, and what can be done with it."""
        super().__init__(f"{in_words(fault)}. {left}".strip())


class FaultLike(Protocol):
    """What is wrong with a scenario file; `sim.scenario_io.Fault` is one. `str()` is one line."""

    @property
    def file(self) -> str:
        """The file, as it was named by whoever asked."""

    @property
    def severity(self) -> str:
        """`error` or `warning`."""

    @property
    def message(self) -> str:
        """What is wrong and what was expected, in a sentence."""


class ScenarioFaults(BuckstopError):
    """A scenario file that is not valid, with all that is wrong in it."""

    exit_code = 2

    def __init__(self, faults: Sequence[FaultLike]) -> None:
        self.faults = tuple(faults)
        lines = [str(fault) for fault in self.faults[:_FAULTS_TOLD]]
        more = len(self.faults) - len(lines)
        if more > 0:
            lines.append(f"and {more} more; buckstop check {self.faults[0].file} lists them")
        super().__init__("\n".join(lines))


class ProblemLike(Protocol):
    """Why an order is illegal; `sim.engine.legality.Problem` is one."""

    @property
    def reason(self) -> str:
        """What stands against the order."""

    @property
    def remedy(self) -> str:
        """What to do instead."""


class IllegalOrders(BuckstopError):
    """Orders that cannot be carried out. Nothing has changed."""

    def __init__(self, problems: Sequence[ProblemLike]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "; ".join(f"{problem.reason} {problem.remedy}".strip() for problem in self.problems)
        )


def in_words(error: BaseException) -> str:
    """An exception's type and text as one line: `ValueError: no such thing`.

    Exceptions come from other people's code: their text may be missing, huge, of many lines or full
    of control characters, and asking for it may raise in its turn. None of that reaches the caller.
    """
    name = shown(type(error), lambda kind: kind.__name__) or "an exception without a name"
    text = shown(error)
    if text is None:
        return f"{name}, whose text could not be printed"
    return f"{name}: {text}" if text else name


def shown(value: object, write: Callable[[Any], str] = str) -> str | None:
    """Somebody else's object as one printable line; None where it cannot be printed.

    Args:
        value: Anything at all.
        write: What makes text of it, such as `repr`.
    """
    try:
        text = "".join((write(value), ""))  # a plain string, whatever kind of string that was
    except BaseException:  # it may raise whatever it likes, SystemExit included
        return None
    cut = len(text) > _TEXT_MAX
    line = " ".join(text[:_TEXT_MAX].split())
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in line
    ) + ("…" if cut else "")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest known word as ` Did you mean "..."?`, or nothing when none is near."""
    if len(word) > _WORD_MAX:
        return ""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f' Did you mean "{near[0]}"?' if near else ""
