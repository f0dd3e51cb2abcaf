"""The part of the world that bears on an award: the rest is left out, or frozen.

A future of the whole firm is slow to play, and most of it has no bearing on one task. What has: the
task and whoever has it or would get it, their other work for the firm, stand-ins if they were gone,
and the managers' hours that all else takes. Other work matters only for the hours it leaves for
this: steady services of own people are merged into one, and work that external providers have
promised merely reserves their hours. Other drafted orders count if they change own people's hours,
and otherwise by the managers' hours that they take.
"""

from collections.abc import Collection, Sequence
from typing import Final

from attrs import evolve

from sim.engine import bids
from sim.engine.numbers import root, upwards, whole
from sim.engine.orders import Draft, draft_of
from sim.engine.phases import oversee
from sim.forecast.drafts import affects_staff, assignee, other_orders, task_of
from sim.model import orders as o
from sim.model.market import Offers
from sim.model.scenario import HOURS_MAX
from sim.model.spec import Task, evolved
from sim.model.vocabulary import Kind, Mode, Pricing, TaskKind, TaskState
from sim.model.world import Engagement, Observation, TaskFacts

STAND_INS: Final = 2
"""How many rival bidders are kept to take over if need be."""

REST: Final = "all the rest"
"""Prefix of the ids of placeholders for the firm's other work. No other id has a space."""

NEVER: Final = 1_000_000
"""Lead turns of work that never begins."""


def relevant_world(
    facts: Observation, award: o.Award, drafted: Sequence[o.Order] = ()
) -> tuple[Observation, tuple[o.Order, ...]]:
    """The facts that bear on an award, and the orders to carry out together with it.

    Args:
        facts: What is known.
        award: An award of an offer on the table.
        drafted: Orders drafted for the turn.
    """
    offer = facts.offers[award.offer]
    doers = {offer.provider}
    doers |= {one.provider for one in facts.engagements.values() if one.task == offer.task}
    own = doers & facts.teams.keys()
    others = other_orders(facts, award, drafted)
    with_it = tuple(
        one for one in others if task_of(facts, one) == offer.task or affects_staff(facts, one, own)
    )
    all_else = draft_of(facts, [one for one in others if one not in with_it])
    kept = {offer.task, *(task_of(facts, one) for one in with_it)} - {""}
    tasks, engagements = _work(facts, kept, doers, all_else)
    signed = [facts.offers[one.offer] for one in with_it if isinstance(one, o.Award)]
    rivals = sorted(
        (one for one in facts.offers.for_task(offer.task) if one is not offer),
        key=lambda one: one.quotes[0].amount,
    )
    outside = [one for one in rivals if one.provider in facts.providers]
    people = {offer.provider, *(one.provider for one in outside[:STAND_INS])}
    past = {key: one for key, one in facts.past.items() if one.task == offer.task}
    people |= {one.provider for one in (*engagements.values(), *past.values())}
    people |= {who for one in with_it for who in assignee(facts, one)}
    teams = {key: one for key, one in facts.teams.items() if key in people}
    providers = {key: one for key, one in facts.providers.items() if key in people}
    there = {one.location for one in teams.values()}
    there |= {one.location for one in providers.values()}
    scenario = evolved(
        facts.scenario,
        disciplines=tuple(
            one
            for one in facts.scenario.disciplines
            if any(task.spec.discipline == one.id for task in tasks.values())
        ),
        firm=evolved(facts.scenario.firm, overheads=0),
        locations=tuple(one for one in facts.scenario.locations if one.id in there),
        tasks=tuple(task.spec for task in tasks.values()),
        deals=(),
        clients=(),
        events=(),
        providers=(),
        market=evolve(facts.scenario.market, newcomers=0.0),
    )
    narrowed = evolve(
        facts,
        scenario=scenario,
        teams=teams,
        providers=providers,
        tasks=tasks,
        engagements=engagements,
        past=past,
        requests={},
        deals={},
        clients={},
        incidents=(),
        history=(),
        offers=Offers.of(
            (*signed, *(one for one in (offer, *rivals) if one.provider in people))
        ),
        standings=(),
    )  # fmt: skip
    return narrowed, with_it


def _work(
    facts: Observation, kept: set[str], doers: Collection[str], all_else: Draft
) -> tuple[dict[str, TaskFacts], dict[str, Engagement]]:
    """The tasks and engagements that matter; all others are merged or frozen.

    Args:
        facts: What is known.
        kept: Tasks to keep as they are.
        doers: Providers and teams that have the work in question, or would get it.
        all_else: The effect of the other drafted orders.
    """
    own = [key for key in facts.teams if key in doers]
    steady = {team: _steady(facts, team, kept) for team in own}
    together = {one.task for services in steady.values() for one in services}
    kept = kept | {one.task for one in facts.engagements.values() if one.provider in own}
    kept -= together
    tasks = {key: one for key, one in facts.tasks.items() if key in kept}
    engagements = {
        key: all_else.at_work.get(key, one)
        for key, one in facts.engagements.items()
        if one.task in kept
    }
    stand = [_merged(facts, services) for services in steady.values() if services]
    like = next(iter(tasks.values())).spec
    elsewhere = [one for one in all_else.at_work.values() if one.task not in kept]
    lasting = [one for _, one in stand if one.kind is Kind.TEAM]
    for ends, hours in _wanted(facts, elsewhere, all_else.choosing):
        if lasting and not ends:  # one placeholder for all lasting work
            lasting[0].oversight_hours = hours
        else:
            key = f"{REST} until {ends}" if ends else REST
            stand.append(_idle(like, key, wanted=hours, ends=ends))
    for key in facts.providers:
        promised = [
            one
            for one in facts.engagements.values()
            if one.provider == key and one.task not in kept
        ]
        if key in doers and promised:
            hours = sum(bids.kept_free(facts, one) for one in promised)
            begun = max(one.started for one in promised)
            stand.append(_idle(like, f"{REST} of {key}", provider=key, promised=hours, begun=begun))
    for task, engagement in stand:
        tasks[task.spec.id] = task
        engagements[engagement.id] = engagement
    return tasks, engagements


