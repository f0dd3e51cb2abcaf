"""Errors that are meant for people: each message names the thing that is wrong and the remedy.

The lowest layer: it imports nothing of ours, and every module may raise these. Programming errors
stay ordinary Python exceptions; only `sim.cli` and `sim.tui` turn an error into an exit code.
"""

import difflib
import enum
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

_FAULTS_NAMED = 5
"""Faults in an error's text; `ScenarioFaults.faults` has all."""

_TEXT_MAX = 1000
"""Characters of an exception's text that are repeated."""

_WORD_MAX = 64
"""Longest word that is compared with known ones; ours are shorter."""


class BuckstopError(Exception):
    """Base of all errors for people. `str(error)` is a short text without a prefix."""

    exit_code: int = 1
    """Exit code of the command line: 1 for a negative answer, 2 for wrong usage."""


class UsageError(BuckstopError):
    """A command, argument or file name is wrong, or a file cannot be read."""

    exit_code = 2


class FailureKind(enum.StrEnum):
    """Why an episode failed."""

    RAISED = "raised"
    """The policy raised an exception."""
    JUNK = "junk"
    """It handed in something other than orders."""
    TIMEOUT = "timeout"
    """It exceeded its time limit."""
    DIED = "died"
    """Its process ended."""
    WORKER = "worker"
    """It brought the worker's process down every time it was tried."""
    BOOKS = "books"
    """The accounts do not add up: a bug in Buckstop."""
    FAULT = "fault"
    """Any other bug in Buckstop."""


class PolicyFailure(BuckstopError):
    """A policy raised, or handed in something other than orders."""

    def __init__(self, message: str, kind: FailureKind = FailureKind.RAISED) -> None:
        self.kind = kind
        super().__init__(message)


class Crashed(Exception):
    """A bug in Buckstop ended a game; carries the exception and what was saved."""

    def __init__(self, fault: BaseException, left: str) -> None:
        self.fault = fault
        self.left = left
        """Sentences that say where the game was saved, and what can be done with it."""
        super().__init__(f"{in_words(fault)}. {left}".strip())


class FaultLike(Protocol):
    """Interface of `sim.scenario_io.Fault`, a fault in a scenario file. `str()` is one line."""

    @property
    def file(self) -> str:
        """The file, as the caller named it."""

    @property
    def severity(self) -> str:
        """`error` or `warning`."""

    @property
    def message(self) -> str:
        """A sentence: what is wrong and what was expected."""


class ScenarioFaults(BuckstopError):
    """An invalid scenario file, with every fault in it."""

    exit_code = 2

    def __init__(self, faults: Sequence[FaultLike]) -> None:
        self.faults = tuple(faults)
        lines = [str(fault) for fault in self.faults[:_FAULTS_NAMED]]
        more = len(self.faults) - len(lines)
        if more > 0:
            lines.append(f"and {more} more; buckstop check {self.faults[0].file} lists them")
        super().__init__("\n".join(lines))


class ProblemLike(Protocol):
    """Interface of `sim.engine.legality.Problem`: why an order is illegal."""

    @property
    def reason(self) -> str:
        """Why the order is illegal."""

    @property
    def remedy(self) -> str:
        """What to do instead."""


class IllegalOrders(BuckstopError):
    """Orders that cannot be carried out; nothing was changed."""

    def __init__(self, problems: Sequence[ProblemLike]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "; ".join(f"{problem.reason} {problem.remedy}".strip() for problem in self.problems)
        )


def in_words(error: BaseException) -> str:
    """An exception's type and text as one line: `ValueError: no such thing`.

    Safe for exceptions from foreign code, whose text may be missing, huge, multi-line or full of
    control characters, or may raise when asked for.
    """
    name = shown(type(error), lambda kind: kind.__name__) or "an exception without a name"
    text = shown(error)
    if text is None:
        return f"{name}, whose text could not be printed"
    return f"{name}: {text}" if text else name


def shown(value: object, write: Callable[[Any], str] = str) -> str | None:
    """A foreign object as one printable line, or None where `write` raises."""
    try:
        text = "".join((write(value), ""))  # a plain `str`, not a subclass
    except BaseException:  # it may raise whatever it likes, SystemExit included
        return None
    cut = len(text) > _TEXT_MAX
    line = " ".join(text[:_TEXT_MAX].split())
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in line
    ) + ("…" if cut else "")


def reason(error: OSError) -> str:
    """The operating system's explanation in lower case, such as `permission denied`."""
    return (error.strerror or "unknown reason").lower()


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest known word as ` Did you mean "..."?`, or "" when none is near."""
    if len(word) > _WORD_MAX:
        return ""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f' Did you mean "{near[0]}"?' if near else ""
