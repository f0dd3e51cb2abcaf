"""Phase 4: hours become progress.

Hours are divided by the provider's effort per standard hour: skill, distance, learning, hurry,
overload. Engagements of own people share their team's hours. A function's newest provider takes
what its ramp allows, and the others the rest.
"""

from sim.engine import formulas, luck
from sim.engine.numbers import clamp
from sim.engine.phases.oversee import load
from sim.engine.phases.staff import hidden_of
from sim.engine.record import Record
from sim.model.vocabulary import Hindrance, Kind, Pricing, TaskKind, TaskState
from sim.model.world import Engagement, Hidden, TaskFacts, World

OUTPUT_RANGE = (0.5, 1.5)
"""Limits of the random factor on a turn's output."""

DEMAND_RANGE = (0.3, 2.5)
"""Limits of the random factor on a turn's demand."""


def work(world: World, record: Record) -> None:
    """Do the turn's work."""
    rules = world.rules
    slip = 1.0 + rules.overload_slip * clamp(load(world) - 1.0, 0.0, 1.0)
    for engagement in world.engagements.values():
        engagement.turn_hours = engagement.turn_done = engagement.asked = 0.0
        engagement.turn_surfaced = 0
    for task in world.tasks.values():
        if task.spec.kind is TaskKind.FUNCTION and task.state in ASKED_FOR:
            task.asked = demand(world, task)
            task.done = 0.0
    efforts = _efforts(world, slip, record)
    limits = _own_hours(world, efforts)
    for task in world.tasks.values():
        if task.state is TaskState.RUNNING:
            _work_on(world, task, efforts, limits)
    _lend_a_hand(world, efforts)


ASKED_FOR = (TaskState.OPEN, TaskState.RUNNING)


def _efforts(world: World, slip: float, record: Record) -> dict[str, float]:
    """Hours per standard hour now, for each engagement that is at work."""
    found = {}
    for engagement in world.engagements.values():
        if engagement.ended:
            continue
        if engagement.lead > 0:
            engagement.lead -= 1
            continue
        task = world.tasks[engagement.task]
        hidden = hidden_of(world, engagement)
        effort = effort_of(world, task, engagement, hidden, record) * slip
        parties = len(task.engagements)
        if parties > 1 and task.spec.kind is TaskKind.PROJECT:
            brooks = 1.0 + world.rules.brooks * (parties - 1)
            effort *= brooks
            if record.effort is not None:
                record.effort[engagement.id] += (("working alongside others", brooks),)
        found[engagement.id] = effort
    return found


def _own_hours(world: World, efforts: dict[str, float]) -> dict[str, float]:
    """Hours that own people give each engagement: its claim, cut where a team has too few."""
    claims: dict[str, float] = {}
    totals = dict.fromkeys(world.teams, 0.0)
    for key, effort in efforts.items():
        engagement = world.engagements[key]
        if engagement.provider not in totals:
            continue
        task = world.tasks[engagement.task]
        if task.spec.kind is TaskKind.FUNCTION:
            claim = (task.asked * engagement.ramp + engagement.rework) * effort
        else:
            left = needed(world, task) - task.done + engagement.rework
            pace = engagement.crew * engagement.ramp / engagement.wait
            claim = min(left * effort, pace)
        claims[key] = claim
        totals[engagement.provider] += claim
    for key, claim in claims.items():
        provider = world.engagements[key].provider
        capacity, total = world.teams[provider].capacity, totals[provider]
        if total > capacity:
            claims[key] = claim * capacity / total
    return claims


def _work_on(
    world: World, task: TaskFacts, efforts: dict[str, float], limits: dict[str, float]
) -> None:
    """Work on one task: each provider takes what is left, as far as its hours go."""
    function = task.spec.kind is TaskKind.FUNCTION
    left = task.asked if function else needed(world, task) - task.done
    for engagement in _in_order(world, task):
        effort = efforts.get(engagement.id)
        if effort is None:
            continue
        engagement.asked = asked = left * engagement.ramp if function else left
        want = (asked + engagement.rework) * effort
        limit = limits.get(engagement.id)
        if limit is None:
            hidden = world.secrets.hidden[engagement.id]
            hours = outside_hours(world, engagement, hidden, want, function)
        else:
            hours = min(want, limit)
            world.teams[engagement.provider].used += hours
        progress(engagement, task, hours, effort, function)
        left = max(0.0, left - engagement.turn_done)


def _lend_a_hand(world: World, efforts: dict[str, float]) -> None:
    """Own hours left over go to services of the same team that fall short."""
    for key, effort in efforts.items():
        engagement = world.engagements[key]
        team = world.teams.get(engagement.provider)
        task = world.tasks[engagement.task]
        if team is None or task.spec.kind is not TaskKind.FUNCTION:
            continue
        spare = team.capacity - team.used
        short = task.asked - task.done
        if spare > 0.0 and short > 0.0 and engagement.asked > engagement.turn_done:
            extra = min(spare, short * effort)
            team.used += extra
            engagement.turn_hours += extra
            engagement.hours += extra
            engagement.turn_done += extra / effort
            engagement.done += extra / effort
            task.done += extra / effort


def _in_order(world: World, task: TaskFacts) -> list[Engagement]:
    """A task's engagements: first those that take over from another, then in order of signing."""
    found = [world.engagements[key] for key in task.engagements]
    if len(found) > 1:
        found.sort(key=lambda one: not any(key in task.engagements for key in one.replaces))
    return found


