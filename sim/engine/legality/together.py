"""What orders of one turn make impossible for each other."""

from collections.abc import Sequence

from sim.engine import staffing
from sim.engine.formulas import productive_hours
from sim.engine.legality.alone import Reason
from sim.model import orders as o
from sim.model.vocabulary import Kind, RequestKind
from sim.model.world import Observation


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


def clash(facts: Observation, order: o.Order, before: Sequence[o.Order]) -> Reason:
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
