"""Why orders are illegal: the one place to ask, for people, policies and agents alike.

What is illegal about a kind of order stands with its family, in `sim.engine.orders`.
"""

from collections.abc import Sequence

from attrs import frozen

from sim.engine.orders import RULES, Reason
from sim.model import orders as o
from sim.model.market import Offer
from sim.model.world import Observation

__all__ = ["Problem", "options", "problems", "simplest"]


@frozen
class Problem:
    """Why an order cannot be carried out, and what to do instead."""

    index: int
    """The order's place among those handed in; -1 when it is about all of them."""
    order: o.Order | None
    reason: str
    remedy: str


def problems(facts: Observation, orders: Sequence[o.Order]) -> tuple[Problem, ...]:
    """The reasons why the orders are illegal together; empty means legal."""
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
        return (f"{order!r} is no order.", "Use the classes of sim.model.orders.")
    if reason := rules.check(facts, order):
        return reason
    if not (isinstance(order, o.Award) and order.beside):
        matter = rules.about(facts, order)
        if any(RULES[type(other)].about(facts, other) == matter for other in before):
            return ("Another order of this turn is about the same.", "Take one of them back.")
    return rules.clash(facts, order, before)


def simplest(offer: Offer) -> o.Terms:
    """The first pricing that an offer names, and nothing else agreed."""
    return o.Terms(pricing=offer.quotes[0].pricing)


def options(facts: Observation, task: str) -> list[Offer]:
    """The offers that can be taken for a task now."""
    check = RULES[o.Award].check
    return [
        offer
        for offer in facts.offers.for_task(task)
        if check(facts, o.Award(task, offer.id, simplest(offer))) is None
    ]
