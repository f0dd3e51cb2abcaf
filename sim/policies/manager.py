"""A sensible manager: weighs each offer, watches the load, staffs the teams.

Each turn it answers requests, awards open tasks, considers moving a running service, sets oversight
by what is at stake, and hires or lays off to match the teams' work.
"""

from collections.abc import Callable, Sequence
from typing import Final, cast

from attrs import evolve

from sim.engine import bids, contracts, legality
from sim.engine.formulas import productive_hours, quality_weight
from sim.engine.phases import oversee
from sim.forecast import free_hours, watch
from sim.forecast.terms import last_wanted_turn
from sim.model.market import Offer
from sim.model.orders import AcceptDeal, Award, DeclineDeal, Hire, LayOff, Order, Oversee, Terms
from sim.model.vocabulary import DealState, Kind, Oversight, TaskKind, TaskState
from sim.model.world import Engagement, Facts, Observation, TaskFacts
from sim.policies.reassignment import (
    GAIN,
    best_move,
    renewal_of,
    settle_renewals,
    time_to_look_around,
    wanted_on_occasion,
)
from sim.policies.request_policy import replies
from sim.policies.valuation import REMEMBERED, ranked, turns_left, value_of, weights

Adder = Callable[[Order], bool]
"""Adds an order if it is legal together with the others; returns whether it was."""

CROWDED: Final = 1.3
"""Ratio of committed to available managers' hours beyond which nothing moves."""

REFINED: Final = 3
"""Offers for a task whose terms are optimised, after a first ranking of all of them."""

NOT_WORTH_IT: Final = -40.0
"""Points below which a project that earns nothing is left undone."""

BUSY, VERY_BUSY, SPOKEN_FOR = 0.85, 0.9, 0.88
"""Shares of the managers' hours that may be committed before no help is called in, no deal is
accepted, and oversight gets no closer."""

LONG_SHORT, POOR_SERVICE = 3, 0.88
"""Consecutive turns of poor service, and the share delivered, at which a service needs help."""

WORTH_TAKING: Final = 1.5
"""Multiple of its cost that a deal must earn to be accepted."""

TRACE: Final = 0.01
"""Smallest hours between two oversight levels; it keeps the gain per hour finite."""

MISSED, HIRE_MONTHS, FILLED = 0.6, 7.0, 0.8
"""Missing heads that trigger hiring; months that must remain; share of posts to fill."""

IDLE, LAY_OFF_MONTHS, LET_GO = 3, 6.0, 0.6
"""Idle heads that trigger a layoff; months that must remain; share of the idle to let go."""

SOON, PROJECT_TURNS = 4, 3.0
"""Turns ahead to allow for upcoming work, and turns over which to spread a project's hours."""


class Manager:
    """Decides area by area, weighing the options in each."""

    def __init__(self, seed: int = 0, *, looks_around: bool = True) -> None:
        """A manager for one game.

        Args:
            seed: Ignored: it leaves nothing to luck.
            looks_around: Whether to consider moving services even when nothing calls for it. This
                takes most of its time and hardly ever leads to anything.
        """
        del seed
        self._looks_around = looks_around
        self._moved: dict[str, int] = {}
        """The turn in which each task was last awarded."""

    def decide(self, observation: Observation) -> Sequence[Order]:
        """The turn's orders."""
        orders = self.proposes(observation)
        self.ordered(observation.turn, orders)
        return orders

    def ordered(self, turn: int, orders: Sequence[Order]) -> None:
        """Record the orders that were handed in."""
        for order in orders:
            if isinstance(order, Award) and not order.beside:
                self._moved[order.task] = turn

    def proposes(self, observation: Observation) -> Sequence[Order]:
        """The orders a manager would give this turn; nothing is recorded."""
        orders: list[Order] = []

        def add(wish: Order) -> bool:
            if legality.problems(observation, [*orders, wish]):
                return False
            orders.append(wish)
            return True

        plan = None
        if not _crowded(observation):
            plan = best_move(observation, self._wanted_gain, _worth_of_staying)
        if plan is not None and legality.problems(observation, plan.orders):
            plan = None
        for reply in settle_renewals(observation, replies(observation), plan):
            add(reply)
        for task in _by_weight(observation):
            if task.state is TaskState.OPEN:
                self._award(observation, task, add)
        if plan is not None:
            for order in plan.orders:
                if not add(order):
                    break
        self._help(observation, add)
        for order in (*deals(observation), *_levels(observation), *staffing(observation)):
            add(order)
        return orders

    def _wanted_gain(self, facts: Facts, task: TaskFacts) -> float | None:
        """Points that moving a service must promise now; None if not to be considered."""
        wanted = wanted_on_occasion(facts, task)
        if wanted is None and self._looks_around and time_to_look_around(facts, task, self._moved):
            return GAIN
        return wanted

    def _award(self, facts: Observation, task: TaskFacts, add: Adder) -> None:
        """Award a task to the best legal offer, if it is worth doing."""
        for award, points in ranked(facts, legality.options(facts, task.spec.id), REFINED):
            if (
                points < NOT_WORTH_IT
                and task.spec.value == 0
                and task.spec.kind is TaskKind.PROJECT
            ):
                return
            if add(award):
                return

    def _help(self, facts: Observation, add: Adder) -> None:
        """Call in freelancers to help providers who have long been short on a service."""
        for task in facts.tasks.values():
            if not _helpless(facts, task):
                continue
            if facts.promised > BUSY * oversee.available_hours(facts):
                return
            offers = [
                offer
                for offer in legality.options(facts, task.spec.id)
                if offer.kind is Kind.FREELANCER
            ]
            for award, _ in ranked(facts, offers, 1):
                if add(evolve(award, beside=True)):
                    break


