"""Whether a running service would be better elsewhere: occasions to ask, candidates, and a plan.

A contract that runs out is an occasion, and so is a provider who disappoints; else a manager looks
around now and then. Candidates are the market's offers, and own people who would be hired for it.
"""

from collections.abc import Callable, Mapping

from attrs import evolve, frozen

from sim.engine import legality
from sim.engine.bids import team_offer
from sim.engine.formulas import productive_hours
from sim.engine.numbers import upwards
from sim.engine.places import annual_wage
from sim.forecast import free_hours
from sim.model.orders import Answer, Award, BringHome, Hire, Order
from sim.model.vocabulary import Kind, RequestKind, TaskKind, TaskState
from sim.model.world import Engagement, Facts, Observation, TaskFacts
from sim.policies.valuation import ranked, turns_left, value_of, weights

GAIN = 100.0
"""Points that moving a service must promise to be worth the trouble when nothing calls for it."""

AT_RENEWAL = 2.0
"""Points that moving it must promise when its contract runs out: one has to talk anyway."""

DISAPPOINTED = 0.0
"""Points that moving it must promise when whoever has it disappoints."""

KEEPS_KNOWLEDGE = 2.0
"""Points less that taking work in-house must promise: what own people learn stays with the firm."""

POOR_QUALITY = 83.25
"""Quality that disappoints, 0..100."""

POOR_TURNS = 2
"""Turns in a row of poor service that disappoint."""

SETTLED = 5
"""Turns that a newcomer is given."""

LOOK_AROUND = 3
"""Turns after which the market for a service is looked at again when nothing calls for it."""

REST = 9
"""Turns for which a service that was moved is left alone then."""

LAST_MOVES = 8
"""Turns that a service must still have for a move to pay."""


@frozen
class Plan:
    """Orders that would move a service, and how much better that is expected to be."""

    task: str
    orders: tuple[Order, ...]
    gain: float


def best_move(
    facts: Observation,
    wanted_gain: Callable[[Facts, TaskFacts], float | None],
    staying: Callable[[Observation, TaskFacts], float | None],
) -> Plan | None:
    """The most promising move of a running service; None where all are well where they are.

    Args:
        facts: What is known.
        wanted_gain: Points that a move must promise; None when there is no occasion to ask.
        staying: What going on as it is would be worth; None while somebody takes over.
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
        if running.kind is Kind.TEAM or facts.turn - running.started < SETTLED:
            continue
        if disappoints(task):
            return DISAPPOINTED
        if renewal_of(facts, running) is not None:
            return AT_RENEWAL
    return None


def time_to_look_around(facts: Facts, task: TaskFacts, moved: Mapping[str, int]) -> bool:
    """Whether the market for a service is looked at though nothing calls for it.

    Args:
        facts: What is known.
        task: Its task.
        moved: The turn in which each task was moved last.
    """
    if not _worth_moving(facts, task):
        return False
    place = list(facts.tasks).index(task.spec.id)
    since = facts.turn - moved.get(task.spec.id, -REST)
    return (facts.turn + place) % LOOK_AROUND == 0 and since >= REST


def _worth_moving(facts: Facts, task: TaskFacts) -> bool:
    """Whether it is a service that runs, with turns enough left for a move to pay."""
    running = task.state is TaskState.RUNNING and task.spec.kind is TaskKind.FUNCTION
    return running and turns_left(facts, task.spec.id) >= LAST_MOVES


def disappoints(task: TaskFacts) -> bool:
    """Whether a service is so poor that somebody else should be looked for."""
    return task.short_turns >= POOR_TURNS or 0.0 < task.quality < POOR_QUALITY


def renewal_of(facts: Facts, engagement: Engagement) -> str | None:
    """The request for the renewal of a contract, when it is about to run out."""
    for request in facts.requests.values():
        if request.kind is RequestKind.RENEWAL and request.subject == engagement.id:
            return request.id
    return None


def _candidates(facts: Observation, task: TaskFacts) -> list[tuple[tuple[Order, ...], float]]:
    """The best of the market, and own people."""
    now = {facts.engagements[key].provider for key in task.engagements}
    offers = [offer for offer in legality.options(facts, task.spec.id) if offer.provider not in now]
    found: list[tuple[tuple[Order, ...], float]] = [
        ((award,), points) for award, points in ranked(facts, offers, 1)[:1]
    ]
    home = bring_home(facts, task)
    return [*found, home] if home is not None else found


def bring_home(facts: Observation, task: TaskFacts) -> tuple[tuple[Order, ...], float] | None:
    """Insourcing with as many hires as it takes: orders and points; None without a team for it."""
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
            facts,
            teams={**facts.teams, team.id: staffed},
            offers=facts.offers.with_offer(offer),
        )
        points = value_of(plan, Award(task.spec.id, offer.id), sunk=False)
        hiring = rules.recruiting * annual_wage(facts, team) * heads
        points -= weights(facts).money * hiring - KEEPS_KNOWLEDGE
        hires = (Hire(team.id, heads),) if heads else ()
        return (*hires, BringHome(task.spec.id, team.id)), points
    return None


def settle_renewals(facts: Observation, answers: list[Answer], plan: Plan | None) -> list[Answer]:
    """The answers, but for the renewal of a contract that is about to be left."""
    if plan is None:
        return answers
    leaving = {
        renewal_of(facts, facts.engagements[key]) for key in facts.tasks[plan.task].engagements
    }
    return [answer for answer in answers if answer.request not in leaving]
