"""Explanations of figures: parts that add up to a number exactly.

Amounts are integers in the figure's smallest step (a cent, a hundredth of a point), so "adds up"
means equality.
"""

import enum

from attrs import frozen


class Family(enum.Enum):
    """What a figure belongs to; its subject is the id of one of them."""

    FIRM = enum.auto()
    """The firm as a whole; the subject is empty."""
    ACCOUNT = enum.auto()
    INCIDENT = enum.auto()
    """An incident, or what one clause recovered of it."""
    MODE = enum.auto()
    OBJECTIVE = enum.auto()
    TASK = enum.auto()
    DISCIPLINE = enum.auto()
    ENGAGEMENT = enum.auto()
    OFFER = enum.auto()
    """An offer; its figures are estimates."""
    REQUEST = enum.auto()
    CHOICE = enum.auto()
    """An answer to a request."""
    PROVIDER = enum.auto()
    """A freelancer or vendor."""
    TEAM = enum.auto()
    """A team or site."""


class FigureKind(enum.StrEnum):
    """The figures that can be explained."""

    CASH = "cash"
    """Cash at the end of a turn: cash before it, and the turn's receipts and payments by cause."""
    COST = "cost"
    """Cost of a turn, by account and cause."""
    TOTAL_COST = "total_cost"
    """Cost of the game so far, by account."""
    REVENUE = "revenue"
    TOTAL_REVENUE = "total_revenue"
    """Revenue of the game so far, by account."""
    ACCOUNT = "account"
    """An account's total: its balance before a turn, and what the turn booked."""
    QUALITY = "quality"
    """Quality over the game, by task."""
    QUALITY_TURN = "quality_turn"
    """Quality in a turn, by task."""
    OVERSIGHT_LOAD = "oversight_load"
    """Managers' hours needed, by engagement, as a percentage of the hours available."""
    OVERSIGHT_PROMISED = "oversight_promised"
    """Managers' hours that running engagements need, as a percentage of the hours available."""
    OVERSIGHT_HOURS = "oversight_hours"
    """Managers' hours that running engagements need this turn."""
    MANAGER_HOURS = "manager_hours"
    """Managers' hours available this turn."""
    LOSSES = "losses"
    """Losses so far, by incident."""
    CAUSED_BY_OTHERS = "caused_by_others"
    """Losses that outside parties caused."""
    RECOVERED = "recovered"
    """The part of the losses that contracts and insurance made good."""
    BORNE = "borne"
    """Losses that the firm bore, by incident."""
    BORNE_TURN = "borne_turn"
    """Losses of a turn that the firm bore, by incident."""
    CAUSED_BY_OTHERS_SHARE = "caused_by_others_share"
    """Percentage of the losses."""
    RECOVERED_SHARE = "recovered_share"
    """Percentage of the losses."""
    BORNE_SHARE = "borne_share"
    """Percentage of the losses."""
    INCIDENT = "incident"
    """What the firm bore of an incident: its loss by account, less what each clause recovered."""
    INCIDENT_LOSS = "incident_loss"
    """Loss by an incident, by account, and the parts of each sum."""
    INCIDENT_REPUTATION = "incident_reputation"
    """Points of reputation that an incident cost."""
    CLAUSE_GAVE = "clause_gave"
    """What a clause recovered of an incident's loss; the subject is `incident/clause`."""
    CLAUSE_MOST = "clause_most"
    """The most that a clause can recover; the subject is `incident/clause`."""
    MODE_HOURS = "mode_hours"
    """Standard hours delivered in a mode, by provider."""
    MODE_SHARE = "mode_share"
    """Standard hours delivered in a mode, as a percentage of all."""
    REPUTATION = "reputation"
    """Reputation: its changes in a turn, by cause."""
    RUNWAY = "runway"
    MORALE = "morale"
    SCORE = "score"
    """Points, by objective."""
    OBJECTIVE = "objective"
    """Current value of an objective."""
    OBJECTIVE_POINTS = "objective_points"
    """Points that an objective currently earns."""
    TASK_DONE = "task_done"
    """Percentage of a project that is done, by provider."""
    TASK_SERVICE = "task_service"
    """Percentage of the hours asked of a service that were given, by provider."""
    KNOWLEDGE = "knowledge"
    """The firm's knowledge of a discipline: its changes in a turn, by cause."""
    ENGAGEMENT_PAID = "engagement_paid"
    ENGAGEMENT_OVERSIGHT = "engagement_oversight"
    ENGAGEMENT_EFFORT = "engagement_effort"
    """Hours per standard hour, by factor."""
    ENGAGEMENT_GIVEN = "engagement_given"
    """Managers' hours given in the turn."""
    ENGAGEMENT_ASKED = "engagement_asked"
    """Standard hours asked of a service in the turn."""
    ENGAGEMENT_DONE = "engagement_done"
    """Standard hours delivered in the turn."""
    ENGAGEMENT_HOURS = "engagement_hours"
    """Hours worked in the turn."""
    ENGAGEMENT_PACE = "engagement_pace"
    """Percentage of full pace."""
    ENGAGEMENT_ESCROW = "engagement_escrow"
    """Money that the platform holds for it."""
    ENGAGEMENT_FEE = "engagement_fee"
    """The fee for leaving its term now."""
    OFFER_ALL_IN = "offer_all_in"
    """Expected all-in cost of an offer."""
    OFFER_LEAVES = "offer_leaves"
    """Expected revenue from the work, less the all-in cost."""
    OFFER_PRICE = "offer_price"
    """Price of an offer under its terms: the quote, premiums, the discount for a term."""
    OFFER_FINISH = "offer_finish"
    """The turn in which a project is expected to be done, or a service to be at full pace."""
    OFFER_QUALITY = "offer_quality"
    OFFER_OVERSIGHT = "offer_oversight"
    OFFER_EXPOSURE = "offer_exposure"
    """Expected losses that the firm would bear."""
    OFFER_PAYS = "offer_pays"
    """Expected payments to the provider."""
    OFFER_SERVICE = "offer_service"
    """Percentage of the hours asked of a service that could be given."""
    OFFER_DISPLACES = "offer_displaces"
    """Hours a turn that own people could not work on other tasks."""
    OFFER_HOURS = "offer_hours"
    """Hours that a bid expects to need: in total, or a turn."""
    OFFER_CREW = "offer_crew"
    """The most hours a turn that a bid offers."""
    REQUEST_SUM = "request_sum"
    """The sum that a request is about."""
    CHOICE_COST = "choice_cost"
    """Money due at once for an answer; the subject is `request/answer`."""
    CHOICE_HOURS = "choice_hours"
    """Managers' hours that an answer takes; the subject is `request/answer`."""
    CHOICE_PRICE = "choice_price"
    """Percentage by which an answer changes a price; the subject is `request/answer`."""
    PROVIDER_SKILL = "provider_skill"
    """Estimate of a provider's skill, from its kind, its rating and experience with it."""
    PROVIDER_SKILL_SPREAD = "provider_skill_spread"
    """Uncertainty of that estimate."""
    PROVIDER_RELIABILITY = "provider_reliability"
    """Estimate of a provider's reliability, from its kind and experience with it."""
    PROVIDER_RELIABILITY_SPREAD = "provider_reliability_spread"
    """Uncertainty of that estimate."""
    PROVIDER_TRUST = "provider_trust"
    """Trust in a provider: its changes in a turn, by cause."""
    TEAM_HEADS = "team_heads"
    """People of a team or site: who came and went in a turn."""
    TEAM_HOURS = "team_hours"
    """Productive hours of a team or site in the last turn played, or in the first if none was."""
    TEAM_USED = "team_used"
    """Percentage of those hours that was used, by engagement."""
    TEAM_CAPACITY = "team_capacity"
    """Hours a turn that its people can work, including those hired but not there yet."""
    TEAM_PROMISED = "team_promised"
    """Hours of that capacity that are planned for its current work."""
    TEAM_FREE = "team_free"
    """Hours of that capacity that are still free."""
    TEAM_SKILL = "team_skill"
    """Skill of a team: its changes in a turn, by cause."""
    TEAM_MORALE = "team_morale"
    """Morale of a team: its changes in a turn, by cause."""
    TEAM_WAGE = "team_wage"
    """Wage per paid hour: the wage at the start, and its changes since, by cause."""
    TEAM_NOVICES = "team_novices"
    """Output lost to newcomers, in heads: its changes in a turn, by cause."""
    TEAM_TURNOVER = "team_turnover"
    """Percentage of people who leave in a year: its change by the turn's leavers."""

    @property
    def family(self) -> "Family":
        """What the figure belongs to."""
        return _FAMILY[self]


