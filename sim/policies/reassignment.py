"""Whether a running service should move to another provider: when to ask, candidates, and a plan.

An expiring contract or a disappointing provider is an occasion to ask; otherwise a manager checks
the market now and then. Candidates are the market's offers, and own people hired for the work.
"""

from collections.abc import Callable, Mapping
from typing import Final

from attrs import evolve, frozen

from sim.engine import legality
from sim.engine.bids import team_offer
from sim.engine.formulas import productive_hours
from sim.engine.numbers import upwards
from sim.engine.places import annual_wage
from sim.forecast import free_hours
from sim.model.orders import Answer, Award, Hire, Order
from sim.model.vocabulary import Kind, RequestKind, TaskKind, TaskState
from sim.model.world import Engagement, Facts, Observation, TaskFacts
from sim.policies.valuation import ranked, turns_left, value_of, weights

GAIN: Final = 100.0
"""Points that a move must promise to be worth the trouble when nothing calls for it."""

AT_RENEWAL: Final = 2.0
"""Points that a move must promise when the contract expires: talks are due anyway."""

DISAPPOINTED: Final = 0.0
"""Points that a move must promise when the provider disappoints."""

KEEPS_KNOWLEDGE: Final = 9.0
"""Points that insourcing is credited: what own people learn stays with the firm."""

POOR_QUALITY: Final = 83.0
"""Quality (0..100) below which a provider disappoints."""

POOR_TURNS: Final = 2
"""Consecutive turns of poor service after which a provider disappoints."""

SETTLED: Final = 6
"""Turns that a new provider is given to settle in."""

LOOK_AROUND: Final = 3
"""Turns between checks of a service's market when nothing calls for one."""

REST: Final = 9
"""Turns after a move in which a service gets no such checks."""

LAST_MOVES: Final = 8
"""Turns that a service must have left for a move to pay."""


@frozen
class Plan:
    """Orders that would move a service, and the points they are expected to gain."""

    task: str
    orders: tuple[Order, ...]
    gain: float


def best_move(
    facts: Observation,
    wanted_gain: Callable[[Facts, TaskFacts], float | None],
    staying: Callable[[Observation, TaskFacts], float | None],
) -> Plan | None:
    """The most promising move of a running service; None if all are better left where they are.

    Args:
        facts: What is known.
        wanted_gain: Points that a move must promise; None when there is no occasion to ask.
        staying: Points that keeping the provider is worth; None during a handover.
    """
    best: Plan | None = None
    for task in facts.tasks.values():
        wanted = wanted_gain(facts, task)
        if wanted is None:
            continue
        stay = staying(facts, task)
        if stay is None:
            continue
        for orders, points in _candidates(facts, task):
            gain = points - stay
            if gain > wanted and (best is None or gain > best.gain):
                best = Plan(task.spec.id, orders, gain)
    return best


def wanted_on_occasion(facts: Facts, task: TaskFacts) -> float | None:
    """Points that a task's move must promise now; None when there is no occasion to ask."""
    if not _worth_moving(facts, task):
        return None
    for key in task.engagements:
        running = facts.engagements[key]
        if running.kind is Kind.TEAM:
            continue
        if renewal_of(facts, running) is not None:
            return AT_RENEWAL
        if disappoints(task) and facts.turn - running.started >= SETTLED:
            return DISAPPOINTED
    return None


def time_to_look_around(facts: Facts, task: TaskFacts, moved: Mapping[str, int]) -> bool:
    """Whether to check the market for a service although nothing calls for it.

    Args:
        facts: What is known.
        task: The service.
        moved: The turn in which each task last moved.
    """
    if not _worth_moving(facts, task):
        return False
    place = list(facts.tasks).index(task.spec.id)
    since = facts.turn - moved.get(task.spec.id, -REST)
    return (facts.turn + place) % LOOK_AROUND == 0 and since >= REST


def _worth_moving(facts: Facts, task: TaskFacts) -> bool:
    """Whether this is a running service with enough turns left for a move to pay."""
    running = task.state is TaskState.RUNNING and task.spec.kind is TaskKind.FUNCTION
    return running and turns_left(facts, task.spec.id) >= LAST_MOVES


def disappoints(task: TaskFacts) -> bool:
    """Whether a service is poor enough to look for another provider."""
    return task.short_turns >= POOR_TURNS or 0.0 < task.quality < POOR_QUALITY


def renewal_of(facts: Facts, engagement: Engagement) -> str | None:
    """The id of the request to renew this contract; None if it is not about to expire."""
    for request in facts.requests.values():
        if request.kind is RequestKind.RENEWAL and request.subject == engagement.id:
            return request.id
    return None


def _candidates(facts: Observation, task: TaskFacts) -> list[tuple[tuple[Order, ...], float]]:
    """The best offer on the market, and insourcing: orders and points for each."""
    now = {facts.engagements[key].provider for key in task.engagements}
    offers = [offer for offer in legality.options(facts, task.spec.id) if offer.provider not in now]
    found: list[tuple[tuple[Order, ...], float]] = [
        ((award,), points) for award, points in ranked(facts, offers, 1)[:1]
    ]
    home = bring_home(facts, task)
    return [*found, home] if home is not None else found


def bring_home(facts: Observation, task: TaskFacts) -> tuple[tuple[Order, ...], float] | None:
    """Insourcing with the hires it needs: orders and points; None if no team can do the work."""
    rules = facts.rules
    here = {facts.engagements[key].provider for key in task.engagements}
    for team in facts.teams.values():
        if team.kind is not Kind.TEAM or team.id in here:
            continue
        offer = team_offer(facts, task, evolve(team, heads=max(1, team.heads)))
        if offer is None:
            continue
        one = productive_hours(rules, facts.scenario.turn_months)
        heads = max(0, upwards((offer.hours - free_hours(facts, team.id)) / one))
        staffed = evolve(team, heads=max(1, team.heads) + heads)
        plan = evolve(
            facts, teams={**facts.teams, team.id: staffed}, offers=facts.offers.with_offer(offer)
        )
        award = Award(task.spec.id, offer.id)
        points = value_of(plan, award, sunk=False)
        hiring = rules.recruiting * annual_wage(facts, team) * heads
        points -= weights(facts).money * hiring - KEEPS_KNOWLEDGE
        hires = (Hire(team.id, heads),) if heads else ()
        return (*hires, award), points
    return None


def settle_renewals(facts: Observation, answers: list[Answer], plan: Plan | None) -> list[Answer]:
    """The answers, without those to renewals of contracts that the plan leaves."""
    if plan is None:
        return answers
    leaving = {
        renewal_of(facts, facts.engagements[key]) for key in facts.tasks[plan.task].engagements
    }
    return [answer for answer in answers if answer.request not in leaving]
