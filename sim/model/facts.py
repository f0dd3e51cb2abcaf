"""The parts of a game's state: people, providers, tasks, engagements, clients, places, totals.

The engine's phases change them in place. Their `copy` methods are written out by hand for speed,
since copies are made every turn. Shares and traits are 0..1, money is in minor units.
"""

import attr
from attrs import frozen

from sim.model.spec import Task, Terms
from sim.model.value import Value
from sim.model.vocabulary import Kind, Mode, TaskState


@attr.s(auto_attribs=True, order=False, init=False)
class TeamFacts(Value):
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
    novices: float
    """Output that the team loses to its newcomers, in heads."""
    arriving: tuple[tuple[int, int], ...]
    """(turn, heads) of people hired but not there yet."""
    training: float
    """Hours of training ordered for this turn."""
    ready: int
    """The first turn in which a site works."""
    shaken: float
    """Months for which the shock of a layoff will still last."""
    downsized: float
    """Share of heads laid off since that shock began."""
    kept: float
    """Expected number of founding members still there: leavers are founding members in proportion
    to their share of the team."""
    turnover: float
    """Smoothed annual share of people who leave."""
    capacity: float
    """Productive hours this turn."""
    used: float
    """Productive hours that engagements used this turn."""
    tiredness: float
    """Overtime fatigue: overtime as a share of the longest week at full output, smoothed."""

    def __init__(
        self, id: str, title: str, discipline: str, kind: Kind, location: str | None, heads: int,
        skill: float, morale: float, wage: float, weekly_hours: float, novices: float = 0.0,
        arriving: tuple[tuple[int, int], ...] = (), training: float = 0.0, ready: int = 1,
        shaken: float = 0.0, downsized: float = 0.0, kept: float = 0.0, turnover: float = 0.12,
        capacity: float = 0.0, used: float = 0.0, tiredness: float = 0.0,
    ) -> None:  # fmt: skip
        self.id, self.title, self.discipline, self.kind = id, title, discipline, kind
        self.location, self.heads, self.skill, self.morale = location, heads, skill, morale
        self.wage, self.weekly_hours, self.novices = wage, weekly_hours, novices
        self.arriving, self.training, self.ready, self.shaken = arriving, training, ready, shaken
        self.downsized, self.kept, self.turnover = downsized, kept, turnover
        self.capacity, self.used, self.tiredness = capacity, used, tiredness

    def copy(self) -> "TeamFacts":
        """An independent copy."""
        return TeamFacts(
            self.id, self.title, self.discipline, self.kind, self.location, self.heads, self.skill,
            self.morale, self.wage, self.weekly_hours, self.novices, self.arriving, self.training,
            self.ready, self.shaken, self.downsized, self.kept, self.turnover, self.capacity,
            self.used, self.tiredness,
        )  # fmt: skip


@attr.s(auto_attribs=True, order=False, init=False)
class ProviderFacts(Value):
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
    jobs: int
    """Number of jobs for the firm so far."""
    trust: float
    """Grows with good work; makes oversight lighter."""
    skill_seen: float
    """Sum of observations of its skill, each weighted by its precision."""
    skill_weight: float
    """Sum of those precisions."""
    reliability_seen: float
    reliability_weight: float
    references: int
    """Other clients of it that were asked."""
    skill_said: float
    """Sum of what they said of its skill, 0..1 each give or take: flattering, not yet corrected."""
    reliability_said: float
    audited: int
    """The turn of the last audit; 0 for never."""
    warned: bool
    """Whether the last audit found its finances weak."""
    busy_until: int
    """The last turn in which it is not available."""
    gone: bool
    """Whether it is out of business."""

    def __init__(
        self, id: str, name: str, kind: Kind, mode: Mode, location: str | None,
        disciplines: tuple[str, ...], rate: float, rating: float, reviews: int, size: int,
        marketplace: bool, jobs: int = 0, trust: float = 0.0, skill_seen: float = 0.0,
        skill_weight: float = 0.0, reliability_seen: float = 0.0, reliability_weight: float = 0.0,
        references: int = 0, skill_said: float = 0.0, reliability_said: float = 0.0,
        audited: int = 0, warned: bool = False, busy_until: int = 0, gone: bool = False,
    ) -> None:  # fmt: skip
        self.id, self.name, self.kind, self.mode, self.location = id, name, kind, mode, location
        self.disciplines, self.rate, self.rating, self.reviews = disciplines, rate, rating, reviews
        self.size, self.marketplace, self.jobs, self.trust = size, marketplace, jobs, trust
        self.skill_seen, self.skill_weight = skill_seen, skill_weight
        self.reliability_seen, self.reliability_weight = reliability_seen, reliability_weight
        self.references, self.skill_said = references, skill_said
        self.reliability_said, self.audited, self.warned = reliability_said, audited, warned
        self.busy_until, self.gone = busy_until, gone

    def copy(self) -> "ProviderFacts":
        """An independent copy."""
        return ProviderFacts(
            self.id, self.name, self.kind, self.mode, self.location, self.disciplines, self.rate,
            self.rating, self.reviews, self.size, self.marketplace, self.jobs, self.trust,
            self.skill_seen, self.skill_weight, self.reliability_seen, self.reliability_weight,
            self.references, self.skill_said, self.reliability_said, self.audited, self.warned,
            self.busy_until, self.gone,
        )  # fmt: skip


