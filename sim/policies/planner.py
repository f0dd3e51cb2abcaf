"""Policies that look ahead: a sensible manager's orders, improved by trying alternatives.

Each turn they start from the manager's orders and try them with one decision changed (`neighbours`)
in futures that a manager plays to the end (rollouts: Tesauro & Galperin 1996). The planner samples
its futures from what it knows, with its own luck; the oracle gets the world itself, and tries
orders in what will really happen.
"""

import math
from collections.abc import Sequence
from random import Random
from typing import Final

from sim.engine.observe import clone, observe
from sim.forecast import BeliefSampler
from sim.forecast.sampling import SEED_BITS
from sim.model.orders import Order
from sim.model.world import Observation, World
from sim.policies.manager import Manager
from sim.policies.neighbours import Orders, variations
from sim.policies.rollout_score import rollout_score

LEAST: Final = 4
"""Futures needed to try one change twice, alongside the manager's orders."""

SURE: Final = 1.0
"""Standard errors by which a change must beat the manager's orders to be adopted."""


class Planner:
    """Tries changes in sampled worlds, and drops the worse half, round by round.

    Every round plays as many futures as the last, for half as many changes. The winner is tried
    again in new futures, since it was selected for doing well in the old ones.
    """

    def __init__(self, seed: int, *, budget: int) -> None:
        """A planner for one episode.

        Args:
            seed: Seeds its own luck.
            budget: Most futures played per turn.
        """
        self._random = Random(seed)
        self._manager = Manager()
        self._budget = budget

    def decide(self, observation: Observation) -> Sequence[Order]:
        """The manager's orders, with the change that did best if one clearly beat them."""
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
        """Points that changes gain over `base`: a row per sampled world that `futures` allow."""
        rows = []
        for _ in range(futures // (len(changes) + 1)):
            world = known.world(self._random.getrandbits(SEED_BITS))
            unchanged = rollout_score(clone(world), base)
            rows.append([rollout_score(clone(world), orders) - unchanged for orders in changes])
        return rows


def _rounds(changes: int) -> int:
    """Rounds until one change is left, counting the one that tries it again."""
    return changes.bit_length()


def _room(budget: int) -> int:
    """The most changes that a budget can try."""
    room = 1
    while max(LEAST, room + 2) * _rounds(room + 1) <= budget:
        room += 1
    return room


class Oracle:
    """Tries changes in the future that will really happen, and keeps each that does better."""

    def __init__(self, seed: int, *, budget: int) -> None:
        """An oracle for one episode.

        Args:
            seed: Seeds the order in which it tries changes.
            budget: Most times per turn that it plays out the rest of the game.
        """
        self._random = Random(seed)
        self._manager = Manager()
        self._budget = budget

    def decide(self, world: World) -> Sequence[Order]:
        """The best orders found."""
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
    """Standard error of the mean; infinite for fewer than two values."""
    if len(values) < 2:
        return math.inf
    mean = _mean(values)
    return math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (len(values) - 1) / len(values))
