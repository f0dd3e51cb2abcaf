"""What happened: postings, incidents with their chains, happenings, a turn's measures, the outcome.

Everything here is an immutable value without prose; `sim.narrate` puts it into words.
"""

import enum

from attrs import frozen

from sim.model.vocabulary import (
    Account,
    Clause,
    Hindrance,
    IncidentKind,
    Mode,
    ObjectiveKind,
    OutcomeKind,
)


@frozen
class Posting:
    """Money moved from one account to another, and why. Amounts are positive minor units."""

    turn: int
    debit: Account
    credit: Account
    amount: int
    cause: str
    """What kind of thing it was for: `wages`, `invoice`, `service_credit`, ..."""
    subject: str
    """Whom or what it concerns: an engagement, team, task, client, incident."""


@frozen
class Recovery:
    """A part of a loss that somebody else made good."""

    clause: Clause
    amount: int
    limit: int
    """The most that the clause could have paid (minor units)."""


@frozen
class Incident:
    """A failure, from who did it to what stayed with the firm."""

    id: str
    turn: int
    kind: IncidentKind
    task: str
    chain: tuple[str, ...]
    """Who had the work: the provider, then whoever it was passed on to. Names."""
    mode: Mode
    by_others: bool
    """Whether an outside party caused it."""
    blamed: str
    """Whom the customer blamed: the firm's name, always."""
    count: int
    """Defects, or turns late, or heads, by kind."""
    loss: int
    """What it cost in money: repair, refund, penalty, breach (minor units)."""
    recovered: tuple[Recovery, ...]
    borne: int
    """What stayed with the firm: `loss` less what was recovered."""
    reputation: float
    """Change of reputation, in points."""
    skill_short: float
    """How far skill was below what the work asks for, to a tenth; 0 when it was not."""
    oversight_short: float
    """Share of the promised oversight that was not given."""
    undisclosed: bool
    """The firm did not know that the work had been passed on."""
    hindrance: Hindrance | None = None
    """What kept those who had the work from doing it, if something did."""

    def clause_id(self, recovery: Recovery) -> str:
        """Names what a clause did about it: `incident/clause`."""
        return f"{self.id}/{recovery.clause.value}"


class HappeningKind(enum.StrEnum):
    """What a turn's report may mention besides incidents."""

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
    CLIENT_WARNS = "client_warns"
    DEAL = "deal"
    DEAL_EXPIRED = "deal_expired"
    OVERLOAD = "overload"
    NEWCOMER = "newcomer"


@frozen
class Happening:
    """Something to tell the player: a kind, whom it concerns, a number, names."""

    kind: HappeningKind
    subject: str
    other: str = ""
    amount: float = 0.0
    names: tuple[str, ...] = ()
    """Those to whom work turned out to be passed on, link by link."""
    said: tuple[float, ...] = ()
    """What each client who was asked about a provider said of its skill, 0..1 give or take."""


@frozen
class Measures:
    """The figures of one turn."""

    turn: int
    cash: int
    cost: int
    """Spent in the turn, less what was recovered (minor units)."""
    revenue: int
    quality: float
    """Quality as customers met it in the turn, 0..100."""
    oversight_wanted: float
    """Managers' hours that engagements and deals asked for."""
    oversight_hours: float
    """Managers' hours given."""
    oversight_load: float
    """Wanted over available: above 1 something is not looked at."""
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


@frozen
class Standing:
    """Where an objective stands: its value now and the points that earns."""

    id: str
    kind: ObjectiveKind
    label: str
    weight: float
    value: float
    floor: float
    target: float
    points: float


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
    """All that happened in one turn."""

    turn: int
    happenings: tuple[Happening, ...]
    incidents: tuple[Incident, ...]
    measures: Measures
    postings: tuple[Posting, ...] = ()
    """Empty unless the turn was resolved with a recorder."""
    outcome: Outcome | None = None
