"""Phase 1: carry out the orders. What each kind does is in `sim.engine.orders`."""

from collections.abc import Sequence

from sim.engine.orders import RULES
from sim.engine.record import Record
from sim.model import orders as o
from sim.model.world import World


def sign(world: World, orders: Sequence[o.Order], record: Record) -> None:
    """Carry the orders out, in the order in which they were given."""
    world.deal_hours = 0.0
    ready = [(RULES[type(order)], RULES[type(order)].prepare(world, order)) for order in orders]
    for rules, order in ready:
        rules.carry_out(world, order, record)