def needed(world: World, task: TaskFacts) -> float:
    """Standard hours that a project really takes, as opposed to those specified."""
    return task.spec.hours * world.secrets.scope[task.spec.id]


def demand(world: World, task: TaskFacts) -> float:
    """Standard hours that a function asks for this turn."""
    spec = task.spec
    swing = 1.0
    if spec.volatility > 0.0:
        swing += spec.volatility * luck.gauss(world.secrets, "demand", spec.id, world.turn)
    return spec.hours * clamp(swing, DEMAND_RANGE[0], DEMAND_RANGE[1]) * (1.0 + task.surge)


def effort_of(
    world: World, task: TaskFacts, engagement: Engagement, hidden: Hidden, record: Record
) -> float:
    """Hours per standard hour that the provider needs now."""
    rules, spec = world.rules, task.spec
    capable = formulas.capability(rules, hidden.skill, spec.complexity) * hidden.effort
    team = world.teams.get(engagement.provider)
    if engagement.kind is Kind.TEAM and team is not None:
        learned = formulas.settled(rules, spec.knowledge, world.knowledge[spec.discipline])
        churn = formulas.turnover(team.turnover)
    else:
        heads = max(1.0, engagement.crew / (rules.paid_hours_month * world.scenario.turn_months))
        learned = formulas.learning(rules, spec.knowledge, engagement.hours / heads)
        churn = 1.0
    if record.effort is not None:
        record.effort[engagement.id] = (
            ("distance, time of day, size and hurry", engagement.effort),
            ("skill and fit for the work", capable),
            ("getting to know the firm", learned),
            ("turnover", churn),
            ("overload", 1.0 + rules.overload_slip * clamp(load(world) - 1.0, 0.0, 1.0)),
        )
    return engagement.effort * capable * learned * churn


def outside_hours(
    world: World, engagement: Engagement, hidden: Hidden, want: float, function: bool
) -> float:
    """Hours that an outside party works this turn: `want`, or what it has if less."""
    rules = world.rules
    provider = world.providers[engagement.provider]
    if provider.busy_until >= world.turn and engagement.kind is Kind.FREELANCER:
        return 0.0
    limit = engagement.crew * (1.0 - rules.attention_pace * (1.0 - hidden.attention))
    if not function:
        limit *= engagement.ramp / engagement.wait
    limit *= 1.0 - rules.strain_slack * min(1.0, hidden.strain)
    secrets, turn = world.secrets, world.turn
    limit *= clamp(
        1.0 + rules.work_noise * luck.gauss(secrets, "work", engagement.id, turn), *OUTPUT_RANGE
    )
    idle = rules.idle_chance * world.scenario.turn_months * (1.0 - hidden.reliability)
    if luck.uniform(secrets, "idle", engagement.id, turn) < idle:
        limit *= rules.idle_output
    return min(want, limit)


def hindrance(world: World, task: TaskFacts, worst: Engagement | None) -> Hindrance | None:
    """What kept a task from being worked on this turn, once hours are counted.

    Args:
        world: The state after phase 4.
        task: The task that fell short.
        worst: The engagement that fell short most; None if nobody worked on the task.

    Returns:
        None if nobody has the task, or if those who have it worked as much as they could.
    """
    if worst is not None and worst.turn_hours > 0.0:
        missing = task.asked - task.done
        theirs = worst.asked - worst.turn_done
        service = task.spec.kind is TaskKind.FUNCTION
        taking_over = service and worst.ramp < 1.0 and theirs < missing / 2.0
        return Hindrance.RAMP_UP if taking_over else None
    if worst is None:
        if not task.engagements:
            return None
        worst = world.engagements[task.engagements[-1]]
    team = world.teams.get(worst.provider)
    if team is None:
        busy = world.providers[worst.provider].busy_until >= world.turn
        away = busy and worst.kind is Kind.FREELANCER and worst.lead == 0
        return Hindrance.BUSY if away else Hindrance.NOT_BEGUN
    if team.ready > world.turn:
        return Hindrance.SITE_OPENING
    if not team.heads:
        return Hindrance.HIRES_COMING if team.arriving else Hindrance.NO_PEOPLE
    return Hindrance.NOT_BEGUN if team.capacity > 0.0 else Hindrance.NO_HOURS


def progress(
    engagement: Engagement, task: TaskFacts, hours: float, effort: float, function: bool
) -> None:
    """Book hours as work done: rework first, then the task."""
    standard = hours / effort
    rework = min(engagement.rework, standard)
    engagement.rework -= rework
    done = standard - rework
    engagement.turn_hours = hours
    engagement.hours += hours
    engagement.turn_done = done
    engagement.done += done
    task.done += done


def billed_hours(world: World, engagement: Engagement) -> float:
    """Hours on the invoice: more than were worked, if nobody watches."""
    rules = world.rules
    hours = engagement.turn_hours
    if engagement.terms.pricing is not Pricing.HOURLY:
        return hours
    hidden = world.secrets.hidden[engagement.id]
    watched = formulas.checked_hours(rules, world.attention, engagement.terms.oversight)
    return hours * (1.0 + rules.padding * (1.0 - hidden.alignment) * (1.0 - watched))
