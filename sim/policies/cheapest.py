"""The lowest quote wins: what happens when only price counts."""

from collections.abc import Sequence

from sim.engine import legality
from sim.model.market import Offer
from sim.model.orders import Award, Order, Terms
from sim.model.vocabulary import Pricing, TaskState
from sim.model.world import Observation
from sim.policies.request_policy import replies


class Cheapest:
    """Awards open tasks at the lowest price per standard hour; leaves everything else alone."""

    def __init__(self, seed: int = 0) -> None:
        del seed  # it leaves nothing to luck

    def decide(self, observation: Observation) -> Sequence[Order]:
        """Answers requests, and awards open tasks."""
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
    """The cost of a standard hour at each quoted price, or at own people's wage (minor units)."""
    found = []
    for quote in offer.quotes:
        price = float(quote.amount)
        if quote.pricing is Pricing.OWN:
            price = facts.teams[offer.provider].wage * offer.hours
        elif quote.pricing is not Pricing.FIXED:
            price *= offer.hours
        found.append((price / offer.standard, quote.pricing))
    return found
