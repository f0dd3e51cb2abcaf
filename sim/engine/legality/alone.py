"""What stands against an order by itself: what it names must be there, and be had."""

from collections.abc import Callable
from typing import Any

from sim.engine import staffing
from sim.engine.bids import wanted
from sim.model import orders as o
from sim.model.market import Offer
from sim.model.vocabulary import DealState, Kind, Pricing, TaskKind
from sim.model.world import Observation

HEADS_MAX = 5_000
"""Most heads that one order may hire."""

TERM_MAX = 60
"""Longest term in turns."""


Reason = tuple[str, str] | None


def simplest(offer: Offer) -> o.Terms:
    """The first pricing that an offer names, and nothing else agreed."""
    return o.Terms(pricing=offer.quotes[0].pricing)


def _award(facts: Observation, order: o.Award) -> Reason:
    task = facts.tasks.get(order.task)
    if task is None:
        return (f"There is no task {order.task!r}.", "Name one of the work list.")
    if not wanted(task):
        return (
            f"{task.spec.title} is {task.state.value}: it cannot be awarded.",
            "Choose a task that is open or running.",
        )
    offer = facts.offers.get(order.offer)
    if offer is None or offer.task != order.task:
        return (
            f"There is no offer {order.offer!r} for {task.spec.title}.",
            "Take one that is on the table this turn.",
        )
    if any(
        facts.engagements[key].provider == offer.provider and not facts.engagements[key].ends
        for key in task.engagements
    ):
        return (f"{offer.provider} has {task.spec.title} already.", "Choose another offer.")
    provider = facts.providers.get(offer.provider)
    if provider is not None and provider.kind is Kind.FREELANCER:
        mine = [e for e in facts.engagements.values() if e.provider == provider.id]
        if mine:
            return (f"{provider.name} works for you already.", "One piece of work at a time.")
    return _terms(offer, task.spec.kind, order)


def _terms(offer: Offer, kind: TaskKind, order: o.Award) -> Reason:
    terms = order.terms
    if terms.pricing not in [quote.pricing for quote in offer.quotes]:
        offered = ", ".join(quote.pricing.value for quote in offer.quotes)
        return (
            f"{offer.id} is not offered at a {terms.pricing.value} price.",
            f"Offered: {offered}.",
        )
    if terms.sla not in offer.slas:
        return (f"{offer.id} comes without a service level.", "Only vendors sign one.")
    if terms.term and (offer.kind is not Kind.VENDOR or kind is not TaskKind.FUNCTION):
        return ("A term binds vendors of a running service only.", "Leave the term at 0.")
    if not 0 <= terms.term <= TERM_MAX:
        return (f"A term of {terms.term} turns is out of range.", f"Choose 0 to {TERM_MAX}.")
    if terms.escrow and not (
        offer.escrow and terms.pricing is Pricing.FIXED and kind is TaskKind.PROJECT
    ):
        return (
            "Escrow is for fixed prices of projects from a marketplace.",
            "Leave it out, or choose another price or freelancer.",
        )
    if terms.liability and not offer.liability:
        return (f"{offer.id} signs no liability clause.", "Only vendors do.")
    return None


def _bring_home(facts: Observation, order: o.BringHome) -> Reason:
    task = facts.tasks.get(order.task)
    if task is None or not task.engagements:
        return (f"Nobody outside has {order.task!r}.", "Name a task that runs outside.")
    if all(facts.engagements[key].kind is Kind.TEAM for key in task.engagements):
        return (f"{task.spec.title} is at home already.", "Nothing needs doing.")
    return _award(
        facts,
        o.Award(order.task, f"{order.task}/{order.team}", o.Terms(oversight=order.oversight)),
    )


def _engagement(facts: Observation, key: str) -> Reason:
    engagement = facts.engagements.get(key)
    if engagement is None:
        return (f"There is no running engagement {key!r}.", "Name one that runs.")
    return None


def _oversee(facts: Observation, order: o.Oversee) -> Reason:
    return _engagement(facts, order.engagement)


def _end(facts: Observation, order: o.End) -> Reason:
    missing = _engagement(facts, order.engagement)
    if missing is None and facts.engagements[order.engagement].ends:
        return ("Notice has been given already.", "Nothing needs doing.")
    return missing


def _renew(facts: Observation, order: o.Renew) -> Reason:
    missing = _engagement(facts, order.engagement)
    if missing is not None:
        return missing
    engagement = facts.engagements[order.engagement]
    task = facts.tasks[engagement.task].spec
    if engagement.kind is not Kind.VENDOR or task.kind is not TaskKind.FUNCTION:
        return ("Only a vendor's running service has a term.", "Choose such an engagement.")
    if engagement.ends:
        return ("Notice has been given.", "Award the task anew instead.")
    if engagement.renewal is not None:
        return (
            f"The time after its term is agreed already, from turn {engagement.renewal.starts} on.",
            "Renew it once that has begun.",
        )
    if not 1 <= order.term <= TERM_MAX:
        return (f"A term of {order.term} turns is out of range.", f"Choose 1 to {TERM_MAX}.")
    return None