def _steady(facts: Observation, team: str, but: Collection[str]) -> list[Engagement]:
    """The services, except those in `but`, that a team gives alone, at full pace and for good."""
    found = []
    for engagement in facts.engagements.values():
        task = facts.tasks[engagement.task]
        if (
            engagement.provider == team
            and task.spec.id not in but
            and task.spec.kind is TaskKind.FUNCTION
            and task.spec.until is None
            and len(task.engagements) == 1
            and engagement.ramp >= 1.0
            and not (engagement.lead or engagement.ends)
        ):
            found.append(engagement)
    hours = sum(facts.tasks[one.task].spec.hours + one.rework for one in found)
    return found if hours <= HOURS_MAX else []


def _merged(facts: Observation, services: Sequence[Engagement]) -> tuple[TaskFacts, Engagement]:
    """One service that takes as many of a team's hours as these, but whose quality is ignored."""
    tasks = [facts.tasks[one.task] for one in services]
    hours = sum(task.spec.hours for task in tasks)
    rework = sum(one.rework for one in services)
    swings = [task.spec.volatility * task.spec.hours for task in tasks]
    swing = root(sum(each * each for each in swings))

    def mean(numbers: Sequence[float]) -> float:
        """Mean weighted by hours."""
        pairs = zip(numbers, tasks, strict=True)
        return sum(number * task.spec.hours for number, task in pairs) / hours

    key = f"{REST} of {services[0].provider}"
    spec = evolved(
        tasks[0].spec,
        id=key,
        title=key,
        hours=hours + rework,
        value=0,
        complexity=mean([task.spec.complexity for task in tasks]),
        knowledge=mean([task.spec.knowledge for task in tasks]),
        volatility=swing / hours,
        visibility=0.0,
        sensitivity=0.0,
    )
    task = evolve(
        tasks[0], spec=spec, engagements=(key,), surge=mean([task.surge for task in tasks])
    )
    engagement = evolve(
        services[0],
        id=key,
        task=key,
        terms=o.Terms(Pricing.OWN),
        effort=mean([one.effort for one in services]),
        oversight_hours=0.0,
        crew=sum(one.crew for one in services),
        hours=sum(one.hours for one in services),
        care=0.0,
        rework=0.0,
    )
    return task, engagement


def _wanted(
    facts: Observation, work: Sequence[Engagement], choosing: float
) -> list[tuple[int, float]]:
    """Other work's last turn (0 for none) and the managers' hours a turn that it wants until then:
    for this turn only, for work without an end, and for work that ends, at its mean last turn.
    """
    hours = {one.id: oversee.wanted_hours(facts, one) for one in work}
    ends = {one.id: _last_turn(facts, one) for one in work}
    endless = sum(hours[key] for key, end in ends.items() if not end)
    rest = sum(hours.values()) - endless
    found = [(facts.turn, choosing), (0, endless)]
    if rest > 0.0:
        mean = sum(hours[key] * end for key, end in ends.items()) / rest
        found.append((max(facts.turn + 1, whole(mean)), rest))
    return [(end, wanted) for end, wanted in found if wanted > 0.0]


def _last_turn(facts: Observation, engagement: Engagement) -> int:
    """The turn after which an engagement will be over, going by its quote; 0 if it has no end."""
    spec = facts.tasks[engagement.task].spec
    if engagement.ends or spec.kind is TaskKind.FUNCTION:
        return engagement.ends or spec.until or 0
    left = max(0.0, engagement.quoted_hours - engagement.hours)
    return facts.turn + engagement.lead + upwards(left / max(1.0, engagement.crew))


def _idle(
    like: Task,
    key: str,
    provider: str = "",
    promised: float = 0.0,
    begun: int = 0,
    wanted: float = 0.0,
    ends: int = 0,
) -> tuple[TaskFacts, Engagement]:
    """Work that never begins, but reserves hours.

    Args:
        like: Any task, as a template.
        key: Its id and title.
        provider: Who reserves hours for it.
        promised: Hours reserved a turn.
        begun: The turn in which they were promised.
        wanted: Managers' hours that it wants a turn.
        ends: The last turn in which it does; 0 if there is none.
    """
    spec = evolved(
        like, id=key, title=key, kind=TaskKind.FUNCTION, deadline=None,
        until=None, after=(key,), client=None, deal=None, sensitivity=0.0,
    )  # fmt: skip
    engagement = Engagement(
        id=key, task=key, provider=provider, kind=Kind.TEAM, mode=Mode.IN_HOUSE,
        terms=o.Terms(Pricing.OWN), price=0, list_price=0, quoted_hours=promised,
        quoted_standard=0.0, crew=0.0, started=begun, effort=1.0, wait=1.0, distance=0.0,
        oversight_hours=wanted, lead=NEVER, ends=ends,
    )  # fmt: skip
    return TaskFacts(spec, TaskState.AHEAD, engagements=(key,)), engagement
