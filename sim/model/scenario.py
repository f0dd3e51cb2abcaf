"""What a scenario file may say. One class a table; the defaults are what a file may leave out.

Bounds stand beside the fields as validators, so that one place says what is in range; texts are
cleaned and ids checked where files are read (`sim.scenario_io`). Money is in whole minor units
(cents), shares and traits are 0..1, hours are standard hours: what a middling, settled person at
home would take.
"""

from collections.abc import Callable
from typing import Any

from attrs import Attribute, field, frozen
from attrs.validators import and_, ge, gt, le, max_len, min_len, optional

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
"""Largest sum that a scenario may name: ten thousand million."""

TURNS_MAX = 120
HOURS_MAX = 1_000_000
"""Most turns of a game."""

Check = Callable[[Any, "Attribute[Any]", Any], Any]


def between(low: float, high: float) -> Check:
    """A validator: the number lies between both ends, ends included."""
    return and_(ge(low), le(high))


UNIT = between(0, 1)
MONEY = between(0, MONEY_MAX)
TURN = between(1, TURNS_MAX)
GOAL = between(-1000 * MONEY_MAX, 1000 * MONEY_MAX)


@frozen
class Range:
    """A hidden trait lies somewhere in here; where, is drawn anew for each seed."""

    low: float = field(validator=UNIT)
    high: float = field(validator=UNIT)

    def __attrs_post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"low ({self.low}) must not be above high ({self.high})")


@frozen
class Firm:
    """The firm the player runs."""

    name: str
    cash: int = field(validator=between(-MONEY_MAX, MONEY_MAX))
    """Cash at the start."""
    manager_hours: float = field(validator=between(0, 100_000))
    """Hours a turn that managers can give to oversight, choosing and briefing."""
    manager_wage: int = field(validator=MONEY)
    """A manager's wage per hour."""
    overheads: int = field(default=0, validator=MONEY)
    """Rent and the like, a turn."""
    credit_line: int = field(default=0, validator=MONEY)
    """How far below zero cash may go before the firm is bankrupt."""
    reputation: float = field(default=70.0, validator=between(0, 100))
    insured: bool = False
    """Whether a liability insurance is paid for, and pays."""


@frozen
class Discipline:
    """A field of work."""

    id: str
    title: str
    wage: int = field(validator=between(1, 1_000_000))
    """What an employee at home earns in it per paid hour."""
    knowledge: float = field(default=0.5, validator=UNIT)
    """How well the firm knows at the start how this work is done."""


@frozen
class Location:
    """A place abroad where work can go."""

    id: str
    name: str
    distance: float = field(validator=UNIT)
    """Language, habits and time zone together: nearshore .5, six hours away or more 1."""
    hours_apart: float = field(default=0.0, validator=between(0, 12))
    wage: float = field(default=0.34, validator=between(0.02, 3))
    """Own staff there, in multiples of the wage at home."""
    vendor_rate: float = field(default=1.0, validator=between(0.05, 10))
    """A vendor's price per productive hour, in multiples of the wage at home."""
    freelance_rate: float = field(default=1.0, validator=between(0.05, 10))
    """A freelancer's price per hour, in multiples of the wage at home."""
    wage_growth: float = field(default=0.095, validator=between(-0.5, 1))
    """Rise of wages and rates there, a year."""
    attrition: float = field(default=0.21, validator=UNIT)
    """Share of own staff there that leaves in a year."""
    currency: str = "LOC"
    currency_drift: float = field(default=-0.03, validator=between(-0.5, 0.5))
    """Change of its currency against the firm's, a year."""
    currency_volatility: float = field(default=0.08, validator=UNIT)
    """Standard deviation of that change, a year."""


@frozen
class Team:
    """People of the firm, at home."""

    id: str
    title: str
    discipline: str
    heads: int = field(validator=between(0, 100_000))
    skill: float = field(default=0.6, validator=UNIT)
    morale: float = field(default=0.7, validator=UNIT)


@frozen
class Client:
    """Somebody who pays the firm every turn, until patience runs out."""

    id: str
    name: str
    revenue: int = field(validator=MONEY)
    """Paid a turn, besides what tasks bring."""
    patience: float = field(default=0.6, validator=UNIT)


