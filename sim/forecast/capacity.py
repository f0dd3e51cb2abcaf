"""Hours that own people have left, and the attention that managers could give."""

from collections.abc import Sequence
from math import fsum

from attrs import evolve, frozen

from sim.engine import formulas
from sim.engine.orders import draft_of, staffing
from sim.engine.phases import oversee
from sim.model import orders as o
from sim.model.market import Offer
from sim.model.vocabulary import TaskKind
from sim.model.world import Engagement, Observation


def capacity(facts: Observation, key: str) -> float:
    """Productive hours a turn that a team or site can give, with those who are on their way."""
    rules, months = facts.rules, facts.scenario.turn_months
    team = facts.teams[key]
    coming = sum(number for _, number in team.arriving)
    heads = max(0.0, team.heads + coming - 0.5 * team.novices)
    hours = heads * formulas.productive_hours(rules, months)
    return hours * (formulas.effective_week(rules, team.weekly_hours) / rules.normal_week)


def promised_to(facts: Observation, key: str) -> list[Engagement]:
    """The engagements that a team's or site's hours are planned for: those not under notice."""
    running = facts.engagements.values()
    return [one for one in running if one.provider == key and not one.ends]


def promised_hours(facts: Observation, key: str) -> float:
    """Hours a turn that are planned for the work of a team or site."""
    return fsum(planned_hours(facts, one) for one in promised_to(facts, key))


def free_hours(facts: Observation, key: str, without: str = "") -> float:
    """Productive hours a turn that a team or site has not promised to anything yet."""
    hours = capacity(facts, key)
    for engagement in promised_to(facts, key):
        if engagement.task != without:
            hours -= planned_hours(facts, engagement)
    return hours


def planned_hours(facts: Observation, engagement: Engagement) -> float:
    """Hours a turn that an engagement of own people takes."""
    spec = facts.tasks[engagement.task].spec
    if spec.kind is TaskKind.FUNCTION:
        return engagement.quoted_hours
    return min(engagement.crew, engagement.quoted_hours)


def hours_for(facts: Observation, offer: Offer) -> float:
    """Hours a turn that a team has left beside the services it gives now."""
    if offer.kind.external:
        return offer.crew
    return free_hours(facts, offer.provider, without=offer.task)


def attention_with(facts: Observation, wanted: float) -> float:
    """Share of the wanted oversight that could be given if that much were added."""
    promised = wanted + facts.promised
    hours = oversee.available_hours(facts)
    return min(1.0, hours / promised) if promised > 0.0 else 1.0


def place_of(facts: Observation, provider: str) -> str | None:
    """Where a team or provider is; None for home."""
    team = facts.teams.get(provider)
    return team.location if team is not None else facts.providers[provider].location


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
