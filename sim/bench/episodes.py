"""One episode: a policy plays a scenario under a seed, from the first turn to the outcome."""

import time
from collections.abc import Callable
from typing import Any

from attrs import frozen

from sim.errors import PolicyFailure
from sim.game import Game
from sim.model.orders import Order
from sim.model.report import TurnReport
from sim.model.scenario import Scenario
from sim.model.world import Observation
from sim.policies import Policy, PolicyRow


@frozen
class TurnPlayed:
    """A turn of an episode, for whoever follows it."""

    before: Observation
    """What the policy saw."""
    orders: tuple[Order, ...]
    """What it handed in, illegal orders included."""
    dropped: int
    """How many of them were illegal and left out."""
    report: TurnReport
    after: Observation


Watch = Callable[[TurnPlayed], None]
"""Called after every turn of an episode."""


def episode(
    scenario: Scenario, row: PolicyRow, seed: int, watch: Watch | None = None
) -> dict[str, Any]:
    """Play one game to its end.

    Returns the document of `buckstop run --json` and two keys more, which are no part of it:
    `orders`, the number of orders handed in, illegal ones included, and `seconds`, the time on
    the wall.

    Raises `PolicyFailure` when the policy raises or returns something that is no sequence.
    """
    started = time.perf_counter()
    game = Game.new(scenario, seed, keep_turns=False)
    policy = row.make(seed)
    handed_in = 0
    invalid = 0
    while not game.over:
        before = game.observation
        orders = _decide(policy, row, before, seed)
        report, dropped = game.submit_legal(orders)
        handed_in += len(orders)
        invalid += dropped
        if watch is not None:
            watch(TurnPlayed(before, orders, dropped, report, game.observation))
    document = game.result(row.id, invalid)
    return {**document, "orders": handed_in, "seconds": time.perf_counter() - started}


def _decide(
    policy: Policy, row: PolicyRow, observation: Observation, seed: int
) -> tuple[Order, ...]:
    turn = observation.turn
    try:
        return tuple(policy.decide(observation))
    except Exception as error:
        raise PolicyFailure(
            f"The policy {row.id!r} failed in turn {turn} of {observation.scenario.id!r}, "
            f"seed {seed}: {type(error).__name__}: {error}"
        ) from error
