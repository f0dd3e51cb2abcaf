"""Score orders in one future by having a sensible manager play out the rest of the game."""

from collections.abc import Sequence

from sim.engine.observe import observe
from sim.engine.phases import judge
from sim.engine.turn import resolve
from sim.model.orders import Order
from sim.model.world import World
from sim.policies.manager import Manager


def rollout_score(world: World, orders: Sequence[Order]) -> float:
    """The final score.

    Args:
        world: The future; it is played to its end in place.
        orders: Legal orders for the current turn. A manager plays the later turns, seeking other
            providers only when something calls for it.
    """
    manager = Manager(looks_around=False)
    resolve(world, orders)
    while world.outcome is None:
        resolve(world, manager.decide(observe(world)))
    return judge.score(world)
