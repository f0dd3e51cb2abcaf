"""The contents of a scenario file: a class per table, defaults for what a file may leave out.

Validators give the ranges; texts and ids are checked where files are read (`sim.scenario_io`).
Money is in whole minor units (cents), shares and traits are 0..1. A standard hour is what an
average, experienced person at home gets done in an hour.
"""

from collections.abc import Callable
from typing import Any

from attrs import Attribute, define, field, frozen, setters
from attrs.validators import and_, ge, gt, le, max_len, min_len, optional

from sim.model import spec
from sim.model.vocabulary import (
    EventKind,
    Hours,
    Kind,
    ObjectiveKind,
    Occasion,
    Oversight,
    Presence,
    Pricing,
    Sla,
    TaskKind,
)

MONEY_MAX = 10**12
"""The largest sum that a scenario may name, in minor units."""

TURNS_MAX = 120
"""The most turns of a game."""

HOURS_MAX = 1_000_000
"""The most standard hours of a task."""

Check = Callable[[Any, "Attribute[Any]", Any], Any]


def between(low: float, high: float) -> Check:
    """A validator: the number lies between low and high, inclusive."""
    return and_(ge(low), le(high))


UNIT = between(0, 1)
MONEY = between(0, MONEY_MAX)
TURN = between(1, TURNS_MAX)
GOAL = between(-1000 * MONEY_MAX, 1000 * MONEY_MAX)


@frozen
class Range:
    """A range from which each seed draws a hidden trait."""

    low: float = field(validator=UNIT)
    high: float = field(validator=UNIT)

    def __attrs_post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"low ({self.low}) must not be above high ({self.high})")


@spec.unchangeable
@define(slots=False, unsafe_hash=True, on_setattr=setters.frozen)
class Firm(spec.Firm):
    """The firm the player runs."""

    name: str
    cash: int = field(validator=between(-MONEY_MAX, MONEY_MAX))
    """Cash at the start."""
    manager_hours: float = field(validator=between(0, 100_000))
    """Hours a turn that managers can give to oversight, choosing and briefing."""
    manager_wage: int = field(validator=MONEY)
    """A manager's hourly wage."""
    overheads: int = field(default=0, validator=MONEY)
    """Rent and the like, per turn."""
    credit_line: int = field(default=0, validator=MONEY)
    """How far below zero cash may go before the firm is bankrupt."""
    reputation: float = field(default=70.0, validator=between(0, 100))
    insured: bool = False
    """Whether the firm has (and pays for) liability insurance."""


@frozen
class Discipline:
    """A field of work."""

    id: str
    title: str
    wage: int = field(validator=between(1, 1_000_000))
    """An employee's wage per paid hour at home."""
    knowledge: float = field(default=0.5, validator=UNIT)
    """How well the firm knows this kind of work at the start."""


@spec.unchangeable
@define(slots=False, unsafe_hash=True, on_setattr=setters.frozen)
class Location(spec.Location):
    """A place abroad where work can go."""

    id: str
    name: str
    distance: float = field(validator=UNIT)
    """Language, culture and time zone together: nearshore 0.5; six time zones away or more, 1."""
    hours_apart: float = field(default=0.0, validator=between(0, 12))
    wage: float = field(default=0.34, validator=between(0.02, 3))
    """Own staff there, in multiples of the wage at home."""
    vendor_rate: float = field(default=1.0, validator=between(0.05, 10))
    """A vendor's price per productive hour, in multiples of the wage at home."""
    freelance_rate: float = field(default=1.0, validator=between(0.05, 10))
    """A freelancer's price per hour, in multiples of the wage at home."""
    wage_growth: float = field(default=0.095, validator=between(-0.5, 1))
    """Annual rise of wages and rates there."""
    attrition: float = field(default=0.21, validator=UNIT)
    """Share of own staff there that leaves in a year."""
    currency: str = "LOC"
    currency_drift: float = field(default=-0.03, validator=between(-0.5, 0.5))
    """Annual change of its currency against the firm's."""
    currency_volatility: float = field(default=0.08, validator=UNIT)
    """Standard deviation of that annual change."""


@frozen
class Team:
    """The firm's own people of one discipline, at home."""

    id: str
    title: str
    discipline: str
    heads: int = field(validator=between(0, 100_000))
    skill: float = field(default=0.6, validator=UNIT)
    morale: float = field(default=0.7, validator=UNIT)


