"""The part of the world that an award is about: the rest is left out, or stands still.

A future of the whole firm takes long, and most of it has no bearing on one piece of work. What has:
the task and who has it or would get it, what those do for the firm besides, who would take over if
they were gone, and the managers' hours that all else takes. Of what they do besides, only the hours
count that are left for this: steady services of own people are put together, and what outsiders
have promised already only keeps their hours. Orders that are drafted with it count by the managers'
hours that they take, and give or take own people's hours.
"""

from collections.abc import Collection, Sequence

from attrs import evolve

from sim.engine import bids, oversee
from sim.engine.numbers import root
from sim.forecast.capacity import promised_with
from sim.model import orders as o
from sim.model.vocabulary import Kind, Mode, Pricing, TaskKind, TaskState
from sim.model.world import Engagement, Observation, TaskFacts

STAND_INS = 2
"""Others who offer, and could take over."""

REST = "all the rest"
"""Begins the ids of what stands for other work of the firm. No other id has a space."""

NEVER = 1_000_000
"""Turns before that work begins."""


def narrow(
    facts: Observation, award: o.Award, drafted: Sequence[o.Order] = ()
) -> tuple[Observation, tuple[o.Order, ...]]:
    """What has a bearing on an award: facts, and orders that are carried out with it.

    Args:
        facts: What is known.
        award: Of an offer that is on the table.
        drafted: What else is drafted for the turn; what is about the same task is left out.
    """
    offer = facts.offers[award.offer]
    doers = {offer.provider}
    doers |= {one.provider for one in facts.engagements.values() if one.task == offer.task}
    others = [one for one in drafted if task_of(facts, one) != offer.task]
    with_it = [one for one in others if _moves(facts, one, doers & facts.teams.keys())]
    all_else = [one for one in others if one not in with_it]
    signed = {one.offer: facts.offers[one.offer] for one in with_it if isinstance(one, o.Award)}
    wanted = promised_with(facts, all_else)
    tasks, engagements = _work(
        facts,
        offer.task,
        doers,
        {task_of(facts, one) for one in with_it},
        wanted.running + wanted.drafted,
    )
    rivals = sorted(
        (one for one in facts.offers.values() if one.task == offer.task and one is not offer),
        key=lambda one: one.quotes[0].amount,
    )
    outside = [one for one in rivals if one.provider in facts.providers]
    people = {offer.provider, *(one.provider for one in outside[:STAND_INS])}
    past = {key: one for key, one in facts.past.items() if one.task == offer.task}
    people |= {one.provider for one in (*engagements.values(), *past.values())}
    people |= {one.provider for one in signed.values()}
    teams = {key: one for key, one in facts.teams.items() if key in people}
    providers = {key: one for key, one in facts.providers.items() if key in people}
    there = {one.location for one in teams.values()}
    there |= {one.location for one in providers.values()}
    scenario = evolve(
        facts.scenario,
        disciplines=tuple(
            one
            for one in facts.scenario.disciplines
            if any(task.spec.discipline == one.id for task in tasks.values())
        ),
        firm=evolve(facts.scenario.firm, overheads=0),
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
        offers=signed | {
            one.id: one for one in (offer, *rivals) if one.provider in people
        },
        standings=(),
    )  # fmt: skip
    return narrowed, tuple(with_it)


def task_of(facts: Observation, order: o.Order) -> str:
    """The task that an order is about; nothing where it is about none."""
    if isinstance(order, (o.Award, o.BringHome)):
        return order.task
    if isinstance(order, (o.End, o.Renew, o.Oversee)):
        return facts.engagements[order.engagement].task
    return ""


def _moves(facts: Observation, order: o.Order, own: Collection[str]) -> bool:
    """Whether an order gives hours to some of the own people, or takes some from them."""
    if isinstance(order, (o.Hire, o.LayOff, o.Train, o.Overtime)):
        return order.team in own
    if not isinstance(order, (o.Award, o.BringHome, o.End)):
        return False
    task = facts.tasks[task_of(facts, order)]
    has = {facts.engagements[key].provider for key in task.engagements}
    if isinstance(order, o.Award):
        has.add(facts.offers[order.offer].provider)
    elif isinstance(order, o.BringHome):
        has.add(order.team)
    return not has.isdisjoint(own)


