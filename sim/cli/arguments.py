"""The types of command line arguments: how they are parsed and completed."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from cyclopts import Parameter, Token

from sim import files
from sim.cli.console import quoted
from sim.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from sim.model.scenario import Scenario
    from sim.policies import PolicyRow

T = TypeVar("T")

SEED_MAX = 2**63 - 1

SEEDS_MOST = 10**9
"""Most seeds of a benchmark: years of work."""

COUNT_MOST = 100_000
"""Most processes or futures."""

SALT_MOST = 100
"""Characters of the longest salt."""

SALT_BYTES = 16
"""Bytes of a random salt: too many to guess."""

TIME_MOST = 86_400
"""The longest time limit in seconds: a day."""

_NUMBER = re.compile(r"[0-9]{1,19}", re.ASCII)

_DECIMAL = re.compile(r"[0-9]{1,19}(\.[0-9]{1,19})?", re.ASCII)


def parse_seed(text: str) -> int:
    """A seed as typed. Raises `ValueError` with a message for people."""
    if _NUMBER.fullmatch(text) is None or int(text) > SEED_MAX:
        raise ValueError(f"{quoted(text)} is not a seed, a whole number from 0 to {SEED_MAX}.")
    return int(text)


def parse_seeds(text: str) -> range:
    """Seeds as typed: `A-B` inclusive, or a single one. Raises `ValueError` for people."""
    first, dash, last = text.partition("-")
    low = parse_seed(first)
    high = parse_seed(last) if dash else low
    if low > high:
        raise ValueError(f"{quoted(text)} is empty: the first seed is above the last.")
    if high - low >= SEEDS_MOST:
        raise ValueError(f"{quoted(text)} is more than {SEEDS_MOST:,} seeds.")
    return range(low, high + 1)


def whole_number(text: str, most: int, what: str) -> int:
    """A positive whole number as typed. Raises `ValueError` for people."""
    if _NUMBER.fullmatch(text) is None or not 1 <= int(text) <= most:
        raise ValueError(f"{quoted(text)} is not {what}: give a whole number from 1 to {most:,}.")
    return int(text)


def parse_path(text: str, what: str) -> Path:
    """The path of a `what`, as typed, with `~` expanded. Raises `ValueError` for people."""
    if not text:
        raise ValueError(f"it is empty: name a {what}.")
    try:
        return files.named(text)
    except UsageError as error:
        raise ValueError(str(error)) from None


def parsed_by(parse: Callable[..., T], *limits: Any) -> Callable[[Any, Sequence[Token]], T]:
    """What cyclopts converts an argument with: `parse`, given its text and the limits."""
    return lambda _, tokens: parse(tokens[0].value, *limits)


folder_argument = parsed_by(parse_path, "folder")
file_argument = parsed_by(parse_path, "file")
_at_least_one = parsed_by(whole_number, COUNT_MOST, "a count")


def _seconds(text: str) -> float:
    seconds = float(text) if _DECIMAL.fullmatch(text) else 0.0
    if not 0.0 < seconds <= TIME_MOST:
        raise ValueError(
            f"{quoted(text)} is not a number of seconds up to {TIME_MOST:,}, such as 30 or 0.5."
        )
    return seconds


def _salt(text: str) -> str:
    if len(text) > SALT_MOST or not text.isprintable():
        raise ValueError(f"a salt is up to {SALT_MOST} printable characters.")
    return text


def _scenario_names(_: Any) -> Iterator[tuple[str, str]]:
    from sim.scenario_io import catalogue

    return ((entry.id, entry.title) for entry in catalogue())


def _policy_names(_: Any) -> Iterator[tuple[str, str]]:
    from sim.policies import REGISTRY

    return ((row.id, row.title) for row in REGISTRY.values())


def _rule_names(_: Any) -> Iterator[tuple[str, str]]:
    from sim.rules import load

    return ((row.key, row.meaning) for row in load().rows.values())


ScenarioName = Annotated[
    str,
    Parameter(
        completer=_scenario_names,
        help="A scenario: an id from buckstop scenarios, or the path of a .toml file.",
    ),
]
PolicyName = Annotated[
    str,
    Parameter(
        completer=_policy_names,
        metavar="P",
        help="Who plays: an id from buckstop policies, or module:attribute for your own policy, "
        "which runs in a separate process with a time limit. It is not a sandbox: it may do "
        "whatever you may.",
    ),
]
RuleName = Annotated[
    str, Parameter(completer=_rule_names, help="A coefficient's key, or a group of coefficients.")
]
Seed = Annotated[
    int,
    Parameter(
        converter=parsed_by(parse_seed),
        metavar="N",
        help="Seed of all luck: a whole number from 0. Random by default.",
    ),
]
Seeds = Annotated[
    range,
    Parameter(
        converter=parsed_by(parse_seeds),
        n_tokens=1,
        metavar="A-B",
        help="The seeds, both ends included.",
    ),
]
Salt = Annotated[
    str,
    Parameter(
        name="--salt",
        converter=parsed_by(_salt),
        metavar="TEXT",
        help="Hashed with the seeds, so that no policy can find out its seed and look the game up. "
        "By default random, and printed, for runs with a policy of your own: pass it to play the "
        "same games again. Empty (''), the default for built-in policies, uses the seeds as they "
        "are.",
    ),
]
Jobs = Annotated[
    int,
    Parameter(
        converter=_at_least_one,
        metavar="N",
        help="Processes to use; 1 plays in this process. One per core by default.",
    ),
]
DataDir = Annotated[
    Path,
    Parameter(
        name="--data-dir",
        converter=folder_argument,
        metavar="DIR",
        help="The folder of your games. By default that of the environment variable "
        "BUCKSTOP_DATA_DIR, else the system's folder for such data.",
    ),
]
Budget = Annotated[
    int,
    Parameter(
        converter=_at_least_one,
        metavar="N",
        help="Futures that planner and oracle try each turn: more take longer.",
    ),
]
TimeLimit = Annotated[
    float,
    Parameter(
        name="--time-limit",
        converter=parsed_by(_seconds),
        metavar="SECONDS",
        help="Time limit for each decision of your own policy. It counts while the policy runs, "
        "sleeps or waits for something, not while it or the machine is stopped, nor (on Linux) "
        "while it waits for a processor.",
    ),
]
Json = Annotated[
    bool,
    Parameter(name="--json", negative=(), show_default=False, help="Print one JSON document only."),
]


def scenario_named(name: str) -> "Scenario":
    """The scenario with an id or path.

    Raises `UsageError` if there is none, `ScenarioFaults` if it is invalid.
    """
    from sim.scenario_io import find, load_file

    return load_file(find(name))


def salt_for(wanted: str | None, rows: "Iterable[PolicyRow]") -> str:
    """The salt asked for, else a random one if an external policy plays, else none.

    Built-in policies do not look for the seed, and without a salt their games stay comparable.
    """
    if wanted is not None:
        return wanted
    own = any(row.limit is not None for row in rows)
    return os.urandom(SALT_BYTES).hex() if own else ""


def policy_named(name: str, budget: int | None = None, limit: float | None = None) -> "PolicyRow":
    """A built-in policy, or an external one.

    Args:
        name: An id, or `module:attribute`.
        budget: Futures per turn for a planner; None for its default.
        limit: Seconds per decision for an external policy.

    Raises:
        UsageError: there is no such policy, or it cannot be imported.
    """
    from sim.policies import REGISTRY

    if ":" in name:
        from sim.policies.external.process import LIMIT_SECONDS, external_row

        return external_row(name, LIMIT_SECONDS if limit is None else limit)
    if name not in REGISTRY:
        raise UsageError(
            f"There is no policy {quoted(name)}.{did_you_mean(name, REGISTRY)} "
            "buckstop policies lists them."
        )
    row = REGISTRY[name]
    return row if budget is None or row.budget is None else row.with_budget(budget)
