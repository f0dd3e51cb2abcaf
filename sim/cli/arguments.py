"""What may be typed after a command: the types of arguments, how they are read and completed."""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter, Token

from sim import files
from sim.cli.console import quoted
from sim.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from sim.model.scenario import Scenario
    from sim.policies import PolicyRow

SEED_MAX = 2**63 - 1
"""The largest seed."""

SEEDS_MOST = 10**9
"""The most seeds that a benchmark takes: years of work, and still a number that can be counted."""

COUNT_MOST = 100_000
"""The most processes, or futures, that can be asked for."""

SALT_MOST = 100
"""The longest salt, in letters."""

SALT_BYTES = 16
"""Size of a salt that is drawn: nobody finds it by trying."""

TIME_MOST = 86_400
"""The longest time limit, in seconds: a day."""

_NUMBER = re.compile(r"[0-9]{1,19}", re.ASCII)

_DECIMAL = re.compile(r"[0-9]{1,19}(\.[0-9]{1,19})?", re.ASCII)


def parse_seed(text: str) -> int:
    """A seed as typed. Raises ValueError, in words for people."""
    if _NUMBER.fullmatch(text) is None or int(text) > SEED_MAX:
        raise ValueError(f"{quoted(text)} is no seed: a whole number from 0 to {SEED_MAX}.")
    return int(text)


def parse_seeds(text: str) -> range:
    """Seeds as typed: `A-B`, both included, or a single one. Raises ValueError for people."""
    first, dash, last = text.partition("-")
    low = parse_seed(first)
    high = parse_seed(last) if dash else low
    if low > high:
        raise ValueError(f"{quoted(text)} holds no seed: the first is above the last.")
    if high - low >= SEEDS_MOST:
        raise ValueError(f"{quoted(text)} are more than {SEEDS_MOST:,} seeds.")
    return range(low, high + 1)


def whole_number(text: str, most: int, what: str) -> int:
    """A whole number from 1 as typed. Raises ValueError for people."""
    if _NUMBER.fullmatch(text) is None or not 1 <= int(text) <= most:
        raise ValueError(f"{quoted(text)} is not {what}: a whole number from 1 to {most:,}.")
    return int(text)


def parse_path(text: str, what: str) -> Path:
    """A path as typed, with `~` for a home folder; `what` it should lead to. Raises ValueError for
    people."""
    if not text:
        raise ValueError(f"it is empty: name a {what}.")
    try:
        return files.named(text)
    except UsageError as error:
        raise ValueError(str(error)) from None


def folder_argument(_: Any, tokens: Sequence[Token]) -> Path:
    """Reads a folder for cyclopts."""
    return parse_path(tokens[0].value, "folder")


def file_argument(_: Any, tokens: Sequence[Token]) -> Path:
    """Reads a file's name for cyclopts."""
    return parse_path(tokens[0].value, "file")


def _seed(_: Any, tokens: Sequence[Token]) -> int:
    return parse_seed(tokens[0].value)


def _seeds(_: Any, tokens: Sequence[Token]) -> range:
    return parse_seeds(tokens[0].value)


def _at_least_one(_: Any, tokens: Sequence[Token]) -> int:
    return whole_number(tokens[0].value, COUNT_MOST, "a count")


def _seconds(_: Any, tokens: Sequence[Token]) -> float:
    text = tokens[0].value
    seconds = float(text) if _DECIMAL.fullmatch(text) else 0.0
    if not 0.0 < seconds <= TIME_MOST:
        raise ValueError(
            f"{quoted(text)} is no number of seconds up to {TIME_MOST:,}, such as 30 or 0.5."
        )
    return seconds


