"""The parts of an estimate: ranges, costs, quality, and the effect of oversight."""

import math
from typing import Final

import attr

from sim.engine import formulas
from sim.model.rules import Rules
from sim.model.spec import Task
from sim.model.value import Value
from sim.model.vocabulary import Kind

INTO: Final = 0.05
"""Share of a turn that work may run into and still count as done at the end of the one before."""


def turn_end(turn: float) -> int:
    """The turn at whose end work is there that finishes at a fractional turn."""
    return math.ceil(turn - INTO)


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Span(Value):
    """A range and its middle."""

    low: float
    mid: float
    high: float

    def __init__(self, low: float, mid: float, high: float) -> None:
        self.low, self.mid, self.high = low, mid, high

    @staticmethod
    def sorted(a: float, b: float, c: float) -> "Span":
        """A range from three values in any order."""
        low, mid, high = sorted((a, b, c))
        return Span(low, mid, high)


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Costs(Value):
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

    def __init__(
        self, invoices: float, own_hours: float, risen: float, coordination: float, choosing: float,
        managing: float, losses: float, lateness: float, not_given: float, leaving: float,
        handing_over: float, coming_to_pace: float,
    ) -> None:  # fmt: skip
        self.invoices, self.own_hours, self.risen = invoices, own_hours, risen
        self.coordination, self.choosing, self.managing = coordination, choosing, managing
        self.losses, self.lateness, self.not_given = losses, lateness, not_given
        self.leaving, self.handing_over, self.coming_to_pace = leaving, handing_over, coming_to_pace

    @property
    def all_in(self) -> float:
        """The total."""
        return (
            self.invoices + self.own_hours + self.risen + self.coordination + self.choosing
            + self.managing + self.losses + self.lateness + self.not_given + self.leaving
            + self.handing_over + self.coming_to_pace
        )  # fmt: skip


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Points(Value):
    """Quality as customers would meet it, by origin (points of 100)."""

    middling: float
    """Work without faults at middling skill."""
    skill: float
    strangers: float
    faults: float
    not_given: float

    def __init__(
        self, middling: float, skill: float, strangers: float, faults: float, not_given: float,
    ) -> None:  # fmt: skip
        self.middling, self.skill, self.strangers, self.faults = middling, skill, strangers, faults
        self.not_given = not_given

    @staticmethod
    def expected(
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
        return Points(
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


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Outcome(Value):
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

    def __init__(
        self, costs: Costs, points: Points, finish: float, exposure: float, pays: float,
        service: float, takes: float, free: float, displaces: float,
    ) -> None:  # fmt: skip
        self.costs, self.points, self.finish, self.exposure = costs, points, finish, exposure
        self.pays, self.service, self.takes, self.free = pays, service, takes, free
        self.displaces = displaces


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Estimate(Value):
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
    middle: Outcome
    """The middle case, by its parts."""

    def __init__(
        self, all_in: Span, finish: Span, quality: Span, oversight: Span, exposure: Span,
        pays: Span, service: Span, knowledge: float, displaces: float, middle: Outcome,
    ) -> None:  # fmt: skip
        self.all_in, self.finish, self.quality, self.oversight = all_in, finish, quality, oversight
        self.exposure, self.pays, self.service, self.knowledge = exposure, pays, service, knowledge
        self.displaces, self.middle = displaces, middle


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Watch(Value):
    """The expected effect of a level of oversight on a running engagement, in a turn."""

    hours: float
    """Managers' hours wanted."""
    loss: float
    """Losses borne (minor units)."""
    faults: float
    """Defects let through, which come to light later."""
    standard_hours: float
    """Standard hours of work in the turn."""

    def __init__(self, hours: float, loss: float, faults: float, standard_hours: float) -> None:
        self.hours, self.loss, self.faults = hours, loss, faults
        self.standard_hours = standard_hours
