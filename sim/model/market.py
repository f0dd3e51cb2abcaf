"""Offers with their quotes, and requests with their choices."""

from attrs import frozen

from sim.model.vocabulary import Kind, Mode, Pricing, RequestKind, Sla


@frozen
class Quote:
    """A price under one pricing model."""

    pricing: Pricing
    amount: int
    """Minor units: per project or turn of a function (fixed), per hour (hourly, performance)."""


@frozen
class Offer:
    """A provider's offer to take on a task."""

    id: str
    """`task/provider`."""
    task: str
    provider: str
    kind: Kind
    mode: Mode
    made: int
    """The turn of the bid."""
    expires: int
    """The last turn in which it can be accepted."""
    quotes: tuple[Quote, ...]
    hours: float
    """Hours the provider expects to need: in total (project) or a turn (function)."""
    standard: float
    """Standard hours that those cover; less than the task's if the provider has no more to give."""
    crew: float
    """The most hours a turn that it would work on the task."""
    turns: int
    """Turns it says a project will take; turns of transition for a function."""
    slas: tuple[Sla, ...]
    """Service levels that it would sign."""
    escrow: bool
    """Whether the platform can hold the money in escrow."""
    liability: bool
    """Whether it would sign a liability clause."""
    below_market: float
    """How far the price is below the mean of all bids of its kind for the task, as a share."""


@frozen
class Choice:
    """One possible answer to a request."""

    id: str
    cost: int
    """Due at once, in minor units; 0 if it only changes terms."""
    hours: float
    """Managers' hours that it takes."""
    number: float = 0.0
    """Size of its effect, in a unit by kind of request: a share of the price, points, ..."""


@frozen
class Request:
    """A matter to be answered this turn; if nobody answers, the first choice applies."""

    id: str
    kind: RequestKind
    turn: int
    subject: str
    """The id of the engagement, team, client or incident it is about."""
    who: str
    """Name of who asks."""
    choices: tuple[Choice, ...]
    amount: int = 0
    """The sum in question, in minor units; 0 if there is none."""

    def answer_id(self, choice: Choice) -> str:
        """An id for one of its choices, unique among all requests: `request/answer`."""
        return f"{self.id}/{choice.id}"