FAMILIES: dict[Family, tuple[FigureKind, ...]] = {
    Family.FIRM: (
        FigureKind.CASH,
        FigureKind.COST,
        FigureKind.TOTAL_COST,
        FigureKind.REVENUE,
        FigureKind.TOTAL_REVENUE,
        FigureKind.QUALITY,
        FigureKind.QUALITY_TURN,
        FigureKind.OVERSIGHT_LOAD,
        FigureKind.OVERSIGHT_PROMISED,
        FigureKind.OVERSIGHT_HOURS,
        FigureKind.MANAGER_HOURS,
        FigureKind.LOSSES,
        FigureKind.CAUSED_BY_OTHERS,
        FigureKind.RECOVERED,
        FigureKind.BORNE,
        FigureKind.BORNE_TURN,
        FigureKind.CAUSED_BY_OTHERS_SHARE,
        FigureKind.RECOVERED_SHARE,
        FigureKind.BORNE_SHARE,
        FigureKind.REPUTATION,
        FigureKind.RUNWAY,
        FigureKind.MORALE,
        FigureKind.SCORE,
    ),
    Family.ACCOUNT: (FigureKind.ACCOUNT,),
    Family.INCIDENT: (
        FigureKind.INCIDENT,
        FigureKind.INCIDENT_LOSS,
        FigureKind.INCIDENT_REPUTATION,
        FigureKind.CLAUSE_GAVE,
        FigureKind.CLAUSE_MOST,
    ),
    Family.MODE: (
        FigureKind.MODE_HOURS,
        FigureKind.MODE_SHARE,
    ),
    Family.OBJECTIVE: (
        FigureKind.OBJECTIVE,
        FigureKind.OBJECTIVE_POINTS,
    ),
    Family.TASK: (
        FigureKind.TASK_DONE,
        FigureKind.TASK_SERVICE,
    ),
    Family.DISCIPLINE: (FigureKind.KNOWLEDGE,),
    Family.ENGAGEMENT: (
        FigureKind.ENGAGEMENT_PAID,
        FigureKind.ENGAGEMENT_OVERSIGHT,
        FigureKind.ENGAGEMENT_EFFORT,
        FigureKind.ENGAGEMENT_GIVEN,
        FigureKind.ENGAGEMENT_ASKED,
        FigureKind.ENGAGEMENT_DONE,
        FigureKind.ENGAGEMENT_HOURS,
        FigureKind.ENGAGEMENT_PACE,
        FigureKind.ENGAGEMENT_ESCROW,
        FigureKind.ENGAGEMENT_FEE,
    ),
    Family.OFFER: (
        FigureKind.OFFER_ALL_IN,
        FigureKind.OFFER_LEAVES,
        FigureKind.OFFER_PRICE,
        FigureKind.OFFER_FINISH,
        FigureKind.OFFER_QUALITY,
        FigureKind.OFFER_OVERSIGHT,
        FigureKind.OFFER_EXPOSURE,
        FigureKind.OFFER_PAYS,
        FigureKind.OFFER_SERVICE,
        FigureKind.OFFER_DISPLACES,
        FigureKind.OFFER_HOURS,
        FigureKind.OFFER_CREW,
    ),
    Family.REQUEST: (FigureKind.REQUEST_SUM,),
    Family.CHOICE: (
        FigureKind.CHOICE_COST,
        FigureKind.CHOICE_HOURS,
        FigureKind.CHOICE_PRICE,
    ),
    Family.PROVIDER: (
        FigureKind.PROVIDER_SKILL,
        FigureKind.PROVIDER_SKILL_SPREAD,
        FigureKind.PROVIDER_RELIABILITY,
        FigureKind.PROVIDER_RELIABILITY_SPREAD,
        FigureKind.PROVIDER_TRUST,
    ),
    Family.TEAM: (
        FigureKind.TEAM_HEADS,
        FigureKind.TEAM_HOURS,
        FigureKind.TEAM_USED,
        FigureKind.TEAM_CAPACITY,
        FigureKind.TEAM_PROMISED,
        FigureKind.TEAM_FREE,
        FigureKind.TEAM_SKILL,
        FigureKind.TEAM_MORALE,
        FigureKind.TEAM_WAGE,
        FigureKind.TEAM_NOVICES,
        FigureKind.TEAM_TURNOVER,
    ),
}
"""The figures of each family, in the order in which they are listed."""

