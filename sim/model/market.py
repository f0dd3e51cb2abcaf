"""What is on offer: offers with their quotes, requests with their answers."""

from attrs import frozen

from sim.model.vocabulary import Kind, Mode, Pricing, RequestKind, Sla


@frozen
class Quote:
    """A price under one pricing model."""

    pricing: Pricing
    amount: int
    """Fixed: for the piece (project) or a turn (function). Hourly, performance: per hour."""


@frozen
class Offer:
    """What a provider says it would do for a task."""

    id: str
    """`task/provider`."""
    task: str
    provider: str
    kind: Kind
    mode: Mode
    made: int
    """The turn of the bid."""
    expires: int
    """The last turn in which it can be taken."""
    quotes: tuple[Quote, ...]
    hours: float
    """Hours the provider thinks it needs: altogether (project) or a turn (function)."""
    standard: float
    """Standard hours that those are for: less than the task's where it has no more to give."""
    crew: float
    """Most hours a turn that it would put to it."""
    turns: int
    """Turns it says a project will take; turns of transition for a function."""
    slas: tuple[Sla, ...]
    """Service levels that it would sign."""
    escrow: bool
    """Whether the platform can hold the money."""
    liability: bool
    """Whether it would sign a liability clause."""
    below_market: float
    """How far the price is under the mean of the bids of its kind for the task, as a share."""


@frozen
class Choice:
    """One possible answer to a request."""

    id: str
    cost: int
    """Money due now when it is chosen (minor units); 0 when it only changes terms."""
    hours: float
    """Managers' hours that it takes."""
    number: float = 0.0
    """The size of what changes: a share of the price, a number of turns; by kind of request."""


@frozen
class Request:
    """A matter that wants an answer this turn; silence is its first choice."""

    id: str
    kind: RequestKind
    turn: int
    subject: str
    """The engagement, team, client or task it is about."""
    who: str
    """Who asks, by name."""
    choices: tuple[Choice, ...]
    amount: int = 0
    """The sum in question (minor units), where there is one."""

    def answer_id(self, choice: Choice) -> str:
        """Names one of its answers among those of all requests: `request/answer`."""
        return f"{self.id}/{choice.id}"