@attr.s(auto_attribs=True, order=False, init=False)
class TaskFacts(Value):
    """A task and its state."""

    spec: Task
    state: TaskState
    opened: int
    """The turn in which it opened."""
    done: float
    """Standard hours delivered: in total (project) or this turn (function)."""
    asked: float
    """Function: standard hours asked for this turn."""
    service: float
    """Function: share of the hours asked for that was given this turn."""
    short_turns: int
    """Function: turns in a row with poor service."""
    quality: float
    """Quality that the customer saw last, 0..100."""
    quality_points: float
    """Sum of quality times its weight, over the game."""
    quality_weight: float
    delivered: int
    """The turn of acceptance; 0 before."""
    defects: int
    """Defects that have surfaced so far."""
    cost: int
    """Spent on outside parties for it so far."""
    earned: int
    """Revenue from it so far."""
    surge: float
    """Extra demand, as a share; fades."""
    engagements: tuple[str, ...]
    """Its running engagements."""

    def __init__(
        self, spec: Task, state: TaskState, opened: int = 0, done: float = 0.0, asked: float = 0.0,
        service: float = 1.0, short_turns: int = 0, quality: float = 0.0,
        quality_points: float = 0.0, quality_weight: float = 0.0, delivered: int = 0,
        defects: int = 0, cost: int = 0, earned: int = 0, surge: float = 0.0,
        engagements: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.spec, self.state, self.opened, self.done, self.asked = spec, state, opened, done, asked
        self.service, self.short_turns, self.quality = service, short_turns, quality
        self.quality_points, self.quality_weight = quality_points, quality_weight
        self.delivered, self.defects, self.cost, self.earned = delivered, defects, cost, earned
        self.surge, self.engagements = surge, engagements

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


@attr.s(auto_attribs=True, order=False, init=False)
class Engagement(Value):
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
    care: float
    """Factor on defects: higher in a hurry, lower where a vendor has process and scale."""
    wages: float
    """The provider's local wage index when the price was agreed."""
    currency: float
    """Price of the provider's currency when the price was agreed."""
    term: int
    """Length of the contract's term in turns; 0 without one."""
    lead: int
    """Turns until work starts: hiring, set-up, hand-over."""
    ramp: float
    """Share of full pace; below 1 in transition."""
    ramp_step: float
    """Increase of the ramp per turn."""
    term_ends: int
    """Last turn of the contract's term, including an agreed renewal; 0 without one."""
    renewal: Renewal | None
    """What is agreed for after the current term."""
    ends: int
    """Last turn of work after notice; 0 without notice."""
    replaces: tuple[str, ...]
    """Engagements that end when this one has taken over."""
    ended: int
    """The turn in which it ended; 0 while it runs."""
    hours: float
    """Hours worked so far."""
    turn_hours: float
    """Hours worked this turn."""
    done: float
    """Standard hours delivered so far."""
    turn_done: float
    asked: float
    """Function: standard hours asked of it this turn."""
    made: int
    """Defects caught before delivery, so far."""
    surfaced: int
    """Defects that surfaced after delivery, so far."""
    turn_surfaced: int
    rework: float
    """Standard hours of rework owed."""
    oversight_wanted: float
    """Managers' hours needed this turn."""
    oversight_given: float
    paid: int
    """Spent on it so far: invoices, fees, coordination, changes."""
    invoiced: int
    """The part of `paid` that counts against the agreed price."""
    escrow: int
    """Held by the platform."""
    disputes: int
    """Escalations and change requests so far."""
    known_chain: bool
    """Whether the firm knows who really does the work."""

    def __init__(
        self, id: str, task: str, provider: str, kind: Kind, mode: Mode, terms: Terms, price: int,
        list_price: int, quoted_hours: float, quoted_standard: float, crew: float, started: int,
        effort: float, wait: float, distance: float, oversight_hours: float, care: float = 1.0,
        wages: float = 1.0, currency: float = 1.0, term: int = 0, lead: int = 0, ramp: float = 1.0,
        ramp_step: float = 0.0, term_ends: int = 0, renewal: Renewal | None = None, ends: int = 0,
        replaces: tuple[str, ...] = (), ended: int = 0, hours: float = 0.0, turn_hours: float = 0.0,
        done: float = 0.0, turn_done: float = 0.0, asked: float = 0.0, made: int = 0,
        surfaced: int = 0, turn_surfaced: int = 0, rework: float = 0.0,
        oversight_wanted: float = 0.0, oversight_given: float = 0.0, paid: int = 0,
        invoiced: int = 0, escrow: int = 0, disputes: int = 0, known_chain: bool = False,
    ) -> None:  # fmt: skip
        self.id, self.task, self.provider, self.kind, self.mode = id, task, provider, kind, mode
        self.terms, self.price, self.list_price = terms, price, list_price
        self.quoted_hours, self.quoted_standard, self.crew = quoted_hours, quoted_standard, crew
        self.started, self.effort, self.wait, self.distance = started, effort, wait, distance
        self.oversight_hours, self.care, self.wages = oversight_hours, care, wages
        self.currency, self.term, self.lead, self.ramp = currency, term, lead, ramp
        self.ramp_step, self.term_ends, self.renewal = ramp_step, term_ends, renewal
        self.ends, self.replaces, self.ended, self.hours = ends, replaces, ended, hours
        self.turn_hours, self.done, self.turn_done, self.asked = turn_hours, done, turn_done, asked
        self.made, self.surfaced, self.turn_surfaced = made, surfaced, turn_surfaced
        self.rework, self.oversight_wanted = rework, oversight_wanted
        self.oversight_given, self.paid, self.invoiced = oversight_given, paid, invoiced
        self.escrow, self.disputes, self.known_chain = escrow, disputes, known_chain

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


@attr.s(auto_attribs=True, order=False, init=False)
class ClientFacts(Value):
    """A client who pays every turn."""

    id: str
    name: str
    revenue: int
    """Paid per turn."""
    patience: float
    """At 0 the client leaves."""
    base: float
    """Patience at the start."""
    lost: int
    """The turn in which it left; 0 while it stays."""

    def __init__(
        self, id: str, name: str, revenue: int, patience: float, base: float, lost: int = 0,
    ) -> None:  # fmt: skip
        self.id, self.name, self.revenue, self.patience = id, name, revenue, patience
        self.base, self.lost = base, lost

    def copy(self) -> "ClientFacts":
        """An independent copy."""
        return ClientFacts(self.id, self.name, self.revenue, self.patience, self.base, self.lost)


@attr.s(auto_attribs=True, order=False, init=False)
class PlaceFacts(Value):
    """How a place, at home or abroad, has changed since the start."""

    wages: float
    """Index of wages and rates there, in its own currency."""
    currency: float
    """Price of its currency in the firm's, relative to the start."""

    def __init__(self, wages: float = 1.0, currency: float = 1.0) -> None:
        self.wages, self.currency = wages, currency

    def copy(self) -> "PlaceFacts":
        """An independent copy."""
        return PlaceFacts(self.wages, self.currency)


@attr.s(auto_attribs=True, order=False, init=False)
class Totals(Value):
    """Sums over the game so far."""

    quality_points: float
    quality_weight: float
    oversight_wanted: float
    oversight_hours: float
    load_sum: float
    """Sum of the oversight loads of the turns."""
    losses: int
    losses_by_others: int
    recovered: int
    asked: float
    """Standard hours that functions asked for."""
    given: float
    mode_hours: tuple[float, float, float, float]
    heads_start: int
    laid_off: int
    quits: int
    terminations: int
    contract_turns: int
    """Sum over all turns of the vendor contracts running."""

    def __init__(
        self, quality_points: float = 0.0, quality_weight: float = 0.0,
        oversight_wanted: float = 0.0, oversight_hours: float = 0.0, load_sum: float = 0.0,
        losses: int = 0, losses_by_others: int = 0, recovered: int = 0, asked: float = 0.0,
        given: float = 0.0, mode_hours: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0),
        heads_start: int = 0, laid_off: int = 0, quits: int = 0, terminations: int = 0,
        contract_turns: int = 0,
    ) -> None:  # fmt: skip
        self.quality_points, self.quality_weight = quality_points, quality_weight
        self.oversight_wanted, self.oversight_hours = oversight_wanted, oversight_hours
        self.load_sum, self.losses, self.losses_by_others = load_sum, losses, losses_by_others
        self.recovered, self.asked, self.given = recovered, asked, given
        self.mode_hours, self.heads_start, self.laid_off = mode_hours, heads_start, laid_off
        self.quits, self.terminations, self.contract_turns = quits, terminations, contract_turns

    def copy(self) -> "Totals":
        """An independent copy."""
        return Totals(
            self.quality_points, self.quality_weight, self.oversight_wanted, self.oversight_hours,
            self.load_sum, self.losses, self.losses_by_others, self.recovered, self.asked,
            self.given, self.mode_hours, self.heads_start, self.laid_off, self.quits,
            self.terminations, self.contract_turns,
        )  # fmt: skip