@frozen
class Client:
    """A customer who pays the firm every turn, until patience runs out."""

    id: str
    name: str
    revenue: int = field(validator=MONEY)
    """Paid per turn, on top of what tasks bring in."""
    patience: float = field(default=0.6, validator=UNIT)


@spec.unchangeable
@define(slots=False, unsafe_hash=True, on_setattr=setters.frozen)
class Task(spec.Task):
    """A project or a service that somebody has to do."""

    id: str
    title: str
    discipline: str
    kind: TaskKind
    hours: float = field(validator=and_(gt(0), le(HOURS_MAX)))
    """Standard hours: in total (project) or per turn (function)."""
    value: int = field(default=0, validator=MONEY)
    """Paid on acceptance (project) or per turn of full service (function)."""
    opens: int = field(default=1, validator=TURN)
    """The first turn in which it is wanted."""
    deadline: int | None = field(default=None, validator=optional(TURN))
    """Project: the turn by the end of which it is due."""
    until: int | None = field(default=None, validator=optional(TURN))
    """Function: the last turn in which it is wanted; the game's end if left out."""
    penalty: int = field(default=0, validator=MONEY)
    """Project: paid for every turn past the deadline."""
    complexity: float = field(default=0.5, validator=UNIT)
    coupling: float = field(default=0.3, validator=UNIT)
    """How closely the work is tied to the rest of the firm."""
    knowledge: float = field(default=0.2, validator=UNIT)
    """How much one must know about this firm to do it."""
    core: float = field(default=0.2, validator=UNIT)
    """How much the firm lives from it."""
    visibility: float = field(default=0.3, validator=UNIT)
    """How much customers notice who does it, and how well."""
    sensitivity: float = field(default=0.1, validator=UNIT)
    """How much harm a leak of its data would do."""
    clarity: float = field(default=0.7, validator=UNIT)
    """How well it is specified."""
    volatility: float = field(default=0.1, validator=UNIT)
    """Function: standard deviation of demand from turn to turn, as a share."""
    presence: Presence = Presence.ANYWHERE
    """Local work cannot be moved abroad."""
    hours_of_day: Hours = Hours.DAY
    after: tuple[str, ...] = ()
    """Tasks that must be done first."""
    client: str | None = None
    """The client that it is for."""
    deal: str | None = None
    """The deal that it belongs to; it exists only once that is accepted."""


@frozen
class Provider:
    """A freelancer or vendor named by the scenario. Traits left out are drawn from the rules'
    ranges."""

    id: str
    name: str
    kind: Kind
    disciplines: tuple[str, ...] = field(validator=min_len(1))
    location: str | None = None
    """A place abroad; at home if left out."""
    rate: float | None = field(default=None, validator=optional(between(0.01, 100)))
    """Price per hour in multiples of the wage at home; the going rate if left out."""
    rating: float = field(default=4.8, validator=between(1, 5))
    reviews: int = field(default=20, validator=between(0, 1_000_000))
    size: int = field(default=1, validator=between(1, 1_000_000))
    """Heads."""
    known: int = field(default=0, validator=between(0, 1000))
    """Number of jobs done for the firm before."""
    marketplace: bool = True
    """Freelancers: found on a marketplace, so its fee is due and its escrow can be used."""
    arrives: int = field(default=1, validator=TURN)
    """The first turn in which it makes offers."""
    skill: Range | None = None
    reliability: Range | None = None
    alignment: Range | None = None
    """How far its interests match the firm's."""
    attention: Range | None = None
    """How much attention its other clients leave for the firm."""
    health: Range | None = None
    """How sound its finances are."""
    subcontracts: float | None = field(default=None, validator=optional(UNIT))
    """Probability that it passes work on."""


@frozen
class Market:
    """Providers that the scenario does not name."""

    freelancers: int = field(default=3, validator=between(0, 50))
    """Unnamed freelancers on the marketplace for each discipline."""
    vendors: int = field(default=1, validator=between(0, 20))
    """Unnamed vendors at home for each discipline."""
    vendors_abroad: int = field(default=1, validator=between(0, 20))
    """Unnamed vendors for each discipline in each place abroad."""
    newcomers: float = field(default=0.1, validator=UNIT)
    """Probability of a new freelancer for a discipline in a turn."""