def _work(
    facts: Observation, task: str, doers: Collection[str], drafted: Collection[str], wanted: float
) -> tuple[dict[str, TaskFacts], dict[str, Engagement]]:
    """What has to be done, and who does it.

    Args:
        facts: What is known.
        task: What it is about.
        doers: Who has it, and who would get it.
        drafted: Other tasks that own people among them get or give away with it.
        wanted: Managers' hours that all of the firm's work wants.
    """
    own = [key for key in facts.teams if key in doers]
    kept = {task, *drafted} - {""}
    steady = {team: _steady(facts, team, kept) for team in own}
    together = {one.task for services in steady.values() for one in services}
    kept |= {one.task for one in facts.engagements.values() if one.provider in own}
    kept -= together
    tasks = {key: one for key, one in facts.tasks.items() if key in kept}
    engagements = {key: one for key, one in facts.engagements.items() if one.task in kept}
    stand = {team: _together(facts, services) for team, services in steady.items() if services}
    for key in facts.providers:
        promised = [
            one
            for one in facts.engagements.values()
            if one.provider == key and one.task not in kept
        ]
        if key in doers and promised:
            hours = sum(bids.kept_free(facts, one) for one in promised)
            stand[key] = _idle(facts, task, key, hours)
    elsewhere = wanted
    for one in engagements.values():
        elsewhere -= oversee.wanted_hours(facts, one)
    if elsewhere > 0.0:
        if not stand:
            stand[REST] = _idle(facts, task, "", 0.0)
        _, first = next(iter(stand.values()))
        first.oversight_hours = elsewhere
    for other, engagement in stand.values():
        tasks[other.spec.id] = other
        engagements[engagement.id] = engagement
    return tasks, engagements


def _steady(facts: Observation, team: str, but: Collection[str]) -> list[Engagement]:
    """The services besides some that a team gives alone, settled and with no end in sight."""
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
    return found


def _together(facts: Observation, services: Sequence[Engagement]) -> tuple[TaskFacts, Engagement]:
    """One service that takes as many hours of a team as these; nobody minds how it is given."""
    tasks = [facts.tasks[one.task] for one in services]
    hours = sum(task.spec.hours for task in tasks)
    rework = sum(one.rework for one in services)
    swing = root(sum((task.spec.volatility * task.spec.hours) ** 2 for task in tasks))

    def mean(numbers: Sequence[float]) -> float:
        """By hours."""
        pairs = zip(numbers, tasks, strict=True)
        return sum(number * task.spec.hours for number, task in pairs) / hours

    key = f"{REST} of {services[0].provider}"
    spec = evolve(
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
        care=0.0,
        rework=0.0,
    )
    return task, engagement


def _idle(
    facts: Observation, like: str, provider: str, promised: float
) -> tuple[TaskFacts, Engagement]:
    """Work that never begins; somebody may have promised hours to it, and it wants managers'."""
    key = f"{REST} of {provider}" if provider else REST
    spec = evolve(
        facts.tasks[like].spec, id=key, title=key, kind=TaskKind.FUNCTION, deadline=None,
        until=None, after=(key,), client=None, deal=None, sensitivity=0.0,
    )  # fmt: skip
    engagement = Engagement(
        id=key, task=key, provider=provider, kind=Kind.TEAM, mode=Mode.IN_HOUSE,
        terms=o.Terms(Pricing.OWN), price=0, list_price=0, quoted_hours=promised,
        quoted_standard=0.0, crew=0.0, started=0, effort=1.0, wait=1.0, distance=0.0,
        oversight_hours=0.0, lead=NEVER,
    )  # fmt: skip
    return TaskFacts(spec, TaskState.AHEAD, engagements=(key,)), engagement
