"""What an award is worth to a scenario's objectives, as far as a manager can tell.

Money, quality, oversight load and borne losses are converted to points on the objectives' own
scales, so that one policy serves every scenario.
"""

from collections.abc import Sequence
from typing import Final

import attr
from attrs import evolve

from sim.engine.bids import remaining
from sim.engine.formulas import quality_weight, stranger
from sim.engine.phases import oversee
from sim.engine.phases.judge import POINTS
from sim.forecast import Estimate, default_terms, estimate, free_hours, over_budget
from sim.forecast.terms import horizon
from sim.model.market import Offer
from sim.model.orders import Award
from sim.model.spec import Objective
from sim.model.value import Value
from sim.model.vocabulary import Kind, ObjectiveKind, Oversight, TaskKind
from sim.model.world import Facts, Observation


@attr.s(auto_attribs=True, order=False, init=False, unsafe_hash=True)
class Weights(Value):
    """Points per unit of each result."""

    money: float
    """Per minor unit of cash."""
    quality: float
    """Per point of quality across all work."""
    load: float
    """For a full oversight load throughout the game."""
    borne: float
    """Per minor unit of loss that the firm bears."""
    reputation: float
    """Per point of reputation."""
    people: float
    """For keeping all own people."""

    def __init__(
        self, money: float, quality: float, load: float, borne: float, reputation: float,
        people: float,
    ) -> None:  # fmt: skip
        self.money, self.quality, self.load, self.borne = money, quality, load, borne
        self.reputation, self.people = reputation, people


MONEY_COUNTS: Final = 250.0
"""Points for starting cash plus a year's fees when no objective judges money."""

CAREFUL: Final = 0.3
"""Weight of a cost's high end against its middle."""

NO_QUALITY: Final = 50.0
"""Quality at which work gains nothing for the quality objective."""

FAIR_QUALITY: Final = 60.0
"""Quality at which it gains nothing for reputation."""

REMEMBERED: Final = 0.15
"""Points of reputation per point of quality, or per fault, in fully visible work."""

OVERLOAD: Final = 120.0
"""Points lost by work that exceeds the managers' budget and takes all of their hours."""

BORNE_COUNTS: Final = 0.6
"""Share of expected losses that counts towards the objective for losses."""

LARGER: Final = 1.2
"""Factor by which a project is assumed to exceed its specified size."""

SUNK: Final = 0.75
"""Share of otherwise idle people's wages that counts as paid anyway."""

DELICATE: Final = 0.5
"""Sensitivity that calls for trying close oversight."""

ON_SHOW: Final = 0.7
"""Visibility that does."""

LIABLE: Final = 0.4
"""Sensitivity that calls for trying a liability clause."""


def weights(facts: Observation) -> Weights:
    """The scenario's weights. Money always counts a little: it keeps the firm alive."""

    def slope(*kinds: ObjectiveKind) -> float:
        total = 0.0
        for objective in facts.scenario.objectives:
            if objective.kind in kinds:
                total += POINTS * objective.weight / _span(objective) * _reach(facts, objective)
        return total

    least = MONEY_COUNTS / max(1.0, abs(facts.scenario.firm.cash) + 12.0 * _revenue(facts))
    return Weights(
        money=max(least, slope(ObjectiveKind.FIRM_VALUE, ObjectiveKind.TOTAL_COST)),
        quality=max(1.0, slope(ObjectiveKind.QUALITY)),
        load=slope(ObjectiveKind.OVERSIGHT_LOAD),
        borne=slope(ObjectiveKind.BORNE),
        reputation=slope(ObjectiveKind.REPUTATION),
        people=slope(ObjectiveKind.PEOPLE_KEPT),
    )


IN_REACH = (-0.1, 1.05)
"""Projected range, from floor (0) to target (1), in which an objective can still be moved."""

OUT_OF_REACH: Final = 0.35
"""Factor on the weight of an objective that can no longer be moved."""


def _reach(facts: Observation, objective: Objective) -> float:
    """1 while an objective can still be moved; less if it will end beyond its floor or target."""
    played = len(facts.history)
    if played < 2:
        return 1.0
    value = next(row.value for row in facts.standings if row.id == objective.id)
    if objective.kind in (ObjectiveKind.BORNE, ObjectiveKind.TOTAL_COST):
        value *= facts.scenario.turns / played
    elif objective.kind is ObjectiveKind.FIRM_VALUE:
        gained = facts.cash - facts.scenario.firm.cash
        value += gained / played * (facts.scenario.turns - played)
    part = (value - objective.floor) / (objective.target - objective.floor)
    return 1.0 if IN_REACH[0] < part < IN_REACH[1] else OUT_OF_REACH


def _span(objective: Objective) -> float:
    return abs(objective.target - objective.floor)


def _revenue(facts: Observation) -> float:
    return float(sum(client.revenue for client in facts.clients.values()))


def turns_left(facts: Facts, task: str) -> int:
    """Turns that a service has left."""
    return horizon(facts, facts.tasks[task].spec)


def share_of_work(facts: Observation, task: str) -> float:
    """The task's share (0..1) of the weight of all work in overall quality."""
    total = 0.0
    own = 0.0
    for other in facts.tasks.values():
        spec = other.spec
        turns = turns_left(facts, spec.id) if spec.kind is TaskKind.FUNCTION else 1
        weight = turns * quality_weight(facts.rules, spec.hours, spec.visibility)
        total += weight
        if spec.id == task:
            own = weight
    return own / total if total else 0.0


