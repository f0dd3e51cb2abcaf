"""Terms that a sensible manager would start from, and what terms would cost and recover."""

import functools
from typing import Final

from sim.engine import bids, losses
from sim.engine.numbers import whole
from sim.engine.orders import awards
from sim.engine.phases import oversee
from sim.model.market import Offer
from sim.model.orders import Terms
from sim.model.spec import Award, Task
from sim.model.vocabulary import Clause, Kind, Oversight, Pricing, Sla, TaskKind
from sim.model.world import Facts, Observation

CLEAR: Final = 0.65
"""Clarity at which a fixed price is worth its premium."""

STEADY: Final = 0.2
"""Volatility of demand below which a service may have a fixed price."""

TERM: Final = 12
"""Turns of the longest term to agree."""

WORTH_A_TERM: Final = 6
"""Turns that a service must still run for a term to be agreed."""


def default_terms(facts: Facts, offer: Offer) -> Terms:
    """The terms that a sensible manager would start from."""
    task = facts.tasks[offer.task].spec
    quoted = [quote.pricing for quote in offer.quotes]
    if quoted == [Pricing.OWN]:
        return _terms(Pricing.OWN)
    clear = task.clarity >= CLEAR
    if task.kind is TaskKind.FUNCTION:
        vendor = offer.kind is Kind.VENDOR
        left = horizon(facts, task)
        return _terms(
            Pricing.FIXED if clear and task.volatility < STEADY else Pricing.HOURLY,
            sla=Sla.STANDARD if vendor else Sla.NONE,
            term=min(TERM, left) if vendor and left >= WORTH_A_TERM else 0,
        )
    return _terms(Pricing.FIXED if clear else Pricing.HOURLY, escrow=offer.escrow and clear)


@functools.cache
def _terms(pricing: Pricing, sla: Sla = Sla.NONE, term: int = 0, escrow: bool = False) -> Terms:
    """Terms at standard oversight; kept, since the same ones are asked for all the time."""
    return Terms(pricing, Oversight.STANDARD, sla, term, escrow)


def horizon(facts: Facts, task: Task) -> int:
    """Turns that a service will still run in this game, at least 1."""
    return max(1, last_wanted_turn(facts, task) - facts.turn + 1)


def last_wanted_turn(facts: Facts, task: Task) -> int:
    """The last turn of this game in which a service is wanted."""
    turns = facts.scenario.turns
    return min(task.until or turns, turns)


def recoverable(facts: Observation, award: Award) -> dict[Clause, float]:
    """The most that each clause of an award would recover of one loss (minor units)."""
    return losses.limits(facts, awards.engagement_of(facts, facts.offers[award.offer], award.terms))


def escrow_fee(facts: Observation, award: Award) -> int:
    """What it would cost to have a platform hold the money in escrow (minor units)."""
    offer = facts.offers[award.offer]
    return whole(bids.price(facts, offer, award.terms) * facts.rules.escrow_fee)


def wanted(facts: Observation, award: Award, level: Oversight) -> float:
    """Managers' hours a turn that an award would want at a level of oversight."""
    engagement = awards.engagement_of(facts, facts.offers[award.offer], award.terms)
    return oversee.hours_at(facts, engagement, level)
