"""Doing nothing: a baseline. Another policy's orders are worth its score minus this one's."""

from collections.abc import Sequence

from sim.model.orders import Order
from sim.model.world import Observation


class Hold:
    """Orders nothing: the firm carries on as the scenario set it up."""

    def __init__(self, seed: int = 0) -> None:
        del seed  # it has no choice to make

    def decide(self, observation: Observation) -> Sequence[Order]:
        """No orders, whatever the observation shows."""
        del observation
        return ()
