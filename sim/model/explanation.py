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

    family: Family
    """What the figure belongs to: the firm as a whole, unless a member names another family."""

    def __new__(cls, value: str, family: Family = Family.FIRM) -> "FigureKind":
        """A member is its value, and knows its family."""
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.family = family
        return kind

    CASH = "cash"
    """Cash at the end of a turn: cash before it, and the turn's receipts and payments by cause."""
    COST = "cost"
    """Cost of a turn, by account and cause."""
    TOTAL_COST = "total_cost"
    """Cost of the game so far, by account."""
    REVENUE = "revenue"
    TOTAL_REVENUE = "total_revenue"
    """Revenue of the game so far, by account."""
    ACCOUNT = "account", Family.ACCOUNT
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
    RECOVERED_SHARE = "recovered_share"
    BORNE_SHARE = "borne_share"
    """These three are percentages of all losses."""
    INCIDENT = "incident", Family.INCIDENT
    """What the firm bore of an incident: its loss by account, less what each clause recovered."""
    INCIDENT_LOSS = "incident_loss", Family.INCIDENT
    """Loss by an incident, by account, and the parts of each sum."""
    INCIDENT_REPUTATION = "incident_reputation", Family.INCIDENT
    """Points of reputation that an incident cost."""
    CLAUSE_GAVE = "clause_gave", Family.INCIDENT
    """What a clause recovered of an incident's loss; the subject is `incident/clause`."""
    CLAUSE_MOST = "clause_most", Family.INCIDENT
    """The most that a clause can recover; the subject is `incident/clause`."""
    MODE_HOURS = "mode_hours", Family.MODE
    """Standard hours delivered in a mode, by provider."""
    MODE_SHARE = "mode_share", Family.MODE
    """Standard hours delivered in a mode, as a percentage of all."""
    REPUTATION = "reputation"
    """Reputation: its changes in a turn, by cause."""
    RUNWAY = "runway"
    MORALE = "morale"
    SCORE = "score"
    """Points, by objective."""
    OBJECTIVE = "objective", Family.OBJECTIVE
    """Current value of an objective."""
    OBJECTIVE_POINTS = "objective_points", Family.OBJECTIVE
    """Points that an objective currently earns."""
    TASK_DONE = "task_done", Family.TASK
    """Percentage of a project that is done, by provider."""
    TASK_SERVICE = "task_service", Family.TASK
    """Percentage of the hours asked of a service that were given, by provider."""
    KNOWLEDGE = "knowledge", Family.DISCIPLINE
    """The firm's knowledge of a discipline: its changes in a turn, by cause."""
    ENGAGEMENT_PAID = "engagement_paid", Family.ENGAGEMENT
    ENGAGEMENT_OVERSIGHT = "engagement_oversight", Family.ENGAGEMENT
    ENGAGEMENT_EFFORT = "engagement_effort", Family.ENGAGEMENT
    """Hours per standard hour, by factor."""
    ENGAGEMENT_GIVEN = "engagement_given", Family.ENGAGEMENT
    """Managers' hours given in the turn."""
    ENGAGEMENT_ASKED = "engagement_asked", Family.ENGAGEMENT
    """Standard hours asked of a service in the turn."""
    ENGAGEMENT_DONE = "engagement_done", Family.ENGAGEMENT
    """Standard hours delivered in the turn."""
    ENGAGEMENT_HOURS = "engagement_hours", Family.ENGAGEMENT
    """Hours worked in the turn."""
    ENGAGEMENT_PACE = "engagement_pace", Family.ENGAGEMENT
    """Percentage of full pace."""
    ENGAGEMENT_ESCROW = "engagement_escrow", Family.ENGAGEMENT
    """Money that the platform holds for it."""
    ENGAGEMENT_FEE = "engagement_fee", Family.ENGAGEMENT
    """The fee for leaving its term now."""
    OFFER_ALL_IN = "offer_all_in", Family.OFFER
    """Expected all-in cost of an offer."""
    OFFER_LEAVES = "offer_leaves", Family.OFFER
    """Expected revenue from the work, less the all-in cost."""
    OFFER_PRICE = "offer_price", Family.OFFER
    """Price of an offer under its terms: the quote, premiums, the discount for a term."""
    OFFER_FINISH = "offer_finish", Family.OFFER
    """The turn in which a project is expected to be done, or a service to be at full pace."""
    OFFER_QUALITY = "offer_quality", Family.OFFER
    OFFER_OVERSIGHT = "offer_oversight", Family.OFFER
    OFFER_EXPOSURE = "offer_exposure", Family.OFFER
    """Expected losses that the firm would bear."""
    OFFER_PAYS = "offer_pays", Family.OFFER
    """Expected payments to the provider."""
    OFFER_SERVICE = "offer_service", Family.OFFER
    """Percentage of the hours asked of a service that could be given."""
    OFFER_DISPLACES = "offer_displaces", Family.OFFER
    """Hours a turn that own people could not work on other tasks."""
    OFFER_HOURS = "offer_hours", Family.OFFER
    """Hours that a bid expects to need: in total, or a turn."""
    OFFER_CREW = "offer_crew", Family.OFFER
    """The most hours a turn that a bid offers."""
    REQUEST_SUM = "request_sum", Family.REQUEST
    """The sum that a request is about."""
    CHOICE_COST = "choice_cost", Family.CHOICE
    """Money due at once for an answer; the subject is `request/answer`."""
    CHOICE_HOURS = "choice_hours", Family.CHOICE
    """Managers' hours that an answer takes; the subject is `request/answer`."""
    CHOICE_PRICE = "choice_price", Family.CHOICE
    """Percentage by which an answer changes a price; the subject is `request/answer`."""
    PROVIDER_SKILL = "provider_skill", Family.PROVIDER
    """Estimate of a provider's skill, from its kind, its rating and experience with it."""
    PROVIDER_SKILL_SPREAD = "provider_skill_spread", Family.PROVIDER
    PROVIDER_RELIABILITY = "provider_reliability", Family.PROVIDER
    """Estimate of a provider's reliability, from its kind and experience with it."""
    PROVIDER_RELIABILITY_SPREAD = "provider_reliability_spread", Family.PROVIDER
    """The spreads are the uncertainty of these estimates."""
    PROVIDER_TRUST = "provider_trust", Family.PROVIDER
    """Trust in a provider: its changes in a turn, by cause."""
    TEAM_HEADS = "team_heads", Family.TEAM
    """People of a team or site: who came and went in a turn."""
    TEAM_HOURS = "team_hours", Family.TEAM
    """Productive hours of a team or site in the last turn played, or in the first if none was."""
    TEAM_USED = "team_used", Family.TEAM
    """Percentage of those hours that was used, by engagement."""
    TEAM_CAPACITY = "team_capacity", Family.TEAM
    """Hours a turn that its people can work, including those hired but not there yet."""
    TEAM_PROMISED = "team_promised", Family.TEAM
    """Hours of that capacity that are planned for its current work."""
    TEAM_FREE = "team_free", Family.TEAM
    """Hours of that capacity that are still free."""
    TEAM_SKILL = "team_skill", Family.TEAM
    """Skill of a team: its changes in a turn, by cause."""
    TEAM_MORALE = "team_morale", Family.TEAM
    """Morale of a team: its changes in a turn, by cause."""
    TEAM_WAGE = "team_wage", Family.TEAM
    """Wage per paid hour: the wage at the start, and its changes since, by cause."""
    TEAM_NOVICES = "team_novices", Family.TEAM
    """Output lost to newcomers, in heads: its changes in a turn, by cause."""
    TEAM_TURNOVER = "team_turnover", Family.TEAM
    """Percentage of people who leave in a year: its change by the turn's leavers."""


FAMILIES = {one: tuple(kind for kind in FigureKind if kind.family is one) for one in Family}
"""The figures of each family, in the order in which they are listed."""


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
