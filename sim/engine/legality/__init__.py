"""Why orders are illegal: the one place, for people, policies and agents alike."""

from collections.abc import Sequence

from attrs import frozen

from sim.engine.legality.alone import CHECKS, Reason, simplest
from sim.engine.legality.together import clash
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
        check = CHECKS.get(type(order))
        if check is None:
            reason: Reason = (f"{order!r} is no order.", "Use the classes of sim.model.orders.")
        else:
            reason = check(facts, order) or clash(facts, order, before)
        if reason is not None:
            found.append(Problem(index, order, *reason))
        else:
            before.append(order)
    return tuple(found)


def options(facts: Observation, task: str) -> list[Offer]:
    """The offers that can be taken for a task now."""
    return [
        offer
        for offer in facts.offers.values()
        if offer.task == task
        and CHECKS[o.Award](facts, o.Award(task, offer.id, simplest(offer))) is None
    ]
