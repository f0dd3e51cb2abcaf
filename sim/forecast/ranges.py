"""What a forecast says: ranges, cautions, the appraisal of an award, the worth of watching."""

import enum
import math

from attrs import field, frozen

from sim.model.explanation import FigureKind

INTO = 0.05
"""Share of a turn into which work may run and still count as done at the end of the one before."""


def turn_end(turn: float) -> int:
    """The turn at whose end something is there that is done within it."""
    return math.ceil(turn - INTO)


@frozen
class Span:
    """A range with its middle."""

    low: float
    mid: float
    high: float

    @classmethod
    def sorted(cls, *values: float) -> "Span":
        """A range over three values in any order."""
        low, mid, high = sorted(values)
        return cls(low, mid, high)


class Caution(enum.StrEnum):
    """What to beware of in an offer."""

    DISPLACES_WORK = "displaces_work"
    NEW_TO_US = "new_to_us"
    LOW_BID = "low_bid"
    FAR_AWAY = "far_away"
    OTHER_CLIENTS = "other_clients"
    MAY_SUBCONTRACT = "may_subcontract"
    LOCK_IN = "lock_in"
    CREDIT_CAP = "credit_cap"
    OVERSIGHT_OVER_BUDGET = "oversight_over_budget"
    TOO_SMALL = "too_small"
    LATE = "late"
    CUSTOMERS_NOTICE = "customers_notice"
    KNOWLEDGE_FADES = "knowledge_fades"
    WEAK_FINANCES = "weak_finances"


Rows = tuple[tuple[str, float], ...]
"""What a number is made of: label and amount."""

Parts = dict[FigureKind, Rows]
"""What numbers are made of, by figure."""


@frozen
class Estimate:
    """What an award is expected to lead to. Money in minor units."""

    all_in: Span
    """Invoices, fees, coordination, managers' time, own hours at loaded wages, expected losses:
    for the piece, or for the rest of the game."""
    finish: Span
    """The turn of acceptance (project), or of full service (function)."""
    quality: Span
    """0..100."""
    oversight: Span
    """Managers' hours a turn."""
    exposure: Span
    """Losses that would be borne: as expected, in a bad case, in a very bad one; a turn
    (function) or for the piece."""
    pays: Span
    """Invoices: for the piece, or a turn."""
    service: Span
    """Share of what a function asks for that could be given; 1 for a project in time."""
    knowledge: float
    """Change of the firm's knowledge of the discipline in a year, in points of 0..1."""
    displaces: float
    """Hours a turn that own people would be missing elsewhere."""
    cautions: tuple[Caution, ...]
    parts: Parts = field(repr=False, eq=False)
    """What the middle case's cost, quality and displaced hours are made of."""


@frozen
class Watch:
    """What a level of oversight is expected to do for a running engagement, in a turn."""

    hours: float
    """Managers' hours that it wants."""
    loss: float
    """Losses to be borne (minor units)."""
    faults: float
    """Defects that come to light after they were let through."""
    standard_hours: float
    """Standard hours of work in the turn."""
