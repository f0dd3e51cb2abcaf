"""Whoever quotes least: what happens when price is all that is looked at."""

from collections.abc import Sequence

from sim.engine import legality
from sim.model.market import Offer
from sim.model.orders import Award, Order, Terms
from sim.model.vocabulary import Pricing, TaskState
from sim.model.world import Observation
from sim.policies.request_policy import replies


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
            bids = [
                (price, offer, pricing)
                for offer in legality.options(observation, task.spec.id)
                for price, pricing in _prices(observation, offer)
            ]
            for _, offer, pricing in sorted(bids, key=lambda bid: bid[0]):
                award = Award(task.spec.id, offer.id, Terms(pricing))
                if not legality.problems(observation, [*orders, award]):
                    orders.append(award)
                    break
        return orders


def _prices(facts: Observation, offer: Offer) -> list[tuple[float, Pricing]]:
    """What a standard hour comes to at each price that is quoted (minor units); own people's hours
    at their wage.
    """
    found = []
    for quote in offer.quotes:
        price = float(quote.amount)
        if quote.pricing is Pricing.OWN:
            price = facts.teams[offer.provider].wage * offer.hours
        elif quote.pricing is not Pricing.FIXED:
            price *= offer.hours
        found.append((price / offer.standard, quote.pricing))
    return found
