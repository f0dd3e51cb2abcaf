"""The orders: a module for each family says all that the game knows of it.

A kind of order has a class in `sim.model.orders` and a row in its family here: what it is about,
when it is illegal, with what it clashes, what it does, and which hours it takes. `awards` gives
work out, `running` is about engagements that run, `staffing` about own people and sites,
`suppliers` about providers, `answers` about requests, `deals` about outside work.
"""

from collections.abc import Sequence

from sim.engine.orders import answers, awards, deals, running, staffing, suppliers
from sim.engine.orders.rules import Draft, Family, OrderRules, Reason
from sim.model import orders as o
from sim.model.world import Observation

__all__ = ["RULES", "Draft", "OrderRules", "Reason", "draft_of"]

RULES: Family = {
    **awards.RULES,
    **running.RULES,
    **staffing.RULES,
    **suppliers.RULES,
    **answers.RULES,
    **deals.RULES,
}
"""The rules of every kind of order."""


def draft_of(facts: Observation, orders: Sequence[o.Order]) -> Draft:
    """What comes of orders, as far as it is known beforehand.

    Args:
        facts: What is known.
        orders: Legal ones, in the order in which they would be carried out.
    """
    draft = Draft(facts, dict(facts.engagements))
    for order in orders:
        RULES[type(order)].draft(draft, order)
    return draft
