"""Terms that a sensible manager would start from."""

from sim.model.market import Offer
from sim.model.orders import Terms
from sim.model.scenario import Task
from sim.model.vocabulary import Kind, Oversight, Pricing, Sla, TaskKind
from sim.model.world import Facts

CLEAR = 0.65
"""Clarity from which a price for the piece is worth its premium."""


def default_terms(facts: Facts, offer: Offer) -> Terms:
    """Terms that a sensible manager would start from."""
    task = facts.tasks[offer.task].spec
    quoted = [quote.pricing for quote in offer.quotes]
    if quoted == [Pricing.OWN]:
        return Terms(Pricing.OWN)
    clear = task.clarity >= CLEAR
    if task.kind is TaskKind.FUNCTION:
        vendor = offer.kind is Kind.VENDOR
        left = horizon(facts, task)
        return Terms(
            pricing=Pricing.FIXED if clear and task.volatility < 0.2 else Pricing.HOURLY,
            sla=Sla.STANDARD if vendor else Sla.NONE,
            term=min(12, left) if vendor and left >= 6 else 0,
        )
    return Terms(
        pricing=Pricing.FIXED if clear else Pricing.HOURLY,
        oversight=Oversight.STANDARD,
        escrow=offer.escrow and clear,
    )


def horizon(facts: Facts, task: Task) -> int:
    """Turns that a service still has in this game."""
    last = min(task.until or facts.scenario.turns, facts.scenario.turns)
    return max(1, last - facts.turn + 1)
