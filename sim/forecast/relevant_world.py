"""The part of the world that an award is about: the rest is left out, or stands still.

A future of the whole firm takes long, and most of it has no bearing on one piece of work. What has:
the task and who has it or would get it, what those do for the firm besides, who would take over if
they were gone, and the managers' hours that all else takes. Of what they do besides, only the hours
count that are left for this: steady services of own people are put together, and what outsiders
among them have promised already only keeps their hours. What else is drafted counts where it gives
own people hours or takes some from them, and else by the managers' hours that it takes.
"""

from collections.abc import Collection, Sequence

from attrs import evolve

from sim.engine import bids
from sim.engine.numbers import root, upwards, whole
from sim.engine.orders import Draft, draft_of
from sim.engine.phases import oversee
from sim.forecast.other_orders import affects_staff, assignee, other_orders, task_of
from sim.model import orders as o
from sim.model.market import Offers
from sim.model.scenario import HOURS_MAX, Task
from sim.model.vocabulary import Kind, Mode, Pricing, TaskKind, TaskState
from sim.model.world import Engagement, Observation, TaskFacts

STAND_INS = 2
"""Others who offer, and could take over."""

REST = "all the rest"
"""Begins the ids of what stands for other work of the firm. No other id has a space."""

NEVER = 1_000_000
"""Turns before that work begins."""


def relevant_world(
    facts: Observation, award: o.Award, drafted: Sequence[o.Order] = ()
) -> tuple[Observation, tuple[o.Order, ...]]:
    """What has a bearing on an award: facts, and orders that are carried out with it.

    Args:
        facts: What is known.
        award: Of an offer that is on the table.
        drafted: What is drafted for the turn.
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
        offers=Offers.of(
            (*signed, *(one for one in (offer, *rivals) if one.provider in people))
        ),
        standings=(),
    )  # fmt: skip
    return narrowed, with_it


def _work(
    facts: Observation, kept: set[str], doers: Collection[str], all_else: Draft
) -> tuple[dict[str, TaskFacts], dict[str, Engagement]]:
    """What has to be done, and who does it; all else is put together, or stands still.

    Args:
        facts: What is known.
        kept: Tasks that are looked at as they are.
        doers: Who has the work that it is about, or would get it.
        all_else: What the other drafted orders make of the firm.
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
    stand = [_together(facts, services) for services in steady.values() if services]
    like = next(iter(tasks.values())).spec
    elsewhere = [one for one in all_else.at_work.values() if one.task not in kept]
    lasting = [one for _, one in stand if one.kind is Kind.TEAM]
    for ends, hours in _wanted(facts, elsewhere, all_else.choosing):
        if lasting and not ends:  # one stands for all that goes on
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
    hours = sum(facts.tasks[one.task].spec.hours + one.rework for one in found)
    return found if hours <= HOURS_MAX else []


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
        crew=sum(one.crew for one in services),
        hours=sum(one.hours for one in services),
        care=0.0,
        rework=0.0,
    )
    return task, engagement


def _wanted(
    facts: Observation, work: Sequence[Engagement], choosing: float
) -> list[tuple[int, float]]:
    """Managers' hours a turn that other work wants, and the last turn in which it does: what is
    only for now, what ends some time, as of the mean turn, and what goes on (turn 0).
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
    """The turn after which an engagement will be over, by what was quoted; 0 when it goes on."""
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
    """Work that never begins.

    Args:
        like: Some task.
        key: What it is called.
        provider: Who keeps hours free for it.
        promised: How many a turn.
        begun: The turn in which they were promised.
        wanted: Managers' hours that it wants a turn.
        ends: The last turn in which it does; 0 where there is none.
    """
    spec = evolve(
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
