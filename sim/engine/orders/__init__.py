"""The rules of orders, in a module for each family.

A kind of order has a class in `sim.model.orders` and a row of `OrderRules` in its family here.
`awards` gives work out, `running` is about running engagements, `staffing` about own people and
sites, `suppliers` about providers, `answers` about requests, `deals` about outside work.
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
    """Who would be at work, and which managers' hours it would take, if legal orders were given."""
    draft = Draft(facts, dict(facts.engagements))
    for order in orders:
        RULES[type(order)].draft(draft, order)
    return draft
