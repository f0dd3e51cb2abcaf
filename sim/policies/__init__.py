"""Players in code. A policy is one row of the registry; it sees Observations and hands in orders.

A new one is a class with `decide` in a module here, and a row below.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from attrs import frozen

from sim.model.orders import Order
from sim.model.vocabulary import Mode
from sim.model.world import Observation
from sim.policies.chance import Chance
from sim.policies.manager import Manager
from sim.policies.single import SingleMode


class Policy(Protocol):
    """Somebody who decides."""

    def decide(self, observation: Observation) -> Sequence[Order]:
        """The orders of a turn. Illegal ones are left out, and counted."""


@frozen
class PolicyRow:
    """A policy's place in the registry."""

    id: str
    title: str
    summary: str
    make: Callable[[int], Policy]
    """A fresh one for an episode; the number seeds its own luck, never the game's."""
    quick: bool = True
    """Whether a benchmark takes it when none is named."""


_ROWS = (
    PolicyRow("random", "Random", "Legal orders by chance: the floor.", Chance),
    PolicyRow(
        "in_house",
        "Everything in-house",
        "Own people do all the work; hires where they are short.",
        lambda seed: SingleMode(Mode.IN_HOUSE),
    ),
    PolicyRow(
        "freelance",
        "Everything to freelancers",
        "Freelancers do all the work, several to a task where one is not enough.",
        lambda seed: SingleMode(Mode.FREELANCE),
    ),
    PolicyRow(
        "outsource",
        "Everything outsourced",
        "Vendors at home do all the work.",
        lambda seed: SingleMode(Mode.OUTSOURCE),
    ),
    PolicyRow(
        "offshore",
        "Everything offshored",
        "Whatever can be moved goes to vendors abroad.",
        lambda seed: SingleMode(Mode.OFFSHORE),
    ),
    PolicyRow(
        "rules",
        "A sensible manager",
        "Weighs each offer's cost, quality, oversight and risk, watches the load, staffs teams.",
        lambda seed: Manager(),
    ),
)

REGISTRY: dict[str, PolicyRow] = {row.id: row for row in _ROWS}
"""The built-in policies by id."""
