"""Whether orders are legal, and if not, why; for people, policies and agents alike.

The rules for each kind of order are with its family, in `sim.engine.orders`.
"""

from collections.abc import Sequence
from typing import Final

from attrs import frozen

from sim.engine.orders import RULES, Reason
from sim.model import orders as o
from sim.model.market import Offer
from sim.model.vocabulary import Pricing
from sim.model.world import Observation

__all__ = ["Problem", "options", "problems", "simplest"]


@frozen
class Problem:
    """Why an order cannot be carried out, and what to do instead."""

    index: int
    """The order's index among those submitted; -1 if the problem concerns all of them."""
    order: o.Order | None
    reason: str
    remedy: str


def problems(facts: Observation, orders: Sequence[o.Order]) -> tuple[Problem, ...]:
    """Why the orders cannot all be carried out this turn; empty if they are legal."""
    found: list[Problem] = []
    if facts.outcome is not None:
        return (Problem(-1, None, "The game is over.", "Start a new one."),)
    before: list[o.Order] = []
    for index, order in enumerate(orders):
        reason = _reason(facts, order, before)
        if reason is not None:
            found.append(Problem(index, order, *reason))
        else:
            before.append(order)
    return tuple(found)


def _reason(facts: Observation, order: o.Order, before: Sequence[o.Order]) -> Reason:
    rules = RULES.get(type(order))
    if rules is None:
        return (f"{order!r} is not an order.", "Use the classes of sim.model.orders.")
    if reason := rules.check(facts, order):
        return reason
    if not (isinstance(order, o.Award) and order.beside):
        matter = rules.about(facts, order)
        if any(RULES[type(other)].about(facts, other) == matter for other in before):
            return ("Another order of this turn is about the same thing.", "Take one back.")
    return rules.clash(facts, order, before)


SIMPLEST: Final = {pricing: o.Terms(pricing) for pricing in Pricing}
"""The terms by pricing; made once, since terms never change."""


def simplest(offer: Offer) -> o.Terms:
    """The first pricing that an offer quotes, and defaults otherwise."""
    return SIMPLEST[offer.quotes[0].pricing]


def options(facts: Observation, task: str) -> list[Offer]:
    """The offers for a task that can be accepted this turn."""
    check = RULES[o.Award].check
    return [
        offer
        for offer in facts.offers.for_task(task)
        if check(facts, o.Award(task, offer.id, simplest(offer))) is None
    ]
