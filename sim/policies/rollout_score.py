"""What orders would come to in a future: the rest of the game, as a sensible manager plays it."""

from collections.abc import Sequence

from sim.engine.observe import observe
from sim.engine.phases import judge
from sim.engine.turn import resolve
from sim.model.orders import Order
from sim.model.world import World
from sim.policies.manager import Manager


def rollout_score(world: World, orders: Sequence[Order]) -> float:
    """The score in the end.

    Args:
        world: The future; it is played to its end here, in place.
        orders: Legal ones, for the turn that it is. After them a manager plays who does not look
            around for better providers unless something calls for it.
    """
    manager = Manager(looks_around=False)
    resolve(world, orders)
    while world.outcome is None:
        resolve(world, manager.decide(observe(world)))
    return judge.score(world)