def _crowded(facts: Facts) -> bool:
    """Whether the managers are too busy to move anything."""
    return oversee.committed(facts) > oversee.available_hours(facts) * CROWDED


def _helpless(facts: Facts, task: TaskFacts) -> bool:
    """Whether a service's only provider has long been short although fully ramped up."""
    if task.short_turns < LONG_SHORT or task.service > POOR_SERVICE or len(task.engagements) != 1:
        return False
    running = facts.engagements[task.engagements[0]]
    return running.kind is not Kind.TEAM and running.ramp >= 1.0 and not running.ends


def _by_weight(facts: Observation) -> list[TaskFacts]:
    return sorted(facts.tasks.values(), key=lambda task: -(task.spec.value + task.spec.hours))


def _worth_of_staying(facts: Observation, task: TaskFacts) -> float | None:
    """Points that keeping the provider is worth; None during a handover.

    Own people's wages count in full, since a move would save them; so does the cost of a layoff.
    """
    engagements = [facts.engagements[key] for key in task.engagements]
    if len(engagements) != 1 or engagements[0].ends or engagements[0].ramp < 1.0:
        return None
    running = engagements[0]
    offer = facts.offers.get(f"{task.spec.id}/{running.provider}")
    if offer is None or running.terms.pricing not in [quote.pricing for quote in offer.quotes]:
        return None
    settled = Award(task.spec.id, offer.id, cast(Terms, running.terms), beside=True)
    if running.kind is not Kind.TEAM:
        return value_of(facts, settled) - weights(facts).money * dearer(facts, running, offer)
    rules, team = facts.rules, facts.teams[running.provider]
    heads = running.quoted_hours / productive_hours(rules, facts.scenario.turn_months)
    severance = heads * team.wage * rules.paid_hours_month * rules.severance_months
    by = weights(facts)
    kept = by.people * heads / max(1, facts.totals.heads_start)
    return value_of(facts, settled, sunk=False) + by.money * severance + kept


def dearer(facts: Observation, running: Engagement, offer: Offer) -> float:
    """What a contract costs above its provider's price today (minor units): over its term, and
    after a renewal if one is agreed or, at the bargained price, due.
    """
    kept = running.copy()
    if renewal_of(facts, running) is not None:
        asked = contracts.renewal_price(facts, running, running.term, facts.rules.bargain_share)
        contracts.agree(facts, kept, running.term, asked)
    last = facts.turn + turns_left(facts, running.task) - 1
    if kept.term:
        last = min(last, kept.term_ends)
    turns = max(0, last - facts.turn + 1)
    today = contracts.turn_fee_at(facts, running, bids.price(facts, offer, running.terms))
    return contracts.fees_between(facts, kept, facts.turn, last) - turns * today


