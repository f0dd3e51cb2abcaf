"""Terms that a sensible manager would start from."""

from sim.model.market import Offer
from sim.model.orders import Terms
from sim.model.scenario import Task
from sim.model.vocabulary import Kind, Oversight, Pricing, Sla, TaskKind
from sim.model.world import Observation


def default_terms(facts: Observation, offer: Offer) -> Terms:
    """Terms that a sensible manager would start from."""
    task = facts.tasks[offer.task].spec
    quoted = [quote.pricing for quote in offer.quotes]
    if quoted == [Pricing.OWN]:
        return Terms(Pricing.OWN)
    if task.kind is TaskKind.FUNCTION:
        vendor = offer.kind is Kind.VENDOR
        left = horizon(facts, task)
        return Terms(
            pricing=Pricing.FIXED if task.volatility < 0.2 else Pricing.HOURLY,
            sla=Sla.STANDARD if vendor else Sla.NONE,
            term=min(12, left) if vendor and left >= 6 else 0,
        )
    fixed = task.clarity >= 0.6
    return Terms(
        pricing=Pricing.FIXED if fixed else Pricing.HOURLY,
        oversight=Oversight.STANDARD,
        escrow=offer.escrow and fixed,
    )


def horizon(facts: Observation, task: Task) -> int:
    """Turns that a service still has in this game."""
    last = min(task.until or facts.scenario.turns, facts.scenario.turns)
    return max(1, last - facts.turn + 1)
