"""Orders drafted for a turn: those an award is judged together with, and the facts after them."""

from collections.abc import Collection, Sequence

from attrs import evolve, frozen

from sim.engine.orders import draft_of, staffing
from sim.engine.phases import oversee
from sim.model import orders as o
from sim.model.world import Observation


def task_of(facts: Observation, order: o.Order) -> str:
    """The task that an order is about; "" if it is about none."""
    if isinstance(order, o.Award):
        return order.task
    engagement = getattr(order, "engagement", "")  # of whatever kind that is about one
    return facts.engagements[engagement].task if engagement else ""


def other_orders(
    facts: Observation, award: o.Award, drafted: Sequence[o.Order]
) -> tuple[o.Order, ...]:
    """The drafted orders apart from an award and those it would replace.

    Args:
        facts: What is known.
        award: The award in question; it may be drafted itself.
        drafted: All orders drafted for the turn.
    """

    def stays(order: o.Order) -> bool:
        if task_of(facts, order) != award.task:
            return True
        return award.beside and not isinstance(order, o.Award)

    return tuple(order for order in drafted if stays(order))


def affects_staff(facts: Observation, order: o.Order, own: Collection[str]) -> bool:
    """Whether an order adds hours to any of the teams in `own`, or takes some away."""
    team = getattr(order, "team", "") or getattr(order, "site", "")
    if team:
        return team in own
    if not isinstance(order, (o.Award, o.End)):
        return False
    task = facts.tasks[task_of(facts, order)]
    has = {facts.engagements[key].provider for key in task.engagements}
    return not has.union(assignee(facts, order)).isdisjoint(own)


def assignee(facts: Observation, order: o.Order) -> tuple[str, ...]:
    """The providers that an order gives work to."""
    if isinstance(order, o.Award):
        return (facts.offers[order.offer].provider,)
    return ()


def with_drafts(facts: Observation, orders: Sequence[o.Order]) -> Observation:
    """The facts with the engagements that orders would result in, and the managers' hours these
    would want; all else is unchanged.

    Args:
        facts: What is known.
        orders: Legal orders, in the order in which they would be carried out.
    """
    if not orders:
        return facts
    found = evolve(facts, engagements=draft_of(facts, orders).at_work)
    found.promised = oversee.committed(found)
    return found


def with_staff(facts: Observation, orders: Sequence[o.Order]) -> Observation:
    """The facts with own people as orders would leave them: hired, laid off, on another working
    week, their site closed; all else is unchanged.

    Args:
        facts: What is known.
        orders: Legal orders, in the order in which they would be carried out.
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
    """Managers' hours of a turn by what wants them, if the drafted orders are given."""

    running: float
    """Wanted by engagements running now."""
    drafted: float
    """Added by the drafted orders; negative when they free hours."""
    choosing: float
    """Taken once by choosing, briefing and answering."""
    there: float
    """Available."""

    @property
    def wanted(self) -> float:
        """All hours wanted."""
        return self.running + self.drafted + self.choosing


def promised_with(facts: Observation, orders: Sequence[o.Order]) -> Promise:
    """Managers' hours that would be wanted this turn if orders were given.

    Args:
        facts: What is known.
        orders: Legal orders, in the order in which they would be carried out.
    """
    draft = draft_of(facts, orders)
    wanted = oversee.committed(evolve(facts, engagements=draft.at_work))
    there = oversee.available_hours(facts)
    return Promise(facts.promised, wanted - facts.promised, draft.choosing, there)
