"""Phase 5: defects are made; some are caught, the rest slip through."""

from sim.engine import formulas, luck
from sim.engine.numbers import clamp
from sim.engine.record import Record
from sim.model.vocabulary import Kind, Pricing, TaskKind
from sim.model.world import Engagement, Hidden, TaskFacts, World


def review(world: World, record: Record) -> None:
    """Draw the defects made this turn, and how many of them are caught."""
    rules = world.rules
    for engagement in world.engagements.values():
        if engagement.turn_done <= 0.0:
            continue
        task = world.tasks[engagement.task]
        hidden = world.secrets.hidden[engagement.id]
        _strain(world, task, engagement, hidden)
        rate = defect_rate(world, task, engagement, hidden)
        secrets, turn = world.secrets, world.turn
        made = luck.count(
            rate * engagement.turn_done, luck.uniform(secrets, "made", engagement.id, turn)
        )
        if not made:
            continue
        detection = formulas.detection(
            rules,
            engagement.kind,
            engagement.terms.sla,
            world.attention,
            engagement.terms.oversight,
            world.knowledge[task.spec.discipline],
            task.spec.complexity,
        )
        caught = luck.share(made, detection, luck.uniform(secrets, "caught", engagement.id, turn))
        engagement.made += caught
        engagement.rework += caught * rules.rework_hours
        hidden.defects += made - caught


def watched(world: World, engagement: Engagement) -> float:
    """Share of standard oversight that an engagement gets, at most 1."""
    level = formulas.level(world.rules, engagement.terms.oversight)
    return min(1.0, world.attention * level)


def defect_rate(world: World, task: TaskFacts, engagement: Engagement, hidden: Hidden) -> float:
    """Material defects per standard hour of this engagement now."""
    rules, spec = world.rules, task.spec
    interest = formulas.misaligned(
        rules,
        hidden.alignment,
        engagement.terms.pricing is Pricing.PERFORMANCE,
        spec.clarity,
        engagement.terms.sla,
        watched(world, engagement),
        hidden.strain,
    )
    rate = formulas.defect_rate(
        rules,
        formulas.capability(rules, hidden.skill, spec.complexity),
        spec.complexity,
        engagement.care,
        engagement.distance,
        spec.coupling,
        interest,
    )
    team = world.teams.get(engagement.provider)
    if team is not None and team.weekly_hours > rules.normal_week:
        over = (team.weekly_hours - rules.normal_week) / (rules.no_output_week - rules.normal_week)
        rate *= 1.0 + rules.defect_fatigue * over
    return rate


def _strain(world: World, task: TaskFacts, engagement: Engagement, hidden: Hidden) -> None:
    """On a fixed price the provider bears any overrun, and starts to cut corners."""
    if engagement.terms.pricing is not Pricing.FIXED or engagement.kind is Kind.TEAM:
        return
    if engagement.done <= 0.0 or engagement.quoted_hours <= 0.0:
        return
    quoted = engagement.quoted_hours / engagement.quoted_standard
    if task.spec.kind is TaskKind.FUNCTION:
        real = engagement.turn_hours / engagement.turn_done
    else:
        real = engagement.hours / engagement.done * world.secrets.scope[task.spec.id]
    hidden.strain = clamp(real / quoted - 1.0, 0.0, world.rules.strain_limit)
