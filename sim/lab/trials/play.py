"""Playing a trial to its end, or turn by turn."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from sim.games.game import Game
from sim.model.orders import Order
from sim.model.scenario import Scenario
from sim.model.world import Observation


class Decides(Protocol):
    """Whoever hands in orders: a manager of `conduct`, or a policy."""

    def decide(self, observation: Observation) -> Sequence[Order]:
        """The turn's orders."""


class Waits:
    """Orders nothing."""

    def decide(self, observation: Observation) -> Sequence[Order]:
        """No orders."""
        return ()


def turns(scenario: Scenario, decides: Decides, seed: int) -> Iterator[Game]:
    """The game after each turn."""
    game = Game.new(scenario, seed, keep_turns=False)
    while not game.over:
        game.submit_legal(decides.decide(game.observation))
        yield game


def play(scenario: Scenario, decides: Decides, seed: int) -> Game:
    """The game at its end."""
    game = Game.new(scenario, seed, keep_turns=False)
    while not game.over:
        game.submit_legal(decides.decide(game.observation))
    return game
