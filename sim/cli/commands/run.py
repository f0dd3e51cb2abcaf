"""`buckstop run`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from sim.cli import console
from sim.cli.arguments import (
    Budget,
    Json,
    PolicyName,
    Salt,
    ScenarioName,
    Seed,
    TimeLimit,
    file_argument,
    policy_named,
    salt_for,
    scenario_named,
)
from sim.errors import BuckstopError, UsageError, reason

if TYPE_CHECKING:
    from sim.bench.episodes import TurnPlayed
    from sim.games.game import Game

Trace = Annotated[bool, Parameter(negative=(), show_default=False, help="Print every turn.")]

ReplayOut = Annotated[
    Path,
    Parameter(
        name="--replay",
        converter=file_argument,
        metavar="FILE",
        help="Write the game as a replay, for buckstop replay, to this new file.",
    ),
]

SEED_BYTES = 4
"""Bytes of a random seed: short enough to type."""


def run(
    scenario: ScenarioName,
    /,
    *,
    policy: PolicyName = "rules",
    seed: Seed | None = None,
    salt: Salt | None = None,
    trace: Trace = False,
    replay: ReplayOut | None = None,
    budget: Budget | None = None,
    time_limit: TimeLimit | None = None,
    as_json: Json = False,
) -> int:
    """Let a policy play one game, and print how it went.

    The same scenario, policy, seed and salt always give the same game. With --json, the output of
    --trace goes to standard error.
    """
    from sim.bench.episodes import episode
    from sim.bench.plan import check_budget
    from sim.cli import account

    chosen = scenario_named(scenario)
    row = policy_named(policy, budget, time_limit)
    if seed is None:
        seed = int.from_bytes(os.urandom(SEED_BYTES), "big")
    check_budget(row, seed)
    if replay is not None:
        _check_new(replay)
    tell = console.say if as_json else console.write

    def watch(turn: "TurnPlayed") -> None:
        for line in account.of_turn(turn):
            tell(line)

    games: list[Game] = []
    document = episode(
        chosen,
        row,
        seed,
        watch if trace else None,
        None if replay is None else games.append,
        salt_for(salt, [row]),
    )
    if document["printed"]:
        console.warn(f"the policy printed {document['printed']} lines, which were discarded.")
    for extra in ("orders", "printed", "seconds"):
        del document[extra]
    if as_json:
        console.write_json(document)
    else:
        for line in account.of_game(chosen, document):
            console.write(line)
    if replay is not None:
        _keep(games[0], replay)
    return 0


def _check_new(file: Path) -> None:
    """Raise `UsageError` if a replay cannot be written there, before the game is played."""
    if os.path.lexists(file):
        raise UsageError(f"{file} exists already and is not overwritten.")
    if not file.parent.is_dir():
        raise UsageError(f"{file} cannot be written: the folder {file.parent} does not exist.")


def _keep(game: "Game", file: Path) -> None:
    from sim import files
    from sim.games.replays import Replay

    try:
        files.write_new(file, Replay.of(game).text())
    except FileExistsError:
        raise UsageError(f"{file} exists already and is not overwritten.") from None
    except OSError as error:
        raise BuckstopError(f"{file} cannot be written: {reason(error)}.") from error
