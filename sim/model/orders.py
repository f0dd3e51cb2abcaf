"""The orders that a player can give, one unchangeable class for each kind.

An order says what is wanted, not what it leads to. `sim.engine.legality` says whether it is legal;
`sim.engine.phases.sign` carries it out.
"""

from typing import Any

from attrs import Attribute, define, field, frozen, setters
from attrs.validators import and_, ge, instance_of

from sim.model import spec
from sim.model.vocabulary import Oversight, Pricing, Sla


def whole(_: Any, attribute: "Attribute[Any]", value: Any) -> None:
    """A validator: an integer, but not a bool."""
    if type(value) is not int:
        raise TypeError(f"{attribute.name} must be a whole number, is {value!r}")


def number(value: Any) -> Any:
    """A converter: integers become floats, so that 48 and 48.0 make equal orders."""
    return float(value) if type(value) is int else value


TEXT = instance_of(str)
LEVEL = instance_of(Oversight)
COUNT: Any = and_(whole, ge(1))
HOURS: Any = and_(instance_of(float), ge(0))


@spec.unchangeable
@define(slots=False, unsafe_hash=True, on_setattr=setters.frozen)
class Terms(spec.Terms):
    """The terms of an award. For own staff, only the oversight level matters."""

    pricing: Pricing = field(default=Pricing.OWN, validator=instance_of(Pricing))
    oversight: Oversight = field(default=Oversight.STANDARD, validator=LEVEL)
    sla: Sla = field(default=Sla.NONE, validator=instance_of(Sla))
    """Vendors only: service credits and formal reporting, for a premium."""
    term: int = field(default=0, validator=and_(whole, ge(0)))
    """Functions only: turns for which both sides are bound; long is cheap, but dear to leave."""
    escrow: bool = field(default=False, validator=instance_of(bool))
    """Marketplace freelancers only: the platform holds the money until the work is accepted."""
    liability: bool = field(default=False, validator=instance_of(bool))
    """Vendors only: the vendor answers for damage, its subcontractors' too, for a premium."""


@spec.unchangeable
@define(slots=False, unsafe_hash=True, on_setattr=setters.frozen)
class Award(spec.Award):
    """Give a task to the provider of an offer; an own team brings home what others have."""

    task: str = field(validator=TEXT)
    offer: str = field(validator=TEXT)
    terms: Terms = field(default=Terms(), validator=instance_of(Terms))
    beside: bool = field(default=False, validator=instance_of(bool))
    """True: works alongside those who have the task; False: takes over from them."""


@frozen
class Oversee:
    """Watch an engagement more or less closely from now on."""

    engagement: str = field(validator=TEXT)
    level: Oversight = field(validator=instance_of(Oversight))


@frozen
class End:
    """End an engagement by giving notice. Ending a contract within its term costs a fee."""

    engagement: str = field(validator=TEXT)


@frozen
class Renew:
    """Bind a running vendor for a new term, at the price it asks."""

    engagement: str = field(validator=TEXT)
    term: int = field(validator=COUNT)


@frozen
class Hire:
    """Advertise posts in a team or site; people arrive some weeks later."""

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
    """Audit a provider: a trial, the books, who does the work."""

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
    """Take on outside work: its tasks become the firm's."""

    deal: str = field(validator=TEXT)


@frozen
class DeclineDeal:
    """Turn down outside work."""

    deal: str = field(validator=TEXT)


Order = (
    Award
    | Oversee
    | End
    | Renew
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
"""Any order. Waiting means giving none."""
