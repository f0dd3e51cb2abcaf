"""The parts of an estimate: ranges, costs, quality, and the effect of oversight."""

import math

from attrs import field, fields, frozen

from sim.engine import formulas
from sim.model.rules import Rules
from sim.model.scenario import Task
from sim.model.vocabulary import Kind

INTO = 0.05
"""Share of a turn that work may run into and still count as done at the end of the one before."""


def turn_end(turn: float) -> int:
    """The turn at whose end work is there that finishes at a fractional turn."""
    return math.ceil(turn - INTO)


@frozen
class Span:
    """A range and its middle."""

    low: float
    mid: float
    high: float

    @classmethod
    def sorted(cls, *values: float) -> "Span":
        """A range from three values in any order."""
        low, mid, high = sorted(values)
        return cls(low, mid, high)


@frozen
class Costs:
    """Expected costs of an award by purpose (minor units)."""

    invoices: float
    own_hours: float
    """Own people's hours, at cost."""
    risen: float
    """Rises in prices and wages."""
    coordination: float
    choosing: float
    """Choosing and briefing."""
    managing: float
    losses: float
    lateness: float
    not_given: float
    """Stopgaps for a service not given in full, once it is at full pace."""
    leaving: float
    """Termination fees of those who have it now."""
    handing_over: float
    """Pay of those who have it now, until it is handed over."""
    coming_to_pace: float
    """Stopgaps for what a newcomer does not give while it comes to pace."""

    @property
    def all_in(self) -> float:
        """The total."""
        total = 0.0
        for name in _COSTS:
            total += getattr(self, name)
        return total


_COSTS = tuple(field.name for field in fields(Costs))


@frozen
class Points:
    """Quality as customers would meet it, by origin (points of 100)."""

    middling: float
    """Work without faults at middling skill."""
    skill: float
    strangers: float
    faults: float
    not_given: float

    @classmethod
    def expected(
        cls,
        rules: Rules,
        kind: Kind,
        spec: Task,
        skill: float,
        faults: float,
        service: float,
        standard: float,
    ) -> "Points":
        """The parts for work whose skill, faults and service are known.

        Args:
            rules: The coefficients.
            kind: Kind of provider.
            spec: The task.
            skill: Skill, 0..1.
            faults: Faults that surface.
            service: Share of a service that is given; 1 for a project.
            standard: Standard hours in which the faults surface.
        """
        gap, strange = skill - spec.complexity, formulas.stranger(rules, kind)
        middling = formulas.delivered_quality(rules, 0.0, 0, standard, 0.0, spec.visibility)
        skilled = formulas.delivered_quality(rules, gap, 0, standard, 0.0, spec.visibility)
        met = formulas.delivered_quality(rules, gap, 0, standard, strange, spec.visibility)
        faulty = min(formulas.fault_points(rules, faults, standard), met)
        given = formulas.served_quality(met - faulty, service)
        return cls(
            middling=middling,
            skill=skilled - middling,
            strangers=met - skilled,
            faults=-faulty,
            not_given=given - (met - faulty),
        )

    @property
    def quality(self) -> float:
        """The total."""
        return self.middling + self.skill + self.strangers + self.faults + self.not_given


@frozen
class Outcome:
    """What an award leads to in one possible state of the world."""

    costs: Costs
    points: Points
    finish: float
    exposure: float
    pays: float
    service: float
    takes: float
    """Hours it takes a turn."""
    free: float
    """Hours a turn available for it."""
    displaces: float


@frozen
class Estimate:
    """What an award is expected to lead to. Money in minor units."""

    all_in: Span
    """Invoices, fees, coordination, managers' time, own hours at loaded wages, expected losses:
    for the project, or the rest of the game."""
    finish: Span
    """The turn of acceptance (project), or of full service (function)."""
    quality: Span
    """0..100."""
    oversight: Span
    """Managers' hours a turn."""
    exposure: Span
    """Losses borne: for the project, or a turn of a function."""
    pays: Span
    """Invoices: for the project, or a turn of a function."""
    service: Span
    """Share of a function's demand that could be met; 1 for a project."""
    knowledge: float
    """Change in the firm's knowledge of the discipline (0..1) in a year."""
    displaces: float
    """Hours a turn that own people's other work would be short of."""
    middle: Outcome = field(repr=False, eq=False)
    """The middle case, by its parts."""


@frozen
class Watch:
    """The expected effect of a level of oversight on a running engagement, in a turn."""

    hours: float
    """Managers' hours wanted."""
    loss: float
    """Losses borne (minor units)."""
    faults: float
    """Defects let through, which come to light later."""
    standard_hours: float
    """Standard hours of work in the turn."""
