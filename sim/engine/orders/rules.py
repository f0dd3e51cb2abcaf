"""What there is to know of a kind of order: the shape that each family of orders fills in."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import define, frozen

from sim.engine.record import Record
from sim.model import orders as o
from sim.model.world import Engagement, Facts, Observation, World

Reason = tuple[str, str] | None
"""Why an order cannot be carried out, and what to do instead; None when nothing is against it."""

HEADS_MAX = 5_000
"""Most heads that one order may hire."""

TERM_MAX = 60
"""Longest term in turns."""


@define
class Draft:
    """What a turn's orders would make of it: who would be at work, and the managers' hours that
    choosing, briefing and answering would take."""

    facts: Observation
    at_work: dict[str, Engagement]
    choosing: float = 0.0

    def leaves(self, engagement: Engagement, last: int) -> None:
        """Somebody gets notice: gone at once, or after a last turn."""
        if engagement.ends:
            return
        if last < self.facts.turn:
            del self.at_work[engagement.id]
        else:
            self.at_work[engagement.id] = leaving = engagement.copy()
            leaving.ends = last


def never_clashes(facts: Observation, order: Any, before: Sequence[o.Order]) -> Reason:
    """Nothing that was ordered before stands against it."""
    return None


def takes_nothing(draft: Draft, order: Any) -> None:
    """It changes neither who is at work nor what managers are asked for."""


@frozen
class OrderRules:
    """What a kind of order is about, when it is illegal, what it does, and which hours it takes."""

    check: Callable[[Observation, Any], Reason]
    """What stands against it by itself: what it names must be there, and be had."""
    about: Callable[[Facts, Any], tuple[str, str]]
    """Its matter. Two orders of a turn about the same matter clash."""
    carry_out: Callable[[World, Any, Record], None]
    """What it does to the world in phase 1, once it is known to be legal."""
    clash: Callable[[Observation, Any, Sequence[o.Order]], Reason] = never_clashes
    """What legal orders of the same turn, given before it, make impossible for it."""
    draft: Callable[[Draft, Any], None] = takes_nothing
    """What it does to a draft of the turn: the same as carrying it out, as far as that is known."""


Family = Mapping[type[Any], OrderRules]
"""The rules of some kinds of order."""