def _team(facts: Observation, key: str) -> Reason:
    if key not in facts.teams:
        return (f"There is no team or site {key!r}.", f"There are: {', '.join(facts.teams)}.")
    return None


def _hire(facts: Observation, order: o.Hire) -> Reason:
    missing = _team(facts, order.team)
    if missing is None and not 1 <= order.heads <= HEADS_MAX:
        return (f"{order.heads} heads is out of range.", f"Hire 1 to {HEADS_MAX}.")
    if missing is None and _closed(facts, order.team):
        return ("That site is closed.", "Open it again.")
    return missing


def _closed(facts: Observation, key: str) -> bool:
    team = facts.teams[key]
    return team.kind is Kind.SITE and not team.heads and not team.arriving


def _lay_off(facts: Observation, order: o.LayOff) -> Reason:
    missing = _team(facts, order.team)
    if missing is None and not 1 <= order.heads <= facts.teams[order.team].heads:
        return (
            f"{facts.teams[order.team].title} has {facts.teams[order.team].heads} people.",
            "Lay off at least one, and no more than there are.",
        )
    return missing


def _train(facts: Observation, order: o.Train) -> Reason:
    missing = _team(facts, order.team)
    if missing is not None:
        return missing
    team = facts.teams[order.team]
    most = staffing.most_training(facts, team)
    if not 0.0 < order.hours <= most:
        return (
            f"{order.hours:g} hours of training is out of range.",
            f"At most {facts.rules.training_limit:g} hours a head and month: {most:g}.",
        )
    return None


def _overtime(facts: Observation, order: o.Overtime) -> Reason:
    missing = _team(facts, order.team)
    low, high = staffing.weekly_limits(facts.rules)
    if missing is None and not low <= order.weekly_hours <= high:
        return (
            f"A week of {order.weekly_hours:g} hours is out of range.",
            f"Choose {low:g} to {high:g}.",
        )
    return missing


def _open_site(facts: Observation, order: o.OpenSite) -> Reason:
    abroad = [where.id for where in facts.scenario.locations]
    if order.location not in abroad:
        places_known = ", ".join(abroad) or "none in this scenario"
        return (f"There is no place {order.location!r}.", f"Places abroad: {places_known}.")
    if order.discipline not in facts.knowledge:
        return (f"There is no discipline {order.discipline!r}.", "Name one of the scenario's.")
    if not 1 <= order.heads <= HEADS_MAX:
        return (f"{order.heads} heads is out of range.", f"Choose 1 to {HEADS_MAX}.")
    key = staffing.site_id(order.location, order.discipline)
    if key in facts.teams and not _closed(facts, key):
        return ("There is such a site already.", "Hire there instead.")
    return None


def _close_site(facts: Observation, order: o.CloseSite) -> Reason:
    team = facts.teams.get(order.site)
    if team is None or team.kind is not Kind.SITE:
        return (f"There is no site {order.site!r}.", "Name a captive that you opened.")
    if _closed(facts, order.site):
        return ("That site is closed already.", "Nothing needs doing.")
    return None


def _audit(facts: Observation, order: o.Audit) -> Reason:
    provider = facts.providers.get(order.provider)
    if provider is None or provider.gone:
        return (f"There is no provider {order.provider!r}.", "Name one of the suppliers.")
    return None


def _answer(facts: Observation, order: o.Answer) -> Reason:
    request = facts.requests.get(order.request)
    if request is None:
        return (f"There is no request {order.request!r} now.", "Answer one of this turn's.")
    choices = [choice.id for choice in request.choices]
    if order.choice not in choices:
        return (f"{order.choice!r} is no answer to it.", f"Choose one of: {', '.join(choices)}.")
    return None


def _deal(facts: Observation, order: o.AcceptDeal | o.DeclineDeal) -> Reason:
    if facts.deals.get(order.deal) is not DealState.OFFERED:
        return (f"No outside work {order.deal!r} is on offer now.", "Choose one that is.")
    return None


CHECKS: dict[type[Any], Callable[[Observation, Any], Reason]] = {
    o.Award: _award,
    o.BringHome: _bring_home,
    o.Oversee: _oversee,
    o.End: _end,
    o.Renew: _renew,
    o.Hire: _hire,
    o.LayOff: _lay_off,
    o.Train: _train,
    o.Overtime: _overtime,
    o.OpenSite: _open_site,
    o.CloseSite: _close_site,
    o.Audit: _audit,
    o.Answer: _answer,
    o.AcceptDeal: _deal,
    o.DeclineDeal: _deal,
}
"""What checks each kind of order by itself."""
