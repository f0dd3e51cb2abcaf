"""Answers to requests; how requests arise and what answers do is in `sim.engine.requests`."""

from sim.engine.orders.rules import Draft, Family, OrderRules, Reason
from sim.engine.requests import answer_request
from sim.model import orders as o
from sim.model.vocabulary import RequestKind
from sim.model.world import Facts, Observation

OF_A_CONTRACT = (RequestKind.RENEWAL, RequestKind.PRICE_RISE)
"""Requests about a contract's terms: an order about the contract clashes with an answer to them."""


def _check(facts: Observation, order: o.Answer) -> Reason:
    request = facts.requests.get(order.request)
    if request is None:
        return (f"There is no request {order.request!r} now.", "Answer one of this turn's.")
    choices = [choice.id for choice in request.choices]
    if order.choice not in choices:
        return (f"{order.choice!r} is not an answer to it.", f"Choose: {', '.join(choices)}.")
    return None


def _about(facts: Facts, order: o.Answer) -> tuple[str, str]:
    request = facts.requests[order.request]
    if request.kind in OF_A_CONTRACT:
        return ("contract", request.subject)
    return ("request", order.request)


def _draft(draft: Draft, order: o.Answer) -> None:
    request = draft.facts.requests[order.request]
    if request.subject in draft.facts.engagements:
        engagement = draft.at_work.get(request.subject)
        if engagement is None or engagement.ends:
            return  # settled
    draft.choosing += next(one.hours for one in request.choices if one.id == order.choice)


RULES: Family = {o.Answer: OrderRules(_check, _about, answer_request, draft=_draft)}
