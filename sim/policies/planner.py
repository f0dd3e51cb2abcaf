"""Players that look ahead: what a sensible manager would order, bettered by trying what else.

Every turn starts from the manager's orders and tries them with one decision changed (`neighbours`),
each in futures that a manager plays to the end (rollouts: Tesauro & Galperin 1996). The planner
imagines its futures from what it can know and with its own luck; the oracle is given the world
itself, and tries what will really happen.
"""

import math
from collections.abc import Sequence
from random import Random

from sim.engine.observe import clone, observe
from sim.forecast import BeliefSampler
from sim.forecast.sampling import SEED_BITS
from sim.model.orders import Order
from sim.model.world import Observation, World
from sim.policies.manager import Manager
from sim.policies.neighbours import Orders, variations
from sim.policies.rollout_score import rollout_score

LEAST = 4
"""Futures that it takes to try one change twice, beside the manager's orders."""

SURE = 1.0
"""Standard errors by which a change must do better than the manager's orders to be made."""


class Planner:
    """Tries changes in imagined worlds, and drops the worse half, round by round.

    Each round plays as many futures, for ever fewer changes. What is left in the end is tried anew:
    it was chosen for the futures that it did well in.
    """

    def __init__(self, seed: int, *, budget: int) -> None:
        """An episode's player.

        Args:
            seed: Of its own luck.
            budget: Futures that it plays a turn, at the most.
        """
        self._random = Random(seed)
        self._manager = Manager()
        self._budget = budget

    def decide(self, observation: Observation) -> Sequence[Order]:
        """The manager's orders, or those with the change that did best."""
        orders = tuple(self._manager.proposes(observation))
        if self._budget >= LEAST:
            orders = self._bettered(observation, orders)
        self._manager.ordered(observation.turn, orders)
        return orders

    def _bettered(self, observation: Observation, base: Orders) -> Orders:
        changes = variations(observation, base)
        room = _room(self._budget)
        if len(changes) > room:
            changes = self._random.sample(changes, room)
        futures = self._budget // max(1, _rounds(len(changes)))
        known = BeliefSampler(observation)
        gained = dict.fromkeys(changes, 0.0)
        while len(changes) > 1:
            for gains in self._tried(known, base, changes, futures):
                for orders, gain in zip(changes, gains, strict=True):
                    gained[orders] += gain
            changes = sorted(changes, key=lambda orders: -gained[orders])[: len(changes) // 2]
            changes = [orders for orders in changes if gained[orders] > 0.0]
        for best in changes:
            gains = [gain for (gain,) in self._tried(known, base, [best], futures)]
            if _mean(gains) > SURE * _error(gains):
                return best
        return base

    def _tried(
        self, known: BeliefSampler, base: Orders, changes: Sequence[Orders], futures: int
    ) -> list[list[float]]:
        """Points that changes gain: a row for each world that so many futures are enough for."""
        rows = []
        for _ in range(futures // (len(changes) + 1)):
            world = known.world(self._random.getrandbits(SEED_BITS))
            usual = rollout_score(clone(world), base)
            rows.append([rollout_score(clone(world), orders) - usual for orders in changes])
        return rows


def _rounds(changes: int) -> int:
    """Rounds after which one of so many changes is left and tried anew."""
    return changes.bit_length()


def _room(budget: int) -> int:
    """The most changes that a budget can try: each once a round, and the last one twice."""
    room = 1
    while max(LEAST, room + 2) * _rounds(room + 1) <= budget:
        room += 1
    return room


class Oracle:
    """Tries changes in the future that comes; whatever does better is kept."""

    def __init__(self, seed: int, *, budget: int) -> None:
        """An episode's player.

        Args:
            seed: Of the order in which it tries things.
            budget: Times that it plays the rest of the game, a turn.
        """
        self._random = Random(seed)
        self._manager = Manager()
        self._budget = budget

    def decide(self, world: World) -> Sequence[Order]:
        """The best orders that were found."""
        facts = observe(world)
        best = tuple(self._manager.proposes(facts))
        most = rollout_score(clone(world), best)
        left = self._budget - 1
        better = True
        while better and left > 0:
            better = False
            changes = variations(facts, best)
            self._random.shuffle(changes)
            for orders in changes[:left]:
                left -= 1
                points = rollout_score(clone(world), orders)
                if points > most:
                    best, most, better = orders, points, True
                    break
        self._manager.ordered(facts.turn, best)
        return best


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0


def _error(values: Sequence[float]) -> float:
    """Standard error of the mean; infinite below two values."""
    if len(values) < 2:
        return math.inf
    mean = _mean(values)
    return math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (len(values) - 1) / len(values))