def deals(facts: Observation) -> list[Order]:
    """Accept deals that should clearly earn more than they cost; decline the rest."""
    found: list[Order] = []
    for deal, state in facts.deals.items():
        if state is not DealState.OFFERED:
            continue
        value = cost = 0.0
        for task in facts.scenario.tasks:
            if task.deal != deal:
                continue
            turns = 1
            if task.kind is TaskKind.FUNCTION:
                last = last_wanted_turn(facts, task)
                turns = max(0, last - max(task.opens, facts.turn + 1) + 1)
            wage = next(d.wage for d in facts.scenario.disciplines if d.id == task.discipline)
            value += task.value * turns
            cost += task.hours * turns * wage * facts.rules.rate_freelancer
        busy = facts.promised > VERY_BUSY * oversee.available_hours(facts)
        found.append(DeclineDeal(deal) if busy or value < WORTH_TAKING * cost else AcceptDeal(deal))
    return found


LEVELS = (Oversight.LIGHT, Oversight.STANDARD, Oversight.CLOSE)


def _levels(facts: Observation) -> list[Order]:
    """Spend managers' hours where they save most, while they last and are worth it."""
    by = weights(facts)
    hours = max(1.0, oversee.available_hours(facts))
    budget = SPOKEN_FOR * hours
    dear = (by.load / facts.scenario.turns) / hours
    weight = 0.0
    for task in facts.tasks.values():
        if task.engagements:
            weight += quality_weight(facts.rules, task.spec.hours, task.spec.visibility)
    chosen: dict[str, int] = {}
    steps: list[tuple[float, float, str, int]] = []
    for engagement in facts.engagements.values():
        if engagement.ends:
            continue
        spec = facts.tasks[engagement.task].spec
        looks = [watch(facts, engagement, level) for level in LEVELS]
        budget -= looks[0].hours
        chosen[engagement.id] = 0
        share = quality_weight(facts.rules, spec.hours, spec.visibility) / max(1.0, weight)
        for step in (1, 2):
            less, more = looks[step - 1], looks[step]
            extra = max(TRACE, more.hours - less.hours)
            points = (by.borne + by.money) * (less.loss - more.loss)
            spared = (less.faults - more.faults) / max(facts.rules.fault_hours, less.standard_hours)
            points += (
                by.quality * share * facts.rules.fault_quality * 100.0 * spared
            ) / facts.scenario.turns
            points += by.reputation * spec.visibility * REMEMBERED * (less.faults - more.faults)
            steps.append((points / extra, extra, engagement.id, step))
    for gain, extra, key, step in sorted(steps, key=lambda row: -row[0]):
        if gain > dear and extra <= budget and chosen[key] == step - 1:
            chosen[key] = step
            budget -= extra
    return [
        Oversee(key, LEVELS[step])
        for key, step in chosen.items()
        if facts.engagements[key].terms.oversight is not LEVELS[step]
    ]


def staffing(facts: Observation) -> list[Order]:
    """Hire where a team is short; lay off where it will have nothing to do."""
    found: list[Order] = []
    months = facts.scenario.turn_months
    one = productive_hours(facts.rules, months)
    left = (facts.scenario.turns - facts.turn) * months
    for team in facts.teams.values():
        free = free_hours(facts, team.id)
        idle = int((team.capacity - team.used) / one) if team.capacity else 0
        if free < -MISSED * one and not team.arriving and left > HIRE_MONTHS:
            found.append(Hire(team.id, max(1, int(-free / one * FILLED))))
        spare = min(idle, int((free - _upcoming(facts, team.discipline)) / one))
        if spare >= IDLE and left > LAY_OFF_MONTHS:
            found.append(LayOff(team.id, max(1, int((spare - 1) * LET_GO))))
    return found


def _upcoming(facts: Observation, discipline: str) -> float:
    """Hours per turn that a discipline's upcoming work will need."""
    hours = 0.0
    for task in facts.tasks.values():
        spec = task.spec
        if spec.discipline != discipline:
            continue
        soon = task.state is TaskState.AHEAD and spec.opens <= facts.turn + SOON
        if task.state is TaskState.OPEN or soon:
            function = spec.kind is TaskKind.FUNCTION
            hours += spec.hours if function else min(spec.hours, spec.hours / PROJECT_TURNS)
    return hours
