"""The policy protocol, a policy's row in the registry, and the seeds of luck."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from attrs import evolve, frozen

from sim.errors import UsageError
from sim.model.orders import Order
from sim.model.world import Observation

LUCK_BITS = 53
"""Size of the number that replaces a seed: too many to try, and exact in any JSON reader."""

DIGEST_BITS = 256
"""Length of a SHA-256 hash."""

OWN_BITS = 48
"""Size of the number that seeds a policy's own luck."""


class Policy(Protocol):
    """An automated player."""

    def decide(self, observation: Observation, /) -> Sequence[Order]:
        """The turn's orders. Illegal ones are dropped and counted."""


def game_luck(seed: int, salt: str = "") -> int:
    """The number that seeds a benchmark game's luck: the seed itself, or its hash with a salt.

    Anyone who knows the number can rebuild the game, with everything hidden in it and everything
    still to come. A small seed can be found by trying a few thousand and comparing what they show;
    a hash with a secret salt cannot.
    """
    return _hashed(f"game|{salt}|{seed}", LUCK_BITS) if salt else seed


def own_luck(seed: int, salt: str = "") -> int:
    """The number that seeds a policy's own luck in a game. It differs from the seed of the game's
    luck, which would reveal everything hidden. Without a salt, trying seeds still finds the game's.
    """
    return _hashed(f"policy|{salt}|{seed}" if salt else f"policy|{seed}", OWN_BITS)


def _hashed(text: str, bits: int) -> int:
    """A non-negative integer of at most `bits` bits."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") >> (DIGEST_BITS - bits)


@frozen
class PolicyRow:
    """A policy's place in the registry.

    Rows are pickled, so `make` is a class or function of a module, or a partial of one.
    """

    id: str
    title: str
    summary: str
    make: Callable[..., Any]
    """Makes a policy for one episode from the number that seeds its own luck (`own_luck`). A
    `budget` or a `limit`, if set, is passed by name.
    """
    quick: bool = True
    """Whether a benchmark includes it when no policies are named."""
    budget: int | None = None
    """Futures that a planner tries each turn; None for policies that try none."""
    limit: float | None = None
    """Seconds that a decision may take, for a policy in its own process; None for the rest."""
    all_knowing: bool = False
    """Whether `decide` gets a copy of the world, secrets and luck included: a ceiling only."""

    def fresh(self, seed: int) -> Policy:
        """A new policy whose own luck is seeded by `seed`."""
        given = {"budget": self.budget, "limit": self.limit}
        options = {name: value for name, value in given.items() if value is not None}
        policy: Policy = self.make(seed, **options)
        return policy

    def with_budget(self, budget: int) -> "PolicyRow":
        """This planner with a different budget.

        Raises:
            UsageError: this policy has no budget.
        """
        if self.budget is None:
            raise UsageError(f'The policy "{self.id}" tries no futures: it has no budget.')
        return evolve(self, budget=budget)