def _salt(_: Any, tokens: Sequence[Token]) -> str:
    text = tokens[0].value
    if len(text) > SALT_MOST or not text.isprintable():
        raise ValueError(f"that is no salt: up to {SALT_MOST} letters, all of which can be seen.")
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
        help="A scenario: an id of buckstop scenarios, or the path of a .toml file.",
    ),
]
PolicyName = Annotated[
    str,
    Parameter(
        completer=_policy_names,
        metavar="P",
        help="Who plays: an id of buckstop policies, or module:attribute for a policy of your own. "
        "That runs in a process of its own with a time limit; it is no sandbox: it may do whatever "
        "you may.",
    ),
]
RuleName = Annotated[
    str,
    Parameter(completer=_rule_names, help="A coefficient's key, or a group of coefficients."),
]
Seed = Annotated[
    int,
    Parameter(
        converter=_seed,
        metavar="N",
        help="What the luck is drawn from: a whole number from 0. Drawn at random when left out.",
    ),
]
Seeds = Annotated[
    range,
    Parameter(converter=_seeds, n_tokens=1, metavar="A-B", help="The seeds, both ends included."),
]
Salt = Annotated[
    str,
    Parameter(
        name="--salt",
        converter=_salt,
        metavar="TEXT",
        help="What the seeds are hashed with, so that no policy can find out the seed that it "
        "plays and look the game up. Drawn anew for every run in which a policy of your own "
        "plays, and told: type it to play the same games again. Empty ('') for the seeds as they "
        "are, which is what runs of built-in policies alone have.",
    ),
]
Jobs = Annotated[
    int,
    Parameter(
        converter=_at_least_one,
        metavar="N",
        help="Processes that play at a time; 1 is this one alone. One for each core when left out.",
    ),
]
DataDir = Annotated[
    Path,
    Parameter(
        name="--data-dir",
        converter=folder_argument,
        metavar="DIR",
        help="The folder of your games. When left out: that of the environment variable "
        "BUCKSTOP_DATA_DIR, else the one that the system has for such data.",
    ),
]
Budget = Annotated[
    int,
    Parameter(
        converter=_at_least_one,
        metavar="N",
        help="Futures that planner and oracle try a turn: the more, the longer it takes.",
    ),
]
TimeLimit = Annotated[
    float,
    Parameter(
        name="--time-limit",
        converter=_seconds,
        metavar="SECONDS",
        help="How long a decision of a policy of your own may take: what counts is the time in "
        "which it runs, sleeps or waits for something, not the time in which it or the machine is "
        "stopped, nor (on Linux) the time in which it waits for a processor.",
    ),
]
Json = Annotated[
    bool,
    Parameter(
        name="--json", negative=(), show_default=False, help="Print one JSON document, no more."
    ),
]


def scenario_named(name: str) -> "Scenario":
    """The scenario of that id or path.

    Raises `UsageError` when there is none, `ScenarioFaults` when it is not valid.
    """
    from sim.scenario_io import find, load_file

    return load_file(find(name))


def scenario_path(name: str) -> Path:
    """The file of the scenario of that id or path. Raises `UsageError` when there is none."""
    from sim.scenario_io import find

    return find(name)


def salt_for(wanted: str | None, rows: "Iterable[PolicyRow]") -> str:
    """The salt that was asked for, else a new one where a policy of somebody's own plays.

    Built-in policies need none: they do not look for the seed, and their games can be compared with
    all others under the same seeds.
    """
    if wanted is not None:
        return wanted
    own = any(row.limit is not None for row in rows)
    return secrets.token_hex(SALT_BYTES) if own else ""


def policy_named(name: str, budget: int | None = None, limit: float | None = None) -> "PolicyRow":
    """The policy of that id, or that of somebody's own.

    Args:
        name: An id, or `module:attribute`.
        budget: Futures a turn for one that plans; its own when left out.
        limit: Seconds for a decision of a policy of somebody's own.

    Raises:
        UsageError: there is none, or it cannot be imported.
    """
    from sim.policies import REGISTRY
    from sim.policies.external.process import LIMIT_SECONDS, external_row

    if ":" in name:
        return external_row(name, LIMIT_SECONDS if limit is None else limit)
    if name not in REGISTRY:
        raise UsageError(
            f"There is no policy {quoted(name)}.{did_you_mean(name, REGISTRY)} "
            "buckstop policies lists them."
        )
    row = REGISTRY[name]
    return row if budget is None or row.budget is None else row.with_budget(budget)