_FAMILY = {kind: family for family, kinds in FAMILIES.items() for kind in kinds}


class Unit(enum.StrEnum):
    """The smallest step of a figure, in which its amounts are counted."""

    MONEY = "money"
    """A minor unit (cent)."""
    HUNDREDTHS = "hundredths"
    """A hundredth of a point, of a percent or of an hour."""
    ONES = "ones"
    """One, as of heads."""


class RangeEnd(enum.StrEnum):
    """A point in a range of estimates."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


@frozen
class Figure:
    """The name of a figure: its kind, what it belongs to, and when."""

    kind: FigureKind
    subject: str = ""
    """The id of what it belongs to, depending on the family."""
    turn: int = 0
    """The turn it belongs to; 0 for the last one played."""
    end: RangeEnd = RangeEnd.MID
    """Offers: which point of the estimated range."""


@frozen
class Part:
    """A part of a figure, perhaps made up of parts itself."""

    label: str
    amount: int
    parts: tuple["Part", ...] = ()

    def __attrs_post_init__(self) -> None:
        if self.parts and sum(part.amount for part in self.parts) != self.amount:
            raise ValueError(f"the parts of {self.label!r} do not add up to {self.amount}")


@frozen
class Explanation:
    """A figure's value and unit, and parts that add up to it."""

    figure: Figure
    title: str
    unit: Unit
    value: int
    parts: tuple[Part, ...]
    note: str = ""
    """What the figure means, in a sentence or two."""

    def __attrs_post_init__(self) -> None:
        if sum(part.amount for part in self.parts) != self.value:
            raise ValueError(f"the parts of {self.title!r} do not add up to {self.value}")
