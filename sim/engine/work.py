"""Phase 4: hours become progress.

Hours are divided by the effort that a standard hour takes of whoever does it: skill, distance,
learning, hurry, overload. Own people share what their team has; a function's newest provider
takes what its ramp allows, and the others the rest.
"""

from sim.engine import forms, luck
from sim.engine.numbers import clamp
from sim.engine.oversee import load
from sim.engine.record import Record
from sim.engine.staff import hidden_of
from sim.model.vocabulary import Kind, Pricing, TaskKind, TaskState
from sim.model.world import Engagement, Hidden, TaskFacts, World


def work(world: World, record: Record) -> None:
    """Let everybody work."""
    rules = world.rules
    slip = 1.0 + rules.overload_slip * clamp(load(world) - 1.0, 0.0, 1.0)
    shares: dict[str, list[tuple[Engagement, float, float]]] = {}
    for engagement in world.engagements.values():
        engagement.turn_hours = engagement.turn_done = engagement.asked = 0.0
        engagement.turn_surfaced = engagement.turn_paid = 0
    for task in world.tasks.values():
        function = task.spec.kind is TaskKind.FUNCTION
        if function and (task.state is TaskState.RUNNING or task.state is TaskState.OPEN):
            task.asked = demand(world, task)
            task.done = 0.0
        if task.state is not TaskState.RUNNING:
            continue
        left = task.asked if function else needed(world, task) - task.done
        parties = len(task.engagements)
        for engagement in _in_order(world, task):
            if engagement.lead > 0:
                engagement.lead -= 1
                continue
            hidden = hidden_of(world, engagement)
            effort = effort_of(world, task, engagement, hidden, record) * slip
            if not function and parties > 1:
                effort *= 1.0 + rules.brooks * (parties - 1)
            asked = left * engagement.ramp if function else left
            engagement.asked = asked
            want = asked + engagement.rework
            if engagement.kind is Kind.TEAM or engagement.kind is Kind.SITE:
                pace = want * effort
                if not function:
                    pace = min(pace, engagement.crew * engagement.ramp / engagement.wait)
                shares.setdefault(engagement.provider, []).append((engagement, pace, effort))
                left -= min(asked, pace / effort) if function else 0.0
            else:
                hours = outside_hours(world, engagement, hidden, want * effort, function)
                progress(engagement, task, hours, effort, function)
                left -= engagement.turn_done if function else 0.0
                left = max(0.0, left)
    for provider, items in shares.items():
        team = world.teams[provider]
        total = 0.0
        for _, pace, _ in items:
            total += pace
        part = min(1.0, team.capacity / total) if total > 0.0 else 0.0
        for engagement, pace, effort in items:
            task = world.tasks[engagement.task]
            function = task.spec.kind is TaskKind.FUNCTION
            progress(engagement, task, pace * part, effort, function)
            team.used += engagement.turn_hours


def _in_order(world: World, task: TaskFacts) -> list[Engagement]:
    """Who works first: whoever takes over from another, then in the order of signing."""
    found = [world.engagements[key] for key in task.engagements]
    if len(found) > 1:
        found.sort(key=lambda one: not any(key in task.engagements for key in one.replaces))
    return found


def needed(world: World, task: TaskFacts) -> float:
    """Standard hours that a project really takes; the specification knows only some of it."""
    return task.spec.hours * world.secrets.scope[task.spec.id]


def demand(world: World, task: TaskFacts) -> float:
    """Standard hours that a function asks for this turn."""
    spec = task.spec
    swing = 1.0
    if spec.volatility > 0.0:
        swing += spec.volatility * luck.gauss(world.secrets, "demand", spec.id, world.turn)
    return spec.hours * clamp(swing, 0.3, 2.5) * (1.0 + task.surge)


def effort_of(
    world: World, task: TaskFacts, engagement: Engagement, hidden: Hidden, record: Record
) -> float:
    """Hours that a standard hour takes this provider now."""
    rules, spec = world.rules, task.spec
    capable = forms.capability(rules, hidden.skill, spec.complexity)
    team = world.teams.get(engagement.provider)
    if engagement.kind is Kind.TEAM and team is not None:
        learned = forms.settled(rules, spec.knowledge, world.knowledge[spec.discipline])
        churn = forms.turnover(team.turnover)
    else:
        heads = max(1.0, engagement.crew / (rules.paid_hours_month * world.scenario.turn_months))
        learned = forms.learning(rules, spec.knowledge, engagement.hours / heads)
        churn = 1.0
    if record.effort is not None:
        record.effort[engagement.id] = (
            ("distance, hours of the day, size and hurry", engagement.effort),
            ("skill against complexity", capable),
            ("learning this firm", learned),
            ("turnover", churn),
            (
                "overload",
                1.0 + rules.overload_slip * clamp(load(world) - 1.0, 0.0, 1.0),
            ),
        )
    return engagement.effort * capable * learned * churn


def outside_hours(
    world: World, engagement: Engagement, hidden: Hidden, want: float, function: bool
) -> float:
    """Hours that an outside party works this turn: what is wanted, as far as it has them."""
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
        1.0 + rules.work_noise * luck.gauss(secrets, "work", engagement.id, turn), 0.5, 1.5
    )
    idle = rules.idle_chance * world.scenario.turn_months * (1.0 - hidden.reliability)
    if luck.uniform(secrets, "idle", engagement.id, turn) < idle:
        limit *= rules.idle_output
    return min(want, limit)


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
    """Hours on the invoice: more than were worked, where nobody watches."""
    rules = world.rules
    hours = engagement.turn_hours
    if engagement.terms.pricing is not Pricing.HOURLY:
        return hours
    hidden = world.secrets.hidden[engagement.id]
    watched = min(1.0, world.attention * forms.level(rules, engagement.terms.oversight))
    return hours * (1.0 + rules.padding * (1.0 - hidden.alignment) * (1.0 - watched))
