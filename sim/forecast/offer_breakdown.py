"""What an offer says, taken apart as far as one can tell: its price, its hours, its people.

Own people hide nothing. What an outsider makes of a task besides what anybody would is one part.
"""

from sim.engine import bids, formulas, places
from sim.explain.parts import product
from sim.forecast.ranges import Rows
from sim.model.market import Offer
from sim.model.orders import Award
from sim.model.vocabulary import Pricing, TaskKind
from sim.model.world import Observation

UNSEEN = 0.005
"""An hour's part that no screen shows."""


def price_rows(facts: Observation, award: Award) -> Rows:
    """The going rate, what this bid makes of it, what the terms add, what a term takes off."""
    rules, terms = facts.rules, award.terms
    offer = facts.offers[award.offer]
    quoted = next(quote.amount for quote in offer.quotes if quote.pricing is terms.pricing)
    steps = terms.sla.steps
    listed = bids.list_price(facts, offer, terms)
    liable = quoted * rules.liability_premium if terms.liability else 0.0
    level = listed - quoted - liable if steps else 0.0
    rows = (
        *_quote_rows(facts, offer, terms.pricing, float(quoted)),
        ("service level", level),
        ("liability", listed - quoted - level),
        ("bound for a term", float(bids.price(facts, offer, terms) - listed)),
    )
    return (rows[0], *(row for row in rows[1:] if row[1]))


def _quote_rows(facts: Observation, offer: Offer, pricing: Pricing, quoted: float) -> Rows:
    provider = facts.providers.get(offer.provider)
    if provider is None:
        return (("as quoted", quoted),)
    spec = facts.tasks[offer.task].spec
    going = places.going_rate(facts, provider, spec.discipline)
    name = "an hour at their usual rate"
    if pricing is Pricing.FIXED:
        going *= offer.hours
        name = f"{offer.hours:,.0f} hours at their usual rate"
    risk = bids.at_risk(facts.rules, pricing, spec.clarity)
    borne = quoted - quoted / risk if risk else 0.0
    return (
        (name, going),
        ("dearer or cheaper than usual", quoted - borne - going),
        ("they bear the risk of unclear work", borne),
    )


def hours_rows(facts: Observation, offer: Offer) -> Rows:
    """From the work's standard hours to those that the offer expects."""
    provider = facts.providers.get(offer.provider)
    task = facts.tasks[offer.task]
    if provider is None:
        start, *factors = _own_hours(facts, offer)
        rest = "hurry"
    else:
        start, *factors = bids.baseline_hours(facts, task, provider)
        rest = "what else they make of it"
    rows = product(start, factors)
    more = offer.hours - sum(amount for _, amount in rows)
    return (*rows, (rest, more)) if abs(more) >= UNSEEN else tuple(rows)


def _own_hours(facts: Observation, offer: Offer) -> list[tuple[str, float]]:
    """Standard hours, and the factors on them as own people expect them."""
    rules, task, team = facts.rules, facts.tasks[offer.task], facts.teams[offer.provider]
    spec, known = task.spec, facts.knowledge[task.spec.discipline]
    return [
        ("standard hours of the work", bids.remaining(rules, task)),
        ("place and process", bids.steady_effort(facts, spec, team.kind, team.location)),
        (
            "their skill against what it asks for",
            formulas.capability(rules, team.skill, spec.complexity),
        ),
        ("what the firm knows of it", formulas.settled(rules, spec.knowledge, known)),
    ]


def crew_rows(facts: Observation, offer: Offer) -> Rows:
    """From the hours that the offer expects to the most that it would put to it in a turn."""
    project = facts.tasks[offer.task].spec.kind is TaskKind.PROJECT
    rest = "spread over its turns" if project else "in reserve for busy turns"
    if project and offer.crew > offer.hours:
        rest = "more than it asks for"
    return (("hours that it expects", offer.hours), (rest, offer.crew - offer.hours))
