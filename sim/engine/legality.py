"""Why orders are illegal: the one place, for people, policies and agents alike."""

from collections.abc import Callable, Sequence
from typing import Any

from attrs import frozen

from sim.engine import staffing
from sim.engine.bids import wanted
from sim.engine.forms import productive_hours
from sim.model import orders as o
from sim.model.market import Offer
from sim.model.vocabulary import Kind, Pricing, RequestKind, TaskKind
from sim.model.world import Observation

HEADS_MAX = 5_000
"""Most heads that one order may hire."""

TERM_MAX = 60
"""Longest term in turns."""


@frozen
class Problem:
    """Why an order cannot be carried out, and what to do instead."""

    index: int
    """The order's place among those handed in; -1 when it is about all of them."""
    order: o.Order | None
    reason: str
    remedy: str


Reason = tuple[str, str] | None


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
            reason = check(facts, order) or _clash(facts, order, before)
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
        if offer.task == task and _award(facts, o.Award(task, offer.id, simplest(offer))) is None
    ]


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
    most = facts.rules.training_limit * team.heads * facts.scenario.turn_months
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
    if facts.deals.get(order.deal) != "offered":
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


def _subject(facts: Observation, order: o.Order) -> tuple[str, ...]:
    """What an order is about: two orders about the same thing in a turn clash."""
    match order:
        case o.Award() | o.BringHome():
            return ("task", order.task)
        case o.Oversee():
            return ("level", order.engagement)
        case o.End() | o.Renew():
            return ("contract", order.engagement)
        case o.LayOff():
            return ("heads", order.team)
        case o.Train():
            return ("training", order.team)
        case o.Overtime():
            return ("week", order.team)
        case o.Hire():
            return ("hire", order.team)
        case o.OpenSite():
            return ("site", staffing.site_id(order.location, order.discipline))
        case o.CloseSite():
            return ("site", order.site)
        case o.Audit():
            return ("audit", order.provider)
        case o.Answer():
            request = facts.requests[order.request]
            if request.kind in (RequestKind.RENEWAL, RequestKind.PRICE_RISE):
                return ("contract", request.subject)
            return ("request", order.request)
        case o.AcceptDeal() | o.DeclineDeal():
            return ("deal", order.deal)


def _clash(facts: Observation, order: o.Order, before: Sequence[o.Order]) -> Reason:
    """What an order makes impossible for one that comes after it in the same turn."""
    subject = _subject(facts, order)
    if not (isinstance(order, o.Award) and order.beside):
        for other in before:
            if _subject(facts, other) == subject:
                return ("Another order of this turn is about the same.", "Take one of them back.")
    if isinstance(order, (o.Award, o.BringHome)):
        offer = order.offer if isinstance(order, o.Award) else f"{order.task}/{order.team}"
        provider = facts.offers[offer].provider
        for other in before:
            if isinstance(other, o.Award) and facts.offers[other.offer].provider == provider:
                known = facts.providers.get(provider)
                if known is not None and (known.kind is Kind.FREELANCER or other.offer == offer):
                    return (f"{known.name} is taken by another order.", "Choose another offer.")
                if other.offer == offer:
                    return ("That offer is taken already.", "Choose another offer.")
            if isinstance(other, o.CloseSite) and other.site == provider:
                return ("That site closes this turn.", "Choose another offer.")
            if isinstance(other, o.LayOff) and other.team == provider:
                return ("People of that team are laid off this turn.", "Choose another offer.")
            if isinstance(other, o.End) and facts.engagements[other.engagement].task == order.task:
                return (
                    "The engagement it takes over from ends this turn.",
                    "Leave the notice out.",
                )
        if _overbooked(facts, provider, [*before, order]):
            return (
                "Its people are all taken by other orders of this turn.",
                "Choose another offer.",
            )
    return _clash_engagement(facts, order, before)


def _overbooked(facts: Observation, provider: str, orders: Sequence[o.Order]) -> bool:
    """Whether a vendor would promise more hours than its people have."""
    known = facts.providers.get(provider)
    if known is None or known.kind is not Kind.VENDOR:
        return False
    offers = [facts.offers[order.offer] for order in orders if isinstance(order, o.Award)]
    mine = [offer for offer in offers if offer.provider == provider]
    hours = 0.0
    for offer in mine:
        hours += min(offer.hours, offer.crew)
    most = known.size * productive_hours(facts.rules, facts.scenario.turn_months)
    return len(mine) > 1 and hours > most


def _clash_engagement(facts: Observation, order: o.Order, before: Sequence[o.Order]) -> Reason:
    if isinstance(order, (o.Oversee, o.End, o.Renew)):
        task = facts.engagements[order.engagement].task
        for other in before:
            if isinstance(other, o.Award) and other.task == task and not other.beside:
                return ("Its task is awarded to another this turn.", "Take one of them back.")
            if isinstance(other, o.BringHome) and other.task == task:
                return ("Its task comes home this turn.", "Take one of them back.")
            if isinstance(other, o.CloseSite) and (
                other.site == facts.engagements[order.engagement].provider
            ):
                return ("Its site closes this turn.", "Take one of them back.")
            if isinstance(other, o.End) and other.engagement == order.engagement:
                return ("It ends this turn.", "Take one of them back.")
    if isinstance(order, (o.Hire, o.LayOff, o.Train, o.Overtime)):
        for other in before:
            if isinstance(other, o.CloseSite) and other.site == order.team:
                return ("That site closes this turn.", "Take one of them back.")
            if isinstance(other, o.LayOff) and other.team == order.team:
                return ("People of that team are laid off this turn.", "Wait a turn.")
    if isinstance(order, (o.LayOff, o.CloseSite)):
        key = order.team if isinstance(order, o.LayOff) else order.site
        for other in before:
            if isinstance(other, (o.Hire, o.Train, o.Overtime, o.LayOff)) and other.team == key:
                return ("Another order of this turn is about its people.", "Take one back.")
            if (
                isinstance(other, o.Award)
                and facts.offers[other.offer].provider == key
                and (isinstance(order, o.CloseSite))
            ):
                return ("It was given work this turn.", "Take one of them back.")
    return None
