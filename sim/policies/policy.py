"""What a policy is, and its row in the registry."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from attrs import evolve, frozen

from sim.errors import UsageError
from sim.model.orders import Order
from sim.model.world import Observation


class Policy(Protocol):
    """Somebody who decides."""

    def decide(self, observation: Observation, /) -> Sequence[Order]:
        """The orders of a turn. Illegal ones are left out, and counted."""


@frozen
class PolicyRow:
    """A policy's place in the registry.

    Rows go to other processes, so `make` is a class or a function of a module, or a partial of one.
    """

    id: str
    title: str
    summary: str
    make: Callable[..., Any]
    """Makes a fresh one for an episode from a number that seeds its own luck, never the game's.
    With a `budget`, that is given by name.
    """
    quick: bool = True
    """Whether a benchmark takes it when none is named."""
    budget: int | None = None
    """Futures that a planner tries a turn; None for those that try none."""
    all_knowing: bool = False
    """Whether its `decide` is given a copy of the world, secrets and luck and all: the ceiling, and
    never a contender.
    """

    def fresh(self, seed: int) -> Policy:
        """One for an episode of that seed."""
        options: dict[str, Any] = {} if self.budget is None else {"budget": self.budget}
        policy: Policy = self.make(seed, **options)
        return policy

    def with_budget(self, budget: int) -> "PolicyRow":
        """The same planner with another budget.

        Raises:
            UsageError: a policy without one.
        """
        if self.budget is None:
            raise UsageError(f'The policy "{self.id}" tries no futures: it has no budget.')
        return evolve(self, budget=budget)
