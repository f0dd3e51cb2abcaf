"""The parts of a game's state: people, providers, tasks, engagements, clients, places, totals.

The engine's phases change them in place. Their `copy` methods are written out by hand for speed,
since copies are made every turn. Shares and traits are 0..1, money is in minor units.
"""

import attr
from attrs import frozen

from sim.model.orders import Terms
from sim.model.scenario import Task
from sim.model.vocabulary import Kind, Mode, TaskState


@attr.s(auto_attribs=True)
class TeamFacts:
    """A team at home or a captive site abroad: own people of one discipline in one place."""

    id: str
    title: str
    discipline: str
    kind: Kind
    location: str | None
    heads: int
    skill: float
    morale: float
    wage: float
    """Per paid hour; a site's before the currency's moves."""
    weekly_hours: float
    novices: float = 0.0
    """Output that the team loses to its newcomers, in heads."""
    arriving: tuple[tuple[int, int], ...] = ()
    """(turn, heads) of people hired but not there yet."""
    training: float = 0.0
    """Hours of training ordered for this turn."""
    ready: int = 1
    """The first turn in which a site works."""
    shaken: float = 0.0
    """Months for which the shock of a layoff will still last."""
    downsized: float = 0.0
    """Share of heads laid off since that shock began."""
    kept: float = 0.0
    """Expected number of founding members still there: leavers are founding members in proportion
    to their share of the team."""
    turnover: float = 0.12
    """Smoothed annual share of people who leave."""
    capacity: float = 0.0
    """Productive hours this turn."""
    used: float = 0.0
    """Productive hours that engagements used this turn."""
    tiredness: float = 0.0
    """Overtime fatigue: overtime as a share of the longest week at full output, smoothed."""

    def copy(self) -> "TeamFacts":
        """An independent copy."""
        return TeamFacts(
            self.id, self.title, self.discipline, self.kind, self.location, self.heads, self.skill,
            self.morale, self.wage, self.weekly_hours, self.novices, self.arriving, self.training,
            self.ready, self.shaken, self.downsized, self.kept, self.turnover, self.capacity,
            self.used, self.tiredness,
        )  # fmt: skip


@attr.s(auto_attribs=True)
class ProviderFacts:
    """What the firm knows about a freelancer or vendor."""

    id: str
    name: str
    kind: Kind
    mode: Mode
    location: str | None
    disciplines: tuple[str, ...]
    rate: float
    """Price per productive hour, in multiples of the discipline's wage at home."""
    rating: float
    """Public rating, 1..5; inflated, and nearly uninformative."""
    reviews: int
    size: int
    """Heads."""
    marketplace: bool
    jobs: int = 0
    """Number of jobs for the firm so far."""
    trust: float = 0.0
    """Grows with good work; makes oversight lighter."""
    skill_seen: float = 0.0
    """Sum of observations of its skill, each weighted by its precision."""
    skill_weight: float = 0.0
    """Sum of those precisions."""
    reliability_seen: float = 0.0
    reliability_weight: float = 0.0
    references: int = 0
    """Other clients of it that were asked."""
    skill_said: float = 0.0
    """Sum of what they said of its skill, 0..1 each give or take: flattering, not yet corrected."""
    reliability_said: float = 0.0
    audited: int = 0
    """The turn of the last audit; 0 for never."""
    warned: bool = False
    """Whether the last audit found its finances weak."""
    busy_until: int = 0
    """The last turn in which it is not available."""
    gone: bool = False
    """Whether it is out of business."""

    def copy(self) -> "ProviderFacts":
        """An independent copy."""
        return ProviderFacts(
            self.id, self.name, self.kind, self.mode, self.location, self.disciplines, self.rate,
            self.rating, self.reviews, self.size, self.marketplace, self.jobs, self.trust,
            self.skill_seen, self.skill_weight, self.reliability_seen, self.reliability_weight,
            self.references, self.skill_said, self.reliability_said, self.audited, self.warned,
            self.busy_until, self.gone,
        )  # fmt: skip


@attr.s(auto_attribs=True)
class TaskFacts:
    """A task and its state."""

    spec: Task
    state: TaskState
    opened: int = 0
    """The turn in which it opened."""
    done: float = 0.0
    """Standard hours delivered: in total (project) or this turn (function)."""
    asked: float = 0.0
    """Function: standard hours asked for this turn."""
    service: float = 1.0
    """Function: share of the hours asked for that was given this turn."""
    short_turns: int = 0
    """Function: turns in a row with poor service."""
    quality: float = 0.0
    """Quality that the customer saw last, 0..100."""
    quality_points: float = 0.0
    """Sum of quality times its weight, over the game."""
    quality_weight: float = 0.0
    delivered: int = 0
    """The turn of acceptance; 0 before."""
    defects: int = 0
    """Defects that have surfaced so far."""
    cost: int = 0
    """Spent on outside parties for it so far."""
    earned: int = 0
    """Revenue from it so far."""
    surge: float = 0.0
    """Extra demand, as a share; fades."""
    engagements: tuple[str, ...] = ()
    """Its running engagements."""

    def copy(self) -> "TaskFacts":
        """An independent copy."""
        return TaskFacts(
            self.spec, self.state, self.opened, self.done, self.asked, self.service,
            self.short_turns, self.quality, self.quality_points, self.quality_weight,
            self.delivered, self.defects, self.cost, self.earned, self.surge, self.engagements,
        )  # fmt: skip


@frozen
class Renewal:
    """What a vendor and the firm have agreed on for after the current term."""

    starts: int
    """The first turn in which it applies."""
    term: int
    """Length of the new term in turns; 0 from turn to turn."""
    price: int
    """Per turn or per hour, like `Engagement.price`."""
    list_price: int
    wages: float
    """The vendor's local wage index when it was agreed."""
    currency: float
    """Price of the vendor's currency when it was agreed."""


