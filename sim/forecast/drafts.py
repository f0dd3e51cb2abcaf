"""What is drafted for a turn: what an award is looked at with, and the facts as they would be."""

from collections.abc import Collection, Sequence

from attrs import evolve, frozen

from sim.engine.orders import draft_of, staffing
from sim.engine.phases import oversee
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


def with_drafts(facts: Observation, orders: Sequence[o.Order]) -> Observation:
    """The facts with who would be at work if orders were handed in, and the managers' hours that
    these would want; all else is as it is.

    Args:
        facts: What is known.
        orders: Legal ones, in the order in which they would be carried out.
    """
    if not orders:
        return facts
    found = evolve(facts, engagements=draft_of(facts, orders).at_work)
    found.promised = oversee.committed(found)
    return found


def with_staff(facts: Observation, orders: Sequence[o.Order]) -> Observation:
    """The facts with own people as they would be if orders were handed in: hired, let go, on
    another working week, their site closed. All else is as it is.

    Args:
        facts: What is known.
        orders: Legal ones, in the order in which they would be carried out.
    """
    teams = dict(facts.teams)
    for order in orders:
        if isinstance(order, o.LayOff):
            team = teams[order.team] = teams[order.team].copy()
            heads = min(order.heads, team.heads)
            team.novices *= 1.0 - heads / max(1, team.heads)
            team.heads -= heads
        elif isinstance(order, o.Hire):
            team = teams[order.team] = teams[order.team].copy()
            team.arriving = (*team.arriving, (staffing.arrival(facts, team), order.heads))
        elif isinstance(order, o.Overtime):
            team = teams[order.team] = teams[order.team].copy()
            team.weekly_hours = order.weekly_hours
        elif isinstance(order, o.CloseSite):
            team = teams[order.site] = teams[order.site].copy()
            team.heads, team.novices, team.arriving = 0, 0.0, ()
    return evolve(facts, teams=teams)


@frozen
class Promise:
    """What managers' hours of a turn are promised to, if what is drafted is handed in."""

    running: float
    """Wanted by what runs now."""
    drafted: float
    """What the drafted orders add to that; below zero when they take away."""
    choosing: float
    """Taken once by choosing, briefing and answering."""
    there: float
    """Hours that managers have."""

    @property
    def wanted(self) -> float:
        """All of it together."""
        return self.running + self.drafted + self.choosing


def promised_with(facts: Observation, orders: Sequence[o.Order]) -> Promise:
    """Managers' hours that would be wanted this turn.

    Args:
        facts: What is known.
        orders: Legal orders, in the order in which they would be carried out.
    """
    draft = draft_of(facts, orders)
    wanted = oversee.committed(evolve(facts, engagements=draft.at_work))
    there = oversee.available_hours(facts)
    return Promise(facts.promised, wanted - facts.promised, draft.choosing, there)
