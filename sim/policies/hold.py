"""Doing nothing: what a policy's orders are worth is its score above this one's."""

from collections.abc import Sequence

from sim.model.orders import Order
from sim.model.world import Observation


class Hold:
    """Orders nothing, in any turn: the firm goes on as the scenario left it."""

    def __init__(self, seed: int = 0) -> None:
        del seed  # it has no choice to make

    def decide(self, observation: Observation) -> Sequence[Order]:
        """No orders; the observation is not looked at."""
        del observation
        return ()