@attr.s(auto_attribs=True)
class Engagement:
    """A provider's work on a task, under agreed terms; running or ended."""

    id: str
    task: str
    provider: str
    kind: Kind
    mode: Mode
    terms: Terms
    price: int
    """Per project or turn (fixed), per hour (hourly, performance), or 0 (own staff)."""
    list_price: int
    """The price without the discount for a term and the hold-up at renewal."""
    quoted_hours: float
    quoted_standard: float
    """Standard hours that the quote is for."""
    crew: float
    """The most hours a turn."""
    started: int
    effort: float
    """Product of the effort factors that do not change: distance, size."""
    wait: float
    """Elapsed over working time: clarification across distance."""
    distance: float
    """Distance of those who do it."""
    oversight_hours: float
    """Managers' hours needed per turn at the standard level and full pace, before trust."""
    care: float = 1.0
    """Factor on defects: higher in a hurry, lower where a vendor has process and scale."""
    wages: float = 1.0
    """The provider's local wage index when the price was agreed."""
    currency: float = 1.0
    """Price of the provider's currency when the price was agreed."""
    term: int = 0
    """Length of the contract's term in turns; 0 without one."""
    lead: int = 0
    """Turns until work starts: hiring, set-up, hand-over."""
    ramp: float = 1.0
    """Share of full pace; below 1 in transition."""
    ramp_step: float = 0.0
    """Increase of the ramp per turn."""
    term_ends: int = 0
    """Last turn of the contract's term, including an agreed renewal; 0 without one."""
    renewal: Renewal | None = None
    """What is agreed for after the current term."""
    ends: int = 0
    """Last turn of work after notice; 0 without notice."""
    replaces: tuple[str, ...] = ()
    """Engagements that end when this one has taken over."""
    ended: int = 0
    """The turn in which it ended; 0 while it runs."""
    hours: float = 0.0
    """Hours worked so far."""
    turn_hours: float = 0.0
    """Hours worked this turn."""
    done: float = 0.0
    """Standard hours delivered so far."""
    turn_done: float = 0.0
    asked: float = 0.0
    """Function: standard hours asked of it this turn."""
    made: int = 0
    """Defects caught before delivery, so far."""
    surfaced: int = 0
    """Defects that surfaced after delivery, so far."""
    turn_surfaced: int = 0
    rework: float = 0.0
    """Standard hours of rework owed."""
    oversight_wanted: float = 0.0
    """Managers' hours needed this turn."""
    oversight_given: float = 0.0
    paid: int = 0
    """Spent on it so far: invoices, fees, coordination, changes."""
    invoiced: int = 0
    """The part of `paid` that counts against the agreed price."""
    escrow: int = 0
    """Held by the platform."""
    disputes: int = 0
    """Escalations and change requests so far."""
    known_chain: bool = False
    """Whether the firm knows who really does the work."""

    def copy(self) -> "Engagement":
        """An independent copy."""
        return Engagement(
            self.id, self.task, self.provider, self.kind, self.mode, self.terms, self.price,
            self.list_price, self.quoted_hours, self.quoted_standard, self.crew, self.started,
            self.effort, self.wait, self.distance, self.oversight_hours, self.care,
            self.wages, self.currency, self.term, self.lead, self.ramp, self.ramp_step,
            self.term_ends, self.renewal, self.ends, self.replaces, self.ended, self.hours,
            self.turn_hours, self.done, self.turn_done,
            self.asked, self.made, self.surfaced, self.turn_surfaced, self.rework,
            self.oversight_wanted, self.oversight_given, self.paid, self.invoiced, self.escrow,
            self.disputes, self.known_chain,
        )  # fmt: skip


@attr.s(auto_attribs=True)
class ClientFacts:
    """A client who pays every turn."""

    id: str
    name: str
    revenue: int
    """Paid per turn."""
    patience: float
    """At 0 the client leaves."""
    base: float
    """Patience at the start."""
    lost: int = 0
    """The turn in which it left; 0 while it stays."""

    def copy(self) -> "ClientFacts":
        """An independent copy."""
        return ClientFacts(self.id, self.name, self.revenue, self.patience, self.base, self.lost)


@attr.s(auto_attribs=True)
class PlaceFacts:
    """How a place, at home or abroad, has changed since the start."""

    wages: float = 1.0
    """Index of wages and rates there, in its own currency."""
    currency: float = 1.0
    """Price of its currency in the firm's, relative to the start."""

    def copy(self) -> "PlaceFacts":
        """An independent copy."""
        return PlaceFacts(self.wages, self.currency)


@attr.s(auto_attribs=True)
class Totals:
    """Sums over the game so far."""

    quality_points: float = 0.0
    quality_weight: float = 0.0
    oversight_wanted: float = 0.0
    oversight_hours: float = 0.0
    load_sum: float = 0.0
    """Sum of the oversight loads of the turns."""
    losses: int = 0
    losses_by_others: int = 0
    recovered: int = 0
    asked: float = 0.0
    """Standard hours that functions asked for."""
    given: float = 0.0
    mode_hours: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    heads_start: int = 0
    laid_off: int = 0
    quits: int = 0
    terminations: int = 0
    contract_turns: int = 0
    """Sum over all turns of the vendor contracts running."""

    def copy(self) -> "Totals":
        """An independent copy."""
        return Totals(
            self.quality_points, self.quality_weight, self.oversight_wanted, self.oversight_hours,
            self.load_sum, self.losses, self.losses_by_others, self.recovered, self.asked,
            self.given, self.mode_hours, self.heads_start, self.laid_off, self.quits,
            self.terminations, self.contract_turns,
        )  # fmt: skip
