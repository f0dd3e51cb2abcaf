"""The drafted orders that an award is looked at with."""

from collections.abc import Collection, Sequence

from sim.model import orders as o
from sim.model.world import Observation


def task_of(facts: Observation, order: o.Order) -> str:
    """The task that an order is about; nothing where it is about none."""
    if isinstance(order, o.Award):
        return order.task
    if isinstance(order, (o.End, o.Renew, o.Oversee)):
        return facts.engagements[order.engagement].task
    return ""


def other_orders(
    facts: Observation, award: o.Award, drafted: Sequence[o.Order]
) -> tuple[o.Order, ...]:
    """What is drafted besides an award, without what it would take the place of.

    Args:
        facts: What is known.
        award: What is looked at; it may be drafted itself.
        drafted: All that is drafted for the turn.
    """

    def stays(order: o.Order) -> bool:
        if task_of(facts, order) != award.task:
            return True
        return award.beside and not isinstance(order, o.Award)

    return tuple(order for order in drafted if stays(order))


def affects_staff(facts: Observation, order: o.Order, own: Collection[str]) -> bool:
    """Whether an order gives hours to some of the own people, or takes some from them."""
    if isinstance(order, (o.Hire, o.LayOff, o.Train, o.Overtime)):
        return order.team in own
    if isinstance(order, o.CloseSite):
        return order.site in own
    if not isinstance(order, (o.Award, o.End)):
        return False
    task = facts.tasks[task_of(facts, order)]
    has = {facts.engagements[key].provider for key in task.engagements}
    return not has.union(assignee(facts, order)).isdisjoint(own)


def assignee(facts: Observation, order: o.Order) -> tuple[str, ...]:
    """Who gets work by an order."""
    if isinstance(order, o.Award):
        return (facts.offers[order.offer].provider,)
    return ()
