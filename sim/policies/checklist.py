"""The textbook's advice on sourcing, by kind of work.

Small, self-contained work goes to a freelancer; large, steady, non-core work to a vendor under
contract; very large work with few ties to the rest of the firm goes abroad. Work that is core,
tightly coupled or needs knowledge of the firm stays in-house; work that must be done on site never
goes abroad. The advice depends on the work, not on who makes the offers.
"""

from collections.abc import Sequence
from typing import Final

from attrs import evolve

from sim.engine import legality
from sim.engine.formulas import productive_hours
from sim.forecast import default_terms, free_hours
from sim.model.market import Offer
from sim.model.orders import Award, Hire, Order, Terms
from sim.model.spec import Task
from sim.model.vocabulary import (
    Hours,
    Kind,
    Mode,
    Oversight,
    Presence,
    Pricing,
    Sla,
    TaskKind,
    TaskState,
)
from sim.model.world import Observation
from sim.policies.request_policy import replies

CORE: Final = 0.6
"""Coupling, knowledge or core at which work stays in-house."""

SMALL: Final = 700.0
"""Standard hours of a project that one person can do in a few months."""

ONE_PERSON: Final = 130.0
"""Standard hours a month of a service that one person can provide."""

VERY_LARGE: Final = 1500.0
"""Standard hours a month at which going abroad pays."""

LOOSE: Final = 0.35
"""Coupling below which work hardly touches the rest of the firm."""

CLEAR: Final = 0.65
"""Clarity at which to pay for the result rather than by the hour."""

DELICATE: Final = 0.5
"""Sensitivity or visibility at which close oversight is advised."""

ELSEWHERE = (Mode.OUTSOURCE, Mode.FREELANCE, Mode.OFFSHORE, Mode.IN_HOUSE)
"""The order in which to try other modes when the advised one has no offer."""


class Checklist:
    """Awards each task once, in the mode its kind of work calls for."""

    def __init__(self, seed: int = 0) -> None:
        del seed  # it leaves nothing to luck

    def decide(self, observation: Observation) -> Sequence[Order]:
        """Answers requests, awards open tasks by the list, and hires where teams are short."""
        orders: list[Order] = list(replies(observation))
        for task in observation.tasks.values():
            if task.state is not TaskState.OPEN:
                continue
            wanted = advised(observation, task.spec)
            offers = legality.options(observation, task.spec.id)
            offers.sort(key=lambda offer: _suits(wanted, offer))
            for offer in offers:
                award = Award(task.spec.id, offer.id, _terms(observation, offer))
                if not legality.problems(observation, [*orders, award]):
                    orders.append(award)
                    break
        for hire in _hires(observation):
            if not legality.problems(observation, [*orders, hire]):
                orders.append(hire)
        return orders


def advised(facts: Observation, task: Task) -> Mode:
    """The mode that the textbook advises for a task."""
    if max(task.coupling, task.knowledge, task.core) >= CORE:
        return Mode.IN_HOUSE
    monthly = task.hours / facts.scenario.turn_months
    project = task.kind is TaskKind.PROJECT
    if task.hours <= SMALL if project else monthly <= ONE_PERSON:
        return Mode.FREELANCE
    steady = not project and task.coupling <= LOOSE and task.presence is Presence.ANYWHERE
    if steady and (monthly >= VERY_LARGE or task.hours_of_day is Hours.ROUND_THE_CLOCK):
        return Mode.OFFSHORE
    return Mode.OUTSOURCE


def _suits(wanted: Mode, offer: Offer) -> tuple[bool, int, float]:
    """Sort key: the advised mode, then the order of `ELSEWHERE`, then prices near the market's."""
    return (offer.mode is not wanted, ELSEWHERE.index(offer.mode), abs(offer.below_market))


def _terms(facts: Observation, offer: Offer) -> Terms:
    """The terms that the textbook advises for an offer."""
    task = facts.tasks[offer.task].spec
    terms = default_terms(facts, offer)
    if not offer.kind.external:
        return terms
    close = max(task.sensitivity, task.visibility) >= DELICATE
    return evolve(
        terms,
        pricing=Pricing.FIXED if task.clarity >= CLEAR else Pricing.HOURLY,
        oversight=Oversight.CLOSE if close else Oversight.STANDARD,
        sla=Sla.STANDARD if Sla.STANDARD in offer.slas else Sla.NONE,
        escrow=terms.escrow,
        liability=offer.liability and task.sensitivity >= DELICATE,
    )


def _hires(facts: Observation) -> list[Hire]:
    """Hires for each team that is short."""
    one = productive_hours(facts.rules, facts.scenario.turn_months)
    found = []
    for team in facts.teams.values():
        short = -free_hours(facts, team.id) / one
        if short >= 1.0 and not team.arriving and team.kind is Kind.TEAM:
            found.append(Hire(team.id, int(short)))
    return found
