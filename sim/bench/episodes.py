"""One episode: a policy plays a scenario under a seed to its end."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from attrs import frozen

from sim.engine.books import disagreements
from sim.errors import FailureKind, PolicyFailure, in_words, shown
from sim.games.game import Game
from sim.model.orders import Order
from sim.model.report import TurnReport
from sim.model.scenario import Scenario
from sim.model.world import Observation
from sim.policies import PolicyRow
from sim.policies.policy import game_luck, own_luck


@frozen
class TurnPlayed:
    """A turn of an episode, for observers."""

    before: Observation
    """What the policy saw."""
    orders: tuple[Order, ...]
    """Its orders, illegal ones included."""
    dropped: int
    """How many of them were illegal, and dropped."""
    report: TurnReport
    after: Observation


Watch = Callable[[TurnPlayed], None]
"""Called after every turn of an episode."""


def episode(
    scenario: Scenario,
    row: PolicyRow,
    seed: int,
    watch: Watch | None = None,
    ended: Callable[[Game], None] | None = None,
    salt: str = "",
) -> dict[str, Any]:
    """Play one game to its end.

    Args:
        scenario: What is played.
        row: Who plays.
        seed: The seed before salting.
        watch: Called after every turn.
        ended: Called with the finished game, which then keeps its turns.
        salt: Hashed with the seed unless empty, and hidden from the policy, which could otherwise
            guess its seed, build the game, and look.

    Returns:
        The document of `buckstop run --json`, where `luck` is the seed that plays the same game
        without a salt, plus `orders` (number of orders, illegal ones included), `printed` (lines
        printed by an external policy) and `seconds` (wall time).

    Raises:
        PolicyFailure: the policy raised or returned something that is not a sequence, or the books
            do not balance at the end.
    """
    started = time.perf_counter()
    game = Game.new(scenario, game_luck(seed, salt), keep_turns=ended is not None)
    policy = row.fresh(own_luck(seed, salt))
    named = f"seed {seed}" + (f", salt {salt!r}" if salt else "")
    handed_in = 0
    invalid = 0
    while not game.over:
        before = game.observation
        orders = _decide(policy, row, game, named)
        report, dropped = game.submit_legal(orders)
        handed_in += len(orders)
        invalid += dropped
        if watch is not None:
            watch(TurnPlayed(before, orders, dropped, report, game.observation))
    wrong = disagreements(game.observation)
    if wrong:
        raise PolicyFailure(
            f"A bug in Buckstop: the books of {game.scenario.id!r}, {named}, played by {row.id!r}, "
            f"do not balance: {wrong[0]}. Please report it.",
            FailureKind.BOOKS,
        )
    if ended is not None:
        ended(game)
    return {
        **game.result(row.id, invalid),
        "seed": seed,
        "salt": salt,
        "luck": game.seed,
        "orders": handed_in,
        "printed": getattr(policy, "printed", 0),
        "seconds": time.perf_counter() - started,
    }


def _decide(policy: Any, row: PolicyRow, game: Game, named: str) -> tuple[Order, ...]:
    sees = game.whole_world() if row.all_knowing else game.observation
    try:
        orders: Any = policy.decide(sees)
        if not isinstance(orders, Iterable):
            what = f"{shown(orders, repr)} ({type(orders).__name__})"
            why = f"it returned {what}, not a sequence of orders"
            raise PolicyFailure(why, FailureKind.JUNK)
        return tuple(orders)
    except PolicyFailure as error:
        raise PolicyFailure(_failed(row, game, named, str(error)), error.kind) from error
    except Exception as error:
        why = f"it raised {in_words(error)}"
        raise PolicyFailure(_failed(row, game, named, why)) from error


def _failed(row: PolicyRow, game: Game, named: str, why: str) -> str:
    where = f"turn {game.turn} of {game.scenario.id!r}, {named}"
    return f"The policy {row.id!r} failed in {where}: {why}"
