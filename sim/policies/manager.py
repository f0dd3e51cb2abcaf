"""A sensible manager: weighs each offer, watches the load, staffs the teams.

The order of business is a manager's: answer what is asked, give out what waits, see whether
something that runs would be better elsewhere, set oversight by what is at stake, and hire or let
go by what the teams have to do.
"""

from collections.abc import Callable, Sequence

from sim.engine import legality, oversee
from sim.forecast import free_hours
from sim.model.orders import (
    AcceptDeal,
    Award,
    DeclineDeal,
    Hire,
    LayOff,
    Order,
    Oversee,
)
from sim.model.vocabulary import Kind, Oversight, TaskKind, TaskState
from sim.model.world import Engagement, Observation, TaskFacts
from sim.policies.replies import replies
from sim.policies.weighing import best_terms, worth

Adder = Callable[[Order], bool]
"""Hands an order in when it is legal beside the others; says whether it was."""

GAIN = 12.0
"""Points that moving a running service must promise to be worth the trouble."""


class Manager:
    """Decides by a checklist of weighing."""

    def __init__(self) -> None:
        self._moved: dict[str, int] = {}

    def decide(self, observation: Observation) -> Sequence[Order]:
        """The turn's business, in a manager's order."""
        orders: list[Order] = []

        def add(wish: Order) -> bool:
            if legality.problems(observation, [*orders, wish]):
                return False
            orders.append(wish)
            return True

        for reply in replies(observation):
            add(reply)
        for task in _by_weight(observation):
            if task.state is TaskState.OPEN:
                self._award(observation, task, add)
        self._move(observation, add)
        for order in (*_deals(observation), *_levels(observation), *_staffing(observation)):
            add(order)
        return orders

    def _award(self, facts: Observation, task: TaskFacts, add: Adder) -> None:
        """The best offer that can be had."""
        rows = [best_terms(facts, offer) for offer in legality.options(facts, task.spec.id)]
        for award, points in sorted(rows, key=lambda row: -row[1]):
            if points < -40.0 and task.spec.value == 0 and task.spec.kind is TaskKind.PROJECT:
                return
            if add(award):
                self._moved[task.spec.id] = facts.turn
                return

    def _move(self, facts: Observation, add: Adder) -> None:
        """Move at most one running service a turn, where that promises enough."""
        if facts.promised + facts.deal_hours > oversee.available_hours(facts) * 1.3:
            return
        best: tuple[float, Award] | None = None
        for task in facts.tasks.values():
            if task.state is not TaskState.RUNNING or task.spec.kind is not TaskKind.FUNCTION:
                continue
            if facts.turn - self._moved.get(task.spec.id, -9) < 6:
                continue
            stay = _worth_of_staying(facts, task)
            if stay is None:
                continue
            for offer in legality.options(facts, task.spec.id):
                award, points = best_terms(facts, offer)
                gain = points - stay
                if gain > GAIN and (best is None or gain > best[0]):
                    best = (gain, award)
        if best is not None and add(best[1]):
            self._moved[best[1].task] = facts.turn


def _by_weight(facts: Observation) -> list[TaskFacts]:
    return sorted(facts.tasks.values(), key=lambda task: -(task.spec.value + task.spec.hours))


def _worth_of_staying(facts: Observation, task: TaskFacts) -> float | None:
    """What going on as it is would be worth; None while somebody takes over."""
    engagements = [facts.engagements[key] for key in task.engagements]
    if len(engagements) != 1 or engagements[0].ends or engagements[0].ramp < 1.0:
        return None
    running = engagements[0]
    offer = facts.offers.get(f"{task.spec.id}/{running.provider}")
    if offer is None:
        return None
    settled = Award(task.spec.id, offer.id, running.terms, beside=True)
    if running.terms.pricing not in [quote.pricing for quote in offer.quotes]:
        return None
    return worth(facts, settled)


def _deals(facts: Observation) -> list[Order]:
    """Take outside work on when its best offers leave something over."""
    found: list[Order] = []
    for deal, state in facts.deals.items():
        if state != "offered":
            continue
        tasks = [task for task in facts.scenario.tasks if task.deal == deal]
        value = float(sum(task.value for task in tasks))
        cost = 0.0
        for task in tasks:
            wage = next(d.wage for d in facts.scenario.disciplines if d.id == task.discipline)
            cost += task.hours * wage * facts.rules.rate_vendor
        busy = facts.promised > 0.85 * oversee.available_hours(facts)
        found.append(DeclineDeal(deal) if busy or value < 1.1 * cost else AcceptDeal(deal))
    return found


def _stake(facts: Observation, engagement: Engagement) -> float:
    """How much hangs on an engagement being watched."""
    spec = facts.tasks[engagement.task].spec
    outside = engagement.kind in (Kind.FREELANCER, Kind.VENDOR)
    return (spec.visibility + spec.sensitivity + spec.core) * (1.5 if outside else 0.7)


def _levels(facts: Observation) -> list[Order]:
    """Set oversight by what is at stake, within the hours there are."""
    hours = oversee.available_hours(facts)
    load = facts.promised / hours if hours else 9.0
    ranked = sorted(facts.engagements.values(), key=lambda item: _stake(facts, item))
    found: list[Order] = []
    if load > 0.95:
        for engagement in ranked:
            if load <= 0.9:
                break
            if engagement.terms.oversight in (Oversight.STANDARD, Oversight.CLOSE):
                lower = (
                    Oversight.STANDARD
                    if engagement.terms.oversight is Oversight.CLOSE
                    else Oversight.LIGHT
                )
                found.append(Oversee(engagement.id, lower))
                load -= 0.5 * engagement.oversight_wanted / max(1.0, hours)
    elif load < 0.6:
        for engagement in reversed(ranked):
            if engagement.terms.oversight is Oversight.LIGHT:
                found.append(Oversee(engagement.id, Oversight.STANDARD))
                load += engagement.oversight_wanted / max(1.0, hours)
            elif engagement.terms.oversight is Oversight.STANDARD and _stake(facts, engagement) > 1:
                found.append(Oversee(engagement.id, Oversight.CLOSE))
                load += engagement.oversight_wanted / max(1.0, hours)
            if load > 0.8:
                break
    return found


def _staffing(facts: Observation) -> list[Order]:
    """Hire where a team is short for good; let go where it has long had nothing to do."""
    found: list[Order] = []
    months = facts.scenario.turn_months
    one = facts.rules.paid_hours_month * facts.rules.productive_share * months
    left = (facts.scenario.turns - facts.turn) * months
    for team in facts.teams.values():
        free = free_hours(facts, team.id)
        idle = int((team.capacity - team.used) / one) if team.capacity else 0
        if free < -0.6 * one and not team.arriving and left > 7.0:
            found.append(Hire(team.id, max(1, int(-free / one * 0.8))))
        waits = any(
            task.state in (TaskState.OPEN, TaskState.AHEAD)
            and task.spec.discipline == team.discipline
            for task in facts.tasks.values()
        )
        if idle >= 3 and free > 3 * one and not waits and left > 6.0 and team.kind is Kind.TEAM:
            found.append(LayOff(team.id, max(1, (min(idle, int(free / one)) - 1) // 2)))
    return found
