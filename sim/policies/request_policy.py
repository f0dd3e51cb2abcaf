"""A sensible manager's answers to requests."""

from sim.engine.phases import oversee
from sim.model.market import Request
from sim.model.orders import Answer
from sim.model.vocabulary import RequestKind
from sim.model.world import Observation


def replies(facts: Observation) -> list[Answer]:
    """One answer per request; costly ones only while the managers have hours to spare."""
    spare = oversee.available_hours(facts) - facts.promised
    found = []
    for request in facts.requests.values():
        choice = _choose(request, spare)
        spare -= next(item.hours for item in request.choices if item.id == choice)
        found.append(Answer(request.id, choice))
    return found


def _choose(request: Request, spare: float) -> str:
    ids = [choice.id for choice in request.choices]
    match request.kind:
        case RequestKind.CHANGE_REQUEST | RequestKind.PRICE_RISE:
            first, second = "bargain", "pay" if "pay" in ids else "accept"
        case RequestKind.RENEWAL:
            first, second = "bargain", "renew"
        case RequestKind.ESCALATION:
            first, second = "escalate", "let_be"
        case RequestKind.COUNTER_OFFER:
            first = second = "match"
        case RequestKind.UNHAPPY_CLIENT:
            first, second = "visit", "discount"
        case RequestKind.JOURNALIST:
            first, second = "explain", "no_comment"
    hours = next(choice.hours for choice in request.choices if choice.id == first)
    return first if hours <= spare else second
