"""Somebody who keeps a firm going in imagined futures: as sensible as can be done quickly.

What waits goes to the best offer at default terms, requests are answered, teams are staffed; what
runs is left where it is. To be quick, and so that futures that are compared differ in nothing else,
whoever was the best for a task once is given it in other futures as well.
"""

from collections.abc import Sequence

from sim.engine import judge, legality
from sim.engine.observe import observe
from sim.engine.turn import resolve
from sim.forecast import default_terms
from sim.model.orders import Award, Order
from sim.model.vocabulary import TaskState
from sim.model.world import Observation, World
from sim.policies.manager import deals, staffing
from sim.policies.replies import replies
from sim.policies.weighing import ranked


class Caretaker:
    """Keeps a firm going; one for all the futures of a decision."""

    def __init__(self) -> None:
        self._best: dict[str, str] = {}
        """The best offer that was found for a task, by its id."""

    def outlook(self, world: World, orders: Sequence[Order]) -> float:
        """The score in the end when these orders are handed in and the firm is kept going then.

        Args:
            world: Played to its end here, in place.
            orders: Legal ones, for the turn that it is.
        """
        resolve(world, orders)
        while world.outcome is None:
            resolve(world, self.tend(observe(world, waiting_only=True)))
        return judge.score(world)

    def tend(self, facts: Observation) -> list[Order]:
        """A turn's orders."""
        orders: list[Order] = list(replies(facts))
        for task in facts.tasks.values():
            if task.state is TaskState.OPEN:
                self._give(facts, task.spec.id, orders)
        for order in (*deals(facts), *staffing(facts)):
            if not legality.problems(facts, [*orders, order]):
                orders.append(order)
        return orders

    def _give(self, facts: Observation, task: str, orders: list[Order]) -> None:
        """Award a task to whoever was the best for it, or to the best there is."""
        known = facts.offers.get(self._best.get(task, ""))
        if known is not None:
            award = Award(task, known.id, default_terms(facts, known))
            if not legality.problems(facts, [*orders, award]):
                orders.append(award)
                return
        for award, _ in ranked(facts, legality.options(facts, task), 0):
            if not legality.problems(facts, [*orders, award]):
                self._best[task] = award.offer
                orders.append(award)
                return