def value_of(
    facts: Observation,
    award: Award,
    sunk: bool = True,
    by: Weights | None = None,
    share: float | None = None,
) -> float:
    """Points that an award is expected to gain, compared with nobody doing the task.

    Args:
        facts: What is known.
        award: The award.
        sunk: Whether own people's wages are paid anyway.
        by: The scenario's weights, if already computed.
        share: The task's share of all work, if already computed.
    """
    seen = estimate(facts, award)
    offer = facts.offers[award.offer]
    task = facts.tasks[offer.task]
    spec = task.spec
    by = by or weights(facts)
    share = share_of_work(facts, spec.id) if share is None else share
    function = spec.kind is TaskKind.FUNCTION
    turns = turns_left(facts, spec.id) if function else 1
    cost = (1.0 - CAREFUL) * seen.all_in.mid + CAREFUL * seen.all_in.high
    if offer.kind is Kind.TEAM and sunk:
        cost -= _sunk(facts, offer, seen, turns)
    value = spec.value * turns * seen.service.mid if function else spec.value
    late = max(0.0, seen.finish.mid - (spec.deadline or facts.scenario.turns))
    if not function:
        chance = max(0.0, 1.0 - late / facts.rules.give_up_turns)
        if seen.finish.mid > facts.scenario.turns:
            chance = 0.0
        value *= chance
    points = by.money * (value - cost)
    points += by.quality * (seen.quality.mid - NO_QUALITY) * share
    points += by.reputation * (seen.quality.mid - FAIR_QUALITY) * REMEMBERED * spec.visibility
    hours = max(1.0, oversee.available_hours(facts))
    length = turns if function else max(1.0, seen.finish.mid - facts.turn + 1.0)
    part = length / facts.scenario.turns
    points -= by.load * seen.oversight.mid / hours * part
    if over_budget(facts, seen.oversight.mid):
        points -= OVERLOAD * min(1.0, seen.oversight.mid / hours) * part
    points -= by.money * _client_at_risk(facts, offer) * turns_left(facts, spec.id)
    points -= by.borne * (0.5 * seen.exposure.mid + 0.5 * seen.exposure.high) * turns * BORNE_COUNTS
    return points


CLIENT_RISK: Final = 0.25
"""Share of a client's fees at risk when strangers do work that is fully visible to it."""


def _client_at_risk(facts: Observation, offer: Offer) -> float:
    """The client's fees per turn that are put at risk (minor units)."""
    spec = facts.tasks[offer.task].spec
    client = facts.clients.get(spec.client) if spec.client else None
    if client is None or client.lost or spec.kind is not TaskKind.FUNCTION:
        return 0.0
    seen = spec.visibility * spec.visibility
    return CLIENT_RISK * seen * stranger(facts.rules, offer.kind) * client.revenue


def _sunk(facts: Observation, offer: Offer, seen: Estimate, turns: int) -> float:
    """Wages paid anyway: own people with nothing else to do cost nothing extra (minor units)."""
    own = seen.middle.costs.own_hours + seen.middle.costs.risen
    free = max(0.0, free_hours(facts, offer.provider, without=offer.task))
    task = facts.tasks[offer.task]
    wanted = offer.hours
    if task.spec.kind is TaskKind.PROJECT:
        wanted = min(offer.crew, remaining(facts.rules, task) * LARGER)
    covered = min(1.0, free / wanted) if wanted else 1.0
    saved = SUNK * own * covered
    return saved - displaced_value(facts, offer, seen.displaces) * turns


def displaced_value(facts: Observation, offer: Offer, hours: float) -> float:
    """Most that services losing these hours of the team would have earned (minor units a turn)."""
    best = 0.0
    for engagement in facts.engagements.values():
        spec = facts.tasks[engagement.task].spec
        if engagement.provider == offer.provider and spec.kind is TaskKind.FUNCTION:
            best = max(best, spec.value / max(1.0, engagement.quoted_hours))
    return hours * best


def ranked(facts: Observation, offers: Sequence[Offer], refined: int) -> list[tuple[Award, float]]:
    """Awards for the offers, best first: the top `refined` at their best terms, the rest at default
    terms.
    """
    rows = []
    by = weights(facts)
    shares = {task: share_of_work(facts, task) for task in {offer.task: None for offer in offers}}
    for offer in offers:
        award = Award(offer.task, offer.id, default_terms(facts, offer))
        rows.append((award, value_of(facts, award, by=by, share=shares[offer.task])))
    rows.sort(key=_points, reverse=True)
    best = [best_terms(facts, row, by, shares[row[0].task]) for row in rows[:refined]]
    return sorted(best, key=_points, reverse=True) + rows[refined:]


def _points(row: tuple[Award, float]) -> float:
    return row[1]


def best_terms(
    facts: Observation, row: tuple[Award, float], by: Weights, share: float
) -> tuple[Award, float]:
    """The award in `row` at its best terms, and the points it is worth."""
    award, points = row
    offer = facts.offers[award.offer]
    first = award.terms
    tries = []
    spec = facts.tasks[offer.task].spec
    if spec.sensitivity >= DELICATE or spec.visibility >= ON_SHOW:
        tries.append(evolve(first, oversight=Oversight.CLOSE))
    if offer.liability and spec.sensitivity >= LIABLE:
        tries.append(evolve(first, liability=True))
    tries += [
        evolve(first, pricing=quote.pricing, escrow=False)
        for quote in offer.quotes
        if quote.pricing is not first.pricing
    ]
    rows = [(award, points)]
    for terms in tries:
        other = Award(offer.task, offer.id, terms)
        rows.append((other, value_of(facts, other, by=by, share=share)))
    return max(rows, key=_points)
