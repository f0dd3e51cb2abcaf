"""The part of the world that an award is about: the rest is left out, or stands still.

A future of the whole firm takes long, and most of it has no bearing on one piece of work. What has:
the task and who has it or would get it, what those do for the firm besides, who would take over if
they were gone, and the managers' hours that all else takes.
"""

from attrs import evolve

from sim.engine import oversee
from sim.model.orders import Award, Terms
from sim.model.scenario import Task
from sim.model.vocabulary import Kind, Mode, Pricing, TaskKind, TaskState
from sim.model.world import Engagement, Observation, TaskFacts

STAND_INS = 2
"""Others who offer, and could take over."""

REST = "all the rest"
"""Stands for the other work of the firm: it only takes managers' hours. No id has a space."""

NEVER = 1_000_000
"""Turns before that work begins."""


def narrow(facts: Observation, award: Award) -> Observation:
    """What has a bearing on an award.

    Args:
        facts: What is known.
        award: Of an offer that is on the table.
    """
    offer = facts.offers[award.offer]
    there = [one for one in facts.engagements.values() if one.task == offer.task]
    doers = {offer.provider, *(one.provider for one in there)}
    kept = {offer.task, *(one.task for one in facts.engagements.values() if one.provider in doers)}
    engagements = {key: one for key, one in facts.engagements.items() if one.task in kept}
    rivals = sorted(
        (one for one in facts.offers.values() if one.task == offer.task and one is not offer),
        key=lambda one: one.quotes[0].amount,
    )
    outside = [one for one in rivals if one.provider in facts.providers]
    people = {offer.provider, *(one.provider for one in outside[:STAND_INS])}
    past = {key: one for key, one in facts.past.items() if one.task == offer.task}
    people |= {one.provider for one in (*engagements.values(), *past.values())}
    tasks = {key: facts.tasks[key] for key in facts.tasks if key in kept}
    elsewhere = facts.promised
    for one in engagements.values():
        elsewhere -= oversee.wanted_hours(facts, one)
    if elsewhere > 0.0:
        spec = _rest(facts.tasks[offer.task].spec)
        tasks[REST] = TaskFacts(spec, TaskState.AHEAD, engagements=(REST,))
        engagements[REST] = _overseen(elsewhere)
    scenario = evolve(
        facts.scenario,
        disciplines=tuple(
            one
            for one in facts.scenario.disciplines
            if any(task.spec.discipline == one.id for task in tasks.values())
        ),
        tasks=tuple(task.spec for task in tasks.values()),
        deals=(),
        clients=(),
        events=(),
        providers=(),
        market=evolve(facts.scenario.market, newcomers=0.0),
    )
    return evolve(
        facts,
        scenario=scenario,
        teams={key: one for key, one in facts.teams.items() if key in people},
        providers={key: one for key, one in facts.providers.items() if key in people},
        tasks=tasks,
        engagements=engagements,
        past=past,
        requests={},
        deals={},
        clients={},
        incidents=(),
        history=(),
        offers={
            one.id: one for one in (offer, *rivals) if one.provider in people
        },
        standings=(),
    )  # fmt: skip


def _rest(spec: Task) -> Task:
    """A task that never comes up, since it waits for itself."""
    return evolve(
        spec, id=REST, title=REST, kind=TaskKind.FUNCTION, deadline=None, until=None,
        after=(REST,), client=None, deal=None, sensitivity=0.0,
    )  # fmt: skip


def _overseen(hours: float) -> Engagement:
    """Work that never begins, and wants so many managers' hours a turn."""
    return Engagement(
        id=REST, task=REST, provider="", kind=Kind.TEAM, mode=Mode.IN_HOUSE,
        terms=Terms(Pricing.OWN), price=0, list_price=0, quoted_hours=0.0, quoted_standard=0.0,
        crew=0.0, started=0, effort=1.0, wait=1.0, distance=0.0, oversight_hours=hours, lead=NEVER,
    )  # fmt: skip