@frozen
class Task:
    """A piece of work or a service: somebody has to do it."""

    id: str
    title: str
    discipline: str
    kind: TaskKind
    hours: float = field(validator=and_(gt(0), le(HOURS_MAX)))
    """Standard hours: altogether (project) or a turn (function)."""
    value: int = field(default=0, validator=MONEY)
    """Paid on acceptance (project) or a turn of full service (function)."""
    opens: int = field(default=1, validator=TURN)
    """The turn from which it is asked for."""
    deadline: int | None = field(default=None, validator=optional(TURN))
    """Project: the turn by whose end it should be delivered."""
    until: int | None = field(default=None, validator=optional(TURN))
    """Function: the last turn in which it is wanted; the game's end when left out."""
    penalty: int = field(default=0, validator=MONEY)
    """Project: paid for every turn past the deadline."""
    complexity: float = field(default=0.5, validator=UNIT)
    coupling: float = field(default=0.3, validator=UNIT)
    """How much the work must talk to the rest of the firm."""
    knowledge: float = field(default=0.2, validator=UNIT)
    """How much one must know of this firm to do it."""
    core: float = field(default=0.2, validator=UNIT)
    """How much it is what the firm lives from."""
    visibility: float = field(default=0.3, validator=UNIT)
    """How much customers notice who does it, and how well."""
    sensitivity: float = field(default=0.1, validator=UNIT)
    """How much harm its data would do outside."""
    clarity: float = field(default=0.7, validator=UNIT)
    """How well it is specified."""
    volatility: float = field(default=0.1, validator=UNIT)
    """Function: how much demand moves from turn to turn (a standard deviation, as a share)."""
    presence: Presence = Presence.ANYWHERE
    """Local work cannot be moved abroad."""
    hours_of_day: Hours = Hours.DAY
    after: tuple[str, ...] = ()
    """Tasks that must be done before."""
    client: str | None = None
    """The client that it is for."""
    deal: str | None = None
    """It belongs to outside work on offer, and exists only when that is accepted."""


@frozen
class Provider:
    """A freelancer or vendor that this scenario names. Traits are hidden, and drawn per seed."""

    id: str
    name: str
    kind: Kind
    disciplines: tuple[str, ...] = field(validator=min_len(1))
    location: str | None = None
    """A place abroad; at home when left out."""
    rate: float | None = field(default=None, validator=optional(between(0.01, 100)))
    """Price per hour in multiples of the wage at home; the going rate when left out."""
    rating: float = field(default=4.8, validator=between(1, 5))
    reviews: int = field(default=20, validator=between(0, 1_000_000))
    size: int = field(default=1, validator=between(1, 1_000_000))
    """Heads."""
    known: int = field(default=0, validator=between(0, 1000))
    """Pieces of work done for the firm before."""
    marketplace: bool = True
    """Found on a marketplace: its fee is due, its escrow can be used (freelancers)."""
    arrives: int = field(default=1, validator=TURN)
    skill: Range | None = None
    reliability: Range | None = None
    alignment: Range | None = None
    """How far its interest is the firm's."""
    attention: Range | None = None
    """What other clients leave of it."""
    health: Range | None = None
    """How sound its finances are."""
    subcontracts: float | None = field(default=None, validator=optional(UNIT))
    """Probability that it passes work on."""


@frozen
class Market:
    """Who else turns up."""

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
    """Outside work on offer: the firm as somebody's supplier. Its tasks name it in `deal`."""

    id: str
    title: str
    client: str
    """Who asks (a name)."""
    offered: int = field(validator=TURN)
    """The turn in which it is on offer first."""
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
    """Per turn (fixed) or per hour; the going rate when left out."""
    term: int = field(default=0, validator=between(0, 120))
    """Turns left of the contract's term."""
    sla: Sla = Sla.NONE
    oversight: Oversight = Oversight.STANDARD


@frozen
class Objective:
    """What counts at the end: 1000 · weight · clamp((value - floor) / (target - floor)) points."""

    id: str
    kind: ObjectiveKind
    weight: float = field(validator=and_(gt(0), le(1)))
    floor: float = field(validator=GOAL)
    """No points at this value or worse."""
    target: float = field(validator=GOAL)
    """All points at this value or better."""
    label: str = ""
    task: str | None = None
    """The task of a milestone."""

    def __attrs_post_init__(self) -> None:
        if self.floor == self.target:
            raise ValueError("floor and target must differ")


@frozen
class Event:
    """Something that happens in this scenario whatever the luck."""

    kind: EventKind
    turn: int = field(validator=TURN)
    subject: str = ""
    """A provider (vendor failure), team (key person), task (surge, breach) or place (currency)."""
    size: float = field(default=0.2, validator=between(-1, 5))
    """Share by which demand or the currency moves; share of the workforce (backlash)."""


@frozen
class Hint:
    """A piece of advice. Of those that hold, the desk shows one at a time: the first about what
    cannot wait, else the first."""

    turn: int = field(validator=TURN)
    """The turn that it is for; with `when` the first one in which it may be shown."""
    text: str = ""
    when: Occasion | None = None
    """It is shown when this comes about for the first time, until it is settled."""
    subject: str = ""
    """With `when`: the task, team, deal or kind of request that it is about; any when left out."""


@frozen
class Scenario:
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
    """A file has one at least. What a player is told may have none: where all belong to deals."""
    objectives: tuple[Objective, ...] = field(validator=and_(min_len(1), max_len(6)))
    difficulty: str = "medium"
    turn_months: float = field(default=1.0, validator=between(0.25, 12))
    """Length of a turn."""
    par: int = field(default=500, validator=between(0, 1000))
    """What a sensible manager scores."""
    special: tuple[str, ...] = ()
    """What is special here, a line each."""
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
    """Coefficients that differ here, by their key in `buckstop rules`."""

    def last_turn(self, task: Task) -> int:
        """The last turn of this game in which a service is wanted."""
        return min(task.until or self.turns, self.turns)
