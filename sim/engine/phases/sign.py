"""Phase 1: carry out the orders. What each kind does is in `sim.engine.orders`."""

from collections.abc import Sequence

from sim.engine.orders import RULES, awards
from sim.engine.record import Record
from sim.model import orders as o
from sim.model.world import World


def sign(world: World, orders: Sequence[o.Order], record: Record) -> None:
    """Carry out legal orders, in the order in which they were given.

    An offer is signed as it was made, whatever earlier orders of the turn have changed.
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
