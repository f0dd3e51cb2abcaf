"""The nouns of a game in progress: people, providers, tasks, engagements, clients, places, sums.

The classes are mutable with slots, changed in place by the engine's phases and copied by `copy`
methods written out by hand, because a copy is made every turn.
"""

from attrs import define, frozen

from sim.model.orders import Terms
from sim.model.scenario import Task
from sim.model.vocabulary import Kind, Mode, TaskState


@define
class TeamFacts:
    """Own people of one discipline in one place: a team at home or a captive site abroad."""

    id: str
    title: str
    discipline: str
    kind: Kind
    location: str | None
    heads: int
    skill: float
    morale: float
    wage: float
    """Per paid hour, in minor units of the firm's currency."""
    weekly_hours: float
    novices: float = 0.0
    """Heads that are still learning, in full equivalents of what is missing."""
    arriving: tuple[tuple[int, int], ...] = ()
    """(turn, heads) of hires on their way."""
    training: float = 0.0
    """Hours of training ordered for this turn."""
    ready: int = 1
    """The turn from which a site works."""
    shaken: float = 0.0
    """Months that the shock of a layoff will last yet."""
    downsized: float = 0.0
    """Share of heads laid off since that shock began."""
    kept: float = 0.0
    """Of those here at the start, how many are expected to be here still: whoever leaves is one of
    them in proportion to their share of the team."""
    turnover: float = 0.12
    """Realised share of leavers, a year (smoothed)."""
    capacity: float = 0.0
    """Productive hours that it had this turn."""
    used: float = 0.0
    """Hours of them that engagements took."""
    tiredness: float = 0.0
    """Overtime fatigue: hours over the normal week, smoothed."""

    def copy(self) -> "TeamFacts":
        """An independent copy."""
        return TeamFacts(
            self.id, self.title, self.discipline, self.kind, self.location, self.heads, self.skill,
            self.morale, self.wage, self.weekly_hours, self.novices, self.arriving, self.training,
            self.ready, self.shaken, self.downsized, self.kept, self.turnover, self.capacity,
            self.used, self.tiredness,
        )  # fmt: skip


@define
class ProviderFacts:
    """What is known of a freelancer or vendor."""

    id: str
    name: str
    kind: Kind
    mode: Mode
    location: str | None
    disciplines: tuple[str, ...]
    rate: float
    """Price per productive hour in multiples of the home wage of the discipline."""
    rating: float
    """Public rating, 1..5; inflated, and nearly uninformative."""
    reviews: int
    size: int
    marketplace: bool
    jobs: int = 0
    """Pieces of work done for the firm."""
    trust: float = 0.0
    """Grows with good work, 0..1; makes oversight lighter."""
    skill_seen: float = 0.0
    """Sum of own observations of its skill, each weighed by its precision."""
    skill_weight: float = 0.0
    """Sum of their precisions."""
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
    """The last audit found its finances weak."""
    busy_until: int = 0
    """Not to be had before the turn after this one."""
    gone: bool = False
    """Out of business, or not willing to work for the firm again."""

    def copy(self) -> "ProviderFacts":
        """An independent copy."""
        return ProviderFacts(
            self.id, self.name, self.kind, self.mode, self.location, self.disciplines, self.rate,
            self.rating, self.reviews, self.size, self.marketplace, self.jobs, self.trust,
            self.skill_seen, self.skill_weight, self.reliability_seen, self.reliability_weight,
            self.references, self.skill_said, self.reliability_said, self.audited, self.warned,
            self.busy_until, self.gone,
        )  # fmt: skip


@define
class TaskFacts:
    """A task and where it stands."""

    spec: Task
    state: TaskState
    opened: int = 0
    """The turn in which it came up."""
    done: float = 0.0
    """Standard hours delivered: altogether (project) or this turn (function)."""
    asked: float = 0.0
    """Function: standard hours asked for this turn."""
    service: float = 1.0
    """Function: share of what was asked for that was given, this turn."""
    short_turns: int = 0
    """Function: turns in a row with poor service."""
    quality: float = 0.0
    """As the customer met it last, 0..100."""
    quality_points: float = 0.0
    """Sum of quality times its weight, over the game."""
    quality_weight: float = 0.0
    delivered: int = 0
    """The turn of acceptance; 0 before."""
    defects: int = 0
    """Faults that came to light so far."""
    cost: int = 0
    """Paid to outside parties for it so far (minor units)."""
    earned: int = 0
    """Value paid for it so far (minor units)."""
    surge: float = 0.0
    """Extra demand, as a share; fading."""
    engagements: tuple[str, ...] = ()
    """Who has it now."""

    def copy(self) -> "TaskFacts":
        """An independent copy."""
        return TaskFacts(
            self.spec, self.state, self.opened, self.done, self.asked, self.service,
            self.short_turns, self.quality, self.quality_points, self.quality_weight,
            self.delivered, self.defects, self.cost, self.earned, self.surge, self.engagements,
        )  # fmt: skip


