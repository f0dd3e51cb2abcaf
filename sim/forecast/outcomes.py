"""What an estimate says: ranges, what they are made of, and what watching would be worth."""

import math

from attrs import field, fields, frozen

INTO = 0.05
"""Share of a turn into which work may run and still count as done at the end of the one before."""


def turn_end(turn: float) -> int:
    """The turn at whose end something is there that is done within it."""
    return math.ceil(turn - INTO)


@frozen
class Span:
    """A range with its middle."""

    low: float
    mid: float
    high: float

    @classmethod
    def sorted(cls, *values: float) -> "Span":
        """A range over three values in any order."""
        low, mid, high = sorted(values)
        return cls(low, mid, high)


@frozen
class Costs:
    """What an award is expected to cost, by what it is for (minor units)."""

    invoices: float
    own_hours: float
    """Own people's, at what they cost."""
    risen: float
    """What prices and wages will have risen by."""
    coordination: float
    choosing: float
    """And briefing."""
    managing: float
    losses: float
    lateness: float
    not_given: float
    """Of a service."""
    leaving: float
    """Those who have it now."""
    handing_over: float
    """Those who have it now, until it is handed over."""
    coming_to_pace: float

    @property
    def all_in(self) -> float:
        """All of it."""
        total = 0.0
        for name in _COSTS:
            total += getattr(self, name)
        return total


_COSTS = tuple(field.name for field in fields(Costs))


@frozen
class Points:
    """Quality as customers would meet it, by what it comes from (points of 100)."""

    middling: float
    """Of work without faults at middling skill."""
    skill: float
    strangers: float
    faults: float
    not_given: float

    @property
    def quality(self) -> float:
        """All in all."""
        return self.middling + self.skill + self.strangers + self.faults + self.not_given


@frozen
class Outcome:
    """What an award comes to in one state of the world that is thought possible."""

    costs: Costs
    points: Points
    finish: float
    exposure: float
    pays: float
    service: float
    takes: float
    """Hours that it takes a turn."""
    free: float
    """Hours a turn that there are for it."""
    displaces: float


@frozen
class Estimate:
    """What an award is expected to lead to. Money in minor units."""

    all_in: Span
    """Invoices, fees, coordination, managers' time, own hours at loaded wages, expected losses:
    for the piece, or for the rest of the game."""
    finish: Span
    """The turn of acceptance (project), or of full service (function)."""
    quality: Span
    """0..100."""
    oversight: Span
    """Managers' hours a turn."""
    exposure: Span
    """Losses that would be borne: as expected, in a bad case, in a very bad one; a turn
    (function) or for the piece."""
    pays: Span
    """Invoices: for the piece, or a turn."""
    service: Span
    """Share of what a function asks for that could be given; 1 for a project in time."""
    knowledge: float
    """Change of the firm's knowledge of the discipline in a year, in points of 0..1."""
    displaces: float
    """Hours a turn that own people would be missing elsewhere."""
    middle: Outcome = field(repr=False, eq=False)
    """The middle case, by its parts."""


@frozen
class Watch:
    """What a level of oversight is expected to do for a running engagement, in a turn."""

    hours: float
    """Managers' hours that it wants."""
    loss: float
    """Losses to be borne (minor units)."""
    faults: float
    """Defects that come to light after they were let through."""
    standard_hours: float
    """Standard hours of work in the turn."""
