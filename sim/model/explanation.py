"""A number taken apart: parts that add up to it exactly.

Amounts are whole numbers of the figure's smallest step (a cent, a hundredth of a point), so that
"adds up" means equality.
"""

import enum

from attrs import frozen


class FigureKind(enum.StrEnum):
    """The numbers that can be asked for their parts."""

    CASH = "cash"
    """Cash at the end of a turn: what it was before, and each cause that moved it."""
    COST = "cost"
    """What a turn cost, by account and cause."""
    TOTAL_COST = "total_cost"
    """What the game has cost so far, by account."""
    REVENUE = "revenue"
    QUALITY = "quality"
    """Quality over the game: each task's share of it."""
    QUALITY_TURN = "quality_turn"
    """Quality in a turn: each task's share of it."""
    OVERSIGHT_LOAD = "oversight_load"
    """Hours wanted by each engagement, as a share of the hours there are."""
    OVERSIGHT_PROMISED = "oversight_promised"
    """Hours that running engagements want this turn, as a share of the hours there are."""
    BORNE = "borne"
    """Losses that stayed, by incident."""
    REPUTATION = "reputation"
    """Change in a turn, by cause."""
    RUNWAY = "runway"
    MORALE = "morale"
    SCORE = "score"
    """Points, by objective."""
    ENGAGEMENT_PAID = "engagement_paid"
    ENGAGEMENT_OVERSIGHT = "engagement_oversight"
    ENGAGEMENT_EFFORT = "engagement_effort"
    """Hours per standard hour: the factors that made it what it is."""
    OFFER_ALL_IN = "offer_all_in"
    """The all-in cost that an offer is expected to come to."""
    OFFER_PRICE = "offer_price"
    """What an offer costs under its terms: the quote, premiums, the discount of a term."""
    OFFER_FINISH = "offer_finish"
    """The turn in which an offer is expected to be done, or to give full service."""
    OFFER_QUALITY = "offer_quality"
    OFFER_OVERSIGHT = "offer_oversight"
    OFFER_EXPOSURE = "offer_exposure"
    """What would have to be borne."""
    PROVIDER_SKILL = "provider_skill"
    """What is thought of a provider's skill: its kind, its rating, what was seen of it."""
    TEAM_HOURS = "team_hours"
    """Productive hours of a team or site in a turn."""


class Unit(enum.StrEnum):
    """What one whole step of an amount is."""

    MONEY = "money"
    """A minor unit (cent)."""
    HUNDREDTHS = "hundredths"
    """A hundredth of a point, of a percent or of an hour."""


@frozen
class Figure:
    """A number on a screen."""

    kind: FigureKind
    subject: str = ""
    """An engagement's or offer's id, where the figure belongs to one."""
    turn: int = 0
    """The turn it belongs to; 0 for the last one played."""


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
