"""What a player hands in: one frozen class an order.

An order says what is wanted, never what it leads to. `sim.engine.legality` says whether it can be
done; `sim.engine.sign` does it.
"""

from attrs import field, frozen
from attrs.validators import ge

from sim.model.vocabulary import Oversight, Pricing, Sla


@frozen
class Terms:
    """What is agreed beside the price. Own staff need none but the oversight level."""

    pricing: Pricing = Pricing.OWN
    oversight: Oversight = Oversight.STANDARD
    sla: Sla = Sla.NONE
    """Vendors only: service credits and formal reporting, for a premium."""
    term: int = field(default=0, validator=ge(0))
    """Functions only: turns for which both are bound; longer is cheaper, and dear to leave."""
    escrow: bool = False
    """Marketplace freelancers only: the platform holds the money until the work is accepted."""
    liability: bool = False
    """Vendors only: the vendor answers for damage, its subcontractors' too, for a premium."""


@frozen
class Award:
    """Give a task to whoever made an offer."""

    task: str
    offer: str
    terms: Terms = Terms()
    beside: bool = False
    """True: works beside those who have the task; False: takes over from them."""


@frozen
class Oversee:
    """Look at an engagement more or less closely from now on."""

    engagement: str
    level: Oversight


@frozen
class End:
    """Give notice to an engagement. A contract inside its term costs the termination fee."""

    engagement: str


@frozen
class Renew:
    """Bind a running vendor for a new term, at the price it asks."""

    engagement: str
    term: int = field(validator=ge(1))


@frozen
class BringHome:
    """Insource: a team takes a task back from those who have it outside."""

    task: str
    team: str
    oversight: Oversight = Oversight.STANDARD


@frozen
class Hire:
    """Advertise posts in a team or site; they are filled some weeks later."""

    team: str
    heads: int = field(validator=ge(1))


@frozen
class LayOff:
    """Dismiss people of a team or site, at once."""

    team: str
    heads: int = field(validator=ge(1))


@frozen
class Train:
    """Put own people into training this turn; the hours are missing at work."""

    team: str
    hours: float = field(converter=float, validator=ge(0))


@frozen
class Overtime:
    """Set a team's working week, from now on."""

    team: str
    weekly_hours: float = field(converter=float, validator=ge(0))


@frozen
class OpenSite:
    """Set up a captive: own people abroad, for one discipline."""

    location: str
    discipline: str
    heads: int = field(validator=ge(1))


@frozen
class CloseSite:
    """Shut a captive; its people are laid off."""

    site: str


@frozen
class Audit:
    """Pay for a close look at a provider: references, a trial, the books."""

    provider: str


@frozen
class Answer:
    """Choose one of a request's answers."""

    request: str
    choice: str


@frozen
class AcceptDeal:
    """Take on outside work: its tasks are yours now."""

    deal: str


@frozen
class DeclineDeal:
    """Turn outside work down."""

    deal: str


Order = (
    Award
    | Oversee
    | End
    | Renew
    | BringHome
    | Hire
    | LayOff
    | Train
    | Overtime
    | OpenSite
    | CloseSite
    | Audit
    | Answer
    | AcceptDeal
    | DeclineDeal
)
"""Any order. To wait is to hand in none."""
