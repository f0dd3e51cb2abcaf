"""The textbook's advice, written down: who should do what, by what kind of work it is.

Small, discrete, quick work goes to a freelancer; large steady work beside the core to a vendor
with a contract; very large work that hardly touches the rest of the firm abroad; core work, work
that has to talk to everybody and work that takes knowing the firm stays with own people; what needs
somebody on the spot never goes abroad. It looks at the work, and not at who makes the offers.
"""

from collections.abc import Sequence

from attrs import evolve

from sim.engine import legality
from sim.engine.formulas import productive_hours
from sim.forecast import default_terms, free_hours
from sim.model.market import Offer
from sim.model.orders import Award, Hire, Order, Terms
from sim.model.scenario import Task
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

CORE = 0.6
"""Coupling, knowledge or core from which work is the firm's own."""

SMALL = 700.0
"""Standard hours of a project that one person does in a few months."""

ONE_PERSON = 130.0
"""Standard hours a month of a service that one person gives."""

VERY_LARGE = 1500.0
"""Standard hours a month from which distance pays."""

LOOSE = 0.35
"""Coupling below which work hardly touches the rest of the firm."""

CLEAR = 0.65
"""Clarity from which a result can be paid for rather than hours."""

DELICATE = 0.5
"""Sensitivity or visibility from which a close look is advised."""

ELSEWHERE = (Mode.OUTSOURCE, Mode.FREELANCE, Mode.OFFSHORE, Mode.IN_HOUSE)
"""Whom to ask when nobody of the advised mode makes an offer."""


class Checklist:
    """Sorts work into modes once, and gives it there."""

    def __init__(self, seed: int = 0) -> None:
        del seed  # it leaves nothing to luck

    def decide(self, observation: Observation) -> Sequence[Order]:
        """Answers what is asked, awards what waits by the list, and hires where own people lack."""
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
    """The mode that the list names for a piece of work."""
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
    """What comes first: the mode advised, then one that can do it all, then a bid not too low."""
    return (
        offer.mode is not wanted,
        ELSEWHERE.index(offer.mode),
        abs(offer.below_market),
    )


def _terms(facts: Observation, offer: Offer) -> Terms:
    """What the list says of contracts."""
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
    """As many as a team is short of."""
    one = productive_hours(facts.rules, facts.scenario.turn_months)
    found = []
    for team in facts.teams.values():
        short = -free_hours(facts, team.id) / one
        if short >= 1.0 and not team.arriving and team.kind is Kind.TEAM:
            found.append(Hire(team.id, int(short)))
    return found