@frozen
class Deal:
    """Outside work on offer: the firm as a supplier. Tasks refer to it in `deal`."""

    id: str
    title: str
    client: str
    """Name of the firm that offers it."""
    offered: int = field(validator=TURN)
    """The first turn in which it can be accepted."""
    expires: int = field(validator=TURN)
    """The last turn in which it can be accepted."""


@frozen
class StartEngagement:
    """Work that already runs when the game begins."""

    task: str
    provider: str
    """A team's or a provider's id."""
    pricing: Pricing = Pricing.OWN
    price: int | None = field(default=None, validator=optional(MONEY))
    """Per turn (fixed) or per hour; the going rate if left out."""
    term: int = field(default=0, validator=between(0, 120))
    """Turns left in the contract's term."""
    sla: Sla = Sla.NONE
    oversight: Oversight = Oversight.STANDARD


@spec.unchangeable
@define(slots=False, unsafe_hash=True, on_setattr=setters.frozen)
class Objective(spec.Objective):
    """A goal of the game: 1000 · weight · clamp((value - floor) / (target - floor)) points."""

    id: str
    kind: ObjectiveKind
    weight: float = field(validator=and_(gt(0), le(1)))
    floor: float = field(validator=GOAL)
    """No points at this value or worse."""
    target: float = field(validator=GOAL)
    """All points at this value or better."""
    label: str = ""
    task: str | None = None
    """Milestone: the task to be delivered."""

    def __attrs_post_init__(self) -> None:
        if self.floor == self.target:
            raise ValueError("floor and target must differ")


@frozen
class Event:
    """Something that happens in this scenario for every seed."""

    kind: EventKind
    turn: int = field(validator=TURN)
    subject: str = ""
    """A provider (vendor failure), team (key person), task (surge, breach) or place (currency)."""
    size: float = field(default=0.2, validator=between(-1, 5))
    """Share by which demand or the currency moves; share of the workforce (backlash)."""


@frozen
class Hint:
    """A piece of advice. The desk shows one at a time: the first urgent one that applies, else the
    first that applies."""

    turn: int = field(validator=TURN)
    """The turn in which it is shown; with `when`, the first in which it may be."""
    text: str = ""
    when: Occasion | None = None
    """It is shown from the first time this occurs until it is settled."""
    subject: str = ""
    """With `when`: the task, team, deal or kind of request it is about; any if left out."""


@spec.unchangeable
@define(slots=False, unsafe_hash=True, on_setattr=setters.frozen)
class Scenario(spec.Scenario):
    """A whole scenario."""

    id: str
    title: str
    summary: str
    """One line."""
    story: str
    turns: int = field(validator=TURN)
    firm: Firm
    disciplines: tuple[Discipline, ...] = field(validator=and_(min_len(1), max_len(20)))
    tasks: tuple[Task, ...] = field(validator=max_len(600))
    """At least one in a file; none may be visible to the player if all belong to deals."""
    objectives: tuple[Objective, ...] = field(validator=and_(min_len(1), max_len(6)))
    difficulty: str = "medium"
    turn_months: float = field(default=1.0, validator=between(0.25, 12))
    """Length of a turn in months."""
    par: int = field(default=500, validator=between(0, 1000))
    """The score of a sensible manager."""
    special: tuple[str, ...] = ()
    """What is special about this scenario, a line each."""
    locations: tuple[Location, ...] = field(default=(), validator=max_len(10))
    teams: tuple[Team, ...] = field(default=(), validator=max_len(50))
    clients: tuple[Client, ...] = field(default=(), validator=max_len(100))
    providers: tuple[Provider, ...] = field(default=(), validator=max_len(200))
    market: Market = Market()
    deals: tuple[Deal, ...] = field(default=(), validator=max_len(100))
    engagements: tuple[StartEngagement, ...] = field(default=(), validator=max_len(600))
    events: tuple[Event, ...] = field(default=(), validator=max_len(200))
    hints: tuple[Hint, ...] = field(default=(), validator=max_len(200))
    rules: dict[str, float] = field(factory=dict)
    """Coefficients that this scenario changes, by their key in `buckstop rules`."""
