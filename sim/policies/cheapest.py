"""Whoever quotes least: what happens when price is all that is looked at."""

from collections.abc import Sequence

from sim.engine import legality
from sim.forecast import default_terms
from sim.model.market import Offer
from sim.model.orders import Award, Order
from sim.model.vocabulary import Pricing, TaskState
from sim.model.world import Observation
from sim.policies.replies import replies


class Cheapest:
    """Takes the lowest quoted price for a standard hour of whatever waits; else lets things run."""

    def __init__(self, seed: int = 0) -> None:
        del seed  # it leaves nothing to luck

    def decide(self, observation: Observation) -> Sequence[Order]:
        """Answers what is asked, and awards what waits."""
        orders: list[Order] = list(replies(observation))
        for task in observation.tasks.values():
            if task.state is not TaskState.OPEN:
                continue
            offers = legality.options(observation, task.spec.id)
            for offer in sorted(offers, key=lambda offer: _hour(observation, offer)):
                award = Award(task.spec.id, offer.id, default_terms(observation, offer))
                if not legality.problems(observation, [*orders, award]):
                    orders.append(award)
                    break
        return orders


def _hour(facts: Observation, offer: Offer) -> float:
    """What a standard hour is quoted at (minor units); own people's hours at their wage."""
    if offer.quotes[0].pricing is Pricing.OWN:
        return facts.teams[offer.provider].wage * offer.hours / offer.standard
    fixed = next(quote.amount for quote in offer.quotes if quote.pricing is Pricing.FIXED)
    return fixed / offer.standard
