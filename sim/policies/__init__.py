"""Automated players. A policy sees an `Observation` and returns orders; each is one registry row.

To add one, write a class with `decide` in a module here, and add a row below. `external` loads
policies that users write, each in its own process.
"""

from functools import partial

from sim.model.vocabulary import Mode
from sim.policies.chance import Chance
from sim.policies.cheapest import Cheapest
from sim.policies.checklist import Checklist
from sim.policies.hold import Hold
from sim.policies.manager import Manager
from sim.policies.planner import Oracle, Planner
from sim.policies.policy import Policy, PolicyRow
from sim.policies.replay import Replay
from sim.policies.single import SingleMode

__all__ = ["REGISTRY", "Policy", "PolicyRow"]

BUDGET = 64
"""Futures that the planners try each turn by default."""

_ROWS = (
    PolicyRow(
        "hold",
        "Does nothing",
        "Never orders anything: how the firm fares when nobody decides.",
        Hold,
    ),
    PolicyRow("random", "Random", "Legal orders at random: the floor.", Chance),
    PolicyRow(
        "in_house",
        "Everything in-house",
        "Own people do all the work; hires where teams are short.",
        partial(SingleMode, mode=Mode.IN_HOUSE),
    ),
    PolicyRow(
        "freelance",
        "Everything to freelancers",
        "Freelancers do all the work, several to a task when one is not enough.",
        partial(SingleMode, mode=Mode.FREELANCE),
    ),
    PolicyRow(
        "outsource",
        "Everything outsourced",
        "Vendors at home do all the work.",
        partial(SingleMode, mode=Mode.OUTSOURCE),
    ),
    PolicyRow(
        "offshore",
        "Everything offshored",
        "Whatever can be moved goes to vendors abroad.",
        partial(SingleMode, mode=Mode.OFFSHORE),
    ),
    PolicyRow(
        "cheapest",
        "The lowest price",
        "Takes the lowest quoted price for whatever waits, and looks at nothing else.",
        Cheapest,
    ),
    PolicyRow(
        "checklist",
        "The textbook's advice",
        "Sorts work by size, core, coupling and location, as textbooks advise, and sticks to it.",
        Checklist,
    ),
    PolicyRow(
        "rules",
        "A sensible manager",
        "Weighs each offer's cost, quality, oversight and risk; watches the load; staffs teams.",
        Manager,
    ),
    PolicyRow(
        "replay",
        "Another game's orders",
        "Repeats what a sensible manager ordered under another seed, without looking.",
        Replay,
    ),
    PolicyRow(
        "planner",
        "Looks ahead",
        "Tries what a manager might order in imagined futures, and picks what does best.",
        Planner,
        quick=False,
        budget=BUDGET,
    ),
    PolicyRow(
        "oracle",
        "Knows everything",
        "Tries orders in the future that will really happen: the ceiling, not a contender.",
        Oracle,
        quick=False,
        budget=BUDGET,
        all_knowing=True,
    ),
)

REGISTRY: dict[str, PolicyRow] = {row.id: row for row in _ROWS}
"""The built-in policies by id."""
