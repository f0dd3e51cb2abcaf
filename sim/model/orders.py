"""What a player hands in: one frozen class an order.

An order says what is wanted, never what it leads to. `sim.engine.legality` says whether it can be
done; `sim.engine.phases.sign` does it.
"""

from typing import Any

from attrs import Attribute, field, frozen
from attrs.validators import and_, ge, instance_of

from sim.model.vocabulary import Oversight, Pricing, Sla


def whole(_: Any, attribute: "Attribute[Any]", value: Any) -> None:
    """A validator: a whole number, and no truth value."""
    if type(value) is not int:
        raise TypeError(f"{attribute.name} must be a whole number, is {value!r}")


def number(value: Any) -> Any:
    """A converter: whole numbers become floats, so that 48 and 48.0 are one order."""
    return float(value) if type(value) is int else value


TEXT = instance_of(str)
LEVEL = instance_of(Oversight)
COUNT: Any = and_(whole, ge(1))
HOURS: Any = and_(instance_of(float), ge(0))


@frozen
class Terms:
    """What is agreed beside the price. Own staff need none but the oversight level."""

    pricing: Pricing = field(default=Pricing.OWN, validator=instance_of(Pricing))
    oversight: Oversight = field(default=Oversight.STANDARD, validator=LEVEL)
    sla: Sla = field(default=Sla.NONE, validator=instance_of(Sla))
    """Vendors only: service credits and formal reporting, for a premium."""
    term: int = field(default=0, validator=and_(whole, ge(0)))
    """Functions only: turns for which both are bound; longer is cheaper, and dear to leave."""
    escrow: bool = field(default=False, validator=instance_of(bool))
    """Marketplace freelancers only: the platform holds the money until the work is accepted."""
    liability: bool = field(default=False, validator=instance_of(bool))
    """Vendors only: the vendor answers for damage, its subcontractors' too, for a premium."""


@frozen
class Award:
    """Give a task to whoever made an offer."""

    task: str = field(validator=TEXT)
    offer: str = field(validator=TEXT)
    terms: Terms = field(default=Terms(), validator=instance_of(Terms))
    beside: bool = field(default=False, validator=instance_of(bool))
    """True: works beside those who have the task; False: takes over from them."""


@frozen
class Oversee:
    """Look at an engagement more or less closely from now on."""

    engagement: str = field(validator=TEXT)
    level: Oversight = field(validator=instance_of(Oversight))


@frozen
class End:
    """Give notice to an engagement. A contract inside its term costs the termination fee."""

    engagement: str = field(validator=TEXT)


@frozen
class Renew:
    """Bind a running vendor for a new term, at the price it asks."""

    engagement: str = field(validator=TEXT)
    term: int = field(validator=COUNT)


@frozen
class BringHome:
    """Insource: a team takes a task back from those who have it outside."""

    task: str = field(validator=TEXT)
    team: str = field(validator=TEXT)
    oversight: Oversight = field(default=Oversight.STANDARD, validator=LEVEL)


@frozen
class Hire:
    """Advertise posts in a team or site; they are filled some weeks later."""

    team: str = field(validator=TEXT)
    heads: int = field(validator=COUNT)


@frozen
class LayOff:
    """Dismiss people of a team or site, at once."""

    team: str = field(validator=TEXT)
    heads: int = field(validator=COUNT)


@frozen
class Train:
    """Put own people into training this turn; the hours are missing at work."""

    team: str = field(validator=TEXT)
    hours: float = field(converter=number, validator=HOURS)


@frozen
class Overtime:
    """Set a team's working week, from now on."""

    team: str = field(validator=TEXT)
    weekly_hours: float = field(converter=number, validator=HOURS)


@frozen
class OpenSite:
    """Set up a captive: own people abroad, for one discipline."""

    location: str = field(validator=TEXT)
    discipline: str = field(validator=TEXT)
    heads: int = field(validator=COUNT)


@frozen
class CloseSite:
    """Shut a captive; its people are laid off."""

    site: str = field(validator=TEXT)


@frozen
class Audit:
    """Pay for a close look at a provider: a trial, the books, who does the work."""

    provider: str = field(validator=TEXT)


@frozen
class AskReferences:
    """Ask other clients of a provider that never worked for the firm; they answer by next turn."""

    provider: str = field(validator=TEXT)
    clients: int = field(validator=COUNT)


@frozen
class Answer:
    """Choose one of a request's answers."""

    request: str = field(validator=TEXT)
    choice: str = field(validator=TEXT)


@frozen
class AcceptDeal:
    """Take on outside work: its tasks are yours now."""

    deal: str = field(validator=TEXT)


@frozen
class DeclineDeal:
    """Turn outside work down."""

    deal: str = field(validator=TEXT)


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
    | AskReferences
    | Answer
    | AcceptDeal
    | DeclineDeal
)
"""Any order. To wait is to hand in none."""
