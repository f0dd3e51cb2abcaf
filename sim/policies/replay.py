"""Another game's orders, repeated blindly: a baseline that sees nothing.

If it does well, the scenario takes no judgement.
"""

from collections.abc import Sequence
from typing import cast

from sim.games.game import Game
from sim.model.orders import Order
from sim.model.scenario import Scenario
from sim.model.world import Observation
from sim.policies.manager import Manager

ANOTHER = 500_000_003
"""Added to this game's seed to get the other game's."""


class Replay:
    """Plays what a sensible manager ordered in the same scenario under another seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed + ANOTHER
        self._orders: list[Sequence[Order]] = []

    def decide(self, observation: Observation) -> Sequence[Order]:
        """The other game's orders for this turn, legal or not, whatever the observation shows."""
        if not self._orders:
            self._orders = _ordered(observation, self._seed)
        turn = observation.turn - 1
        return self._orders[turn] if turn < len(self._orders) else ()


def _ordered(facts: Observation, seed: int) -> list[Sequence[Order]]:
    """Each turn's orders by a sensible manager in a game of this scenario, as far as known."""
    game = Game.new(cast(Scenario, facts.scenario), seed, keep_turns=False)
    manager = Manager()
    while not game.over:
        game.submit(manager.decide(game.observation))
    return list(game.log)
