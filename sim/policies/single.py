"""One mode for everything: the best that can be done with it alone.

Running tasks in other modes are moved into this one if possible. If not, a task stays where it is,
or goes to the best offer in any mode.
"""

from collections.abc import Sequence
from typing import Final

from attrs import evolve

from sim.engine import legality
from sim.engine.formulas import productive_hours
from sim.engine.phases import oversee
from sim.forecast import free_hours
from sim.model.market import Offer
from sim.model.orders import Award, Hire, LayOff, Order
from sim.model.vocabulary import Kind, Mode, TaskKind, TaskState
from sim.model.world import Observation, TaskFacts
from sim.policies.request_policy import replies
from sim.policies.valuation import ranked

MOVES: Final = 1
"""Most running tasks moved per turn: more would swamp the managers."""

BUSY, ENOUGH = 0.75, 0.8
"""Share of the managers' hours that may be committed before nothing moves, and share of a service's
hours that the mode must be able to supply."""

POOR_SERVICE: Final = 0.9
"""Share of a service delivered below which another provider of the mode is added."""

SETTLED, MISSED = 3, 0.3
"""Turns before anyone is laid off, and missing heads that trigger hiring."""


class SingleMode:
    """Puts every task into one mode."""

    def __init__(self, seed: int = 0, *, mode: Mode) -> None:
        del seed  # it leaves nothing to luck
        self._mode = mode

    def decide(self, observation: Observation) -> Sequence[Order]:
        """Award open tasks, move running ones into the mode, and staff the teams."""
        orders: list[Order] = list(replies(observation))
        moves = MOVES
        for task in observation.tasks.values():
            if task.state is TaskState.OPEN:
                self._give(observation, task, orders)
            elif task.state is TaskState.RUNNING:
                if self._moved(observation, task):
                    self._top_up(observation, task, orders)
                elif moves and self._can_carry(observation, task):
                    moves -= self._give(observation, task, orders)
        orders += staffing(observation, self._mode)
        return _legal(observation, orders)

    def _offers(self, facts: Observation, task: TaskFacts) -> list[Offer]:
        return [
            offer for offer in legality.options(facts, task.spec.id) if offer.mode is self._mode
        ]

    def _can_carry(self, facts: Observation, task: TaskFacts) -> bool:
        """Whether the mode has the hours for a running task, and managers the time to move it."""
        offers = self._offers(facts, task)
        wanted = task.spec.hours
        if task.spec.kind is TaskKind.PROJECT:
            wanted = 0.0
        most = max((offer.crew for offer in offers), default=0.0)
        if self._mode is Mode.FREELANCE:
            most = sum(offer.crew for offer in offers)
        busy = facts.promised > BUSY * oversee.available_hours(facts)
        return bool(offers) and most >= ENOUGH * wanted and not busy

    def _moved(self, facts: Observation, task: TaskFacts) -> bool:
        """Whether a provider of the mode has the task, or is taking it over."""
        return any(
            facts.engagements[key].mode is self._mode and not facts.engagements[key].ends
            for key in task.engagements
        )

    def _give(self, facts: Observation, task: TaskFacts, orders: list[Order]) -> int:
        """Award a task to the mode's best offer (any mode's, if open); returns awards made."""
        offers = self._offers(facts, task)
        if not offers and task.state is TaskState.OPEN:
            offers = legality.options(facts, task.spec.id)
        offers = [offer for offer in offers if not _taken(facts, offer, orders)]
        if not offers:
            return 0
        orders.append(ranked(facts, offers, 2)[0][0])
        return 1

    def _top_up(self, facts: Observation, task: TaskFacts, orders: list[Order]) -> None:
        """Add a provider where the present ones are not enough."""
        short = task.short_turns >= 2 and task.service < POOR_SERVICE
        settled = all(
            facts.engagements[key].ramp >= 1.0 and not facts.engagements[key].lead
            for key in task.engagements
        )
        if self._mode is Mode.IN_HOUSE or not (short and settled):
            return
        offers = [offer for offer in self._offers(facts, task) if not _taken(facts, offer, orders)]
        if offers and _spare(facts) > 0.0:
            orders.append(evolve(ranked(facts, offers, 1)[0][0], beside=True))


def _spare(facts: Observation) -> float:
    return oversee.available_hours(facts) - facts.promised


def _taken(facts: Observation, offer: Offer, orders: Sequence[Order]) -> bool:
    """Whether the offer is from a freelancer whom an earlier order of this turn has taken."""
    return any(
        isinstance(order, Award)
        and facts.offers[order.offer].provider == offer.provider
        and offer.kind is Kind.FREELANCER
        for order in orders
    )


def staffing(facts: Observation, mode: Mode) -> list[Order]:
    """In-house, hire where teams are short; in other modes, lay off people who are not needed."""
    found: list[Order] = []
    one = productive_hours(facts.rules, facts.scenario.turn_months)
    for team in facts.teams.values():
        free = free_hours(facts, team.id)
        if mode is Mode.IN_HOUSE and free < -MISSED * one and not team.arriving:
            found.append(Hire(team.id, max(1, round(-free / one))))
        idle = int(free / one)
        settled = facts.turn > SETTLED and not any(
            engagement.ends and engagement.provider == team.id
            for engagement in facts.engagements.values()
        )
        if mode is not Mode.IN_HOUSE and idle >= 2 and settled and team.heads:
            found.append(LayOff(team.id, min(idle - 1, team.heads)))
    return found


def _legal(facts: Observation, wishes: Sequence[Order]) -> list[Order]:
    """The orders, without those that are illegal together with the ones before them."""
    orders: list[Order] = []
    for wish in wishes:
        if not legality.problems(facts, [*orders, wish]):
            orders.append(wish)
    return orders
