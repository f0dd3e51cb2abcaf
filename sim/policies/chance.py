"""Legal orders at random: the floor that every policy should clear."""

import random
from collections.abc import Sequence
from typing import Final

from sim.engine import legality
from sim.model.market import Offer
from sim.model.orders import (
    AcceptDeal,
    Answer,
    Award,
    End,
    Hire,
    LayOff,
    Order,
    Oversee,
    Overtime,
    Terms,
)
from sim.model.vocabulary import DealState, Kind, Oversight, TaskKind, TaskState
from sim.model.world import Observation

AWARDS: Final = {TaskState.OPEN: 0.8, TaskState.RUNNING: 0.03}
"""Probability per turn that a task is awarded, by its state."""

OVERSEES, ENDS = 0.05, 0.02
"""Probabilities per turn that an engagement's oversight is changed, and that it is ended."""

HIRES, LAYS_OFF, LENGTHENS = 0.04, 0.02, 0.03
"""Probabilities per turn that a team hires, lays off, or changes its working week."""

HEADS: Final = 3
"""Most people hired or laid off at once."""

WEEKS = (40, 55)
"""Shortest and longest working week, in hours."""

TERMS = (0, 0, 6, 12)
"""Terms of a vendor's contract, in turns, each entry equally likely."""


class Chance:
    """Awards open tasks to anyone, and now and then orders something else."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def decide(self, observation: Observation) -> Sequence[Order]:
        """A handful of random orders, legal together."""
        draw = self._random
        wishes: list[Order] = []
        for task in observation.tasks.values():
            offers = observation.offers.for_task(task.spec.id)
            chance = AWARDS.get(task.state, 0.0)
            if offers and draw.random() < chance:
                wishes.append(self._award(observation, draw.choice(offers)))
        for request in observation.requests.values():
            wishes.append(Answer(request.id, draw.choice(request.choices).id))
        for deal, state in observation.deals.items():
            if state is DealState.OFFERED and draw.random() < 0.5:
                wishes.append(AcceptDeal(deal))
        for key in observation.engagements:
            if draw.random() < OVERSEES:
                wishes.append(Oversee(key, draw.choice(list(Oversight))))
            elif draw.random() < ENDS:
                wishes.append(End(key))
        for team in observation.teams.values():
            u = draw.random()
            if u < HIRES:
                wishes.append(Hire(team.id, draw.randint(1, HEADS)))
            elif u < HIRES + LAYS_OFF and team.heads:
                wishes.append(LayOff(team.id, draw.randint(1, min(HEADS, team.heads))))
            elif u < HIRES + LAYS_OFF + LENGTHENS:
                wishes.append(Overtime(team.id, float(draw.randint(*WEEKS))))
        orders: list[Order] = []
        for wish in wishes:
            if not legality.problems(observation, [*orders, wish]):
                orders.append(wish)
        return orders

    def _award(self, observation: Observation, offer: Offer) -> Award:
        draw = self._random
        service = observation.tasks[offer.task].spec.kind is TaskKind.FUNCTION
        term = draw.choice(TERMS) if offer.kind is Kind.VENDOR and service else 0
        return Award(
            offer.task,
            offer.id,
            Terms(
                pricing=draw.choice(offer.quotes).pricing,
                oversight=draw.choice(list(Oversight)),
                sla=draw.choice(offer.slas),
                term=term,
            ),
        )
