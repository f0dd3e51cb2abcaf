"""Reasons for caution about an offer."""

import enum
from typing import Final

from sim.engine import places
from sim.engine.phases import oversee
from sim.forecast.capacity import place_of
from sim.forecast.outcomes import Estimate
from sim.forecast.rollout import Forecast
from sim.model.explanation import FigureKind
from sim.model.orders import Award
from sim.model.vocabulary import Kind, Sla, TaskKind
from sim.model.world import Observation

SEEN: Final = 0.6
"""Visibility at which customers begin to mind strangers."""

FULL_SERVICE: Final = 0.95
"""Share of a service below which a provider is too small for it."""

LOW: Final = 0.15
"""How far below its rivals a bid must be to be a warning, as a share."""

FAR: Final = 0.3
"""Distance times coupling above which work is far away."""

LONG_TERM: Final = 12
"""Turns of the shortest term that counts as lock-in."""

KNOWING: Final = 0.5
"""Need for firm-specific knowledge at which it is worth keeping inside."""

IN_TIME: Final = 0.5
"""Turns past its deadline by which work still counts as in time when there is no forecast."""


class Caution(enum.StrEnum):
    """A reason for caution about an offer."""

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


def over_budget(facts: Observation, wanted: float) -> bool:
    """Whether `wanted` managers' hours a turn, on top of what runs, exceed those available."""
    return facts.promised + wanted > oversee.available_hours(facts)


def cautions(
    facts: Observation, award: Award, seen: Estimate, ahead: Forecast | None = None
) -> tuple[Caution, ...]:
    """Reasons for caution about an award, the weightiest first.

    Args:
        facts: What is known.
        award: A legal award.
        seen: Its estimate.
        ahead: Its forecast, if there is one: the award is late when half of its futures are.
    """
    offer = facts.offers[award.offer]
    spec, terms, middle = facts.tasks[offer.task].spec, award.terms, seen.middle
    provider = facts.providers.get(offer.provider)
    distance = places.distance(
        facts.rules, facts.scenario, offer.kind, place_of(facts, offer.provider)
    )
    late = False
    if spec.deadline and ahead is not None:
        late = ahead.spans[FigureKind.OFFER_FINISH].mid > spec.deadline
    elif spec.deadline:
        late = spec.kind is TaskKind.PROJECT and middle.finish > spec.deadline + IN_TIME
    vendor = offer.kind is Kind.VENDOR
    strangers = offer.kind in (Kind.VENDOR, Kind.SITE) and spec.visibility >= SEEN
    rows = (
        (Caution.LATE, late),
        (Caution.DISPLACES_WORK, middle.displaces > 1.0),
        (Caution.TOO_SMALL, spec.kind is TaskKind.FUNCTION and middle.service < FULL_SERVICE),
        (Caution.OVERSIGHT_OVER_BUDGET, over_budget(facts, seen.oversight.mid)),
        (Caution.LOW_BID, offer.below_market > LOW),
        (Caution.WEAK_FINANCES, provider is not None and provider.warned),
        (Caution.CUSTOMERS_NOTICE, strangers),
        (Caution.FAR_AWAY, distance * spec.coupling > FAR),
        (Caution.OTHER_CLIENTS, offer.kind is Kind.FREELANCER),
        (Caution.NEW_TO_US, provider is not None and provider.jobs == 0),
        (Caution.MAY_SUBCONTRACT, vendor and provider is not None and provider.audited == 0),
        (Caution.LOCK_IN, vendor and terms.term >= LONG_TERM),
        (Caution.CREDIT_CAP, vendor and terms.sla is not Sla.NONE),
        (Caution.KNOWLEDGE_FADES, offer.kind is not Kind.TEAM and spec.knowledge >= KNOWING),
    )
    return tuple(caution for caution, holds in rows if holds)