@frozen
class Renewal:
    """What a vendor and the firm have agreed on for the time after the term that runs now."""

    starts: int
    """The first turn in which the new price counts."""
    term: int
    """Length of the new term in turns; 0 from turn to turn."""
    price: int
    """Minor units: per turn, per piece or per hour, as `Engagement.price` is."""
    list_price: int
    wages: float
    """Index of wages where the vendor is, when it was agreed."""
    currency: float
    """Price of its currency then."""


@define
class Engagement:
    """A task in the hands of a provider, under terms. Running, or ended and remembered."""

    id: str
    task: str
    provider: str
    kind: Kind
    mode: Mode
    terms: Terms
    price: int
    """Fixed: for the piece or a turn. Hourly, performance: per hour. Own staff: 0."""
    list_price: int
    """The price without a term's discount, and without what lock-in adds at renewal."""
    quoted_hours: float
    quoted_standard: float
    """Standard hours that the quote is for."""
    crew: float
    """Most hours a turn."""
    started: int
    effort: float
    """Product of the effort factors that do not change: distance, size."""
    wait: float
    """Elapsed over working time: clarification across distance."""
    distance: float
    """Of those who do it, 0..1."""
    oversight_hours: float
    """Wanted a turn at the standard level and full pace, before trust."""
    care: float = 1.0
    """Defects by how it is done: more in a hurry, fewer where a vendor has process and scale."""
    wages: float = 1.0
    """Index of wages where the provider is, when the price was agreed."""
    currency: float = 1.0
    """Price of its currency then."""
    term: int = 0
    """Length of the contract's term in turns; 0 without one."""
    lead: int = 0
    """Turns until work starts: hiring in, set-up, hand-over."""
    ramp: float = 1.0
    """Share of full pace; below 1 in transition."""
    ramp_step: float = 0.0
    """Growth of the ramp a turn."""
    term_ends: int = 0
    """Last turn of the contract's term, with a further one that is agreed; 0 without one."""
    renewal: Renewal | None = None
    """What is agreed for the time after the term that runs now."""
    ends: int = 0
    """Last turn of work after notice; 0 while it goes on."""
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
    """Function: standard hours it was asked for this turn."""
    made: int = 0
    """Defects caught so far: those known to have been made before delivery."""
    surfaced: int = 0
    """Defects that came to light after they were let through, so far."""
    turn_surfaced: int = 0
    rework: float = 0.0
    """Standard hours of rework owed."""
    oversight_wanted: float = 0.0
    """Managers' hours this turn."""
    oversight_given: float = 0.0
    paid: int = 0
    """Paid to the provider so far (minor units)."""
    invoiced: int = 0
    """Of that, what counts against an agreed price: no fees, coordination or changes."""
    escrow: int = 0
    """Held by the platform (minor units)."""
    disputes: int = 0
    """Escalations and change requests so far."""
    known_chain: bool = False
    """Whether the firm knows if it is passed on."""

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


@define
class ClientFacts:
    """A client who pays every turn."""

    id: str
    name: str
    revenue: int
    patience: float
    """What is left of it, 0..1; at 0 the client leaves."""
    base: float
    """What it was at the start."""
    lost: int = 0
    """The turn in which it left; 0 while it stays."""

    def copy(self) -> "ClientFacts":
        """An independent copy."""
        return ClientFacts(self.id, self.name, self.revenue, self.patience, self.base, self.lost)


@define
class PlaceFacts:
    """How a place abroad has moved since the start."""

    wages: float = 1.0
    """Index of wages and rates there, in its own currency."""
    currency: float = 1.0
    """Price of its currency in the firm's, against the start."""

    def copy(self) -> "PlaceFacts":
        """An independent copy."""
        return PlaceFacts(self.wages, self.currency)


@define
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
    """Turns times running contracts with outside parties."""

    def copy(self) -> "Totals":
        """An independent copy."""
        return Totals(
            self.quality_points, self.quality_weight, self.oversight_wanted, self.oversight_hours,
            self.load_sum, self.losses, self.losses_by_others, self.recovered, self.asked,
            self.given, self.mode_hours, self.heads_start, self.laid_off, self.quits,
            self.terminations, self.contract_turns,
        )  # fmt: skip
