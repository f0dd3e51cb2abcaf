"""A number taken apart: parts that add up to it exactly.

Amounts are whole numbers of the figure's smallest step (a cent, a hundredth of a point), so that
"adds up" means equality.
"""

import enum

from attrs import frozen


class Family(enum.Enum):
    """What a figure is of: its subject names one of them."""

    FIRM = enum.auto()
    """The firm as a whole."""
    ACCOUNT = enum.auto()
    """An account of the ledger."""
    INCIDENT = enum.auto()
    """An incident, and what clauses gave back of it."""
    MODE = enum.auto()
    """A mode of sourcing."""
    OBJECTIVE = enum.auto()
    """An objective of the scenario."""
    TASK = enum.auto()
    """A piece of work."""
    DISCIPLINE = enum.auto()
    """A discipline."""
    ENGAGEMENT = enum.auto()
    """Work in the hands of a provider."""
    OFFER = enum.auto()
    """An offer: what is only believed."""
    REQUEST = enum.auto()
    """A request."""
    CHOICE = enum.auto()
    """An answer to a request."""
    PROVIDER = enum.auto()
    """A freelancer or vendor."""
    TEAM = enum.auto()
    """Own people."""


class FigureKind(enum.StrEnum):
    """The numbers that can be asked for their parts."""

    CASH = "cash"
    """Cash at the end of a turn: what it was before, and each cause that moved it."""
    COST = "cost"
    """What a turn cost, by account and cause."""
    TOTAL_COST = "total_cost"
    """What the game has cost so far, by account."""
    REVENUE = "revenue"
    TOTAL_REVENUE = "total_revenue"
    """What the game has brought in so far, by account."""
    ACCOUNT = "account"
    """An account over the game: what stood there before a turn, and what the turn booked."""
    QUALITY = "quality"
    """Quality over the game: each task's share of it."""
    QUALITY_TURN = "quality_turn"
    """Quality in a turn: each task's share of it."""
    OVERSIGHT_LOAD = "oversight_load"
    """Hours wanted by each engagement, as a share of the hours there are."""
    OVERSIGHT_PROMISED = "oversight_promised"
    """Hours that running engagements want this turn, as a share of the hours there are."""
    OVERSIGHT_HOURS = "oversight_hours"
    """Hours that running engagements want this turn."""
    MANAGER_HOURS = "manager_hours"
    """Hours that managers have this turn."""
    LOSSES = "losses"
    """What failures cost so far, by incident."""
    CAUSED_BY_OTHERS = "caused_by_others"
    """Of the losses, those that outside parties caused."""
    RECOVERED = "recovered"
    """Of the losses, what contracts and insurance gave back."""
    BORNE = "borne"
    """Losses that stayed, by incident."""
    BORNE_TURN = "borne_turn"
    """Losses of a turn that stayed, by incident."""
    CAUSED_BY_OTHERS_SHARE = "caused_by_others_share"
    """Percent of the losses."""
    RECOVERED_SHARE = "recovered_share"
    """Percent of the losses."""
    BORNE_SHARE = "borne_share"
    """Percent of the losses."""
    INCIDENT = "incident"
    """What stayed of an incident: its loss by account, less what each clause gave back."""
    INCIDENT_LOSS = "incident_loss"
    """What an incident cost, by account, and how that came about."""
    INCIDENT_REPUTATION = "incident_reputation"
    """Points of reputation that an incident cost."""
    CLAUSE_GAVE = "clause_gave"
    """What a clause gave back of an incident's loss; the subject is `incident/clause`."""
    CLAUSE_MOST = "clause_most"
    """The most that it gives; the subject is `incident/clause`."""
    MODE_HOURS = "mode_hours"
    """Standard hours that a mode has delivered, by who did them."""
    MODE_SHARE = "mode_share"
    """Standard hours of each mode, as percent of all."""
    REPUTATION = "reputation"
    """Change in a turn, by cause."""
    RUNWAY = "runway"
    MORALE = "morale"
    SCORE = "score"
    """Points, by objective."""
    OBJECTIVE = "objective"
    """What an objective is measured by, as it stands."""
    OBJECTIVE_POINTS = "objective_points"
    """Points that an objective is worth as it stands."""
    TASK_DONE = "task_done"
    """Percent of a project that is done, by who did it."""
    TASK_SERVICE = "task_service"
    """Percent of what a service was asked for, by who gave it."""
    KNOWLEDGE = "knowledge"
    """What the firm knows of a discipline: what moved it in a turn."""
    ENGAGEMENT_PAID = "engagement_paid"
    ENGAGEMENT_OVERSIGHT = "engagement_oversight"
    ENGAGEMENT_EFFORT = "engagement_effort"
    """Hours per standard hour: the factors that made it what it is."""
    ENGAGEMENT_GIVEN = "engagement_given"
    """Managers' hours that it got in the turn."""
    ENGAGEMENT_ASKED = "engagement_asked"
    """Standard hours of a service that it was asked for in the turn."""
    ENGAGEMENT_DONE = "engagement_done"
    """Standard hours that it delivered in the turn."""
    ENGAGEMENT_HOURS = "engagement_hours"
    """Hours that it worked in the turn."""
    ENGAGEMENT_PACE = "engagement_pace"
    """Percent of full pace."""
    ENGAGEMENT_ESCROW = "engagement_escrow"
    """Money that the platform holds for it."""
    ENGAGEMENT_FEE = "engagement_fee"
    """What leaving its term now would cost."""
    OFFER_ALL_IN = "offer_all_in"
    """The all-in cost that an offer is expected to come to."""
    OFFER_LEAVES = "offer_leaves"
    """What the work is expected to bring in, less what an offer is expected to come to."""
    OFFER_PRICE = "offer_price"
    """What an offer costs under its terms: the quote, premiums, the discount of a term."""
    OFFER_FINISH = "offer_finish"
    """The turn in which an offer is expected to be done, or to give full service."""
    OFFER_QUALITY = "offer_quality"
    OFFER_OVERSIGHT = "offer_oversight"
    OFFER_EXPOSURE = "offer_exposure"
    """What would have to be borne."""
    OFFER_PAYS = "offer_pays"
    """What would be paid to the provider."""
    OFFER_SERVICE = "offer_service"
    """Percent of what a service asks for that could be given."""
    OFFER_DISPLACES = "offer_displaces"
    """Hours a turn that own people would be missing elsewhere."""
    OFFER_HOURS = "offer_hours"
    """Hours that a bid expects: altogether, or a turn."""
    OFFER_CREW = "offer_crew"
    """Most hours a turn that a bid would put to it."""
    REQUEST_SUM = "request_sum"
    """The sum that a request is about."""
    CHOICE_COST = "choice_cost"
    """Money due now for an answer; the subject is `request/answer`."""
    CHOICE_HOURS = "choice_hours"
    """Managers' hours that an answer takes; the subject is `request/answer`."""
    CHOICE_PRICE = "choice_price"
    """Percent that an answer moves a price by; the subject is `request/answer`."""
    PROVIDER_SKILL = "provider_skill"
    """What is thought of a provider's skill: its kind, its rating, what was seen of it."""
    PROVIDER_SKILL_SPREAD = "provider_skill_spread"
    """How uncertain that is."""
    PROVIDER_RELIABILITY = "provider_reliability"
    """What is thought of a provider's reliability: its kind, what was seen of it."""
    PROVIDER_RELIABILITY_SPREAD = "provider_reliability_spread"
    """How uncertain that is."""
    PROVIDER_TRUST = "provider_trust"
    """Trust in a provider: what moved it in a turn."""
    TEAM_HEADS = "team_heads"
    """People of a team or site: who came and went in a turn."""
    TEAM_HOURS = "team_hours"
    """Productive hours of a team or site in the last turn; before one was played, in the first."""
    TEAM_USED = "team_used"
    """Percent of them that work took, by engagement."""
    TEAM_CAPACITY = "team_capacity"
    """Hours a turn that its people can give, those on their way among them."""
    TEAM_PROMISED = "team_promised"
    """Hours a turn of that which are planned for the work that it has."""
    TEAM_FREE = "team_free"
    """Hours a turn that are not promised to anything yet."""
    TEAM_SKILL = "team_skill"
    """Skill of a team: what moved it in a turn."""
    TEAM_MORALE = "team_morale"
    """Morale of a team: what moved it in a turn."""
    TEAM_WAGE = "team_wage"
    """What a paid hour costs: the wage at the start, and what moved it since."""
    TEAM_NOVICES = "team_novices"
    """What newcomers still cost, in people's work: what moved it in a turn."""
    TEAM_TURNOVER = "team_turnover"
    """Percent who leave in a year: what the turn's leavers did to it."""

    @property
    def family(self) -> "Family":
        """What it is a figure of."""
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
    """What one whole step of an amount is."""

    MONEY = "money"
    """A minor unit (cent)."""
    HUNDREDTHS = "hundredths"
    """A hundredth of a point, of a percent or of an hour."""
    ONES = "ones"
    """One: heads."""


class RangeEnd(enum.StrEnum):
    """Which end of a range a figure is."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


@frozen
class Figure:
    """A number on a screen."""

    kind: FigureKind
    subject: str = ""
    """The id of what it belongs to: engagement, offer, task, team, provider, objective, ..."""
    turn: int = 0
    """The turn it belongs to; 0 for the last one played."""
    end: RangeEnd = RangeEnd.MID
    """Offers: the end of the range, or its middle."""


@frozen
class Part:
    """A part of a number, with the parts it is made of in turn."""

    label: str
    amount: int
    parts: tuple["Part", ...] = ()

    def __attrs_post_init__(self) -> None:
        if self.parts and sum(part.amount for part in self.parts) != self.amount:
            raise ValueError(f"the parts of {self.label!r} do not add up to {self.amount}")


@frozen
class Explanation:
    """A number, its unit, and parts that add up to it."""

    figure: Figure
    title: str
    unit: Unit
    value: int
    parts: tuple[Part, ...]
    note: str = ""
    """What the number means, in a sentence or two."""

    def __attrs_post_init__(self) -> None:
        if sum(part.amount for part in self.parts) != self.value:
            raise ValueError(f"the parts of {self.title!r} do not add up to {self.value}")
