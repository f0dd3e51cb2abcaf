"""`OrderRules`: what each family of orders defines for each of its kinds."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import attr
from attrs import frozen

from sim.engine.record import Record
from sim.model import orders as o
from sim.model.world import Engagement, Facts, Observation, World

Reason = tuple[str, str] | None
"""Why an order cannot be carried out, and what to do instead; None if it can."""

HEADS_MAX: Final = 5_000
"""The most heads that one order may hire."""

TERM_MAX: Final = 60
"""The longest term, in turns."""


@attr.s(auto_attribs=True, order=False)
class Draft:
    """A preview of a turn's orders."""

    facts: Observation
    at_work: dict[str, Engagement]
    """The engagements that would run, by id."""
    choosing: float = 0.0
    """Managers' hours that choosing, briefing and answering would take."""

    def leaves(self, engagement: Engagement, last: int) -> None:
        """An engagement gets notice: it is gone if its last turn is past, else marked to end."""
        if engagement.ends:
            return
        if last < self.facts.turn:
            del self.at_work[engagement.id]
        else:
            self.at_work[engagement.id] = leaving = engagement.copy()
            leaving.ends = last


def never_clashes(facts: Observation, order: Any, before: Sequence[o.Order]) -> Reason:
    """The `clash` of an order that is compatible with all others."""
    return None


def as_given(world: World, order: Any) -> Any:
    """The `prepare` of an order that the others of its turn may bear upon."""
    return order


def takes_nothing(draft: Draft, order: Any) -> None:
    """The `draft` of an order that affects neither who is at work nor managers' hours."""


@frozen
class OrderRules:
    """The rules of one kind of order."""

    check: Callable[[Observation, Any], Reason]
    """Why the order is illegal by itself."""
    about: Callable[[Facts, Any], tuple[str, str]]
    """Its matter. Two orders of a turn about the same matter clash."""
    carry_out: Callable[[World, Any, Record], None]
    """Carries out what `prepare` made of a legal order, in phase 1."""
    clash: Callable[[Observation, Any, Sequence[o.Order]], Reason] = never_clashes
    """Why legal orders given earlier in the turn make it impossible."""
    draft: Callable[[Draft, Any], None] = takes_nothing
    """Applies the order to a draft of the turn, as far as its effects are known."""
    prepare: Callable[[World, Any], Any] = as_given
    """Notes what the order depends on before any order of the turn is carried out."""


Family = Mapping[type[Any], OrderRules]
"""The rules of some kinds of order."""
