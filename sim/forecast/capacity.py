"""Hours that own people have left, and the attention that managers could give."""

from collections.abc import Callable, Sequence
from math import fsum
from typing import Any

from attrs import define, evolve, frozen

from sim.engine import contracts, formulas, staffing
from sim.engine.phases import oversee, sign
from sim.forecast.costs import last_turn, outside
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
    if outside(offer):
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
    found = evolve(facts, engagements=Draft.of(facts, orders).at_work)
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
    draft = Draft.of(facts, orders)
    wanted = oversee.committed(evolve(facts, engagements=draft.at_work))
    there = oversee.available_hours(facts)
    return Promise(facts.promised, wanted - facts.promised, draft.choosing, there)


@define
class Draft:
    """Who would be at work, and the hours that choosing and answering would have taken."""

    facts: Observation
    at_work: dict[str, Engagement]
    choosing: float = 0.0

    @classmethod
    def of(cls, facts: Observation, orders: Sequence[o.Order]) -> "Draft":
        """What comes of orders.

        Args:
            facts: What is known.
            orders: Legal ones, in the order in which they would be carried out.
        """
        draft = cls(facts, dict(facts.engagements))
        for order in orders:
            drafted = _DRAFTED.get(type(order))
            if drafted is not None:
                drafted(draft, order)
        return draft

    def leaves(self, engagement: Engagement, last: int) -> None:
        """Somebody gets notice: gone at once, or after a last turn."""
        if engagement.ends:
            return
        if last < self.facts.turn:
            del self.at_work[engagement.id]
        else:
            self.at_work[engagement.id] = leaving = engagement.copy()
            leaving.ends = last


def _award(draft: Draft, order: o.Award) -> None:
    facts = draft.facts
    task = facts.tasks[order.task]
    offer = facts.offers[order.offer]
    new = sign.draft(facts, offer, order.terms)
    if not order.beside:
        for old in [one for one in draft.at_work.values() if one.task == order.task]:
            project = task.spec.kind is TaskKind.PROJECT
            draft.leaves(old, 0 if project else last_turn(facts, task, new, old))
    draft.at_work[new.id] = new
    draft.choosing += formulas.briefing_hours(facts.rules, new.kind, new.mode)


def _bring_home(draft: Draft, order: o.BringHome) -> None:
    terms = o.Terms(oversight=order.oversight)
    _award(draft, o.Award(order.task, f"{order.task}/{order.team}", terms))


def _oversee(draft: Draft, order: o.Oversee) -> None:
    seen = draft.at_work[order.engagement] = draft.at_work[order.engagement].copy()
    seen.terms = evolve(seen.terms, oversight=order.level)


def _end(draft: Draft, order: o.End) -> None:
    facts, engagement = draft.facts, draft.at_work[order.engagement]
    project = facts.tasks[engagement.task].spec.kind is TaskKind.PROJECT
    notice = contracts.notice_turns(facts, engagement)
    draft.leaves(engagement, 0 if project else facts.turn + notice - 1)


def _close_site(draft: Draft, order: o.CloseSite) -> None:
    for engagement in list(draft.at_work.values()):
        if engagement.provider == order.site:
            del draft.at_work[engagement.id]


def _answer(draft: Draft, order: o.Answer) -> None:
    request = draft.facts.requests[order.request]
    if request.subject in draft.facts.engagements:
        engagement = draft.at_work.get(request.subject)
        if engagement is None or engagement.ends:
            return  # settled
    draft.choosing += next(one.hours for one in request.choices if one.id == order.choice)


def _renew(draft: Draft, order: o.Renew) -> None:
    draft.choosing += draft.facts.rules.brief_freelancer


def _accept(draft: Draft, order: o.AcceptDeal) -> None:
    draft.choosing += draft.facts.rules.brief_freelancer


def _audit(draft: Draft, order: o.Audit) -> None:
    draft.choosing += draft.facts.rules.audit_hours


def _open_site(draft: Draft, order: o.OpenSite) -> None:
    draft.choosing += draft.facts.rules.brief_site


_DRAFTED: dict[type[Any], Callable[[Draft, Any], None]] = {
    o.Award: _award,
    o.BringHome: _bring_home,
    o.Oversee: _oversee,
    o.End: _end,
    o.Renew: _renew,
    o.CloseSite: _close_site,
    o.Audit: _audit,
    o.Answer: _answer,
    o.AcceptDeal: _accept,
    o.OpenSite: _open_site,
}
"""What each kind of order does to managers' hours, as phase 1 will; others do nothing."""
