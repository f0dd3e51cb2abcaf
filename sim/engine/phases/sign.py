"""Phase 1: orders become facts.

The orders are legal when they come here (`sim.engine.legality`); what each kind does stands with
its family, in `sim.engine.orders`.
"""

from collections.abc import Sequence

from sim.engine.orders import RULES, awards
from sim.engine.record import Record
from sim.model import orders as o
from sim.model.world import World


def sign(world: World, orders: Sequence[o.Order], record: Record) -> None:
    """Carry the orders out, in the order in which they were given.

    An offer is signed as it was made, whatever was ordered before it in the same turn.
    """
    world.deal_hours = 0.0
    offers = {
        order.offer: awards.offer_of(world, order.task, order.offer.partition("/")[2])
        for order in orders
        if isinstance(order, o.Award)
    }
    for order in orders:
        if isinstance(order, o.Award):
            awards.award(world, order, offers[order.offer], record)
        else:
            RULES[type(order)].carry_out(world, order, record)
