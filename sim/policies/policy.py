"""What a policy is, and its row in the registry."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from attrs import evolve, frozen

from sim.errors import UsageError
from sim.model.orders import Order
from sim.model.world import Observation

LUCK_BITS = 53
"""Size of the number that stands for a seed: too many to try, and exact in any reader of JSON."""

DIGEST_BITS = 256
"""Length of a SHA-256 hash."""

OWN_BITS = 48
"""Size of the number that a policy's own luck is seeded by."""


class Policy(Protocol):
    """Somebody who decides."""

    def decide(self, observation: Observation, /) -> Sequence[Order]:
        """The orders of a turn. Illegal ones are left out, and counted."""


def game_luck(seed: int, salt: str = "") -> int:
    """What the luck of a benchmark's game is drawn from: its seed, or a number that stands for the
    seed under a salt.

    Whoever knows the number can build the game, with all that is hidden in it and all that will
    come. Of a small seed that is known to anybody who tries some thousands of them and compares
    what they see; of a hash with a salt that they do not know it is not.
    """
    return _hashed(f"game|{salt}|{seed}", LUCK_BITS) if salt else seed


def own_luck(seed: int, salt: str = "") -> int:
    """What a policy's own luck in a game is seeded by: another number than that of the game's luck,
    which would tell all that is hidden in it. Without a salt, it tells the seed to who tries some.
    """
    return _hashed(f"policy|{salt}|{seed}" if salt else f"policy|{seed}", OWN_BITS)


def _hashed(text: str, bits: int) -> int:
    """A whole number of that many bits, from 0."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") >> (DIGEST_BITS - bits)


@frozen
class PolicyRow:
    """A policy's place in the registry.

    Rows go to other processes, so `make` is a class or a function of a module, or a partial of one.
    """

    id: str
    title: str
    summary: str
    make: Callable[..., Any]
    """Makes a fresh one for an episode from a number that seeds its own luck (`own_luck`). With a
    `budget` or a `limit`, that is given by name.
    """
    quick: bool = True
    """Whether a benchmark takes it when none is named."""
    budget: int | None = None
    """Futures that a planner tries a turn; None for those that try none."""
    limit: float | None = None
    """Seconds that a decision may take, for one in a process of its own; None for all others."""
    all_knowing: bool = False
    """Whether its `decide` is given a copy of the world, secrets and luck and all: the ceiling, and
    never a contender.
    """

    def fresh(self, seed: int) -> Policy:
        """One whose own luck is seeded by that."""
        given = {"budget": self.budget, "limit": self.limit}
        options = {name: value for name, value in given.items() if value is not None}
        policy: Policy = self.make(seed, **options)
        return policy

    def with_budget(self, budget: int) -> "PolicyRow":
        """This planner with another budget.

        Raises:
            UsageError: a policy without one.
        """
        if self.budget is None:
            raise UsageError(f'The policy "{self.id}" tries no futures: it has no budget.')
        return evolve(self, budget=budget)
