"""`buckstop run`."""

import os
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from sim.cli import console
from sim.cli.arguments import (
    Budget,
    Json,
    PolicyName,
    ScenarioName,
    Seed,
    TimeLimit,
    policy_named,
    scenario_named,
)

if TYPE_CHECKING:
    from sim.bench import TurnPlayed

Trace = Annotated[
    bool, Parameter(negative=(), show_default=False, help="Tell the game turn by turn.")
]

SEED_BYTES = 4
"""Size of a seed that is drawn here: short enough to be typed again."""


def run(
    scenario: ScenarioName,
    /,
    *,
    policy: PolicyName = "rules",
    seed: Seed | None = None,
    trace: Trace = False,
    budget: Budget | None = None,
    time_limit: TimeLimit | None = None,
    as_json: Json = False,
) -> int:
    """Let a policy play one game, and print how it went.

    The same scenario, policy and seed always give the same game. With --json, the account of
    --trace goes to standard error.
    """
    from sim.bench import episode
    from sim.bench.plan import check_budget
    from sim.cli import account

    chosen = scenario_named(scenario)
    row = policy_named(policy, budget, time_limit)
    if seed is None:
        seed = int.from_bytes(os.urandom(SEED_BYTES), "big")
    check_budget(row, seed)
    tell = console.say if as_json else console.write

    def watch(turn: "TurnPlayed") -> None:
        for line in account.of_turn(turn):
            tell(line)

    document = episode(chosen, row, seed, watch if trace else None)
    if document["printed"]:
        console.warn(f"the policy printed {document['printed']} lines, which went nowhere.")
    for beside in ("orders", "printed", "seconds"):
        del document[beside]
    if as_json:
        console.write_json(document)
        return 0
    for line in account.of_game(chosen, document):
        console.write(line)
    return 0
