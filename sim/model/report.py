"""What happened: postings, incidents, happenings, a turn's measures, standings, the outcome.

No value changes once it is made; `sim.narrate` puts them into words.
"""

import enum

import attr
from attrs import frozen

from sim.model.value import Value
from sim.model.vocabulary import (
    Account,
    Clause,
    Hindrance,
    IncidentKind,
    Mode,
    ObjectiveKind,
    OutcomeKind,
)


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Posting(Value):
    """A movement of money between two accounts. The amount is positive, in minor units."""

    turn: int
    debit: Account
    credit: Account
    amount: int
    cause: str
    """What it was for: `wages`, `invoice`, `service_credit`, ..."""
    subject: str
    """The id of the engagement, team, task, client or incident that it concerns, if any."""

    def __init__(
        self, turn: int, debit: Account, credit: Account, amount: int, cause: str, subject: str,
    ) -> None:  # fmt: skip
        self.turn, self.debit, self.credit, self.amount = turn, debit, credit, amount
        self.cause, self.subject = cause, subject


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Recovery(Value):
    """A part of a loss that a contract or the insurance made good, in minor units."""

    clause: Clause
    amount: int
    limit: int
    """The most that the clause could have paid."""

    def __init__(self, clause: Clause, amount: int, limit: int) -> None:
        self.clause, self.amount, self.limit = clause, amount, limit


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Incident(Value):
    """A failure: who caused it, what it cost, and what the firm had to bear. Minor units."""

    id: str
    turn: int
    kind: IncidentKind
    task: str
    chain: tuple[str, ...]
    """Names of those who had the work: the provider, then its subcontractors."""
    mode: Mode
    by_others: bool
    """Whether an outside party caused it."""
    blamed: str
    """Whom the customer blamed: always the firm, by name."""
    count: int
    """Defects, turns late, or heads, depending on the kind."""
    loss: int
    """Repairs, refunds, penalties and the cost of breaches."""
    recovered: tuple[Recovery, ...]
    borne: int
    """`loss` less what was recovered."""
    reputation: float
    """Change of reputation, in points."""
    skill_short: float
    """How far skill was below the work's complexity, to a tenth; 0 if it was not."""
    oversight_short: float
    """Share of the promised oversight that was not given."""
    undisclosed: bool
    """Whether the firm did not know that the work had been passed on."""
    hindrance: Hindrance | None
    """What kept the provider from doing the work, if anything did."""

    def __init__(
        self, id: str, turn: int, kind: IncidentKind, task: str, chain: tuple[str, ...], mode: Mode,
        by_others: bool, blamed: str, count: int, loss: int, recovered: tuple[Recovery, ...],
        borne: int, reputation: float, skill_short: float, oversight_short: float,
        undisclosed: bool, hindrance: Hindrance | None = None,
    ) -> None:  # fmt: skip
        self.id, self.turn, self.kind, self.task, self.chain = id, turn, kind, task, chain
        self.mode, self.by_others, self.blamed, self.count = mode, by_others, blamed, count
        self.loss, self.recovered, self.borne, self.reputation = loss, recovered, borne, reputation
        self.skill_short, self.oversight_short = skill_short, oversight_short
        self.undisclosed, self.hindrance = undisclosed, hindrance

    def clause_id(self, recovery: Recovery) -> str:
        """An id for what a clause recovered: `incident/clause`."""
        return f"{self.id}/{recovery.clause.value}"


class HappeningKind(enum.StrEnum):
    """Kinds of happenings, which a turn's report mentions besides incidents."""

    SIGNED = "signed"
    ENDED = "ended"
    NOTICE = "notice"
    DELIVERED = "delivered"
    OPENED = "opened"
    LOST_TASK = "lost_task"
    FELL_AWAY = "fell_away"
    LATE = "late"
    SHORT = "short"
    HIRED = "hired"
    QUIT = "quit"
    LAID_OFF = "laid_off"
    SITE_READY = "site_ready"
    SITE_CLOSED = "site_closed"
    BUSY = "busy"
    AUDITED = "audited"
    REFERENCES = "references"
    REQUEST = "request"
    ANSWERED = "answered"
    CURRENCY = "currency"
    SURGE = "surge"
    KEY_PERSON = "key_person"
    CLIENT_LEFT = "client_left"
    DEAL = "deal"
    DEAL_EXPIRED = "deal_expired"
    OVERLOAD = "overload"
    NEWCOMER = "newcomer"


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Happening(Value):
    """Something that a report tells; what the fields hold depends on the kind."""

    kind: HappeningKind
    subject: str
    other: str
    amount: float
    names: tuple[str, ...]
    """Those to whom work turned out to be passed on, link by link."""
    said: tuple[float, ...]
    """What each client who was asked about a provider said of its skill, 0..1 give or take."""

    def __init__(
        self, kind: HappeningKind, subject: str, other: str = "", amount: float = 0.0,
        names: tuple[str, ...] = (), said: tuple[float, ...] = (),
    ) -> None:  # fmt: skip
        self.kind, self.subject, self.other, self.amount = kind, subject, other, amount
        self.names, self.said = names, said


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Measures(Value):
    """The figures of one turn."""

    turn: int
    cash: int
    cost: int
    """Spent in the turn, less what was recovered."""
    revenue: int
    quality: float
    """Quality as customers saw it in the turn, 0..100."""
    oversight_wanted: float
    """Managers' hours needed, for oversight and for choosing, briefing and answering."""
    oversight_hours: float
    """Managers' hours given."""
    oversight_load: float
    """Hours needed over hours available; above 1, something goes unwatched."""
    losses: int
    losses_by_others: int
    recovered: int
    borne: int
    reputation: float
    morale: float
    """Mean over own people, 0..1."""
    heads: int
    mode_hours: tuple[float, float, float, float]
    """Standard hours delivered, by mode in the order of `Mode`."""

    def __init__(
        self, turn: int, cash: int, cost: int, revenue: int, quality: float,
        oversight_wanted: float, oversight_hours: float, oversight_load: float, losses: int,
        losses_by_others: int, recovered: int, borne: int, reputation: float, morale: float,
        heads: int, mode_hours: tuple[float, float, float, float],
    ) -> None:  # fmt: skip
        self.turn, self.cash, self.cost, self.revenue = turn, cash, cost, revenue
        self.quality, self.oversight_wanted = quality, oversight_wanted
        self.oversight_hours, self.oversight_load = oversight_hours, oversight_load
        self.losses, self.losses_by_others, self.recovered = losses, losses_by_others, recovered
        self.borne, self.reputation, self.morale, self.heads = borne, reputation, morale, heads
        self.mode_hours = mode_hours


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Standing(Value):
    """An objective's current value, and the points that it earns."""

    id: str
    kind: ObjectiveKind
    label: str
    weight: float
    value: float
    floor: float
    target: float
    points: float

    def __init__(
        self, id: str, kind: ObjectiveKind, label: str, weight: float, value: float, floor: float,
        target: float, points: float,
    ) -> None:  # fmt: skip
        self.id, self.kind, self.label, self.weight, self.value = id, kind, label, weight, value
        self.floor, self.target, self.points = floor, target, points


@frozen
class Outcome:
    """How a game ended."""

    kind: OutcomeKind
    turn: int
    """The last turn played."""
    reason: str
    """One plain sentence."""


@frozen
class TurnReport:
    """Everything that happened in one turn."""

    turn: int
    happenings: tuple[Happening, ...]
    incidents: tuple[Incident, ...]
    measures: Measures
    postings: tuple[Posting, ...] = ()
    """Empty unless the record kept them."""
    outcome: Outcome | None = None
